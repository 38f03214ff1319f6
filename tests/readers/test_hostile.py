"""Files made to break a reader: each gets a clear word, none takes the process with it."""

import io
import json
import os
import stat
import struct
import threading
import time
import zipfile

import pytest

from gandan.core.readers import Limits, process, read_bytes, read_inputs

from .files import (
    TEXT,
    book,
    changed,
    codes,
    docx,
    errors,
    lines,
    mail,
    paragraph,
    parse,
    pdf,
    shared_book,
    split,
    zipped,
)

ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 10}">' for n in range(10))
LAUGHS = f"<!DOCTYPE x [{ENTITIES}]>"
OUTSIDE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'


def in_child(name, data, **limits):
    return split(read_bytes(name, data, limits=Limits(**limits)))


def is_clear(problem):
    """In Vietnamese, with a place, and without the words of a programmer."""
    return (
        problem.address
        and len(problem.message) > 20
        and any(c in "ệạọặáếôđư" for c in problem.message)
    )


def flat_bomb():
    return zipped([("bom.txt", b"0" * (20 * 1024**2))])


def lying_bomb():
    """The directory says 10 bytes; the data unpack to a megabyte."""
    data = bytearray(zipped([("bom.txt", b"0" * 1024**2)]))
    place = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, place + 24, 10)
    return bytes(data)


def encrypted_zip():
    data = bytearray(zipped([("thư.txt", TEXT)]))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index(mark)
        flags = struct.unpack_from("<H", data, place + offset)[0]
        struct.pack_into("<H", data, place + offset, flags | 1)
    return bytes(data)


def nested_mail(depth):
    data = f"Content-Type: text/plain\n\n{TEXT}"
    for number in range(depth):
        data = f"Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n{data}\n--b{number}--\n"
    return f"Subject: x\n{data}".encode()


HOSTILE = [
    ("empty.txt", b"", "empty"),
    ("empty.csv", b"\n\n", "empty"),
    ("blank.csv", b" , \n,,\n", "empty"),
    ("header.csv", "Mã,Nội dung\n", "empty"),
    ("empty.jsonl", b"\xef\xbb\xbf\n", "empty"),
    ("empty.json", b"[]", "empty"),
    ("empty.zip", zipped([]), "empty"),
    ("empty.xlsx", book([]), "empty"),
    ("flat.zip", flat_bomb(), "zip_bomb"),
    ("nested.zip", zipped([("trong.zip", flat_bomb())]), "nested_zip"),
    ("lying.zip", lying_bomb(), "broken_member"),
    ("slip.zip", zipped([("../../etc/x.txt", TEXT)]), "zip_slip"),
    ("absolute.zip", zipped([("/etc/x.txt", TEXT)]), "zip_slip"),
    ("drive.zip", zipped([("C:\\x.txt", TEXT)]), "zip_slip"),
    ("locked.zip", encrypted_zip(), "encrypted"),
    ("cut.zip", zipped([("a.txt", TEXT)])[:-30], "broken_zip"),
    ("cut.xlsx", book([["Nội dung"], [TEXT]])[:-200], "broken_xlsx"),
    ("no.xlsx", b"khong phai zip", "broken_xlsx"),
    (
        "bomb.xlsx",
        changed(book([["a"]]), "xl/worksheets/sheet1.xml", lambda _: b" " * 30_000_000),
        "zip_bomb",
    ),
    ("bomb.docx", docx("x" * 20_000_000), "zip_bomb"),
    ("laughs.docx", docx(paragraph("&l9;"), before=LAUGHS), "broken_docx"),
    ("outside.docx", docx(paragraph("&f;"), before=OUTSIDE), "broken_docx"),
    ("deep.jsonl", b'{"text": ' + b"[" * 100_000, "not_json"),
    ("deep.json", b"[" * 100_000 + b"]" * 100_000, "not_json"),
    ("line.jsonl", b'{"text": "' + b"a" * 10_000_000 + b'"}', "line_too_long"),
    ("line.csv", b"Noi dung\n" + b"a" * 10_000_000 + b"\n", "line_too_long"),
    ("parts.eml", nested_mail(1000), "broken_eml"),
    ("header.eml", b"Subject: x\nContent-Type: " + b"a;" * 50_000 + b"\n\nx", "broken_eml"),
]


@pytest.mark.parametrize(("name", "data", "code"), HOSTILE, ids=[row[0] for row in HOSTILE])
def test_a_hostile_file_gets_a_clear_word(name, data, code):
    started = time.process_time()
    items, problems = parse(name, data)
    assert items == []
    assert code in codes(errors(problems))
    assert all(map(is_clear, problems))
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"<sheetData>", b"<sheetData><row><c><v>&l9;</v></c></row>"),
        ("xl/sharedStrings.xml", b"<t>", b"<t>&l9;"),
        ("xl/workbook.xml", b'name="Sheet1"', b'name="&l9;"'),
        ("xl/styles.xml", b'name="Normal"', b'name="&l9;"'),
        ("xl/sharedStrings.xml", b"<t>", b"<t>&f;"),
    ],
)
def test_entities_in_a_spreadsheet_are_never_expanded(part, old, new):
    def poison(xml):
        declaration, mark, rest = xml.partition(b"?>")
        head, body = (declaration + mark, rest) if mark else (b"", xml)
        assert old in body
        before = OUTSIDE if b"&f;" in new else LAUGHS
        return head + before.encode() + body.replace(old, new, 1)

    data = changed(shared_book(["Nội dung"], [TEXT]), part, poison)
    items, problems = parse("a.xlsx", data)
    assert items == []
    assert codes(problems) == ["broken_xlsx"]
    assert "root:" not in problems[0].kept


def test_a_million_empty_rows_end_quickly():
    rows = "".join(f'<row r="{n}"/>' for n in range(3, 1_048_577)).encode()
    data = changed(
        book([["Nội dung"], [TEXT]]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"),
    )
    started = time.monotonic()
    items, problems = in_child("a.xlsx", data)
    assert len(items) == 1
    assert codes(problems) == ["many_empty_rows"]
    assert time.monotonic() - started < 10


def test_a_gap_of_a_million_rows_loses_nothing():
    last = (
        b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>cu\xe1\xbb\x91i</t></is></c></row>'
    )
    data = changed(
        book([["Nội dung"], [TEXT]]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</sheetData>", last + b"</sheetData>"),
    )
    items, problems = parse("a.xlsx", data)
    assert [i.text for i in items] == [TEXT, "cuối"]
    assert items[1].address == "a.xlsx, trang tính Sheet1, dòng 1048576"
    assert problems == []


def test_a_sheet_cut_in_the_middle_gives_its_rows_and_an_error():
    data = changed(
        book([["Nội dung"], *[[f"Đơn {n}"] for n in range(50)]]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml[: xml.index(b'<row r="40"')],
    )
    items, problems = parse("a.xlsx", data)
    assert len(items) == 38
    assert codes(problems) == ["broken_xlsx"]
    assert "sau dòng 39" in problems[0].address


def test_the_good_members_of_a_bad_zip_are_read():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("../ra-ngoai.txt", TEXT)
        link = zipfile.ZipInfo("liên-kết.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(link, "/etc/passwd")
        packed.writestr("__MACOSX/._001.txt", "x")
        packed.writestr("trong.zip", flat_bomb())
        packed.writestr("thư/001.txt", TEXT)
    items, problems = parse("thư.zip", out.getvalue())
    assert [(i.id, i.address) for i in items] == [("thư/001.txt", "thư.zip/thư/001.txt")]
    assert codes(errors(problems)) == ["zip_slip", "zip_link", "nested_zip"]
    assert "thư.zip/__MACOSX/._001.txt" in [p.address for p in problems]


def test_a_damaged_member_costs_itself_only():
    data = bytearray(zipped([("a.txt", TEXT * 5), ("b.txt", TEXT)]))
    data[45:60] = bytes(15)
    items, problems = parse("a.zip", bytes(data))
    assert [i.id for i in items] == ["b.txt"]
    assert codes(problems) == ["broken_member"]


@pytest.mark.parametrize(
    ("limit", "code"), [({"members": 5}, "too_many_members"), ({"unpacked": 50}, "zip_bomb")]
)
def test_an_archive_beyond_its_limits_is_not_opened(limit, code):
    items, problems = parse("a.zip", zipped([(f"{n}.txt", TEXT) for n in range(6)]), **limit)
    assert items == []
    assert codes(problems) == [code]


def test_names_in_a_zip_are_read_in_their_own_encoding():
    data = zipped([("Don thu x.txt", TEXT)]).replace(b"Don thu x", "Đơnthư".encode())
    assert [i.id for i in parse("a.zip", data)[0]] == ["Đơnthư.txt"]


def test_names_that_turn_round_or_hide_are_shown_plainly(tmp_path):
    (tmp_path / "đơn\u202etxt.exe\u202c.txt").write_text(TEXT)
    (tmp_path / "hai\ndòng.txt").write_text("Rác ở ngõ 12 bốc mùi.")
    items, problems = split(read_inputs([tmp_path]))
    assert [i.id for i in items] == ["hai dòng.txt", "đơntxt.exe.txt"]
    assert problems == []


def test_a_name_that_is_no_unicode_is_read(tmp_path):
    path = os.fsencode(tmp_path) + b"/\xfc\xe0.txt"
    with open(path, "w") as file:  # noqa: PTH123 (a name of bytes)
        file.write(TEXT)
    items, _ = split(read_inputs([tmp_path]))
    assert len(items) == 1
    (items[0].id + items[0].address).encode()


def test_a_hundred_megabytes_of_text_are_refused_with_their_head_kept(tmp_path):
    path = tmp_path / "lớn.txt"
    with path.open("wb") as file:
        file.write(TEXT.encode())
        file.truncate(100 * 1024**2)
    started = time.monotonic()
    items, (problem,) = split(read_inputs([path]))
    assert items == []
    assert problem.code == "too_large"
    assert "100 MB" in problem.message
    assert problem.kept.startswith(TEXT)
    assert time.monotonic() - started < 5


def slow_json():
    """Takes some seconds of processor time, and is no stream that would be given more."""
    return json.dumps([{"id": n, "text": f"{TEXT} {n}"} for n in range(60_000)])


def test_a_child_that_uses_too_much_time_is_ended_and_the_next_file_is_read(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.json").write_text(slow_json())
    (tmp_path / "c.txt").write_text("Rác ở ngõ 12 không ai thu gom.")
    items, problems = split(read_inputs([tmp_path], limits=Limits(cpu_seconds=1)))
    assert codes(problems) == ["stopped"]
    assert problems[0].address == "b.json"
    assert items[-2].address in problems[0].message
    assert [i.id for i in items if i.id.endswith(".txt")] == ["a.txt", "c.txt"]


def test_a_child_that_uses_too_much_memory_is_told():
    data = b"[" + b"1.5," * 10_000_000 + b"1]"
    items, problems = in_child("a.json", data, memory=300 * 1024**2)
    assert items == []
    assert codes(problems) in (["too_large"], ["stopped"])


def test_members_after_a_deadly_one_are_read(tmp_path):
    members = [("1.txt", TEXT), ("2.json", slow_json()), ("3.txt", "Rác ở ngõ 12.")]
    items, problems = in_child("a.zip", zipped(members), cpu_seconds=1)
    assert codes(problems) == ["stopped"]
    assert problems[0].address == "a.zip/2.json"
    assert [i.id for i in items if i.id.endswith(".txt")] == ["1.txt", "3.txt"]


def test_an_archive_of_deadly_members_is_given_up():
    members = [(f"{n}.json", slow_json()) for n in range(3)]
    _items, problems = in_child("a.zip", zipped(members), cpu_seconds=1, deaths=1)
    assert codes(errors(problems)) == ["stopped", "stopped", "given_up"]


def test_a_reader_that_cannot_start_is_told_for_each_file(tmp_path, monkeypatch):
    monkeypatch.setattr(process, "BOOT", "raise SystemExit(1)")
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT)
    items, problems = split(read_inputs([tmp_path]))
    assert items == []
    assert codes(problems) == ["no_reader"] * 2


def test_a_child_that_falls_silent_is_ended(monkeypatch):
    monkeypatch.setattr(process, "BOOT", "print('{}', flush=True); import time; time.sleep(60)")
    _items, problems = in_child("a.txt", TEXT.encode(), silent_seconds=1.0)
    assert codes(problems) == ["stopped"]
    assert "thời gian" in problems[0].message


def test_a_caller_that_pauses_does_not_cost_the_file(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(lines(*({"id": n, "text": TEXT} for n in range(5000))))
    rows = read_inputs([path], limits=Limits(silent_seconds=1.0))
    next(rows)
    time.sleep(1.5)
    assert len(list(rows)) == 4999


def test_a_pipe_a_link_and_a_hidden_file_are_told(tmp_path):
    os.mkfifo(tmp_path / "ống.txt")
    (tmp_path / "liên-kết.txt").symlink_to("/etc/passwd")
    (tmp_path / ".ẩn").mkdir()
    (tmp_path / ".ẩn" / "a.txt").write_text(TEXT)
    items, problems = split(
        read_inputs([tmp_path, tmp_path / "ống.txt", tmp_path / "không có.txt"])
    )
    assert items == []
    assert sorted(codes(problems)) == [
        "hidden_file",
        "link",
        "not_a_file",
        "not_a_file",
        "not_found",
    ]


def test_an_empty_folder_is_told(tmp_path):
    assert codes(split(read_inputs([tmp_path]))[1]) == ["empty_folder"]


def test_ids_are_unique_however_often_one_comes():
    rows = [{"id": "7", "text": TEXT}] * 3 + [{"id": "7#2", "text": TEXT}]
    items, problems = in_child("a.jsonl", lines(*rows).encode())
    assert [i.id for i in items] == ["7", "7#2", "7#3", "7#2#2"]
    assert codes(problems) == ["same_id"] * 3
    assert "a.jsonl, dòng 1" in problems[0].message
    assert problems[0].address == "a.jsonl, dòng 2"


def test_the_same_letters_have_the_same_ids_as_folder_and_as_zip(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "1.txt").write_text(TEXT)
    (tmp_path / "2.csv").write_text("Nội dung\nRác\n")
    members = [("2.csv", "Nội dung\nRác\n"), ("a/1.txt", TEXT)]
    folder, _ = split(read_inputs([tmp_path]))
    archive, _ = in_child("thư.zip", zipped(members))
    assert [i.id for i in folder] == [i.id for i in archive] == ["2.csv#2", "a/1.txt"]


def test_many_threads_read_at_once():
    found = {}

    def work(number):
        found[number] = in_child("a.txt", f"Đơn số {number}: {TEXT}".encode())[0][0].text

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[n][:8] for n in range(4)] == [f"Đơn số {n}" for n in range(4)]


def test_the_child_gets_no_secret_of_the_parent(monkeypatch):
    monkeypatch.setenv("GANDAN_SECRET_KEY", "bí mật")
    shown = "import json, os; print(json.dumps({'problem': {'code': ' '.join(os.environ), 'severity': '', 'address': '', 'message': ''}}), flush=True)"
    monkeypatch.setattr(process, "BOOT", shown)
    _items, problems = in_child("a.txt", TEXT.encode())
    assert "LANG" in problems[0].code
    assert "GANDAN" not in problems[0].code


def test_progress_counts_the_letters():
    told = []
    list(
        read_bytes(
            "a.jsonl",
            lines({"text": "Ngập"}, {"x": 1}, {"text": "Rác"}).encode(),
            progress=told.append,
        )
    )
    assert told == [1, 2]


def test_a_mail_with_endless_parts_and_one_with_deep_mails_end():
    many = mail(attachments=[(f"{n}.txt", TEXT.encode()) for n in range(30)])
    items, problems = parse("a.eml", many, parts=10)
    assert 5 < len(items) < 12
    assert codes(problems) == ["many_parts"]
    deep = mail()
    for _ in range(8):
        deep = mail(attachments=[("trong.eml", deep)])
    items, problems = parse("a.eml", deep)
    assert len(items) == 6
    assert codes(problems) == ["too_deep"]


def test_a_letter_of_control_characters_is_cleaned_and_told():
    sent = "Ông \u202eThử\u202c phản\u200b ánh\x00 rác."
    items, _ = parse("a.jsonl", json.dumps({"text": sent, "người gửi": "A\u2066B"}))
    assert items[0].text == "Ông Thử phản ánh rác."
    assert items[0].text_as_sent == sent
    assert any("người gửi" in note for note in items[0].notes)


def test_a_pdf_of_many_pages_stays_within_its_limit():
    items, _ = in_child("a.pdf", pdf(*["trang"] * 300), pages=20)
    assert items[0].text.split() == ["trang"] * 20


def test_a_file_of_nothing_but_faults_ends_with_a_word():
    items, problems = parse("a.jsonl", "x\n" * 500, faults_in_a_row=100)
    assert items == []
    assert codes(problems) == ["not_json"] * 100 + ["too_many_faults"]
