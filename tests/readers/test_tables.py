import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .files import TEXT, book, changed, codes, errors, lines, parse

HEADER = ["Mã", "Nội dung", "Ngày nhận"]


def test_every_field_of_a_row_comes_through():
    items, problems = parse(
        "a.csv",
        "Mã đơn,Nội dung,Ngày nhận,Kênh,Nơi xảy ra,Tiêu đề,Người gửi,Địa chỉ,Điện thoại,Đơn vị,Ghi chú\n"
        f'D1,"{TEXT}",01/6/2026,app,Bến Trúc,Ngập,Người Thử,Ngõ 58,0900000000,Phường Thử,gấp\n',
    )
    (item,) = items
    assert problems == []
    assert (item.id, item.text, item.text_as_sent) == ("D1", TEXT, TEXT)
    assert (item.received_on, item.received_on_as_written) == (date(2026, 6, 1), "01/6/2026")
    assert (item.channel, item.place, item.title) == ("app", "Bến Trúc", "Ngập")
    assert (item.sender_name, item.sender_address) == ("Người Thử", "Ngõ 58")
    assert (item.sender_phone, item.unit) == ("0900000000", "Phường Thử")
    assert item.extra == {"Ghi chú": "gấp"}
    assert item.address == "a.csv, dòng 2"
    assert (item.encoding, item.encoding_confidence) == ("utf-8", 1.0)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_cells_are_cut_at_the_mark_that_the_file_uses(mark):
    items, problems = parse("a.csv", mark.join(["Mã", "Nội dung"]) + f'\n1{mark}"{TEXT}; a|b"\n')
    assert items[0].text == f"{TEXT}; a|b"
    assert problems == []


def test_a_quoted_cell_may_run_over_lines_and_the_address_is_its_first():
    items, _ = parse("a.csv", f'Mã,Nội dung\n1,"Kính gửi\n\n{TEXT}"\n2,{TEXT!r}\n')
    assert items[0].text == f"Kính gửi\n\n{TEXT}"
    assert [i.address for i in items] == ["a.csv, dòng 2", "a.csv, dòng 5"]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_all_line_ends_are_read(ends):
    items, problems = parse("a.csv", ends.join(["Mã;Nội dung", "1;Ngập", "2;Rác"]))
    assert [i.text for i in items] == ["Ngập", "Rác"]
    assert problems == []


def test_a_quote_that_is_never_closed_costs_its_own_line_only():
    rows = [f"{n},Đơn số {n}" for n in range(3000)]
    rows[4] = '4,"Đơn số 4'
    items, problems = parse("a.csv", "\n".join(["Mã,Nội dung", *rows]))
    assert len(items) == 2999
    assert codes(problems) == ["csv_broken"]
    assert problems[0].address == "a.csv, dòng 6"
    assert "Đơn số 4" in problems[0].kept


def test_after_many_unclosed_quotes_each_line_is_a_letter():
    rows = [f'{n},"Đơn số {n}' for n in range(200)]
    items, problems = parse("a.csv", "\n".join(["Mã,Nội dung", *rows]), broken_records=5)
    assert codes(problems) == ["csv_broken"] * 5 + ["quotes_ignored"]
    assert [p.address for p in problems[-2:]] == ["a.csv, dòng 6", "a.csv, dòng 7"]
    assert len(items) + len(errors(problems)) == 200
    assert items[-1].text == '"Đơn số 199'


def test_a_quote_inside_a_cell_of_one_line_is_no_fault():
    items, problems = parse("a.csv", 'Mã,Nội dung\n1,"Hẻm 5" hư đèn"\n2,Ống 2" vỡ\n')
    assert [i.text for i in items] == ['Hẻm 5 hư đèn"', 'Ống 2" vỡ']
    assert problems == []


def test_wrong_numbers_of_cells_are_marked_and_kept():
    items, problems = parse("a.csv", f"Mã,Nội dung,Kênh\n1,{TEXT},app\n2,Ngập\n")
    assert [i.id for i in items] == ["1", "2"]
    assert codes(problems) == ["column_count"] * 2
    assert "bà con đi lại" in problems[0].kept
    assert "app" in items[0].extra.values()


def test_a_bad_date_in_a_csv_names_row_and_column():
    items, (problem,) = parse("b.csv", "Mã,Nội dung,Ngày đến\n1,Ngập,30/02/2026\n")
    assert items[0].received_on is None
    assert (problem.severity, problem.kept) == ("warning", "30/02/2026")
    assert problem.address == "b.csv, dòng 2, cột “Ngày đến”"


def test_titles_above_the_header_and_numbers_below_it_are_no_letters():
    rows = [
        ["ỦY BAN NHÂN DÂN"],
        [],
        ["DANH SÁCH ĐƠN"],
        ["STT", "Người gửi", None, "Nội dung"],
        [None, "Họ tên", "Địa chỉ", None],
        ["(1)", "(2)", "(3)", "(4)"],
        [1, "Người Thử", "Ngõ 58", TEXT],
    ]
    items, problems = parse("a.xlsx", book(rows))
    (item,) = items
    assert (item.sender_name, item.sender_address) == ("Người Thử", "Ngõ 58")
    assert item.address == "a.xlsx, trang tính Sheet1, dòng 7"
    assert codes(problems) == ["title_rows"]
    assert "DANH SÁCH ĐƠN" in problems[0].kept


def test_all_sheets_are_read_and_one_without_letters_is_no_error():
    data = book(
        ("Ghi chú", [["Hướng dẫn"], ["Nhập đủ các cột"]]),
        ("Tháng 5", [HEADER, ["1", "Ngập", date(2026, 5, 1)]]),
        ("Tháng 6", [HEADER, ["2", "Rác", "31/06/2026"]]),
    )
    items, problems = parse("a.xlsx", data)
    assert [i.text for i in items] == ["Ngập", "Rác"]
    assert items[0].received_on == date(2026, 5, 1)
    assert not errors(problems)
    assert [p.address for p in problems if p.code == "no_such_day"] == ["a.xlsx, ô 'Tháng 6'!C2"]


def test_a_formula_without_a_value_is_told_and_kept():
    rows = [HEADER, ["1", "Ngập", "01/06/2026"], ["2", '=A2&"x"', "01/06/2026"]]
    items, problems = parse("a.xlsx", book(rows))
    assert [i.id for i in items] == ["1"]
    assert codes(problems) == ["formula_without_value", "no_text"]
    assert problems[0].address == "a.xlsx, ô Sheet1!B3"
    assert problems[0].kept == '=A2&"x"'
    assert 'A2&"x"' in problems[1].kept


def test_rows_outside_the_size_that_a_sheet_claims_are_read():
    data = changed(
        book([HEADER, *[[str(n), f"Đơn {n}", None] for n in range(50)]]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'ref="A1:C51"', b'ref="A1:B2"'),
    )
    assert len(parse("a.xlsx", data)[0]) == 50


def test_cells_beyond_the_widest_table_are_told():
    items, problems = parse("a.xlsx", book([["Nội dung"], ["Ngập", *["x"] * 20]]), columns=10)
    assert len(items) == 1
    assert codes(problems) == ["many_columns"]


def test_numbers_in_cells_are_read_as_they_look():
    items, _ = parse("a.xlsx", book([["Mã", "Nội dung", "Điện thoại"], [7.0, "Ngập", 84900]]))
    assert (items[0].id, items[0].sender_phone) == ("7", "84900")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{sai", "not_json"),
        ('["không phải đối tượng"]x', "not_json"),
        ("12", "not_an_object"),
        ('{"text": "a", "text": "b"}', "not_json"),
        ('{"lạ": "b"}', "no_text_column"),
        ('{"text": "a", "nội dung": "b"}', "two_text_columns"),
        ('{"text": "  \\u200b "}', "no_text"),
        ('{"text": ' + "[" * 5000 + "]" * 5000 + "}", "not_json"),
    ],
)
def test_a_bad_line_is_kept_with_its_number_and_the_others_are_read(line, code):
    items, problems = parse(
        "a.jsonl", "\n".join([lines({"text": "Ngập"}), line, lines({"text": "Rác"})])
    )
    assert [i.text for i in items] == ["Ngập", "Rác"]
    assert codes(problems) == [code]
    assert problems[0].address == "a.jsonl, dòng 2"
    assert problems[0].kept


def test_odd_numbers_in_json_keep_the_row():
    huge = "9" * 5000
    items, problems = parse(
        "a.jsonl",
        f'{{"id": 1, "text": "Ngập", "place": NaN, "a": {huge}, "b": 1e999, "c": -Infinity}}',
    )
    (item,) = items
    assert item.extra == {"a": huge}
    assert item.place == ""
    assert codes(problems) == ["not_a_number"]
    assert "NaN" in problems[0].message


def test_extras_can_be_stored_as_json_in_any_database():
    items, _ = parse("a.jsonl", '{"text": "Ngập", "x\\u0000": "a\\u0000b", "y": ["\\ud800"]}')
    stored = json.dumps(dict(items[0].extra), ensure_ascii=False)
    stored.encode()
    assert "\\u0000" not in json.dumps(dict(items[0].extra))


def test_a_lone_surrogate_becomes_the_replacement_character():
    items, _ = parse("a.jsonl", '{"text": "Ngập \\ud83d sâu", "id": "\\udc00"}')
    assert items[0].text == items[0].text_as_sent == "Ngập \ufffd sâu"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_json_lines_in_other_unicode_forms_are_read(encoding):
    data = lines({"id": "1", "text": TEXT}, {"id": "2", "text": "Rác"}).encode(encoding)
    items, problems = parse("a.jsonl", data)
    assert [i.text for i in items] == [TEXT, "Rác"]
    assert problems == []


def test_text_keeps_its_places_and_what_was_sent_keeps_its_form():
    sent = "\n  Ngập sa\u0302u\n"
    items, _ = parse("a.jsonl", lines({"text": sent}))
    assert items[0].text == "\n  Ngập sâu\n"
    assert items[0].text_as_sent == sent


def test_a_field_that_is_too_long_is_kept_in_full_among_the_extras():
    place = "Ngõ " * 200
    items, _ = parse("a.jsonl", lines({"text": "Ngập", "place": place}))
    assert len(items[0].place) == 300
    assert items[0].extra["nơi xảy ra (đủ)"] == place.strip()
    assert items[0].notes


CELL = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20))
ROW = st.dictionaries(
    st.sampled_from(["id", "text", "tóm tắt", "ngày", "date", "kênh", "lạ"]), CELL, max_size=5
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(ROW, CELL, st.just("{x")), min_size=1, max_size=20))
def test_every_line_becomes_an_item_or_an_error(rows):
    written = [row if row == "{x" else json.dumps(row) for row in rows]
    items, problems = parse("a.jsonl", "\n".join(written))
    assert len(items) + len(errors(problems)) == len(rows)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text("aăđ1 ", min_size=1, max_size=8).filter(str.strip), min_size=1, max_size=30)
)
def test_every_row_of_a_csv_becomes_an_item_or_an_error(texts):
    import csv
    import io

    out = io.StringIO()
    csv.writer(out).writerows([["Mã", "Nội dung"], *([n, t] for n, t in enumerate(texts))])
    items, problems = parse("a.csv", out.getvalue())
    assert len(items) + len(errors(problems)) == len(texts)
    assert [i.text for i in items] == texts
