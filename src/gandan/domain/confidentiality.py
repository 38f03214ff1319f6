"""Classes of confidentiality and the groups of fields that an answer may be cut down to."""

from enum import StrEnum


class Confidentiality(StrEnum):
    """From open to all up to what only an identity keeper may open."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    DENUNCIATION = "denunciation"
    SEALED_IDENTITY = "sealed_identity"

    @property
    def rank(self) -> int:
        return _RANKS[self]

    @property
    def needs_reason(self) -> bool:
        """Whether a reader must write down why before reading (Law 25/2018/QH14, art. 56)."""
        return self.rank >= Confidentiality.DENUNCIATION.rank

    @property
    def is_hidden(self) -> bool:
        """Whether even that the data exist is kept from those who do not handle them."""
        return self.rank >= Confidentiality.DENUNCIATION.rank

    @property
    def label(self) -> str:
        return _LABELS[self][0]

    @property
    def label_en(self) -> str:
        return _LABELS[self][1]


class FieldGroup(StrEnum):
    """Parts of a case or letter that are shown or left out as a whole."""

    STATUS = "status"
    SUMMARY = "summary"
    CONTENT = "content"
    SENDER = "sender"
    HANDLING = "handling"
    RESULT = "result"
    ORIGINAL = "original"
    IDENTITY = "identity"


_RANKS = {name: rank for rank, name in enumerate(Confidentiality)}
_LABELS = {
    Confidentiality.PUBLIC: ("Công khai", "Public"),
    Confidentiality.INTERNAL: ("Nội bộ", "Internal"),
    Confidentiality.PERSONAL: ("Có dữ liệu cá nhân", "Personal data"),
    Confidentiality.DENUNCIATION: ("Tố cáo", "Denunciation"),
    Confidentiality.SEALED_IDENTITY: ("Danh tính đã niêm phong", "Sealed identity"),
}
