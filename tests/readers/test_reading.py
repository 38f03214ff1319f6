import io
import json
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import Workbook

from gandan.core.readers import Item, Limits, Measured, Problem, measure, read_inputs
from gandan.core.sheets import Sheet, write_xlsx
from gandan.vietnamese import encode

from .files import TEXT, docx, paragraph, parse


def read(tmp_path, name, data, **limits):
    (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    rows = list(read_inputs([tmp_path / name], limits=Limits(**limits)))
    return [r for r in rows if isinstance(r, Item)], [r for r in rows if isinstance(r, Problem)]


def book(rows, path=None):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def zipped(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name.replace("__", "."), data)
    return out.getvalue()


EML = f"Subject: Ngập\r\nFrom: nguoi.gui@example.vn\r\nDate: Mon, 01 Jun 2026 08:00:00 +0700\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{TEXT}"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", json.dumps({"id": "1", "text": TEXT}, ensure_ascii=False)),
        ("a.json", json.dumps([{"id": "1", "noi_dung": TEXT}])),
        ("a.csv", f"Mã;Nội dung\n1;{TEXT}\n"),
        ("a.xlsx", book([["Danh sách đơn"], ["STT", "Nội dung"], [1, TEXT]])),
        ("a.txt", TEXT),
        ("a.docx", docx(paragraph(TEXT))),
        ("a.eml", EML),
        ("a.zip", zipped(thu__txt=TEXT)),
        ("b.txt", encode(TEXT, "tcvn3")),
        ("c.txt", encode(TEXT, "vni")),
        ("d.txt", TEXT.encode("utf-16")),
        (
            "e.csv",
            encode(f"Mã,Nội dung\n1,“{TEXT}”\n".replace("“", '"').replace("”", '"'), "viscii"),
        ),
    ],
)
def test_each_kind_of_file_gives_its_letter(tmp_path, name, data):
    items, problems = read(tmp_path, name, data)
    assert len(items) == 1
    assert "Ngõ 58 Bến Trúc ngập sâu" in " ".join(items[0].text.split())
    assert not [p for p in problems if p.severity == "error"]


def bomb():
    return zipped(bom__txt=b"0" * (20 * 1024**2))


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "empty"),
        ("a.docx", b"khong phai zip", "broken_docx"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "unknown_kind"),
        ("a.xlsx", b"PK\x03\x04cut", "broken_xlsx"),
        ("a.pdf", b"%PDF-1.7 cut", "broken_pdf"),
        ("a.zip", b"PK", "broken_zip"),
        ("a.zip", zipped(trong__zip=zipped(a__txt="x")), "nested_zip"),
        ("a.zip", bomb(), "zip_bomb"),
        ("a.csv", "Cột lạ,Cột khác\n1,2\n", "no_text_column"),
        ("a.csv", "Nội dung,Content\nA,B\n", "two_text_columns"),
        ("a.jsonl", "{sai", "not_json"),
        ("a.jsonl", '{"text": NaN}', "not_a_number"),
        ("a.jsonl", "[" * 3000 + "]" * 3000, "not_json"),
        ("a.jsonl", '{"id": 1, "text": ""}', "no_text"),
        ("a.exe", b"MZ", "unknown_kind"),
    ],
)
def test_what_cannot_be_read_is_said_in_vietnamese_and_kept(name, data, code):
    items, problems = parse(name, data)
    assert items == []
    assert code in [p.code for p in problems]
    assert all(p.address and any(ord(c) > 127 for c in p.message) for p in problems)


def test_a_long_text_file_is_refused_with_its_head_kept(tmp_path):
    _items, (problem,) = read(tmp_path, "lon.txt", b"a" * 5_000_000, longest_letter=1_000_000)
    assert problem.code == "too_large"
    assert problem.kept


def test_a_wrong_date_keeps_the_letter_and_names_the_cell(tmp_path):
    rows = [
        ["Mã", "Ngày nhận", "Nội dung"],
        ["x1", "31/02/2026", TEXT],
        ["x2", date(2026, 6, 1), TEXT],
    ]
    items, problems = read(tmp_path, "a.xlsx", book(rows))
    assert [i.received_on for i in items] == [None, date(2026, 6, 1)]
    assert problems[0].code == "no_such_day"
    assert "ô Sheet!B2" in problems[0].address
    assert items[0].received_on_as_written == "31/02/2026"


def test_the_same_id_twice_keeps_both_and_says_where(tmp_path):
    line = json.dumps({"id": "7", "text": TEXT})
    items, problems = read(tmp_path, "a.jsonl", f"{line}\n{line}\n")
    assert [i.id for i in items] == ["7", "7#2"]
    assert problems[0].code == "same_id"
    assert "dòng 1" in problems[0].message


def test_hidden_characters_are_taken_out_of_the_working_text_only(tmp_path):
    sent = "Ông \u202eThử\u202c phản\u200b ánh\x00 rác ở ngõ 12."
    items, _ = read(
        tmp_path, "a.jsonl", json.dumps({"id": "1", "text": sent, "người gửi": "A\u202eB"})
    )
    assert items[0].text == "Ông Thử phản ánh rác ở ngõ 12."
    assert items[0].text_as_sent == sent
    assert items[0].sender_name == "AB"
    assert items[0].notes


def test_a_sheet_of_empty_rows_ends_early_and_says_so(tmp_path):
    rows = [["Nội dung"], [TEXT], *([[None]] * 6000), ["cuối"]]
    items, problems = read(tmp_path, "a.xlsx", book(rows))
    assert len(items) == 1
    assert problems[-1].code == "many_empty_rows"


def test_labels_in_the_input_are_kept_apart(tmp_path):
    row = {"id": "1", "text": TEXT, "field": "giao-duc", "kind": "to_cao"}
    items, _ = read(tmp_path, "a.jsonl", json.dumps(row))
    assert items[0].extra == {"field": "giao-duc", "kind": "to_cao"}


def test_members_that_lead_out_of_the_archive_are_refused(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("../ra-ngoai.txt", TEXT)
        link = zipfile.ZipInfo("lien-ket.txt")
        link.external_attr = 0o120777 << 16
        packed.writestr(link, "/etc/passwd")
    items, problems = read(tmp_path, "a.zip", out.getvalue())
    assert items == []
    assert {p.code for p in problems} == {"zip_slip", "zip_link"}


def test_a_child_that_dies_is_told_and_the_other_files_are_read(tmp_path):
    folder = tmp_path / "don"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT)
    (folder / "b.xlsx").write_bytes(book([["Nội dung"], *([[TEXT]] * 60_000)]))
    (folder / "c.txt").write_text("Rác ở ngõ 12 không ai thu gom.")
    rows = list(read_inputs([folder], limits=Limits(cpu_seconds=1)))
    problems = [r for r in rows if isinstance(r, Problem)]
    assert [p.code for p in problems if p.severity == "error"] == ["stopped"]
    assert problems[-1].address == "b.xlsx"
    assert {"a.txt", "c.txt"} <= {r.id for r in rows if isinstance(r, Item)}


def test_a_sheet_goes_out_without_a_formula(tmp_path):
    from openpyxl import load_workbook

    values = ["=1+1", "+84", "-5", "@cmd", "\t=x", "bình thường"]
    with (tmp_path / "ra.xlsx").open("w+b") as file:
        write_xlsx(file, [Sheet("Đơn", ["A"], ([v] for v in values))], notes=[("Lúc", "nay")])
    sheet = load_workbook(tmp_path / "ra.xlsx").worksheets[0]
    assert [c.data_type for c in sheet["A"][1:]] == ["s"] * 6
    assert [c.value for c in sheet["A"][1:]] == values


def test_texts_are_measured_where_they_are_read_when_it_is_asked_for(tmp_path):
    broken = "KÝnh göi UBND ph­êng, chóng t«i ®Ò nghÞ söa ®­êng ngËp n­íc."
    lines = [{"id": "a", "text": "Ngõ 58 ngập hoài."}, {"id": "b", "text": broken}]
    file = tmp_path / "letters.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")

    with_it = [row for row in read_inputs([file], measured=True) if isinstance(row, Item)]
    without = [row for row in read_inputs([file]) if isinstance(row, Item)]

    assert [item.measured for item in with_it] == [measure(item.text) for item in with_it]
    assert with_it[0].measured == Measured(0.0, "ngõ 58 ngập hoài", "ngo 58 ngap hoai")
    assert [replace(item, measured=None) for item in with_it] == without
