import io
from datetime import date

import pytest
import typst
from docx import Document

from gandan.core.readers.html_text import html_text
from gandan.vietnamese import encode

from .files import TEXT, WORD, codes, docx, errors, mail, paragraph, parse, pdf, zipped


def words(text):
    return " ".join(text.split())


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "tcvn3", "vni", "viscii", "cp1258"]
)
def test_a_text_is_read_in_its_own_encoding(encoding):
    data = TEXT.encode(encoding) if encoding.startswith("utf") else encode(TEXT, encoding)
    items, problems = parse("thư.txt", data)
    assert items[0].text == TEXT
    assert (items[0].id, items[0].address) == ("thư.txt", "thư.txt")
    assert items[0].encoding
    assert not errors(problems)


@pytest.mark.parametrize("font", ["tcvn3", "vni"])
def test_a_table_typed_with_an_old_font_is_converted_and_says_so(font):
    typed = encode(TEXT, font).decode("cp1252", "ignore")
    items, _ = parse("a.csv", f'Mã,Nội dung\n1,"{typed}"\n')
    assert "bà con đi lại rất khó khăn" in items[0].text
    assert items[0].text_as_sent == typed
    assert font in items[0].notes[0]


def test_bytes_that_are_no_known_text_are_kept_with_a_warning():
    items, problems = parse("a.txt", bytes(range(128, 256)) * 4)
    assert len(items) == 1
    assert codes(problems) == ["unsure_encoding"]


def test_a_word_file_is_read_in_order_with_tables_boxes_and_insertions():
    table = (
        f"<w:tbl><w:tr><w:tc>{paragraph('Họ tên')}</w:tc><w:tc>{paragraph('Người')}{paragraph('Thử')}"
        f"</w:tc></w:tr><w:tr><w:tc>{paragraph('Nơi')}</w:tc><w:tc>{paragraph('Ngõ 58')}</w:tc></w:tr></w:tbl>"
    )
    box = (
        '<w:p><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:txbxContent>{paragraph('Trong khung')}</w:txbxContent></mc:Choice>"
        f"<mc:Fallback><w:txbxContent>{paragraph('Trong khung')}</w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:p>"
    )
    tracked = (
        "<w:p><w:ins><w:r><w:t>thêm</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del></w:p>"
    )
    header = ("word/header1.xml", f'<w:hdr xmlns:w="{WORD}">{paragraph("Phường Thử")}</w:hdr>')
    items, problems = parse(
        "a.docx", docx(paragraph("Kính gửi") + table + box + tracked + paragraph("Hết"), header)
    )
    assert problems == []
    lines = [line for line in items[0].text.split("\n") if line]
    assert lines == [
        "Kính gửi",
        "Họ tên\tNgười",
        "Thử",
        "Nơi\tNgõ 58",
        "Trong khung",
        "thêm",
        "Hết",
    ]
    assert items[0].extra == {"đầu và chân trang": "Phường Thử"}


def test_papers_made_with_other_programs_are_read():
    word = Document()
    word.add_heading("Đơn phản ánh")
    word.add_paragraph(TEXT)
    word.add_table(1, 2).cell(0, 1).text = "Ngõ 58"
    out = io.BytesIO()
    word.save(out)
    for name, data in (("a.docx", out.getvalue()), ("a.pdf", typst.compile(TEXT.encode()))):
        items, problems = parse(name, data)
        assert TEXT in words(items[0].text)
        assert problems == []


@pytest.mark.parametrize(
    ("name", "data", "code", "says"),
    [
        ("a.docx", b"khong phai zip", "broken_docx", "không phải .docx"),
        ("a.docx", b"{\\rtf1 abc}", "broken_docx", ".rtf"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "broken_docx", "kiểu cũ"),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
            "mật khẩu",
        ),
        ("a.docx", docx(paragraph(TEXT))[:-40], "broken_docx", "hỏng"),
        ("a.docx", zipped([("lạ.txt", "x")]), "broken_docx", "hỏng"),
        ("a.docx", docx(paragraph("")), "scanned", "không có chữ"),
        ("a.pdf", b"%PDF-1.7 cut", "broken_pdf", "hỏng"),
        ("a.pdf", pdf("x")[:40], "broken_pdf", "hỏng"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "unknown_kind", ".docx"),
        ("a.rtf", b"{\\rtf1}", "unknown_kind", ".docx"),
        ("a.jpg", b"\xff\xd8\xff", "unknown_kind", "ảnh"),
        ("a.exe", b"MZ", "unknown_kind", ".exe"),
        ("không đuôi", b"abc", "unknown_kind", "không có đuôi"),
        ("a.txt", b"%PDF-1.7", "disguised", "PDF"),
        ("a.csv", b"PK\x03\x04abc", "disguised", "tệp nén"),
        ("a.eml", b"\x89PNG\r\n\x1a\n", "disguised", "PNG"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(name, data, code, says):
    items, (problem,) = parse(name, data)
    assert items == []
    assert (problem.code, problem.severity, problem.address) == (code, "error", name)
    assert says in problem.message


def test_a_scanned_pdf_is_told_and_one_with_some_text_is_read():
    assert codes(parse("a.pdf", pdf("", ""))[1]) == ["scanned"]
    items, (problem,) = parse("b.pdf", pdf("Don phan anh", "", "Rac thai"))
    assert words(items[0].text) == "Don phan anh Rac thai"
    assert (problem.code, problem.severity) == ("blank_pages", "warning")
    assert "Trang 2" in problem.message


def test_a_pdf_with_a_password_or_too_many_pages_is_told():
    assert codes(parse("a.pdf", pdf("x", encrypted=True))[1]) == ["encrypted"]
    items, problems = parse("b.pdf", pdf("mot", "hai", "ba"), pages=2)
    assert "ba" not in items[0].text
    assert codes(problems) == ["many_pages"]


def test_a_mail_is_a_letter_with_its_subject_sender_and_day():
    items, problems = parse("thư.eml", mail(html="<p>khác</p>"))
    (item,) = items
    assert problems == []
    assert item.text.strip() == TEXT
    assert (item.title, item.sender_name, item.channel) == ("Ngập ngõ 58", "Người Thử", "email")
    assert item.received_on == date(2026, 6, 1)
    assert item.extra == {"thư điện tử người gửi": "thu@example.vn"}


def test_attachments_are_letters_of_their_own_with_an_address():
    inner = mail(text="Thư bên trong về rác.")
    data = mail(
        attachments=[("đơn.txt", TEXT.encode()), ("ảnh.jpg", b"\xff\xd8\xff"), ("cũ.eml", inner)]
    )
    items, problems = parse("thư.eml", data)
    assert [i.address for i in items] == ["thư.eml", "thư.eml/đơn.txt", "thư.eml/cũ.eml"]
    assert [(p.code, p.severity, p.address) for p in problems] == [
        ("unknown_kind", "warning", "thư.eml/ảnh.jpg")
    ]


def test_a_mail_with_nothing_but_an_attachment_loses_nothing():
    items, problems = parse(
        "a.eml", mail(text="", subject="", attachments=[("đơn.txt", TEXT.encode())])
    )
    assert [i.address for i in items] == ["a.eml/đơn.txt"]
    assert codes(problems) == ["only_attachments"]


def test_a_mail_with_a_date_that_is_none_keeps_the_letter():
    items, problems = parse("a.eml", mail().replace(b"Mon, 01 Jun 2026 23:30:00 +0700", b"hom qua"))
    assert items[0].received_on is None
    assert problems[0].severity == "warning"


def test_an_empty_mail_is_an_error_with_its_source_kept():
    items, (problem,) = parse("a.eml", mail(text="", subject=""))
    assert items == []
    assert "thu@example.vn" in problem.kept


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Ngõ <b>58</b></p><p>ngập &amp; rác</p>", "Ngõ 58\nngập & rác"),
        ("<head><title>x</title><body>Ngập<script>alert(1)</script>", "Ngập"),
        ("<style>Ngập sâu", "Ngập sâu"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("<img src=x onerror=alert(1)>Rác", "Rác"),
    ],
)
def test_html_gives_its_words_only(html, text):
    assert html_text(html) == text
