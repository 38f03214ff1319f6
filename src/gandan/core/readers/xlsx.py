"""Spreadsheets: every sheet with a text column; values only, no formula is ever run."""

import zipfile
from collections.abc import Iterator
from typing import IO, Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS

from gandan.core.readers.archive import check_zip
from gandan.core.readers.model import Limits, Problem, Rows, error, one_line, warning
from gandan.core.readers.tables import Reading, Row, Table, read_table

FORMULA = f"{{{SHEET_MAIN_NS}}}f"
BROKEN = "Tệp .xlsx hỏng hoặc không phải bảng tính. Mở bằng Excel, lưu lại rồi nạp."


def read_xlsx(source: IO[bytes], name: str, own: str, limits: Limits) -> Rows:
    try:
        with zipfile.ZipFile(source) as packed:
            if fault := check_zip(packed, limits):
                yield error(fault.code, name, fault.message)
                return
        book = load_workbook(source, read_only=True, data_only=True, keep_links=False)
    except MemoryError:
        raise
    except Exception:  # openpyxl raises whatever its parsers raise
        yield error("broken_xlsx", name, BROKEN)
        return
    without: list[Problem] = []
    was_read = False
    for sheet in book.worksheets:
        state = Reading()
        for row in _sheet(sheet, name, own, limits, state):
            if isinstance(row, Problem) and row.code == "no_text_column":
                without.append(row)
            else:
                yield row
        was_read = was_read or state.header is not None
    # A sheet of notes beside the letters is no fault; a book without any letter is.
    for problem in without:
        if was_read:
            message = "Trang tính này không có cột nội dung nên không được đọc như đơn."
            yield warning(problem.code, problem.address, message, problem.kept)
        else:
            yield problem
    if not was_read and not without:
        yield error("empty", name, "Bảng tính không có dòng nào.")


def _sheet(sheet: Any, name: str, own: str, limits: Limits, state: Reading) -> Rows:
    title = one_line(sheet.title)
    quoted = quote_sheetname(title) if not title.isidentifier() else title
    table = Table(
        own_id=lambda line: f"{own}/{title}#{line}",
        row_address=lambda line: f"{name}, trang tính {title}, dòng {line}",
        cell_address=lambda line, column, _title: (
            f"{name}, ô {quoted}!{get_column_letter(column + 1)}{line}"
        ),
        limits=limits,
    )
    rows = _Rows(sheet, limits)
    try:
        yield from read_table(iter(rows), table, state)
    except MemoryError:
        raise
    except Exception:  # openpyxl raises whatever its parsers raise
        message = f"{BROKEN} Các dòng trước chỗ hỏng đã được đọc."
        yield error("broken_xlsx", f"{name}, trang tính {title}, sau dòng {rows.line}", message)
        return
    if state.header is not None and not state.rows:
        message = "Trang tính chỉ có dòng tên cột, không có đơn nào."
        yield warning("empty_sheet", f"{name}, trang tính {title}", message)
    if rows.beyond:
        message = f"Trang tính có ô ở ngoài {limits.columns} cột đầu; các ô đó không được đọc."
        yield warning("many_columns", f"{name}, trang tính {title}, dòng {rows.beyond}", message)


class _Rows:
    """Rows as the file has them: what it says of its own size is not believed."""

    def __init__(self, sheet: Any, limits: Limits) -> None:
        self.sheet, self.widest = sheet, limits.columns
        self.line = self.beyond = 0

    def __iter__(self) -> Iterator[Row]:
        book = self.sheet.parent
        with self.sheet._get_source() as source:
            parser = _Parser(
                source,
                self.sheet._shared_strings,
                data_only=True,
                epoch=book.epoch,
                date_formats=book._date_formats,
                timedelta_formats=book._timedelta_formats,
            )
            for line, cells in parser.parse():
                self.line = line
                yield self._row(line, cells, parser.take_uncalculated())

    def _row(self, line: int, cells: list[dict[str, Any]], formulas: dict[int, str]) -> Row:
        filled = [c for c in cells if c["value"] is not None]
        within = [c for c in filled if c["column"] <= self.widest]
        if len(within) < len(filled):
            self.beyond = self.beyond or line
        values: list[Any] = [None] * max((c["column"] for c in within), default=0)
        for cell in within:
            values[cell["column"] - 1] = cell["value"]
        return Row(line, values, formulas)


class _Parser(WorkSheetParser):
    """Remembers formulas whose value the file does not hold."""

    _uncalculated: dict[int, str]

    def take_uncalculated(self) -> dict[int, str]:
        found, self._uncalculated = getattr(self, "_uncalculated", {}), {}
        return found

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] is None and (formula := element.find(FORMULA)) is not None:
            if not hasattr(self, "_uncalculated"):
                self._uncalculated = {}
            self._uncalculated[cell["column"] - 1] = f"={formula.text or ''}"
        return cell
