"""Spreadsheets out: typed cells, so that no text is ever run as a formula.

A text that begins like a formula also carries Excel's mark for quoted text, so it stays a text
when somebody edits the cell.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

import xlsxwriter

from gandan.core.readers.model import storable

LONGEST_CELL = 32_767
ROWS_A_SHEET = 1_000_000
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
NARROWEST, WIDEST = 8, 60
MEASURED_ROWS = 200
_NEVER_IN_TITLES = "[]:*?/\\"


@dataclass(frozen=True)
class Words:
    """What a workbook says of itself, in one language.

    The notes' header is not named as the text of a letter is, or the notes would be read as
    letters when the file comes back.
    """

    item: str = "Mục"
    detail: str = "Chi tiết"
    notes: str = "Ghi chú"
    page: str = "Trang"
    yes: str = "có"
    no: str = "không"
    cut: str = " … (bị cắt bớt)"


VIETNAMESE = Words()


@dataclass(frozen=True)
class Sheet:
    """``rows`` may be a generator; it is written as it comes."""

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[Any]]


def write_xlsx(
    file: IO[bytes] | Path | str,
    sheets: Iterable[Sheet],
    *,
    notes: Iterable[tuple[str, str]] = (),
    words: Words = VIETNAMESE,
) -> None:
    """Write ``sheets`` and a last sheet of notes (when, who, scope, synthetic or not).

    More rows than a sheet can hold go on in a next one. A cell that is too long ends with a mark.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
    }
    with xlsxwriter.Workbook(str(file) if isinstance(file, Path) else file, options) as book:
        writer = _Writer(book, words)
        last = Sheet(words.notes, (words.item, words.detail), notes)
        for sheet in chain(sheets, [last]):
            writer.write(sheet)


class _Writer:
    def __init__(self, book: Any, words: Words) -> None:
        self.book = book
        self.words = words
        self.bold = book.add_format({"bold": True, "bottom": 1})
        self.day = book.add_format({"num_format": "dd/mm/yyyy"})
        self.moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        self.quoted = book.add_format({"quote_prefix": True})
        self.titles: set[str] = set()

    def write(self, sheet: Sheet) -> None:
        rows = iter(sheet.rows)
        while True:
            page = self.book.add_worksheet(self._title(sheet.title))
            self._page(page, sheet.header, islice(rows, ROWS_A_SHEET))
            following = next(rows, None)
            if following is None:
                return
            rows = chain([following], rows)

    def _title(self, text: str) -> str:
        """Excel's rules: 31 characters, some signs never, no two alike in any case."""
        bare = "".join(c for c in storable(text) if c.isprintable() and c not in _NEVER_IN_TITLES)
        bare = bare.strip("' ")[:27].rstrip("' ") or self.words.page
        title, number = bare, 2
        while title.lower() in self.titles or title.lower() == "history":
            title, number = f"{bare} {number}", number + 1
        self.titles.add(title.lower())
        return title

    def _page(self, page: Any, header: Sequence[str], rows: Iterator[Sequence[Any]]) -> None:
        widths = [len(name) + 4 for name in header]  # room for the filter's button
        page.freeze_panes(1, 0)
        for column, name in enumerate(header):
            page.write_string(0, column, storable(name), self.bold)
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                length = self._cell(page, last, column, value)
                if last <= MEASURED_ROWS and column < len(widths):
                    widths[column] = max(widths[column], length + 1)
        for column, width in enumerate(widths):
            page.set_column(column, column, min(max(width, NARROWEST), WIDEST))
        page.autofilter(0, 0, last, max(0, len(header) - 1))

    def _cell(self, page: Any, row: int, column: int, value: Any) -> int:
        """Write one cell by its type; returns about how many characters it shows."""
        if value is None or value == "":
            return 0
        if isinstance(value, bool):
            value = self.words.yes if value else self.words.no
        elif isinstance(value, int | float) and math.isfinite(value) and abs(value) < 2**53:
            page.write_number(row, column, value)
            return len(str(value))
        elif isinstance(value, datetime):
            page.write_datetime(row, column, value, self.moment)
            return 16
        elif isinstance(value, date):
            page.write_datetime(row, column, value, self.day)
            return 10
        text = storable(str(value))
        if len(text) > LONGEST_CELL:
            text = text[: LONGEST_CELL - len(self.words.cut)] + self.words.cut
        looks_run = text.lstrip(" \xa0\u3000").startswith(FORMULA_STARTS)
        page.write_string(row, column, text, self.quoted if looks_run else None)
        return min(len(text), WIDEST)
