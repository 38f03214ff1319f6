"""What is checked: one text with its tables, offsets in code points of the NFC text."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise

from gandan.vietnamese import nfc, tone_normalized

# Characters that only lay out text, and dashes that writers use for one another. Each becomes
# one other character, so offsets stay.
_LAYOUT = str.maketrans(
    {
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\u3000": " ",
        "\r": " ",
        "\x0b": "\n",
        "\x0c": "\n",
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2212": "-",
        "\u2015": "–",
        "—": "–",
        "“": '"',
        "”": '"',
        "«": '"',
        "»": '"',
        "’": "'",
        "∕": "/",
        "⁄": "/",
        "，": ",",
        "：": ":",
        "；": ";",
        "（": "(",
        "）": ")",
    }
)
_SPACED_GROUP = re.compile("(?<=[0-9])[\u00a0\u202f\u2009](?=[0-9]{3}(?![0-9]))")
# "4 008 đơn" with the space of the keyboard: only where a writer never groups otherwise.
_PLAIN_GROUP = re.compile(
    r"(?<![\d.,/:-])(?<!\d )[1-9]\d{0,2}(?: \d{3})+(?![\d.,/:-]*\d)(?= [^\W\d])"
)
_OTHER_GROUP = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,]\d{3})+(?!\d)")
_LEAST_PLAIN = 3
_MARKER = re.compile(r"\s*(?:[-–+*•●○▪·]|\(?\w{1,4}[.)]|[ivx]+\.|\d)", re.IGNORECASE)
# "Tháng 4: 48 đơn", "Xã Hòa An: 12 lượt": an entry of a list, not the end of a sentence.
_ENTRY = re.compile(r"\s*[^\W\d_a-zđ][^:.;,\n]{0,60}:\s*\d")
# A page of print is narrower; longer lines are whole paragraphs.
_PRINTED_LINE = range(50, 125)
LEAST_FULL = 4


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its place in the text, its column, how many columns it covers."""

    start: int
    end: int
    column: int
    columns: int = 1


@dataclass(frozen=True)
class Table:
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def start(self) -> int:
        return min((c.start for row in self.rows for c in row), default=0)

    @property
    def end(self) -> int:
        return max((c.end for row in self.rows for c in row), default=0)


@dataclass(frozen=True)
class Document:
    """``text`` is NFC. ``tables`` lie inside the text; those of plain text are found by ``of``."""

    id: str
    text: str
    tables: tuple[Table, ...] = ()
    title: str = ""
    unit: str = ""
    day: date | None = None
    notes: tuple[str, ...] = field(default=())

    @classmethod
    def of(
        cls,
        text: str,
        *,
        id: str = "",
        title: str = "",
        unit: str = "",
        day: date | None = None,
        tables: tuple[Table, ...] = (),
    ) -> "Document":
        """Build a document from any text; ``tables`` hold offsets in its NFC form."""
        from gandan.substance.plain_tables import tables_in

        composed = nfc(text)
        return cls(
            id, composed, tables or tables_in(composed), title or _title(composed), unit, day
        )

    @cached_property
    def plain(self) -> str:
        """The text with one kind of space, dash and quote, tone marks in one place and lines
        that were broken to fit a page joined; as long as ``text``."""
        plain = tone_normalized(_grouped(_SPACED_GROUP.sub(".", self.text))).translate(_LAYOUT)
        if len(plain) != len(self.text):  # a letter that normalizes to several
            plain = self.text.translate(_LAYOUT)
        return _joined(plain)

    @cached_property
    def lowered(self) -> str:
        lowered = self.plain.lower()
        return lowered if len(lowered) == len(self.plain) else _lower_each(self.plain)


def _grouped(text: str) -> str:
    """Plain spaces between groups of thousands as points, where that is the text's own habit."""
    if len(_PLAIN_GROUP.findall(text)) < _LEAST_PLAIN or _OTHER_GROUP.search(text):
        return text
    return _PLAIN_GROUP.sub(lambda group: group[0].replace(" ", "."), text)


_HEADED = re.compile(
    r"(?:báo cáo|thông báo|kế hoạch|kết luận|chương trình|hướng dẫn|chỉ thị|nghị quyết|quyết định|công văn|"
    r"giao ban|sơ kết|tổng kết|biên bản|phụ lục|biểu)\b",
    re.IGNORECASE,
)
HEAD_LINES, NAME_LENGTH = 14, 30


def _title(text: str) -> str:
    """The line that names the paper, with the next one where it is only a word (BÁO CÁO)."""
    lines = [line for line in text.split("\n")[: 2 * HEAD_LINES] if line.strip()][:HEAD_LINES]
    for place, line in enumerate(lines):
        if _HEADED.match(line.strip()):
            following = lines[place + 1] if place + 1 < len(lines) else ""
            alone = len(line.strip()) < NAME_LENGTH and f"{line}\n{following}" in text
            return (
                f"{line}\n{following}".strip()[:300] if alone and following else line.strip()[:300]
            )
    return lines[0].strip()[:300] if lines else ""


def _lower_each(text: str) -> str:
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _joined(text: str) -> str:
    """Put a space for a line end inside a sentence of a page of print."""
    lines = text.split("\n")
    lengths = [len(line.rstrip()) for line in lines if line.strip()]
    widest = max(lengths, default=0)
    full = 0.82 * widest
    filled = sum(length >= full for length in lengths)
    if widest not in _PRINTED_LINE or filled < LEAST_FULL or 3 * filled < len(lengths):
        return text
    out = [lines[0]]
    for before, line in pairwise(lines):
        goes_on = (
            len(before.rstrip()) >= full
            and before.rstrip()[-1:] not in ".;:!?"
            and line.strip()
            and not _MARKER.match(line)
            and not _ENTRY.match(line)
        )
        out.append((" " if goes_on else "\n") + line)
    return "".join(out)
