"""Headings of several rows with merged cells, as the forms of statistics have them."""

import io
from dataclasses import replace

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn

from gandan.documents import (
    Document,
    Head,
    HeadCell,
    Signatures,
    SignColumn,
    Table,
    layout,
    to_docx,
    to_html,
    to_pdf,
)
from gandan.documents.model import placed

HEADS = (
    (HeadCell("Đơn vị", 1, 2), HeadCell("Đã giải quyết", 2, 1), HeadCell("Ghi chú", 1, 2)),
    (HeadCell("Lần đầu"), HeadCell("Nhiều lần")),
)
ROWS = (("Phường An Khánh", "12", "3", ""), ("Tổng cộng", "12", "3", ""))
TABLE = Table(
    "",
    ("Đơn vị", "Lần đầu", "Nhiều lần", "Ghi chú"),
    ROWS,
    numeric=frozenset({1, 2}),
    total=True,
    dense=True,
    heads=HEADS,
    numbered=True,
)
HEAD = Head("THÀNH PHỐ", "BAN", None, "", None, "Biểu 01", "Quý III", undated=True)
PAPER = Document(HEAD, (TABLE,), landscape=True, large=True)


def test_each_cell_of_a_heading_has_its_place():
    assert [[first for first, _cell in row] for row in placed(HEADS, 4)] == [[0, 1, 3], [1, 2]]


@pytest.mark.parametrize(
    ("heads", "why"),
    [
        (((HeadCell("a", 2), HeadCell("b", 3)),), "reaches out"),
        (((HeadCell("a", 2),),), "gap"),
        (((HeadCell("a", 1, 2), HeadCell("b", 3)), (HeadCell("d", 2),)), "gap"),
    ],
)
def test_a_heading_that_does_not_cover_its_columns_is_refused(heads, why):
    with pytest.raises(ValueError, match=why):
        placed(heads, 4)


def test_a_paper_in_word_repeats_the_whole_heading_with_its_merged_cells():
    paper = docx.Document(io.BytesIO(to_docx(PAPER, layout("state_nd30"))))
    (grid,) = [table for table in paper.tables if table.style.name == "Table Grid"]
    assert [cell.text for cell in grid.rows[2].cells] == ["", "(1)", "(2)", "(3)"]
    assert grid.cell(0, 0)._tc is grid.cell(1, 0)._tc
    assert grid.cell(0, 1)._tc is grid.cell(0, 2)._tc
    repeated = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in grid.rows]
    assert repeated == [True, True, True, False, False]
    section = paper.sections[0]
    assert round(section.page_width.mm), round(section.page_height.mm) == (420, 297)


def test_a_page_and_a_pdf_carry_the_same_heading():
    page = to_html(PAPER, layout("state_nd30"))
    assert '<th scope="colgroup" colspan="2">Đã giải quyết</th>' in page
    assert '<th scope="col" rowspan="2">Ghi chú</th>' in page
    assert "<td>(3)</td>" in page
    assert to_pdf(PAPER, layout("state_nd30")).startswith(b"%PDF")


@pytest.mark.parametrize("count", [14, 20])
def test_a_signature_below_the_notes_of_a_table_never_stands_alone_on_a_page(count):
    notes = tuple(f"Ghi chú {number}" for number in range(count))
    signs = Signatures((SignColumn("NGƯỜI LẬP BIỂU"), SignColumn("THỦ TRƯỞNG ĐƠN VỊ")))
    paper = Document(HEAD, (replace(TABLE, notes=notes), signs), landscape=True)
    pages = pypdfium2.PdfDocument(to_pdf(paper, layout("state_nd30")))
    assert len(pages) == 2
    last = pages[1].get_textpage().get_text_range()
    assert notes[-1] in last
    assert "NGƯỜI LẬP BIỂU" in last
    word = docx.Document(io.BytesIO(to_docx(paper, layout("state_nd30"))))
    kept = [place.paragraph_format.keep_with_next for place in word.paragraphs]
    at = next(n for n, place in enumerate(word.paragraphs) if place.text == notes[-1])
    assert kept[at : at + 3] == [True, True, True]
