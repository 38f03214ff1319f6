"""Statutory tables as a workbook in the layout of the forms: typed cells, never a formula.

An official paper: Vietnamese on every page. A cell that the register does not hold and that
nobody wrote in stays empty.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter

from gandan.core.readers.model import storable
from gandan.core.sheets import FORMULA_STARTS
from gandan.documents.numbers import long_date
from gandan.domain.citations import in_vietnamese
from gandan.domain.dates import format_date
from gandan.domain.periods import Period
from gandan.domain.statistics import Number
from gandan.domain.statistics_heading import Head, heads_of
from gandan.statutory.grids import Grid, GridLine
from gandan.statutory.pages import outside_form, unchecked_words

A3, A4 = 8, 9
COLUMN, NAME_FITS, HEAD_FITS = 7, 36, 8
WIDE = 22  # columns from which on a sheet needs A3
EMPTY = "Ô trống: sổ không có và đơn vị chưa ghi; không phải số 0."
SYNTHETIC = "Dữ liệu mô phỏng. Thành phố không có thật."


@dataclass(frozen=True)
class Frame:
    """What stands around the figures of every sheet."""

    unit_name: str
    period: Period
    by: str
    at: datetime
    is_synthetic: bool


def write_tables(grids: Sequence[Grid], frame: Frame) -> IO[bytes]:
    """A sheet for each table and a last one with checks; an open temporary file."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    with xlsxwriter.Workbook(file, options) as book:
        formats = _formats(book)
        for grid in grids:
            _Sheet(book, formats, grid, frame).write()
        _notes(book, formats, grids, frame)
    file.seek(0)
    return file


def _formats(book: Any) -> dict[str, Any]:
    font = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
    box = font | {"border": 1, "text_wrap": True}
    looks: dict[str, dict[str, Any]] = {
        "plain": font,
        "wrapped": font | {"text_wrap": True, "valign": "top"},
        "bold": font | {"bold": True},
        "title": font | {"bold": True, "font_size": 14, "align": "center"},
        "centred": font | {"align": "center"},
        "signed": font | {"align": "center", "bold": True},
        "italic": font | {"italic": True, "align": "center"},
        "head": box | {"align": "center", "bold": True, "font_size": 10},
        "number": box | {"align": "center", "italic": True, "font_size": 9},
        "name": box,
        "cell": box | {"num_format": "#,##0.##", "align": "right"},
        "count": box | {"num_format": "#,##0", "align": "right"},
        "total_name": box | {"bold": True},
        "total": box | {"bold": True, "num_format": "#,##0", "align": "right"},
        "total_cell": box | {"bold": True, "num_format": "#,##0.##", "align": "right"},
    }
    found = {name: book.add_format(look) for name, look in looks.items()}
    quoted = {
        f"{name}=": book.add_format(look | {"quote_prefix": True}) for name, look in looks.items()
    }
    return found | quoted


class _Sheet:
    """One form: who and what above, the heading in merged cells, lines, signatures below."""

    def __init__(self, book: Any, formats: dict[str, Any], grid: Grid, frame: Frame) -> None:
        self.page = book.add_worksheet(grid.table.code.replace("/", "-"))
        self.formats, self.grid, self.frame = formats, grid, frame
        self.last = len(grid.table.columns)

    def write(self) -> None:
        below = self._heading(self._above())
        for line in self.grid.lines:
            self._line(below, line)
            below += 1
        self._below(below + 1)
        self._print(below)

    def _text(self, row: int, column: int, text: str, look: str = "plain", until: int = 0) -> None:
        text = storable(text)
        name = f"{look}=" if text.lstrip(" \u00a0\u3000").startswith(FORMULA_STARTS) else look
        if until > column:
            self.page.merge_range(row, column, row, until, "", self.formats[name])
        self.page.write_string(row, column, text, self.formats[name])

    def _above(self) -> int:
        table, frame = self.grid.table, self.frame
        right = max(self.last - 4, 1)
        self._text(0, 0, f"Đơn vị báo cáo: {frame.unit_name}", "bold", right - 1)
        self._text(0, right, f"Biểu số: {table.code}", "signed", self.last)
        self._text(1, right, in_vietnamese(table.article), "centred", self.last)
        self._text(3, 0, table.name.upper(), "title", self.last)
        period = f"từ ngày {format_date(frame.period.since)} đến hết ngày {format_date(frame.period.last_day)}"
        self._text(4, 0, f"Số liệu {period}", "italic", self.last)
        if frame.is_synthetic:
            self._text(5, 0, SYNTHETIC, "signed", self.last)
        return 7

    def _heading(self, top: int) -> int:
        rows = heads_of(self.grid.table.columns)
        self._box(top, 0, top + len(rows) - 1, 0, "Đơn vị")
        for level, row in enumerate(rows, top):
            for head in row:
                self._box(level, head.first, level + head.rows - 1, head.last, head.text)
        numbers = top + len(rows)
        self._text(numbers, 0, "", "number")
        for column in self.grid.table.columns:
            self._text(numbers, column.number, f"({column.number})", "number")
        for level in range(top, numbers):
            tallest = max((_lines(head) for head in rows[level - top]), default=1)
            self.page.set_row(level, 14 * tallest + 4)
        self.page.freeze_panes(numbers + 1, 1)
        self.page.repeat_rows(top, numbers)
        return numbers + 1

    def _box(self, top: int, left: int, bottom: int, right: int, text: str) -> None:
        look = self.formats["head"]
        if (top, left) == (bottom, right):
            self.page.write_string(top, left, storable(text), look)
        else:
            self.page.merge_range(top, left, bottom, right, storable(text), look)

    def _line(self, row: int, line: GridLine) -> None:
        is_total = line.line.is_total
        name = "Tổng cộng" if is_total and len(self.grid.lines) > 1 else line.line.name
        name += " (riêng đơn vị)" if line.line.is_own else ""
        self._text(row, 0, name, "total_name" if is_total else "name")
        self.page.set_row(row, 16 * -(-len(name) // NAME_FITS))
        for cell in line.cells:
            whole = cell.value is None or cell.value == int(cell.value)
            look = (
                ("total" if whole else "total_cell") if is_total else ("count" if whole else "cell")
            )
            self._figure(row, cell.column.number, cell.value, look)

    def _figure(self, row: int, column: int, value: Number | None, look: str) -> None:
        if value is None:
            self.page.write_blank(row, column, None, self.formats[look])
        else:
            figure = float(value) if isinstance(value, Decimal) else value
            self.page.write_number(row, column, figure, self.formats[look])

    def _below(self, row: int) -> None:
        self._text(row, 0, EMPTY)
        for text in self.grid.told:
            row += 1
            self._text(row, 0, text, "wrapped", self.last)
            self.page.set_row(row, 16 * -(-len(text) // (NAME_FITS + COLUMN * self.last)))
        right = max(self.last - 5, 1)
        day = f"……………, {long_date(None)}"
        self._text(row + 2, right, day, "italic", self.last)
        self._text(row + 3, 0, "NGƯỜI LẬP BIỂU", "signed", min(3, self.last))
        self._text(row + 3, right, "THỦ TRƯỞNG ĐƠN VỊ", "signed", self.last)
        self._text(row + 4, 0, "(Ký, ghi rõ họ tên)", "italic", min(3, self.last))
        self._text(row + 4, right, "(Ký tên, đóng dấu)", "italic", self.last)

    def _print(self, below: int) -> None:
        self.page.set_landscape()
        self.page.set_paper(A3 if self.last >= WIDE else A4)
        self.page.fit_to_pages(1, 0)
        self.page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        self.page.set_footer("&C&P/&N")
        self.page.set_column(0, 0, 34)
        self.page.set_column(1, self.last, COLUMN)


def _lines(head: Head) -> int:
    """About how many lines the words of a heading need in one of the rows that it covers."""
    needed, lines, length = head.columns * HEAD_FITS, 1, 0
    for word in head.text.split():
        length += len(word) + (length > 0)
        if length > needed:
            lines, length = lines + 1, len(word)
    return -(-lines // head.rows)


def _notes(book: Any, formats: dict[str, Any], grids: Sequence[Grid], frame: Frame) -> None:
    page = book.add_worksheet("Ghi chú")
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 110)
    rows = [
        ("Đơn vị", frame.unit_name),
        ("Kỳ", frame.period.label),
        ("Xuất lúc", frame.at.strftime("%d/%m/%Y %H:%M")),
        ("Người xuất", frame.by),
        ("Ô trống", EMPTY),
    ]
    if frame.is_synthetic:
        rows.append(("Lưu ý", SYNTHETIC))
    for grid in grids:
        rows += _checks(grid)
    for number, (name, text) in enumerate(rows):
        for column, value in enumerate((name, storable(text))):
            look = "wrapped=" if value.startswith(FORMULA_STARTS) else "wrapped"
            page.write_string(number, column, value, formats[look])


def _checks(grid: Grid) -> list[tuple[str, str]]:
    code = grid.table.code
    rows = [
        (f"{code}, không khớp", f"{line.line.name}: {fault.words}")
        for line in grid.lines
        for fault in line.faults
    ]
    rows += [
        (
            f"{code}, ngoài biểu",
            f"Cột {one.column} ({one.name}): {one.rows} {one.unit.label}, {one.why}",
        )
        for one in outside_form(grid, grid.total)
    ]
    rows += [(f"{code}, không tính", words) for words in grid.told]
    rows += [(f"{code}, chưa kiểm được", words) for words in unchecked_words(grid)]
    if grid.counting.reading:
        mark = grid.counting.mark.label
        rows.append((f"{code}, cách hiểu", f"{grid.counting.reading} ({mark})"))
    doubt = grid.table.doubt
    return rows + ([(f"{code}, cần xem", doubt)] if doubt else [])
