"""Reports keep their tables: Word files and workbooks as one text with rows and cells."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from docx import Document as NewPaper

from gandan.core.readers import Item, read_bytes
from gandan.overview.reviewing import document_of


def paper(build) -> bytes:
    made, out = NewPaper(), BytesIO()
    build(made)
    made.save(out)
    return out.getvalue()


def read(name: str, data: bytes):
    (row,) = read_bytes(name, data, as_report=True)
    assert isinstance(row, Item), row
    return row, document_of(row)


def cells(document):
    return [
        [[document.text[c.start : c.end] for c in row] for row in table.rows]
        for table in document.tables
    ]


def test_a_table_of_a_word_file_stands_between_its_paragraphs():
    def build(made):
        made.add_paragraph("Trước bảng")
        grid = made.add_table(rows=2, cols=2)
        for n, text in enumerate(("Đơn vị", "Số đơn", "Xã A\nthôn Hạ", "12")):
            grid.cell(n // 2, n % 2).text = text
        made.add_paragraph("Sau bảng")

    _, document = read("b.docx", paper(build))
    assert document.text == "Trước bảng\nĐơn vị\tSố đơn\nXã A thôn Hạ\t12\nSau bảng"
    assert cells(document) == [[["Đơn vị", "Số đơn"], ["Xã A thôn Hạ", "12"]]]


def test_merged_cells_cover_their_columns():
    def build(made):
        grid = made.add_table(rows=2, cols=3)
        grid.cell(0, 1).merge(grid.cell(0, 2)).text = "Số đơn"
        grid.cell(1, 2).text = "7"

    _, document = read("b.docx", paper(build))
    first, second = document.tables[0].rows
    assert [(c.column, c.columns) for c in first] == [(0, 1), (1, 2)]
    assert [c.column for c in second] == [0, 1, 2]


def test_entries_that_word_numbers_itself_get_a_sign():
    from docx.oxml import OxmlElement

    def build(made):
        entry = made.add_paragraph("Tiếp thường xuyên: 87 lượt")
        entry._p.get_or_add_pPr().append(OxmlElement("w:numPr"))

    assert read("b.docx", paper(build))[1].text == "- Tiếp thường xuyên: 87 lượt"


def test_a_workbook_is_its_sheets_with_shares_and_days_as_printed():
    book, out = openpyxl.Workbook(), BytesIO()
    sheet = book.active
    sheet.title = "Biểu 01"
    for row in (["Đơn vị", "Số đơn", "Tỷ lệ", "Ngày"], ["Xã A", 1234, 0.617, date(2025, 6, 30)]):
        sheet.append(row)
    sheet["C2"].number_format = "0.0%"
    book.save(out)
    _, document = read("b.xlsx", out.getvalue())
    assert document.text == "Biểu 01\nĐơn vị\tSố đơn\tTỷ lệ\tNgày\nXã A\t1234\t61,7%\t30/06/2025"
    assert cells(document)[0][1] == ["Xã A", "1234", "61,7%", "30/06/2025"]


def test_offsets_of_exchange_rows_are_those_of_their_own_composed_text():
    decomposed = "Tie\u0302\u0301p\u200b 4.079 lượt"
    line = '{"id": "a", "text": "' + decomposed + '"}\n'
    _, document = read("r.jsonl", line.encode())
    assert document.text == "Tiếp\u200b 4.079 lượt"


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
def test_what_is_no_office_file_is_told(name):
    (row,) = read_bytes(name, b"PK\x03\x04 nothing", as_report=True)
    assert row.severity == "error"


def test_letters_are_read_as_before():
    (row,) = read_bytes("b.docx", paper(lambda made: made.add_paragraph("Đơn đề nghị")))
    assert row.text == "Đơn đề nghị"
    assert "tables" not in row.extra
