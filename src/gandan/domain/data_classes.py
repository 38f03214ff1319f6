"""How sensitive a piece of data is, and what reading it asks for.

Law 25/2018/QH14, art. 56 makes the denouncer's identity secret; Law 91/2025/QH15 protects
personal data.
"""

from enum import StrEnum


class DataClass(StrEnum):
    """From what everybody may read to what only two keepers together can open."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    DENUNCIATION = "denunciation"
    IDENTITY = "identity"

    @property
    def needs_reason(self) -> bool:
        """Whether a reader must write down why before reading."""
        return self in {DataClass.DENUNCIATION, DataClass.IDENTITY}

    @property
    def is_hidden(self) -> bool:
        """Whether even the existence of the data is kept from those who do not handle it."""
        return self in {DataClass.DENUNCIATION, DataClass.IDENTITY}
