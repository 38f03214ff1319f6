import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from gandan.core import sheets
from gandan.core.sheets import Sheet, write_xlsx

from .files import codes, parse

DANGEROUS = [
    "=1+1",
    "=HYPERLINK(A1)",
    "+84 900 000 000",
    "-5",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "＝1",
    "\xa0@x",
    "http://example.vn",
    "{=1}",
    "1e5",
]


def written(*made, notes=()):
    out = io.BytesIO()
    write_xlsx(out, made, notes=notes)
    return load_workbook(io.BytesIO(out.getvalue()))


@pytest.mark.parametrize("value", DANGEROUS)
def test_a_text_stays_a_text_whatever_it_begins_with(value):
    page = written(Sheet("Đơn", ["A"], [[value]])).worksheets[0]
    assert page["A2"].data_type == "s"
    assert page["A2"].value.replace("_x000D_", "\r") == value
    assert page["A2"].hyperlink is None


@pytest.mark.parametrize("value", ["=1", "+1", "-1", "@x", "\t=1", " =1", "＝1"])
def test_a_text_like_a_formula_is_marked_as_quoted(value):
    page = written(Sheet("Đơn", ["A"], [[value], ["thường"]])).worksheets[0]
    assert page["A2"].quotePrefix
    assert not page["A3"].quotePrefix


def test_values_keep_their_types():
    moment = datetime(2026, 6, 1, 8, 30, tzinfo=UTC)
    row = [7, 1.5, date(2026, 6, 1), moment, True, None, "", float("nan"), 2**60]
    page = written(Sheet("Đơn", list("abcdefghi"), [row])).worksheets[0]
    values = [cell.value for cell in page[2]]
    assert values[:2] == [7, 1.5]
    assert values[2].date() == date(2026, 6, 1)
    assert page["C2"].number_format == "dd/mm/yyyy"
    assert values[3] == moment.replace(tzinfo=None)
    assert values[4:] == ["có", None, None, "nan", str(2**60)]


def test_the_header_is_bold_frozen_and_filtered():
    page = written(Sheet("Đơn", ["Mã", "Nội dung"], [["1", "x" * 500], ["2", "y"]])).worksheets[0]
    assert page["A1"].font.bold
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:B3"
    assert page.column_dimensions["A"].width < page.column_dimensions["B"].width <= 61


def test_notes_stand_on_a_last_sheet():
    book = written(Sheet("Đơn", ["A"], []), notes=[("Xuất lúc", "nay"), ("Lưu ý", "=mô phỏng")])
    assert book.sheetnames == ["Đơn", "Ghi chú"]
    assert [[c.value for c in row] for row in book["Ghi chú"]][1:] == [
        ["Xuất lúc", "nay"],
        ["Lưu ý", "=mô phỏng"],
    ]


def test_what_was_written_out_is_read_back_without_its_notes():
    out = io.BytesIO()
    rows = [["D1", "=Ngập", date(2026, 6, 1)], ["D2", "Rác", None]]
    write_xlsx(
        out, [Sheet("Sổ đơn", ["Mã", "Nội dung", "Ngày nhận"], rows)], notes=[("Lúc", "nay")]
    )
    items, problems = parse("a.xlsx", out.getvalue())
    assert [(i.id, i.text, i.received_on) for i in items] == [
        ("D1", "=Ngập", date(2026, 6, 1)),
        ("D2", "Rác", None),
    ]
    assert codes(problems) == ["no_text_column"]
    assert problems[0].severity == "warning"


def test_titles_that_a_spreadsheet_forbids_are_mended():
    made = [Sheet(t, ["A"], [["x"]]) for t in ("a/b:c", "a/b:c", "", "'x'", "History", "d" * 60)]
    names = written(*made).sheetnames
    assert names == ["abc", "abc 2", "Trang", "x", "History 2", "d" * 27, "Ghi chú"]


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(monkeypatch):
    monkeypatch.setattr(sheets, "ROWS_A_SHEET", 3)
    book = written(Sheet("Đơn", ["A"], ([n] for n in range(7))))
    assert book.sheetnames == ["Đơn", "Đơn 2", "Đơn 3", "Ghi chú"]
    assert [page.max_row for page in book.worksheets[:3]] == [4, 4, 2]
    assert book["Đơn 3"]["A1"].value == "A"


def test_a_cell_that_is_too_long_ends_with_a_mark():
    page = written(Sheet("Đơn", ["A"], [["x" * 40_000]])).worksheets[0]
    assert len(page["A2"].value) == 32_767
    assert page["A2"].value.endswith("(bị cắt bớt)")


def test_text_that_no_file_can_hold_is_shown_by_marks():
    page = written(Sheet("Đơn", ["A"], [["a\x00b\ud800"]])).worksheets[0]
    assert page["A2"].value == "a\u2400b\ufffd"


def test_a_sheet_can_be_written_to_a_path(tmp_path: Path):
    write_xlsx(tmp_path / "a.xlsx", [Sheet("Đơn", ["A"], [["x"]])])
    assert load_workbook(tmp_path / "a.xlsx")["Đơn"]["A2"].value == "x"
