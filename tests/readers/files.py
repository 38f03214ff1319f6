"""Files for the tests, made on the spot; most are read in this process, which is quicker."""

import io
import json
import zipfile

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
