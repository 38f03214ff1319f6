"""Files for the tests, made on the spot; most are read in this process, which is quicker."""

import io
import json
import zipfile
from email.message import EmailMessage

import xlsxwriter
from openpyxl import Workbook

from gandan.core.readers import Item, Limits, Problem
from gandan.core.readers.opening import File, Opener

TEXT = "Ngõ 58 Bến Trúc ngập sâu sau mưa, bà con đi lại rất khó khăn. Đề nghị phường xem xét."


def parse(name, data, **limits):
    """Items and problems of a file, without the child process around the reader."""
    raw = data if isinstance(data, bytes) else data.encode()
    rows = list(Opener(Limits(**limits)).read(File(io.BytesIO(raw), len(raw), name, name)))
    return split(rows)


def split(rows):
    rows = list(rows)
    return [r for r in rows if isinstance(r, Item)], [r for r in rows if isinstance(r, Problem)]


def errors(problems):
    return [p for p in problems if p.severity == "error"]


def codes(problems):
    return [p.code for p in problems]


def lines(*rows):
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def book(*sheets):
    """Sheets as lists of rows; a sheet may be a pair of title and rows."""
    made = Workbook()
    made.remove(made.active)
    for number, sheet in enumerate(sheets, 1):
        title, rows = sheet if isinstance(sheet, tuple) else (f"Sheet{number}", sheet)
        page = made.create_sheet(title)
        for row in rows:
            page.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def shared_book(*rows):
    """Like ``book``, but with its texts in a table of their own, as Excel writes them."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        page = made.add_worksheet("Sheet1")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return out.getvalue()


def zipped(members, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as packed:
        for name, data in members:
            packed.writestr(name, data)
    return out.getvalue()


def changed(data, part, make):
    """An Office file with one of its parts replaced by ``make(part)``."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        assert part in old.namelist()
        for member in old.infolist():
            body = old.read(member)
            new.writestr(member.filename, make(body) if member.filename == part else body)
    return out.getvalue()


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def docx(body, *more, before=""):
    document = f'{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return zipped([("_rels/.rels", RELATIONS), ("word/document.xml", document), *more])


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
