"""Small pieces of a .docx that python-docx has no word for."""

import io
import zipfile
from typing import Any

from docx.enum.text import (
    WD_ALIGN_PARAGRAPH,
    WD_LINE_SPACING,
    WD_TAB_ALIGNMENT,
    WD_TAB_LEADER,
)
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from gandan.documents.cleaning import SYMBOL_HYPHEN

FONT = "Times New Roman"
CENTER = WD_ALIGN_PARAGRAPH.CENTER
RIGHT = WD_ALIGN_PARAGRAPH.RIGHT
JUSTIFY = WD_ALIGN_PARAGRAPH.JUSTIFY
_FACES = ("ascii", "hAnsi", "cs", "eastAsia")
# What follows pBdr in a paragraph's properties: the schema wants this order.
_AFTER_BORDERS = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")


def element(tag: str, **values: str | int) -> Any:
    made = OxmlElement(f"w:{tag}")
    for key, value in values.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def set_font(style: Any, size_pt: float) -> None:
    """Give a style the document font in all scripts and the Vietnamese language."""
    style.font.name, style.font.size = FONT, Pt(size_pt)
    faces = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(faces.attrib):
        del faces.attrib[key]
    for face in _FACES:
        faces.set(qn(f"w:{face}"), FONT)
    for old in style.element.rPr.findall(qn("w:lang")):
        style.element.rPr.remove(old)
    style.element.rPr.append(element("lang", val="vi-VN", eastAsia="vi-VN"))


def add_text(
    paragraph: Any,
    text: str,
    size_pt: float | None = None,
    *,
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
) -> Any:
    """Add a run; spaces at its ends stay, and no line ends inside a symbol (QĐ-UBND)."""
    run = paragraph.add_run()
    for place, part in enumerate(SYMBOL_HYPHEN.split(text)):
        if place:
            run._r.append(element("noBreakHyphen"))
        if part:
            run.add_text(part)
    if size_pt:
        run.font.size = Pt(size_pt)
    if bold:
        run.bold = True
    if italic:
        run.italic = True
    if underline:
        run.underline = True
    return run


def add_leader(paragraph: Any, room_mm: float) -> None:
    """Dots from here up to the right margin: a place to write by hand."""
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Mm(room_mm), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    paragraph.add_run("\t")


def centered(paragraph: Any, text: str, size_pt: float, **face: bool) -> Any:
    """A centred line, as high as in the PDF."""
    paragraph.alignment = CENTER
    spaced(paragraph, size_pt * 1.2)
    return add_text(paragraph, text, size_pt, **face)


def spaced(
    paragraph: Any,
    pitch_pt: float | None = None,
    *,
    before: float = 0,
    after: float = 0,
    multiple: float | None = None,
) -> Any:
    form = paragraph.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    if pitch_pt:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch_pt)
    if multiple:
        form.line_spacing = multiple
    return paragraph


def set_rule(paragraph: Any, length_mm: float, room_mm: float, *, before: float = 2) -> None:
    """A short rule: the top border of an empty paragraph that is indented on both sides."""
    spaced(paragraph, 4, before=before)
    indent = max(0.0, (room_mm - length_mm) / 2)
    paragraph.paragraph_format.left_indent = Mm(indent)
    paragraph.paragraph_format.right_indent = Mm(indent)
    set_borders(paragraph, "top", size=6, space=1)


def set_borders(paragraph: Any, *sides: str, size: int, space: int, kind: str = "single") -> None:
    borders = element("pBdr")
    for side in sides:
        borders.append(element(side, val=kind, sz=size, space=space, color="000000"))
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)


def boxed(run: Any, kind: str = "single") -> None:
    """Draw a box around a run (urgency marks, the banner)."""
    border = element("bdr", val=kind, sz=6, space=1, color="000000")
    run._r.get_or_add_rPr().append(border)


def shaded(run: Any) -> None:
    run._r.get_or_add_rPr().append(element("shd", val="clear", color="auto", fill="DEDEDE"))


def add_field(paragraph: Any, code: str, size_pt: float) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(size_pt)
    instruction = element("instrText")
    instruction.text = code
    for part in (
        element("fldChar", fldCharType="begin"),
        instruction,
        element("fldChar", fldCharType="end"),
    ):
        run._r.append(part)


def add_bookmark(paragraph: Any, name: str, number: int) -> None:
    paragraph._p.append(element("bookmarkStart", id=number, name=name))
    paragraph._p.append(element("bookmarkEnd", id=number))


def add_link(paragraph: Any, run: Any, bookmark: str) -> None:
    """Let a run lead to a place in the same document, without a link's blue."""
    link = element("hyperlink", anchor=bookmark, history=1)
    paragraph._p.append(link)
    link.append(run._r)


def set_columns(grid: Any, widths_mm: tuple[float, ...], *, bare: bool = False) -> None:
    """Fix the widths; ``bare`` also takes the padding and borders away."""
    grid.autofit = False
    properties = grid._tbl.tblPr
    for old in properties.findall(qn("w:tblW")):
        properties.remove(old)
    total = round(sum(widths_mm) * 1440 / 25.4)
    properties.insert_element_before(
        element("tblW", w=total, type="dxa"),
        "w:jc",
        "w:tblBorders",
        "w:tblLayout",
        "w:tblCellMar",
        "w:tblLook",
    )
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=0 if bare else 90, type="dxa"))
    properties.insert_element_before(margins, "w:tblLook")
    for column, width in zip(grid._tbl.tblGrid.gridCol_lst, widths_mm, strict=True):
        column.w = Mm(width)
    for row in grid._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths_mm, strict=True):
            cell.width = Mm(width)


def keep_row(row: Any, *, header: bool = False) -> None:
    """A row does not break over pages; a header row comes again on each page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(element("cantSplit", val="true"))
    if header:
        properties.append(element("tblHeader", val="true"))


def repacked(data: bytes) -> bytes:
    """The same parts in fixed order with one time, so that equal documents are equal files."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
