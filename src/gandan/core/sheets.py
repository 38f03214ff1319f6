"""Spreadsheets out: typed cells, so that no text is ever run as a formula."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

import xlsxwriter

LONGEST_CELL = 32_767


@dataclass(frozen=True)
class Sheet:
    """``rows`` may be a generator; it is written as it comes."""

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[Any]]


def write_xlsx(
    file: IO[bytes], sheets: Iterable[Sheet], *, notes: Iterable[tuple[str, str]] = ()
) -> None:
    """Write ``sheets`` and a last sheet of notes (when, who, scope) to ``file``."""
    book = xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
        },
    )
    bold = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for sheet in [*sheets, Sheet("Ghi chú", ("Mục", "Nội dung"), notes)]:
        _write(book.add_worksheet(_title(sheet.title)), sheet, bold, day)
    book.close()


def _title(text: str) -> str:
    return "".join(c for c in text if c not in "[]:*?/\\")[:31] or "Trang"


def _write(page: Any, sheet: Sheet, bold: Any, day: Any) -> None:
    page.freeze_panes(1, 0)
    page.set_column(0, max(0, len(sheet.header) - 1), 20)
    for column, name in enumerate(sheet.header):
        page.write_string(0, column, name, bold)
    last = 0
    for last, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _cell(page, last, column, value, day)
    page.autofilter(0, 0, last, max(0, len(sheet.header) - 1))


def _cell(page: Any, row: int, column: int, value: Any, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_string(row, column, "có" if value else "không")
    elif isinstance(value, int | float):
        page.write_number(row, column, value)
    elif isinstance(value, datetime | date):
        page.write_datetime(row, column, value, day)
    else:
        page.write_string(row, column, str(value)[:LONGEST_CELL])
