"""A table as a grid of figures: which rows and columns hold totals, shares, formulas."""

import re
from dataclasses import dataclass
from functools import cached_property

from gandan.substance.document import Document, Table
from gandan.substance.figures import Figure
from gandan.substance.numerals import read_digits

_CELL = re.compile(r"\(?\s*([-+–]?)\s*(\d[\d.,]*\d|\d)\s*(%?)\s*\)?")
_TOTAL = re.compile(
    r"^(?:\W|[ivx\d]+[.)])*\s*(?:tổng|cộng|tổng cộng|tổng số|tổng cộng:|toàn (?:thành phố|tỉnh|huyện|xã|phường|quận|ngành)"
    r"|chung)\b|\b(?:tổng số|tổng cộng|tổng)$"
)
_SUBTOTAL = re.compile(r"^\s*(?:cộng|tổng)\s+(?:\(?[ivx]+\)?|mục|phần|khối|nhóm|[a-d])\b")
_PERIOD = re.compile(r"^(?:(?:6|9|12|sáu|chín) tháng|cả (?:năm|quý|kỳ)|lũy kế|luỹ kế)\b")
_SHARE = re.compile(r"%|\b(?:tỷ lệ|tỉ lệ|tỷ trọng)\b")
_CHANGE = re.compile(r"\b(?:tăng|giảm|chênh lệch|so với|so sánh|\+/-)\b|\+/-")
_INDEX = re.compile(r"^\s*(?:stt|tt|số tt|số thứ tự)\s*\.?\s*$")
_NUMBERED = re.compile(r"^\s*\(?\d{1,2}\)?\s*(?:=.*)?$")
_FORMULA = re.compile(r"^\s*\(?(\d{1,2})\)?\s*=\s*([\d\s+()-]+)$")


@dataclass(frozen=True)
class Row:
    """``figures`` by column. ``level`` is 0 for I, II, A, B, 1 for 1, 2, and 2 for the rest."""

    label: str
    figures: dict[int, Figure]
    start: int
    end: int
    level: int

    @property
    def is_total(self) -> bool:
        return bool(_TOTAL.search(self.label)) and not _SUBTOTAL.match(self.label)


@dataclass(frozen=True)
class Grid:
    document: Document
    table: Table

    @cached_property
    def header(self) -> dict[int, str]:
        """The words above each column, those of merged cells for all columns below them."""
        words: dict[int, list[str]] = {}
        for row in self.table.rows[: self._first]:
            for cell in row:
                text = self.document.lowered[cell.start : cell.end].strip()
                for column in range(cell.column, cell.column + cell.columns):
                    words.setdefault(column, []).append(text)
        return {column: " ".join(filter(None, parts)) for column, parts in words.items()}

    @cached_property
    def _first(self) -> int:
        """The first row that holds figures and is no row of column numbers."""
        for place, cells in enumerate(self.table.rows):
            texts = [self.document.lowered[c.start : c.end].strip() for c in cells]
            filled = [text for text in texts if text]
            if not filled or self._numbers_columns(filled):
                continue
            later = [t for t in texts[1:] if _CELL.fullmatch(t)]
            if place and later:
                return place
        return len(self.table.rows)

    @staticmethod
    def _numbers_columns(filled: list[str]) -> bool:
        """(1) (2) (3), A B 1 2 3 or 1=2+3: numbers of columns, not figures."""
        numbered = [t for t in filled if _NUMBERED.match(t) or re.fullmatch(r"[a-z]", t)]
        digits = [int(m[0]) for t in filled if (m := re.search(r"\d+", t))]
        return len(numbered) == len(filled) and len(digits) > 1 and digits == sorted(set(digits))

    @cached_property
    def rows(self) -> list[Row]:
        found = []
        for cells in self.table.rows[self._first :]:
            figures = {}
            words = []
            for cell in cells:
                figure = self._figure(cell.start, cell.end)
                if figure is None or _INDEX.match(self.header.get(cell.column, "")):
                    words.append(self.document.lowered[cell.start : cell.end].strip())
                else:
                    figures[cell.column] = figure
            label = " ".join(filter(None, words))
            figures = {c: f for c, f in figures.items() if c not in self._indexes}
            if cells:
                found.append(Row(label, figures, cells[0].start, cells[-1].end, _level(label)))
        return found

    @cached_property
    def _indexes(self) -> set[int]:
        return {c for c, words in self.header.items() if _INDEX.match(words)}

    def _figure(self, start: int, end: int) -> Figure | None:
        match = _CELL.fullmatch(self.document.lowered[start:end].strip())
        if not match:
            return None
        begin = start + self.document.lowered[start:end].index(match[2])
        value, step = read_digits(match[2])
        value = -value if match[1] in {"-", "–"} else value
        unit = "%" if match[3] else "count" if step >= 1 else "measure"
        return Figure(begin, begin + len(match[2]), value, step, unit=unit)

    def is_period(self, column: int) -> bool:
        """Quarters or months make half a year or a year."""
        return bool(_PERIOD.search(self.header.get(column, "")))

    def is_share(self, column: int) -> bool:
        return bool(_SHARE.search(self.header.get(column, ""))) or any(
            row.figures[column].is_share for row in self.rows if column in row.figures
        )

    def is_change(self, column: int) -> bool:
        return bool(_CHANGE.search(self.header.get(column, "")))

    def is_total(self, column: int) -> bool:
        return bool(_TOTAL.search(self.header.get(column, "")))

    @cached_property
    def columns(self) -> list[int]:
        """Columns of counts: no labels, no shares, no changes."""
        found = sorted({column for row in self.rows for column in row.figures})
        return [c for c in found if not self.is_share(c) and not self.is_change(c)]

    @cached_property
    def formulas(self) -> list[tuple[int, list[tuple[int, int]]]]:
        """Printed formulas (1=2+3) by columns: the total, then signed columns."""
        numbers: dict[int, int] = {}
        written: list[tuple[int, str]] = []
        for cells in self.table.rows[: self._first]:
            for cell in cells:
                text = self.document.lowered[cell.start : cell.end].strip()
                if match := _FORMULA.match(text):
                    written.append((cell.column, match[2]))
                if match := re.match(r"\(?(\d{1,2})\)?", text):
                    numbers[int(match[1])] = cell.column
        out = []
        for column, terms in written:
            signed = re.findall(r"([+-]?)\s*\(?(\d{1,2})\)?", terms)
            own = [(-1 if sign == "-" else 1, numbers.get(int(n), -1)) for sign, n in signed]
            if len(own) > 1 and all(c >= 0 for _, c in own):
                out.append((column, own))
        return out


def _level(label: str) -> int:
    if re.match(r"\s*(?:[ivx]+|[a-d])\s*[.)]?\s", label):
        return 0
    if re.match(r"\s*\d{1,2}\s*[.)]?\s", label):
        return 1
    return 2
