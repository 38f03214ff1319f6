from datetime import date
from email.message import EmailMessage

import pytest
from files import TEXT, WORD, codes, docx, errors, paragraph, parse, zipped

from gandan.core.readers.html_text import html_text
from gandan.documents import Document, Head, Paragraph, layout, to_docx, to_pdf
from gandan.vietnamese import encode

PAPER = Document(
    Head("", "Phường", "1", "Minh Hà", date(2026, 6, 1), "Đơn", "Ngập"), (Paragraph.of(TEXT),)
)


def mail(
    text=TEXT,
    html=None,
    subject="Ngập ngõ 58",
    attachments=(),
    date="Mon, 01 Jun 2026 23:30:00 +0700",
):
    message = EmailMessage()
    message["Subject"], message["Date"] = subject, date
    message["From"] = "Người Thử <thu@example.vn>"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for name, data in attachments:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


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


@pytest.mark.parametrize(("name", "make"), [("a.docx", to_docx), ("a.pdf", to_pdf)])
def test_our_own_papers_can_be_read_back(name, make):
    items, problems = parse(name, make(PAPER, layout("state_nd30")))
    assert TEXT in words(items[0].text)
    assert not errors(problems)


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
        ("a.pdf", to_pdf(PAPER, layout("state_nd30"))[:800], "broken_pdf", "hỏng"),
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


def pdf(*pages, encrypted=False):
    """A small PDF; each page is the text it shows, "" for a page without text."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>"]
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(len(pages)))
    objects.append(f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>")
    font = "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    for number, text in enumerate(pages):
        page = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{font}/Contents {4 + 2 * number} 0 R>>"
        )
        shown = f"BT /F 12 Tf 72 700 Td ({text}) Tj ET" if text else ""
        objects += [page, f"<</Length {len(shown)}>>stream\n{shown}\nendstream"]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj{body}endobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    locked = (
        "/Encrypt<</Filter/Standard/V 1/R 2/P -4/O("
        + "x" * 32
        + ")/U("
        + "y" * 32
        + ")>>/ID[(a)(a)]"
    )
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R{locked if encrypted else ''}>>"
    start = len(out)
    return (
        out
        + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}\nstartxref\n{start}\n%%EOF".encode()
    )


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
