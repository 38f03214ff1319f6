"""Which files are taken in, told by their first bytes; a name only tells Office files apart."""

from dataclasses import dataclass
from pathlib import PurePath

LARGEST = 25 * 1024 * 1024
HEAD = 16


@dataclass(frozen=True)
class Kind:
    """``endings`` are the names that go with the content; the first is used where none fits."""

    media_type: str
    endings: tuple[str, ...]

    @property
    def ending(self) -> str:
        return self.endings[0]

    def name_for(self, name: str) -> str:
        """``name`` with an ending that tells the truth, so that saving it opens nothing else."""
        return name if PurePath(name).suffix.lower() in self.endings else name + self.ending


OFFICE = "application/vnd.openxmlformats-officedocument"
JPEG = Kind("image/jpeg", (".jpg", ".jpeg"))
PNG = Kind("image/png", (".png",))
PDF = Kind("application/pdf", (".pdf",))
ZIP = Kind("application/zip", (".zip",))
OLD_OFFICE = Kind("application/msword", (".doc", ".xls"))
DOCX = Kind(f"{OFFICE}.wordprocessingml.document", (".docx",))
XLSX = Kind(f"{OFFICE}.spreadsheetml.sheet", (".xlsx",))
PICTURES = frozenset({JPEG, PNG})
ALL = {kind.media_type: kind for kind in (JPEG, PNG, PDF, ZIP, OLD_OFFICE, DOCX, XLSX)}
_STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"%PDF-", PDF),
    (b"PK\x03\x04", ZIP),
    (b"\xd0\xcf\x11\xe0", OLD_OFFICE),
)


def kind_of(head: bytes, name: str) -> Kind | None:
    """The kind of a file from its first ``HEAD`` bytes; None for one that is not taken in."""
    found = next((kind for mark, kind in _STARTS if head.startswith(mark)), None)
    if found is ZIP:
        suffix = PurePath(name).suffix.lower()
        return next((kind for kind in (DOCX, XLSX) if suffix in kind.endings), ZIP)
    return found
