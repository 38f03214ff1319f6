"""What a document says, apart from how it looks: one model for .docx, PDF and web page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Run:
    """A stretch of text; ``cites`` are numbers of the source list."""

    text: str
    bold: bool = False
    italic: bool = False
    cites: tuple[int, ...] = ()


@dataclass(frozen=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...]

    @classmethod
    def of(cls, text: str, *, bold: bool = False, cites: Sequence[int] = ()) -> "Paragraph":
        return cls((Run(text, bold=bold, cites=tuple(cites)),))


@dataclass(frozen=True)
class Bullets:
    items: tuple[tuple[Run, ...], ...]
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """``numeric`` names the columns that are right-aligned; the last row may be a total."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()
    total: bool = False


@dataclass(frozen=True)
class Plot:
    """Values over labels, drawn as a line or as bars; its table stands beside it."""

    title: str
    labels: tuple[str, ...]
    values: tuple[float, ...]
    unit: str
    finding: str
    kind: str = "line"


@dataclass(frozen=True)
class Source:
    number: int
    code: str
    about: str
    quote: str
    anchor: str = ""


@dataclass(frozen=True)
class Sources:
    title: str
    entries: tuple[Source, ...]


Block = Heading | Paragraph | Bullets | Table | Plot | Sources


@dataclass(frozen=True)
class Head:
    """The head of an official paper; ``number`` is without its prefix, such as 05/BC-BTGDV."""

    superior: str
    issuer: str
    number: str
    place: str
    day: date | None
    type_name: str
    abstract: str


@dataclass(frozen=True)
class Signature:
    authority: str
    title: str
    name: str


@dataclass(frozen=True)
class Document:
    """A whole paper. ``banner`` stands on every page (synthetic data, draft)."""

    head: Head
    blocks: tuple[Block, ...]
    signature: Signature | None = None
    recipients: tuple[str, ...] = ()
    banner: str = ""
    language: str = "vi"
    stamp: str = field(default="")


def plain_text(document: Document) -> list[str]:
    """The text of every part in reading order; both renderers must carry all of it."""
    head = document.head
    parts = [head.superior, head.issuer, head.number, head.type_name, head.abstract]
    for block in document.blocks:
        parts.extend(_texts(block))
    if document.signature:
        sign = document.signature
        parts += [sign.authority, sign.title, sign.name]
    parts += list(document.recipients)
    return [part for part in parts if part]


def _texts(block: Block) -> list[str]:
    match block:
        case Heading():
            return [block.text]
        case Paragraph():
            return [run.text for run in block.runs]
        case Bullets():
            return [run.text for item in block.items for run in item]
        case Table():
            return [block.caption, *block.header, *(cell for row in block.rows for cell in row)]
        case Plot():
            return [block.title]
        case Sources():
            return [
                block.title,
                *(text for e in block.entries for text in (e.code, e.about, e.quote)),
            ]
