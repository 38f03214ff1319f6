"""The blocks of a paper's body as paragraphs and tables of a .docx."""

import io
from typing import Any

from docx.shared import Mm, Pt

from gandan.documents.arrangement import ArrangedBlock, SourceEntry, SourceList, cite_groups
from gandan.documents.drawings import plot_svg
from gandan.documents.layouts import Layout
from gandan.documents.model import (
    Annex,
    Bullets,
    Centered,
    Code,
    HeadCell,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Plot,
    Run,
    Signatures,
    Sources,
    Table,
    placed,
)
from gandan.documents.pdf import to_png
from gandan.documents.qr import qr_svg
from gandan.documents.tables import (
    PLOT_TABLE_PT,
    TABLE_PT,
    column_widths,
    plot_tables,
    table_pt,
)
from gandan.documents.wordml import (
    CENTER,
    JUSTIFY,
    RIGHT,
    add_bookmark,
    add_leader,
    add_link,
    add_text,
    centered,
    element,
    keep_row,
    set_borders,
    set_columns,
    shaded,
    spaced,
)


def add_block(
    paper: Any,
    block: ArrangedBlock,
    layout: Layout,
    numbers: frozenset[int],
    *,
    closing: bool = False,
) -> None:
    """Add a block; ``closing`` keeps the last one on the page of the signature."""
    match block:
        case Heading():
            _heading(paper, block, layout)
        case Paragraph():
            place = _body(paper, layout)
            place.paragraph_format.keep_with_next = closing
            _add_runs(place, block.runs, numbers, layout)
        case Bullets():
            _bullets(paper, block, layout, numbers, closing=closing)
        case Centered() | Signatures() | Code():
            _set_apart(paper, block, layout, closing=closing)
        case Note():
            _note(paper, block, layout, numbers, closing=closing)
        case Table():
            _table(paper, block, layout, closing=closing)
        case Plot():
            _plot(paper, block, layout)
        case PageBreak():
            paper.add_page_break()
        case SourceList():
            _source_list(paper, block, layout)
        case Sources() | Annex():
            raise TypeError("sources and annexes are arranged before they are drawn")


def _heading(paper: Any, block: Heading, layout: Layout) -> None:
    place = paper.add_paragraph(style=f"Heading {min(block.level, 6)}")
    place.paragraph_format.first_line_indent = Mm(layout.body.first_line)
    add_text(place, block.text)


def _body(paper: Any, layout: Layout) -> Any:
    body = layout.body
    place = paper.add_paragraph()
    place.alignment = JUSTIFY
    place.paragraph_format.first_line_indent = Mm(body.first_line)
    if body.spacing == "exact":
        return spaced(place, body.line, after=body.gap_pt)
    return spaced(place, after=body.gap_pt, multiple=body.line)


def _bullets(
    paper: Any, block: Bullets, layout: Layout, numbers: frozenset[int], *, closing: bool
) -> None:
    for number, item in enumerate(block.items, start=1):
        place = _body(paper, layout)
        place.paragraph_format.keep_with_next = closing and number == len(block.items)
        add_text(place, f"{number}. " if block.numbered else "- ")
        _add_runs(place, item, numbers, layout)


def _note(
    paper: Any, block: Note, layout: Layout, numbers: frozenset[int], *, closing: bool
) -> None:
    place = _body(paper, layout)
    place.paragraph_format.keep_with_next = closing
    place.paragraph_format.first_line_indent = Mm(0)
    place.paragraph_format.left_indent = Mm(3)
    set_borders(place, "left", size=12, space=6)
    if block.title:
        add_text(place, f"{block.title}. ", bold=True)
    _add_runs(place, block.runs, numbers, layout)


def _set_apart(
    paper: Any, block: Centered | Signatures | Code, layout: Layout, *, closing: bool
) -> None:
    match block:
        case Centered():
            place = spaced(paper.add_paragraph(), before=4, after=layout.body.gap_pt + 4)
            place.alignment = CENTER
            place.paragraph_format.keep_with_next = True
            add_text(place, block.text, bold=True)
        case Signatures():
            _signatures(paper, block, layout, closing=closing)
        case Code():
            _code(paper, block, layout)


def _signatures(paper: Any, block: Signatures, layout: Layout, *, closing: bool) -> None:
    """A row without borders; each cell says as what, how, and leaves room for the hand."""
    spaced(paper.add_paragraph(), 6).paragraph_format.keep_with_next = True
    # One signer stands on the right, as under any letter. Names stand on one line.
    count = max(2, len(block.columns))
    grid = paper.add_table(rows=2, cols=count)
    set_columns(grid, (layout.paper.text_mm / count,) * count, bare=True)
    size = layout.signature.pt - 1
    titles, names = (row.cells[count - len(block.columns) :] for row in grid.rows)
    for title, name, one in zip(titles, names, block.columns, strict=True):
        centered(title.paragraphs[0], one.title, size, bold=True)
        if one.note:
            centered(title.add_paragraph(), f"({one.note})", 12, italic=True)
        centered(name.paragraphs[0], one.name, size, bold=True)
        name.paragraphs[0].paragraph_format.space_before = Pt(56)
    under = spaced(paper.add_paragraph(), layout.body.gap_pt + 2)
    first, second = grid.rows
    kept = [p for cell in first.cells for p in cell.paragraphs]
    if closing:
        kept += [*(p for cell in second.cells for p in cell.paragraphs), under]
    for row in grid.rows:
        keep_row(row)
    for place in kept:
        place.paragraph_format.keep_with_next = True


def _code(paper: Any, block: Code, layout: Layout) -> None:
    """The code as a picture of 28 mm with its lines beside it."""
    spaced(paper.add_paragraph(), 6)
    grid = paper.add_table(rows=1, cols=2)
    set_columns(grid, (32, layout.paper.text_mm - 32), bare=True)
    keep_row(grid.rows[0])
    left, right = grid.rows[0].cells
    picture = io.BytesIO(to_png(qr_svg(block.content), width_pt=28 * 72 / 25.4))
    shape = left.paragraphs[0].add_run().add_picture(picture, width=Mm(28))
    shape._inline.docPr.set("descr", block.label)
    shape._inline.docPr.set("name", "QR")
    right._tc.get_or_add_tcPr().append(element("vAlign", val="center"))
    add_text(right.paragraphs[0], block.label, bold=True)
    for line in block.lines:
        add_text(spaced(right.add_paragraph(), before=3), line, 12)
    spaced(paper.add_paragraph(), 6)


def _add_runs(
    paragraph: Any, runs: tuple[Run, ...], numbers: frozenset[int], layout: Layout
) -> None:
    if len(runs) == 1 and runs[0].leader:
        paragraph.paragraph_format.first_line_indent = Mm(0)
    for run in runs:
        if run.leader:
            add_leader(paragraph, layout.paper.text_mm)
            continue
        add_text(paragraph, run.text, bold=run.bold, italic=run.italic)
        groups = cite_groups(run.cites)
        for place, (shown, first) in enumerate(groups):
            lead = "[" if place == 0 else ", "
            mark = add_text(paragraph, lead + shown + ("]" if place == len(groups) - 1 else ""))
            mark.font.superscript = True
            if first in numbers:
                add_link(paragraph, mark, f"nguon_{first}")


def _table(paper: Any, table: Table, layout: Layout, *, closing: bool) -> None:
    if table.caption:
        place = spaced(paper.add_paragraph(), before=4, after=4)
        place.alignment = CENTER
        place.paragraph_format.keep_with_next = True
        add_text(place, table.caption, 13, bold=True)
    if table.unit:
        place = spaced(paper.add_paragraph(), after=3)
        place.alignment = RIGHT
        place.paragraph_format.keep_with_next = True
        add_text(place, f"Đơn vị tính: {table.unit}", TABLE_PT, italic=True)
    _grid(paper, table, layout, table_pt(table))
    for number, note in enumerate(table.notes, start=1):
        place = spaced(paper.add_paragraph(), before=3)
        place.paragraph_format.keep_with_next = closing and number == len(table.notes)
        add_text(place, note, 11, italic=True)
    under = spaced(paper.add_paragraph(), layout.body.gap_pt + 6)
    under.paragraph_format.keep_with_next = closing


def _grid(paper: Any, table: Table, layout: Layout, size_pt: float) -> None:
    above = max(1, len(table.heads)) + table.numbered
    grid = paper.add_table(rows=above, cols=len(table.header))
    grid.style = "Table Grid"
    widths = column_widths(table, layout.paper.text_mm, size_pt)
    for header in grid.rows:
        keep_row(header, header=True)
    pattern = grid.rows[-1]._tr
    last = len(table.rows) - 1
    for place, values in enumerate(table.rows):
        bold = table.total and place == last
        pattern.getparent().append(_row(values, table, size_pt, bold=bold))
    set_columns(grid, widths)
    _heading_of(grid, table, size_pt)


def _heading_of(grid: Any, table: Table, size_pt: float) -> None:
    """The titles, merged over the columns and rows that they cover, and the column numbers."""
    columns = len(table.header)
    heads = table.heads or (tuple(HeadCell(title) for title in table.header),)
    if table.numbered:
        for place, cell in enumerate(grid.rows[len(heads)].cells):
            shown = f"({place})" if place else ""
            _cell(cell._tc, shown, size_pt * 0.85, bold=False, align="center")
    for level, row in enumerate(placed(heads, columns)):
        for first, head in row:
            cell = grid.cell(level, first)
            if head.columns > 1 or head.rows > 1:
                end = grid.cell(level + head.rows - 1, first + head.columns - 1)
                cell = cell.merge(end)
            _cell(cell._tc, head.text, size_pt, bold=True, align="center")


def _row(values: tuple[str, ...], table: Table, size_pt: float, *, bold: bool) -> Any:
    """A row by hand: python-docx takes minutes for a table of thousands."""
    row = element("tr")
    properties = element("trPr")
    properties.append(element("cantSplit", val="true"))
    row.append(properties)
    for column, value in enumerate(values):
        cell = element("tc")
        cell.append(element("p"))
        row.append(cell)
        align = "right" if column in table.numeric else "left"
        _cell(cell, value, size_pt, bold=bold, align=align)
    return row


def _cell(cell: Any, text: str, size_pt: float, *, bold: bool, align: str) -> None:
    paragraph = cell.p_lst[0]
    form = paragraph.get_or_add_pPr()
    is_dense = size_pt < TABLE_PT
    room = 15 if is_dense else 30
    form.append(element("spacing", before=room, after=room))
    form.append(element("jc", val=align))
    if is_dense:  # the mark at the end of a paragraph would make its line as high as the body's
        mark = element("rPr")
        mark.append(element("sz", val=round(size_pt * 2)))
        form.append(mark)
    run = paragraph.add_r()
    if bold:
        run.get_or_add_rPr().append(element("b"))
    run.get_or_add_rPr().append(element("sz", val=round(size_pt * 2)))
    run.text = text
    cell.get_or_add_tcPr().append(element("vAlign", val="center"))


def _plot(paper: Any, plot: Plot, layout: Layout) -> None:
    place = spaced(paper.add_paragraph(), before=4, after=4)
    place.alignment = CENTER
    place.paragraph_format.keep_with_next = True
    add_text(place, plot.title, 13, bold=True)
    drawing = plot_svg(plot, paper=True)
    if drawing:
        wide = 40.0 if plot.kind == "spark" else layout.paper.text_mm
        picture = io.BytesIO(to_png(drawing, width_pt=wide * 72 / 25.4))
        shape = paper.add_picture(picture, width=Mm(wide))
        shape._inline.docPr.set("descr", plot.finding)
        shape._inline.docPr.set("name", "Biểu đồ")
        holder = paper.paragraphs[-1]
        holder.alignment = CENTER
        holder.paragraph_format.keep_with_next = True
    for table in plot_tables(plot):
        _grid(paper, table, layout, PLOT_TABLE_PT)
        # Two tables without a paragraph between them would become one.
        spaced(paper.add_paragraph(), 5)
    spaced(paper.add_paragraph(), layout.body.gap_pt)


def _source_list(paper: Any, block: SourceList, layout: Layout) -> None:
    if block.title:
        _heading(paper, Heading(1, block.title), layout)
    for entry in block.entries:
        _add_source(paper, entry)


def _add_source(paper: Any, entry: SourceEntry) -> None:
    place = spaced(paper.add_paragraph(), 15.5, after=7)
    place.alignment = JUSTIFY
    place.paragraph_format.left_indent = Mm(9)
    place.paragraph_format.first_line_indent = Mm(-9)
    place.paragraph_format.tab_stops.add_tab_stop(Mm(9))
    add_bookmark(place, f"nguon_{entry.number}", entry.number)
    add_text(place, f"[{entry.number}]\t", 12)
    add_text(place, entry.code, 12, bold=True)
    if entry.about:
        add_text(place, f", {entry.about}", 12)
    if entry.quote:
        add_text(place, ": “", 12)
        for text, marked in entry.quote:
            run = add_text(place, text, 12)
            if marked:
                shaded(run)
        add_text(place, "”", 12)
