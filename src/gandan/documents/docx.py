"""The document as .docx, by python-docx, for offices that go on editing it."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from docx import Document as NewDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from gandan.documents.cleaning import printable
from gandan.documents.layouts import Layout
from gandan.documents.model import (
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Plot,
    Run,
    Sources,
    Table,
)
from gandan.documents.pdf import long_date, plot_svg, to_png

FONT = "Times New Roman"
CENTER, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def to_docx(document: Document, layout: Layout) -> bytes:
    """Return the .docx; the same document gives the same bytes."""
    paper = NewDocument()
    _page(paper, document, layout)
    _head(paper, document, layout)
    for block in document.blocks:
        _block(paper, block, layout)
    _foot(paper, document, layout)
    out = io.BytesIO()
    paper.save(out)
    return _fixed(out.getvalue())


def _page(paper: Any, document: Document, layout: Layout) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    margins = layout.margins_mm
    section.top_margin, section.bottom_margin = Mm(margins["top"]), Mm(margins["bottom"])
    section.left_margin, section.right_margin = Mm(margins["left"]), Mm(margins["right"])
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])
    for footer in (section.footer, section.first_page_footer):
        place = footer.paragraphs[0]
        place.alignment = CENTER
        _text(place, " · ".join(t for t in (document.banner, document.stamp) if t), 9)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(layout.body_pt)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    core = paper.core_properties
    core.title = printable(document.head.abstract)[:250]
    core.author = printable(document.head.issuer)[:250]
    day = document.head.day
    core.created = core.modified = (
        datetime(day.year, day.month, day.day, tzinfo=UTC)
        if day
        else datetime(2000, 1, 1, tzinfo=UTC)
    )


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = CENTER
    run = paragraph.add_run()
    run.font.size = Pt(13)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def _head(paper: Any, document: Document, layout: Layout) -> None:
    head = document.head
    grid = paper.add_table(rows=1, cols=2)
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    left, right = grid.rows[0].cells
    grid.autofit = False
    for cell, width in ((left, 70), (right, 95)):
        cell.width = Mm(width)
    _line(left.paragraphs[0], head.superior.upper(), 12.5)
    _line(left.add_paragraph(), head.issuer.upper(), 12.5, bold=True)
    if layout.star:
        _line(left.add_paragraph(), "*", 13)
    else:
        _rule(left.add_paragraph(), 24)
    _line(left.add_paragraph(), layout.number_prefix + head.number, 13)
    _line(right.paragraphs[0], layout.motto[0], 14 if layout.star else 12, bold=True)
    for text in layout.motto[1:]:
        _line(right.add_paragraph(), text, 13, bold=True)
    _rule(right.add_paragraph(), 21)
    _line(right.add_paragraph(), f"{head.place}, {long_date(head.day)}", 13, italic=True)
    gap = paper.add_paragraph()
    gap.paragraph_format.space_after = Pt(4)
    _line(paper.add_paragraph(), head.type_name.upper(), layout.body_pt, bold=True)
    _line(paper.add_paragraph(), head.abstract, layout.body_pt, bold=True)
    if layout.rule_after_abstract == "dashes":
        _line(paper.add_paragraph(), "-----", layout.body_pt)
    else:
        _rule(paper.add_paragraph(), 62)


def _line(
    paragraph: Any, text: str, size: float, *, bold: bool = False, italic: bool = False
) -> None:
    paragraph.alignment = CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    run = _text(paragraph, text, size)
    run.bold, run.italic = bold, italic


def _rule(paragraph: Any, indent_mm: float) -> None:
    """A short rule: the top border of an empty paragraph that is indented on both sides."""
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm(indent_mm)
    form.space_before = form.space_after = Pt(1)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(4)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().append(borders)


def _text(paragraph: Any, text: str, size: float | None = None) -> Any:
    run = paragraph.add_run(printable(text))
    run.font.name = FONT
    if size:
        run.font.size = Pt(size)
    return run


def _block(paper: Any, block: Block, layout: Layout) -> None:
    match block:
        case Heading():
            place = paper.add_paragraph()
            place.paragraph_format.keep_with_next = True
            place.paragraph_format.space_before = Pt(10)
            _outline(place, block.level)
            _text(place, block.text, layout.body_pt).bold = True
        case Paragraph():
            place = _body(paper, layout)
            place.paragraph_format.first_line_indent = Mm(layout.first_line_mm)
            _runs(place, block.runs)
        case Bullets():
            for number, item in enumerate(block.items, start=1):
                place = _body(paper, layout)
                place.paragraph_format.left_indent = Mm(layout.first_line_mm + 5)
                place.paragraph_format.first_line_indent = Mm(-5)
                _text(place, f"{number}. " if block.numbered else "– ")
                _runs(place, item)
        case Table():
            _table(paper, block, layout)
        case Plot():
            _plot(paper, block)
        case Sources():
            _sources(paper, block, layout)


def _outline(paragraph: Any, level: int) -> None:
    """Headings show in Word's outline without taking on its heading colours."""
    mark = OxmlElement("w:outlineLvl")
    mark.set(qn("w:val"), str(max(0, level - 1)))
    paragraph._p.get_or_add_pPr().append(mark)


def _body(paper: Any, layout: Layout) -> Any:
    place = paper.add_paragraph()
    place.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    place.paragraph_format.space_after = Pt(layout.paragraph_gap_pt)
    place.paragraph_format.line_spacing = layout.line_spacing
    return place


def _runs(paragraph: Any, runs: tuple[Run, ...]) -> None:
    for run in runs:
        made = _text(paragraph, run.text)
        made.bold, made.italic = run.bold, run.italic
        for number in run.cites:
            mark = _text(paragraph, f"[{number}]", 9)
            mark.font.superscript = True


def _table(paper: Any, block: Table, layout: Layout) -> None:
    if block.caption:
        place = paper.add_paragraph()
        place.paragraph_format.keep_with_next = True
        _text(place, block.caption, 12).italic = True
    grid = paper.add_table(rows=1, cols=len(block.header))
    grid.style = "Table Grid"
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    _row(grid.rows[0], block.header, block, bold=True)
    _repeat(grid.rows[0])
    for number, values in enumerate(block.rows, start=1):
        _row(grid.add_row(), values, block, bold=block.total and number == len(block.rows))
    paper.add_paragraph().paragraph_format.space_after = Pt(2)


def _row(row: Any, values: tuple[str, ...], block: Table, *, bold: bool) -> None:
    for column, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
        place = cell.paragraphs[0]
        place.paragraph_format.space_after = Pt(1)
        if column in block.numeric:
            place.alignment = RIGHT
        _text(place, value, 12).bold = bold


def _repeat(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _plot(paper: Any, block: Plot) -> None:
    place = paper.add_paragraph()
    place.paragraph_format.keep_with_next = True
    _text(place, block.title, 12).italic = True
    shape = paper.add_picture(io.BytesIO(to_png(plot_svg(block))), width=Mm(160))
    shape._inline.docPr.set("descr", printable(block.finding))
    shape._inline.docPr.set("name", "Biểu đồ")


def _sources(paper: Any, block: Sources, layout: Layout) -> None:
    _block(paper, Heading(2, block.title), layout)
    for entry in block.entries:
        place = paper.add_paragraph()
        place.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        place.paragraph_format.space_after = Pt(3)
        _text(place, f"{entry.number}. {entry.code}", 11).bold = True
        rest = (f"; {entry.about}" if entry.about else "") + (
            f": “{entry.quote}”" if entry.quote else ""
        )
        _text(place, rest, 11)


def _foot(paper: Any, document: Document, layout: Layout) -> None:
    if not document.signature and not document.recipients:
        return
    paper.add_paragraph()
    grid = paper.add_table(rows=1, cols=2)
    left, right = grid.rows[0].cells
    if document.recipients:
        title = _text(left.paragraphs[0], layout.recipients_title, 12)
        title.underline = layout.recipients_underlined
        title.bold = title.italic = not layout.recipients_underlined
        for name in document.recipients:
            place = left.add_paragraph()
            place.paragraph_format.space_after = Pt(0)
            _text(place, f"- {name}", 12 if layout.recipients_underlined else 11)
    if document.signature:
        sign = document.signature
        _line(right.paragraphs[0], sign.authority.upper(), layout.body_pt, bold=True)
        _line(
            right.add_paragraph(), sign.title.upper(), layout.body_pt, bold=layout.signer_title_bold
        )
        for _ in range(3):
            right.add_paragraph()
        _line(right.add_paragraph(), sign.name, layout.body_pt, bold=True)


def _fixed(data: bytes) -> bytes:
    """The same parts with the same time, so that equal documents are equal files."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
