"""The document as .docx, by python-docx, for offices that go on editing it."""

import io
from datetime import UTC, datetime
from typing import Any

from docx import Document as NewDocument
from docx.enum.section import WD_ORIENTATION
from docx.shared import Mm, Pt, RGBColor

from gandan.documents.arrangement import Arranged, ArrangedAnnex, arrange
from gandan.documents.docx_blocks import add_block
from gandan.documents.layouts import Layout
from gandan.documents.measures import head_columns, rules
from gandan.documents.model import Document
from gandan.documents.wordml import (
    CENTER,
    RIGHT,
    add_field,
    add_text,
    boxed,
    centered,
    repacked,
    set_columns,
    set_font,
    set_rule,
    spaced,
)

HEADINGS = 6
# Word keeps 255 letters of a title; longer ones make it repair the file.
LONGEST_PROPERTY = 250
NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)


def to_docx(document: Document, layout: Layout) -> bytes:
    """Return the .docx; the same document gives the same bytes."""
    layout = layout.for_paper(landscape=document.landscape, large=document.large)
    arranged = arrange(document, layout)
    paper = NewDocument()
    _styles(paper, layout)
    _page(paper, arranged, layout)
    _properties(paper, arranged, document)
    draw_head = _personal_head if layout.head.centered else _official_head
    draw_head(paper, arranged, layout)
    _title(paper, arranged, layout)
    for place, block in enumerate(arranged.body):
        closing = arranged.is_last_text(place)
        add_block(paper, block, layout, arranged.numbers, closing=closing)
    if arranged.has_foot:
        _foot(paper, arranged, layout)
    for annex in arranged.annexes:
        _annex(paper, annex, layout, arranged.numbers)
    out = io.BytesIO()
    paper.save(out)
    return repacked(out.getvalue())


def _styles(paper: Any, layout: Layout) -> None:
    set_font(paper.styles["Normal"], layout.body.pt)
    spaced(paper.styles["Normal"])
    for level in range(1, HEADINGS + 1):
        style = paper.styles[f"Heading {level}"]
        set_font(style, layout.body.pt)
        style.font.bold, style.font.italic = True, level > 2
        style.font.color.rgb = RGBColor(0, 0, 0)
        spaced(style, before=layout.body.gap_pt + 3, after=layout.body.gap_pt)
        style.paragraph_format.keep_with_next = True


def _page(paper: Any, arranged: Arranged, layout: Layout) -> None:
    section, sides = paper.sections[0], layout.paper
    section.page_width, section.page_height = map(Mm, sides.size_mm)
    if sides.landscape:
        section.orientation = WD_ORIENTATION.LANDSCAPE
    section.top_margin, section.bottom_margin = Mm(sides.top), Mm(sides.bottom)
    section.left_margin, section.right_margin = Mm(sides.left), Mm(sides.right)
    section.header_distance = Mm(max(5.0, sides.top - 11))
    section.footer_distance = Mm(6)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = CENTER
    add_field(number, "PAGE", sides.page_number_pt)
    for footer in (section.footer, section.first_page_footer):
        place = footer.paragraphs[0]
        place.alignment = CENTER
        if arranged.banner:
            boxed(add_text(place, arranged.banner, 9, italic=True), "dashed")
        if arranged.stamp:
            under = footer.add_paragraph() if arranged.banner else place
            under.alignment = CENTER
            add_text(under, arranged.stamp, 9)


def _properties(paper: Any, arranged: Arranged, document: Document) -> None:
    core, day = paper.core_properties, document.head.day
    core.title = arranged.title[:LONGEST_PROPERTY]
    core.author = core.last_modified_by = arranged.issuer[:LONGEST_PROPERTY]
    core.comments, core.language = "", "vi"
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else NO_DAY
    core.created = core.modified = moment


def _personal_head(paper: Any, arranged: Arranged, layout: Layout) -> None:
    head = layout.head
    _, motto_rule, _ = rules(arranged, layout)
    for text, size in zip(head.motto, head.motto_pts, strict=True):
        centered(paper.add_paragraph(), text, size, bold=True)
    set_rule(paper.add_paragraph(), motto_rule, layout.paper.text_mm)
    day = paper.add_paragraph()
    centered(day, arranged.place_day, head.place_pt, italic=True)
    day.alignment = RIGHT
    day.paragraph_format.space_before = Pt(6)


def _official_head(paper: Any, arranged: Arranged, layout: Layout) -> None:
    columns, head = head_columns(layout), layout.head
    issuer_rule, motto_rule, _ = rules(arranged, layout)
    grid = paper.add_table(rows=2, cols=2)
    set_columns(grid, columns, bare=True)
    (left, right), (number, day) = (row.cells for row in grid.rows)
    first = left.paragraphs[0]
    if arranged.superior:
        centered(first, arranged.superior, head.superior_pt)
        first = left.add_paragraph()
    centered(first, arranged.issuer, head.issuer_pt, bold=True)
    if issuer_rule > 0:
        set_rule(left.add_paragraph(), issuer_rule, columns[0])
    if head.star:
        centered(left.add_paragraph(), "*", head.number_pt)
    for place, (text, size) in enumerate(zip(head.motto, head.motto_pts, strict=True)):
        centered(right.add_paragraph() if place else right.paragraphs[0], text, size, bold=True)
    set_rule(right.add_paragraph(), motto_rule, columns[1])
    centered(number.paragraphs[0], arranged.number, head.number_pt)
    if arranged.subject:
        centered(number.add_paragraph(), arranged.subject, head.subject_pt)
    for mark in arranged.marks:
        place = number.add_paragraph()
        boxed(centered(place, mark, head.mark_pt, bold=True))
        spaced(place, before=5)
    centered(day.paragraphs[0], arranged.place_day, head.place_pt, italic=True)
    # The two rows of the PDF stand 5 points apart.
    for cell in (number, day):
        cell.paragraphs[0].paragraph_format.space_before = Pt(5)


def _title(paper: Any, arranged: Arranged, layout: Layout) -> None:
    title = layout.title
    *_, length = rules(arranged, layout)
    if arranged.type_name or arranged.abstract:
        kind = paper.add_paragraph()
        centered(kind, arranged.type_name, title.type_pt, bold=True)
        kind.paragraph_format.space_before = Pt(16)
        if arranged.abstract:
            centered(paper.add_paragraph(), arranged.abstract, title.abstract_pt, bold=True)
        if title.after == "rule":
            set_rule(paper.add_paragraph(), length, layout.paper.text_mm, before=4)
        if title.after == "dashes":
            centered(paper.add_paragraph(), "-----", title.abstract_pt)
    spaced(paper.add_paragraph(), 10)
    _addressees(paper, arranged, layout)
    if arranged.decided_by:
        place = spaced(paper.add_paragraph(), before=6, after=12)
        place.alignment = CENTER
        add_text(place, arranged.decided_by, bold=True)
    for base in arranged.bases:
        place = spaced(paper.add_paragraph(), after=layout.body.gap_pt)
        place.paragraph_format.first_line_indent = Mm(layout.body.first_line)
        add_text(place, base, italic=layout.bases.italic)


def _addressees(paper: Any, arranged: Arranged, layout: Layout) -> None:
    if len(arranged.to) == 1:
        place = spaced(paper.add_paragraph(), after=12)
        place.alignment = CENTER
        add_text(place, f"Kính gửi: {arranged.to[0]}")
    if len(arranged.to) > 1:
        place = spaced(paper.add_paragraph(), after=5)
        place.paragraph_format.left_indent = Mm(layout.paper.text_mm * 0.2)
        add_text(place, "Kính gửi:")
        for name in arranged.to:
            place = spaced(paper.add_paragraph(), after=5)
            place.paragraph_format.left_indent = Mm(layout.paper.text_mm * 0.32)
            add_text(place, f"- {name}")


def _foot(paper: Any, arranged: Arranged, layout: Layout) -> None:
    spaced(paper.add_paragraph(), 10).paragraph_format.keep_with_next = True
    room, look = layout.paper.text_mm, layout.recipients
    grid = paper.add_table(rows=1, cols=2)
    set_columns(grid, (room * 0.46, room * 0.54), bare=True)
    left, right = grid.rows[0].cells
    if arranged.recipients:
        first = spaced(left.paragraphs[0], look.title_pt * 1.2, after=2)
        plain = look.title_face == "underlined"
        add_text(
            first, look.title, look.title_pt, bold=not plain, italic=not plain, underline=plain
        )
    for name in arranged.recipients:
        place = spaced(left.add_paragraph(), look.list_pt * 1.2, after=1)
        place.paragraph_format.left_indent = Pt(6)
        place.paragraph_format.first_line_indent = Pt(-6)
        add_text(place, f"- {name}", look.list_pt)
    _signature(right, arranged, layout)
    for cell in (left, right):
        for place in cell.paragraphs:
            place.paragraph_format.keep_with_next = True


def _signature(cell: Any, arranged: Arranged, layout: Layout) -> None:
    size = layout.signature.pt
    place = cell.paragraphs[0]
    for line in arranged.authority:
        centered(place, line, size, bold=True)
        place = cell.add_paragraph()
    centered(place, arranged.signer_title, size, bold=layout.signature.title_bold)
    name = cell.add_paragraph()
    centered(name, arranged.signer, size, bold=True)
    name.paragraph_format.space_before = Pt(60)


def _annex(paper: Any, annex: ArrangedAnnex, layout: Layout, numbers: frozenset[int]) -> None:
    heading = paper.add_paragraph(style="Heading 1")
    centered(heading, annex.name, layout.body.pt, bold=True)
    heading.paragraph_format.page_break_before = True
    centered(paper.add_paragraph(), annex.title.upper(), layout.body.pt, bold=True)
    place = paper.add_paragraph()
    centered(place, annex.caption, 13, italic=True)
    place.paragraph_format.space_after = Pt(12)
    for block in annex.body:
        add_block(paper, block, layout, numbers)
