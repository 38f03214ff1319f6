"""What a document says, apart from how it looks: one model for .docx, PDF and web page.

Every string is untrusted: it may come from a citizen's letter. The renderers keep it inert.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Literal

PlotKind = Literal["line", "bars", "pairs", "spark", "meter"]


@dataclass(frozen=True)
class Run:
    """A stretch of text; ``cites`` are numbers of the source list, shown after the text.

    A ``leader`` is a place to write by hand: at the end of a paragraph it is dotted up to the
    margin, elsewhere it is as long as its text.
    """

    text: str
    bold: bool = False
    italic: bool = False
    cites: tuple[int, ...] = ()
    leader: bool = False


@dataclass(frozen=True)
class Heading:
    """``level`` counts from 1; a level that skips one is brought up when the paper is made."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...]

    @classmethod
    def of(cls, text: str, *, bold: bool = False, cites: Sequence[int] = ()) -> "Paragraph":
        return cls((Run(text, bold=bold, cites=tuple(cites)),))


@dataclass(frozen=True)
class Centered:
    """A bold line in the middle, such as QUYẾT ĐỊNH between the bases and the articles."""

    text: str


@dataclass(frozen=True)
class Bullets:
    items: tuple[tuple[Run, ...], ...]
    numbered: bool = False


@dataclass(frozen=True)
class HeadCell:
    """A cell of a heading in several rows: its words, the columns and rows that it covers."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Table:
    """``numeric`` names the columns that are right-aligned; with ``total`` the last row is a sum.

    ``unit`` is what the figures count; ``notes`` stand under the table. A ``dense`` table has
    smaller letters, for registers with many columns. ``heads`` are the rows of a heading with
    merged cells and stand instead of ``header``, which then says how wide the columns must be;
    a ``numbered`` table has the number of each column but the first below its heading.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()
    total: bool = False
    unit: str = ""
    notes: tuple[str, ...] = ()
    dense: bool = False
    heads: tuple[tuple[HeadCell, ...], ...] = ()
    numbered: bool = False

    def __post_init__(self) -> None:
        if not self.header:
            raise ValueError("a table has at least one column")
        if self.heads:
            placed(self.heads, len(self.header))
        if any(len(row) != len(self.header) for row in self.rows):
            raise ValueError("each row has as many cells as the header")


def placed(
    heads: Sequence[Sequence[HeadCell]], columns: int
) -> tuple[tuple[tuple[int, HeadCell], ...], ...]:
    """The rows of a heading with the first column of each cell.

    Raises ``ValueError`` when the cells overlap, leave a gap or reach out of the heading.
    """
    taken = [[False] * columns for _row in heads]
    rows = []
    for level, row in enumerate(heads):
        found = []
        for cell in row:
            first = next((c for c in range(columns) if not taken[level][c]), columns)
            covered = range(first, first + cell.columns)
            below = range(level, level + cell.rows)
            if covered.stop > columns or below.stop > len(heads) or len(covered) < 1:
                raise ValueError("a cell reaches out of the heading")
            if any(taken[r][c] for r in below for c in covered):
                raise ValueError("two cells of the heading overlap")
            for r in below:
                taken[r][first : covered.stop] = [True] * cell.columns
            found.append((first, cell))
        rows.append(tuple(found))
    if not all(map(all, taken)):
        raise ValueError("the heading has a gap")
    return tuple(rows)


@dataclass(frozen=True)
class Plot:
    """Values over labels; every paper sets a table of the same values under the drawing.

    ``before`` are the values of the period before (pairs), ``expected`` the usual level (line,
    drawn dashed). ``finding`` says in words what the drawing shows. A meter takes shares
    in [0, 1]. ``table`` replaces the table made from the values.
    """

    title: str
    labels: tuple[str, ...]
    values: tuple[float, ...]
    unit: str
    finding: str
    kind: PlotKind = "line"
    before: tuple[float, ...] = ()
    expected: tuple[float, ...] = ()
    now_name: str = "Kỳ này"
    before_name: str = "Kỳ trước"
    expected_name: str = "Mức thường thấy"
    table: Table | None = None

    def __post_init__(self) -> None:
        wanted = len(self.labels)
        if len(self.values) != wanted or any(
            more and len(more) != wanted for more in (self.before, self.expected)
        ):
            raise ValueError("each label has one value")
        if any(not isfinite(v) or v < 0 for v in (*self.values, *self.before, *self.expected)):
            raise ValueError("plots start at zero: values are finite and not negative")


@dataclass(frozen=True)
class Note:
    """A remark set apart from the text, such as what is not known."""

    runs: tuple[Run, ...]
    title: str = ""


@dataclass(frozen=True)
class SignColumn:
    """Who signs beside whom: as what, how ("Ký, ghi rõ họ tên"), and the name if it is known."""

    title: str
    note: str = ""
    name: str = ""


@dataclass(frozen=True)
class Signatures:
    """One to three people who sign side by side, as minutes and citizens' letters have it."""

    columns: tuple[SignColumn, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.columns) <= 3:
            raise ValueError("one to three people sign side by side")


@dataclass(frozen=True)
class Code:
    """A QR code of ``content`` with lines beside it; ``label`` is the code as people type it."""

    content: str
    label: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class PageBreak:
    pass


@dataclass(frozen=True)
class Source:
    """Where a sentence comes from. ``marks`` are [start, end) in ``quote``: the words used.

    ``anchor`` is the address of its page; other schemes than http(s) and local paths are dropped.
    """

    number: int
    code: str
    about: str
    quote: str
    anchor: str = ""
    kind: str = ""
    day: date | None = None
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Sources:
    """The list that citations point at; at the end of a paper it becomes its annex."""

    title: str
    entries: tuple[Source, ...]


@dataclass(frozen=True)
class Annex:
    """What follows the signature on pages of its own, such as tables; stands at the end."""

    title: str
    blocks: "tuple[Heading | Paragraph | Bullets | Table | Plot | Note | Sources, ...]"


Block = (
    Heading
    | Paragraph
    | Centered
    | Bullets
    | Table
    | Plot
    | Note
    | Signatures
    | Code
    | PageBreak
    | Sources
    | Annex
)


@dataclass(frozen=True)
class Number:
    """Number and symbol, written as the layout wants: 05/BC-BDV or 05-BC/BDV.

    ``value`` is ``None`` while the paper waits for its number. An official letter of the state
    has no ``kind``: 05/UBND-NC.
    """

    value: int | None
    kind: str
    body: str


@dataclass(frozen=True)
class Head:
    """The head of an official paper.

    ``number`` as text may follow either custom (05/BC-BDV, 05-BC/BDV); text in neither form
    is printed as it is, and None is a paper without a number (minutes, receipts). Without a
    type name the paper is an official letter and the abstract stands under the number. An
    ``undated`` paper (a register) has no line for place and day.
    """

    superior: str
    issuer: str
    number: str | Number | None
    place: str
    day: date | None
    type_name: str
    abstract: str
    urgency: str = ""
    secrecy: str = ""
    undated: bool = False


@dataclass(frozen=True)
class Signature:
    """``authority`` such as TM. ỦY BAN NHÂN DÂN, one line each; layouts write TM., T/M their way."""

    authority: str
    title: str
    name: str


@dataclass(frozen=True)
class Document:
    """A whole paper. ``banner`` stands on every page; ``stamp`` (hash, draft) below it.

    ``decided_by`` is the authority above the bases of a decision. A ``landscape`` paper is
    for wide tables, a ``large`` one (A3) for very wide ones.
    """

    head: Head
    blocks: tuple[Block, ...]
    signature: Signature | None = None
    recipients: tuple[str, ...] = ()
    banner: str = ""
    language: str = "vi"
    stamp: str = ""
    to: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    decided_by: str = ""
    landscape: bool = False
    large: bool = False

    def __post_init__(self) -> None:
        numbers = [e.number for b in flat(self.blocks) if isinstance(b, Sources) for e in b.entries]
        if len(numbers) != len(set(numbers)):
            raise ValueError("each source has its own number")
        first = next((i for i, b in enumerate(self.blocks) if isinstance(b, Annex)), None)
        after = self.blocks[first:] if first is not None else ()
        if not all(isinstance(block, Annex | Sources) for block in after):
            raise ValueError("annexes stand at the end of a paper")


def flat(blocks: Sequence[Block]) -> list[Block]:
    """The blocks in reading order, those inside annexes too."""
    out: list[Block] = []
    for block in blocks:
        out.extend(block.blocks if isinstance(block, Annex) else (block,))
    return out


def plain_text(document: Document) -> list[str]:
    """The text of every part in reading order; all renderers must carry all of it."""
    head = document.head
    number = head.number
    shown = (number.kind, number.body) if isinstance(number, Number) else (number or "",)
    parts = [head.superior, head.issuer, *shown, head.place, head.type_name, head.abstract]
    parts += [head.urgency, head.secrecy, *document.to, document.decided_by, *document.bases]
    for block in document.blocks:
        parts.extend(_texts(block))
    if document.signature:
        sign = document.signature
        parts += [sign.authority, sign.title, sign.name]
    parts += [*document.recipients, document.banner, document.stamp]
    return [part for part in parts if part]


def _texts(block: Block) -> list[str]:
    match block:
        case Heading() | Centered():
            return [block.text]
        case Paragraph():
            return [run.text for run in block.runs]
        case Bullets():
            return [run.text for item in block.items for run in item]
        case Note():
            return [block.title, *(run.text for run in block.runs)]
        case Table():
            cells = (cell for row in block.rows for cell in row)
            heads = [cell.text for row in block.heads for cell in row] or block.header
            numbers = [f"({n})" for n in range(1, len(block.header))] if block.numbered else []
            return [block.caption, block.unit, *heads, *numbers, *cells, *block.notes]
        case Plot():
            return [block.title, *(_texts(block.table) if block.table else block.labels)]
        case Sources():
            entries = ((e.code, e.kind, e.about, e.quote) for e in block.entries)
            return [block.title, *(text for entry in entries for text in entry)]
        case Signatures() | Code():
            return _own_texts(block)
        case Annex():
            return [block.title, *(text for inner in block.blocks for text in _texts(inner))]
        case PageBreak():
            return []


def _own_texts(block: Signatures | Code) -> list[str]:
    if isinstance(block, Code):
        return [block.label, *block.lines]
    return [text for one in block.columns for text in (one.title, one.note, one.name)]
