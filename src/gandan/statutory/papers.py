"""A statutory table as a paper to sign, .docx or PDF: the heading of the form, lines, signatures.

Vietnamese on every page. A cell that the register does not hold and that nobody wrote in stays
empty, as in the workbook.
"""

from gandan.documents import (
    Document,
    Head,
    HeadCell,
    Signatures,
    SignColumn,
    Table,
    layout,
    to_docx,
    to_pdf,
)
from gandan.documents.numbers import number
from gandan.domain.citations import in_vietnamese
from gandan.domain.dates import format_date
from gandan.domain.issuing import BodySystem, layout_of
from gandan.domain.statistics import Number
from gandan.domain.statistics_heading import heads_of
from gandan.papers.models import Letterhead
from gandan.papers.papermaking import banner_of
from gandan.statutory.grids import Grid, GridLine
from gandan.statutory.pages import outside_form
from gandan.statutory.workbooks import EMPTY, WIDE, Frame

UNIT = "Đơn vị"
MAKERS = {"pdf": to_pdf, "docx": to_docx}


def table_paper(grid: Grid, frame: Frame, letterhead: Letterhead, kind: str) -> bytes:
    """The table as ``kind``: "pdf" or "docx"; on A3 where it has very many columns."""
    head = Head(
        letterhead.superior,
        letterhead.issuer,
        None,
        "",
        None,
        f"Biểu {grid.table.code}. {grid.table.name}",
        f"Số liệu từ ngày {format_date(frame.period.since)} "
        f"đến hết ngày {format_date(frame.period.last_day)}",
        undated=True,
    )
    signs = ("NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ")
    document = Document(
        head,
        (_table(grid, frame), Signatures(tuple(SignColumn(title) for title in signs))),
        banner=banner_of(letterhead.unit),
        landscape=True,
        large=len(grid.table.columns) >= WIDE,
    )
    return MAKERS[kind](document, layout(layout_of(BodySystem(letterhead.system))))


def _table(grid: Grid, frame: Frame) -> Table:
    columns = grid.table.columns
    merged = heads_of(columns)
    heads = [tuple(HeadCell(h.text, h.columns, h.rows) for h in row) for row in merged]
    heads[0] = (HeadCell(UNIT, 1, len(merged)), *heads[0])
    return Table(
        "",
        (UNIT, *(column.heading[-1] for column in columns)),
        tuple(_row(line, alone=len(grid.lines) == 1) for line in grid.lines),
        numeric=frozenset(range(1, len(columns) + 1)),
        total=len(grid.lines) > 1,
        notes=tuple(_notes(grid, frame)),
        dense=True,
        heads=tuple(heads),
        numbered=True,
    )


def _row(line: GridLine, *, alone: bool) -> tuple[str, ...]:
    name = line.line.name if alone or not line.line.is_total else "Tổng cộng"
    name += " (riêng đơn vị)" if line.line.is_own else ""
    return (name, *(_shown(cell.value) for cell in line.cells))


def _shown(value: Number | None) -> str:
    if value is None:
        return ""
    return number(value, 0 if value == int(value) else 2)  # type: ignore[arg-type]


def _notes(grid: Grid, frame: Frame) -> list[str]:
    """What a reader of the paper must know: its basis, empty cells, sums that fail."""
    notes = [f"Căn cứ: {in_vietnamese(grid.table.article)}. Đơn vị báo cáo: {frame.unit_name}."]
    if any(cell.value is None for line in grid.lines for cell in line.cells):
        notes.append(EMPTY)
    notes += grid.told
    for line in grid.lines:
        notes += [f"Không khớp, {line.line.name}: {fault.words}" for fault in line.faults]
    for one in outside_form(grid, grid.total):
        notes.append(f"Ngoài biểu, cột {one.column}: {one.rows} {one.unit.label}, {one.why}")
    return notes + ([grid.table.doubt] if grid.table.doubt else [])
