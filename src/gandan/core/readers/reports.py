"""Reports as one text with their tables: Word files and workbooks.

Each row of a table is one line, its cells between tabs. ``extra["tables"]`` says which lines
are rows: for each table the first line, and for each row the columns of its cells, as
[[first line, [[[column, how many columns], ...], ...]], ...].
"""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import IO, Any

from defusedxml.ElementTree import iterparse

from gandan.core.readers.archive import check_zip
from gandan.core.readers.disguise import broken_office
from gandan.core.readers.docx import BREAKS, SKIPPED, STRICT, WORD, main_part
from gandan.core.readers.model import Item, Limits, Rows, error
from gandan.core.readers.rows import Place, item_of

Cells = list[list[int]]
Tables = list[tuple[int, list[Cells]]]
LONGEST_SHEET = 20_000
# Lists that Word numbers by itself: their sign is not in the text.
BULLET = "- "


def read_report(source: IO[bytes], ending: str, name: str, own: str, limits: Limits) -> Rows:
    try:
        with zipfile.ZipFile(source) as packed:
            if fault := check_zip(packed, limits):
                yield error(fault.code, name, fault.message, item_id=own)
                return
            report = _Report(limits)
            if ending == ".docx":
                _read_docx(packed, report)
            else:
                _read_xlsx(source, report)
    except MemoryError:
        raise
    except Exception:  # zipfile, expat and openpyxl raise many kinds on hostile files
        code, message = broken_office(source, ending)
        yield error(code, name, message, item_id=own)
        return
    if not report.text.strip():
        message = (
            f"Tệp {ending} không có chữ (có thể chỉ có ảnh). Tệp được giữ; cần gõ lại nội dung."
        )
        yield error("scanned", name, message, item_id=own)
        return
    for row in item_of({"text": report.text}, {}, Place(own, name), limits):
        if isinstance(row, Item):
            yield replace(row, extra={**row.extra, "tables": report.tables})
        else:
            yield row


class _Report:
    """Lines so far, and which of them are rows of tables."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.lines: list[str] = []
        self.tables: Tables = []
        self.length = 0

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def add(self, line: str) -> None:
        self.length += len(line) + 1
        if self.length > self.limits.longest_letter:
            raise ValueError("too long")
        self.lines.append(line)

    def add_table(self, rows: list[list[tuple[str, int]]]) -> None:
        """Rows of cells: the text and how many columns it covers."""
        placed: list[Cells] = []
        first = len(self.lines)
        for row in rows:
            column, cells = 0, []
            for _, columns in row:
                cells.append([column, columns])
                column += columns
            self.add("\t".join(_one_line(text) for text, _ in row))
            placed.append(cells)
        if placed:
            self.tables.append((first, placed))


def _one_line(text: str) -> str:
    return " ".join(text.split())


# -- Word -----------------------------------------------------------------------------------


def _read_docx(packed: zipfile.ZipFile, report: _Report) -> None:
    main = main_part(packed)
    folder = main.rpartition("/")[0]
    names = set(packed.namelist())
    for part in (main, f"{folder}/footnotes.xml", f"{folder}/endnotes.xml"):
        if part in names:
            with packed.open(part) as source:
                for line in _Word().lines(source):
                    if isinstance(line, str):
                        report.add(line)
                    else:
                        report.add_table(line)


class _Word:
    """Paragraphs as lines, tables as rows; a table inside a cell is text of the cell."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.skipped = self.depth = 0
        self.is_list = False
        self.columns = 1
        self.row: list[tuple[str, int]] = []
        self.rows: list[list[tuple[str, int]]] = []

    def lines(self, source: Any) -> Iterator[str | list[list[tuple[str, int]]]]:
        for event, element in iterparse(source, events=("start", "end")):
            if element.tag in SKIPPED:
                self.skipped += 1 if event == "start" else -1
            tag = element.tag.removeprefix(WORD).removeprefix(STRICT)
            if event == "start":
                self.depth += tag == "tbl"
                continue
            if not self.skipped:
                yield from self._ended(tag, element)
            if tag in {"p", "tbl", "r"}:
                element.clear()

    def _ended(self, tag: str, element: Any) -> Iterator[str | list[list[tuple[str, int]]]]:
        if tag == "t" and element.text:
            self.text.append(element.text)
        elif tag in BREAKS:
            self.text.append(BREAKS[tag] if not self.depth else " ")
        elif tag == "numPr":
            self.is_list = True
        elif tag == "gridSpan":
            self.columns = _number(element)
        elif tag == "p":
            yield from self._paragraph()
        elif tag in {"tc", "tr", "tbl"}:
            yield from self._table(tag)

    def _paragraph(self) -> Iterator[str]:
        if self.depth:
            self.text.append(" ")
            self.is_list = False
            return
        line = "".join(self.text)
        if self.is_list and line.strip():
            line = BULLET + line
        self.text, self.is_list = [], False
        yield from line.split("\n")

    def _table(self, tag: str) -> Iterator[list[list[tuple[str, int]]]]:
        if tag == "tbl":
            self.depth -= 1
            if self.depth == 0:
                yield self.rows
                self.rows = []
        elif self.depth > 1:
            self.text.append(" ")
        elif tag == "tc":
            self.row.append(("".join(self.text), self.columns))
            self.text, self.columns = [], 1
        else:
            self.rows.append(self.row)
            self.row = []


def _number(element: Any) -> int:
    written = element.get(f"{WORD}val") or element.get(f"{STRICT}val") or "1"
    return min(300, max(1, int(written))) if written.isdecimal() else 1


# -- workbooks ------------------------------------------------------------------------------


def _read_xlsx(source: IO[bytes], report: _Report) -> None:
    from openpyxl import load_workbook

    book = load_workbook(source, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        report.add(_one_line(str(sheet.title)))
        merged = {
            (area.min_row, area.min_col): area.max_col - area.min_col + 1
            for area in sheet.merged_cells.ranges
        }
        last = min(sheet.max_row, LONGEST_SHEET)
        widest = min(sheet.max_column, report.limits.columns)
        rows = []
        for number, cells in enumerate(sheet.iter_rows(max_row=last, max_col=widest), start=1):
            row = _sheet_row(number, cells, merged)
            if any(text for text, _ in row):
                rows.append(row)
        report.add_table(rows)


def _sheet_row(
    number: int, cells: Any, merged: dict[tuple[int, int], int]
) -> list[tuple[str, int]]:
    row: list[tuple[str, int]] = []
    covered = 0
    for column, cell in enumerate(cells, start=1):
        if column <= covered:
            continue
        columns = merged.get((number, column), 1)
        covered = column + columns - 1
        row.append((_cell(cell), columns))
    return row


def _cell(cell: Any) -> str:
    """The value as a report prints it: decimal comma, day first, shares with their sign."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, int | float):
        is_share = "%" in str(cell.number_format)
        written = f"{value * 100 if is_share else value:.10g}".replace(".", ",")
        return written + ("%" if is_share else "")
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    return str(value)
