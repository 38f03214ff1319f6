"""What is given out of a denunciation tells on its pages what it told, and no more who wrote it."""

import zipfile
from io import BytesIO

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from openpyxl.comments import Comment
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from gandan.core.sent_files import kinds, nameless_in_child
from gandan.core.sent_files.nameless import nameless
from gandan.core.sent_files.verdicts import NotCleanedError
from tests.readers import sent_pictures as sent

WRITER, FOLDER = "Hoàng Thị Kín", "C:\\Users\\kinht\\Documents"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CUSTOM = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties">'
    f"<x>{WRITER}</x></Properties>"
)


def members(data):
    """All of a package in one text, unpacked."""
    with zipfile.ZipFile(BytesIO(data)) as packed:
        return "\n".join(
            f"{m.filename} {packed.read(m).decode('utf-8', 'replace')}" for m in packed.infolist()
        )


def test_nothing_tells_in_which_sittings_or_when_a_letter_was_written():
    """Letters of one writer share the numbers of sittings, whatever name stands on them."""
    made = docx.Document(BytesIO(letter()))
    made.paragraphs[0]._p.set(f"{{{W[9:-1]}}}rsidR", "00A77B3C")
    made.settings.element.append(parse_xml(f'<w:rsids {W}><w:rsid w:val="00A77B3C"/></w:rsids>'))
    for change in made.element.iter(f"{{{W[9:-1]}}}ins"):
        change.set(f"{{{W[9:-1]}}}date", "2026-11-01T10:00:00Z")
    kept = BytesIO()
    made.save(kept)
    assert "00A77B3C" in members(kept.getvalue())
    given = members(nameless(kept.getvalue(), kinds.DOCX))
    assert "rsid" not in given
    assert "2026-11-01T10" not in given
    assert "date=" not in given.partition("word/comments.xml")[2][:2000]
    assert "Thêm." in given


def with_members(data, **more):
    out = BytesIO(data)
    with zipfile.ZipFile(out, "a") as packed:
        for name, body in more.items():
            packed.writestr(name.replace("__", "/"), body)
    return out.getvalue()


def letter():
    """A Word file that names its writer in every place that Word knows."""
    made = docx.Document()
    made.core_properties.author = made.core_properties.last_modified_by = WRITER
    run = made.add_paragraph("Kế toán lập chứng từ khống.").runs[0]
    made.add_comment(run, text="Xem lại số tiền.", author=WRITER, initials="HTK")
    made.paragraphs[0]._p.append(
        parse_xml(f'<w:ins {W} w:id="7" w:author="{WRITER}"><w:r><w:t> Thêm.</w:t></w:r></w:ins>')
    )
    made.add_picture(BytesIO(sent.photo(1)))
    made.settings.element.append(
        parse_xml(f'<w:docVars {W}><w:docVar w:name="n" w:val="{WRITER}"/></w:docVars>')
    )
    template = made.part._settings_part.relate_to(
        f"file:///{FOLDER}\\mau.dotx",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate",
        is_external=True,
    )
    made.settings.element.append(
        parse_xml(
            f'<w:attachedTemplate {W} xmlns:r="http://schemas.openxmlformats.org/'
            f'officeDocument/2006/relationships" r:id="{template}"/>'
        )
    )
    made.inline_shapes[0]._inline.docPr.set("descr", f"{FOLDER}\\anh.jpg")
    out = BytesIO()
    made.save(out)
    return with_members(
        out.getvalue(), **{"docProps__custom.xml": CUSTOM, "customXml__item9.xml": CUSTOM}
    )


def table():
    made = openpyxl.Workbook()
    made.properties.creator = made.properties.lastModifiedBy = WRITER
    made.active["A1"] = "Chi 120 triệu"
    made.active["A1"].comment = Comment(f"{WRITER}:\nsố này sai", WRITER)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def pdf():
    """One page with a photo, a note, a signature, and everything that says who made it."""
    made = PdfWriter()
    page = made.add_blank_page(90, 90)
    made.add_metadata({"/Author": WRITER, "/Creator": "Word của " + WRITER})
    xmp = DecodedStreamObject()
    xmp.set_data(f"<x:xmpmeta>{WRITER}</x:xmpmeta>".encode())
    made.root_object[NameObject("/Metadata")] = made._add_object(xmp)
    note = Text(text="Số này sai", rect=(5, 5, 20, 20))
    note[NameObject("/T")] = TextStringObject(WRITER)
    made.add_annotation(0, note)
    value = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Sig"),
            NameObject("/Name"): TextStringObject(WRITER),
        }
    )
    field = DictionaryObject(
        {
            NameObject("/FT"): NameObject("/Sig"),
            NameObject("/T"): TextStringObject("Chữ ký 1"),
            NameObject("/V"): made._add_object(value),
        }
    )
    page[NameObject("/Own")] = made._add_object(field)
    photo = DecodedStreamObject()
    photo.set_data(sent.photo(1))
    photo[NameObject("/Subtype")] = NameObject("/Image")
    photo[NameObject("/Filter")] = NameObject("/DCTDecode")
    page[NameObject("/Photo")] = made._add_object(photo)
    out = BytesIO()
    made.write(out)
    return out.getvalue()


def told(data):
    """The bytes of a PDF, with its texts read as well."""
    reader = PdfReader(BytesIO(data))
    every = [reader.get_object(n) for n in range(1, len(reader.xref[0]) + 1)]
    return data + repr(every).encode() + repr(reader.metadata).encode()


def test_a_word_file_keeps_its_words_and_loses_its_writer():
    given, clean = letter(), nameless(letter(), kinds.DOCX)
    for name in (WRITER, "HTK", "kinht", "docProps", "customXml"):
        assert name in members(given), name
        assert name not in members(clean), name
    assert sent.PLACE.decode() in members(given)
    assert sent.PLACE.decode() not in members(clean)
    read = docx.Document(BytesIO(clean))
    assert read.paragraphs[0].text == "Kế toán lập chứng từ khống."
    assert [(c.text, c.author) for c in read.comments] == [("Xem lại số tiền.", "–")]


def test_a_workbook_keeps_its_figures_and_loses_its_writer():
    clean = nameless(table(), kinds.XLSX)
    assert WRITER in members(table())
    assert WRITER not in members(clean)
    cell = openpyxl.load_workbook(BytesIO(clean)).active["A1"]
    assert (cell.value, cell.comment.text) == ("Chi 120 triệu", "–:\nsố này sai")


def test_a_pdf_loses_properties_names_of_notes_and_signers_and_what_its_camera_wrote():
    given, clean = told(pdf()), told(nameless(pdf(), kinds.PDF))
    assert WRITER.encode() in given
    assert sent.PLACE in given
    for name in (WRITER.encode(), b"xmpmeta", sent.PLACE, b"/Sig'"):
        assert name not in clean.replace(b"'/FT': '/Sig'", b""), name
    (page,) = PdfReader(BytesIO(nameless(pdf(), kinds.PDF))).pages
    assert page["/Annots"][0].get_object()["/Contents"] == "Số này sai"


def test_a_pdf_loses_the_number_that_all_copies_saved_from_one_file_share():
    made, out = PdfWriter(clone_from=PdfReader(BytesIO(pdf()))), BytesIO()
    made.generate_file_identifiers()
    made.write(out)
    assert "/ID" in PdfReader(out).trailer
    assert "/ID" not in PdfReader(BytesIO(nameless(out.getvalue(), kinds.PDF))).trailer


def test_a_zip_is_cleaned_through_and_through():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("đơn/đơn.docx", letter())
        packed.writestr("ghi chú.txt", "Số tiền ở trang 2.")
        packed.writestr("ảnh.jpg", sent.photo(1))
    clean = nameless(out.getvalue(), kinds.ZIP)
    with zipfile.ZipFile(BytesIO(clean)) as packed:
        assert packed.namelist() == ["đơn/đơn.docx", "ghi chú.txt", "ảnh.jpg"]
        assert WRITER not in members(packed.read("đơn/đơn.docx"))
        assert packed.read("ảnh.jpg") == sent.PLAIN
        assert packed.read("ghi chú.txt").decode() == "Số tiền ở trang 2."


def with_file():
    made = PdfWriter(clone_from=PdfReader(BytesIO(pdf())))
    made.add_attachment("don.docx", letter())
    out = BytesIO()
    made.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), kinds.OLD_OFFICE),
        (with_members(letter(), word__embeddings__o1="x"), kinds.DOCX),
        (with_members(letter(), **{"word__vbaProject.bin": b"x"}), kinds.DOCX),
        (letter()[:-40], kinds.DOCX),
        (pdf()[:60], kinds.PDF),
        (with_file(), kinds.PDF),
        (with_members(table(), **{"băng ghi âm.mp3": b"ID3"}), kinds.ZIP),
    ],
    ids=["old Word", "object inside", "macros", "cut", "cut pdf", "file in a pdf", "sound"],
)
def test_there_is_no_copy_where_a_name_may_be_left(data, kind):
    with pytest.raises(NotCleanedError):
        nameless(data, kind)


def test_the_child_gives_the_copy_or_none():
    clean = nameless_in_child([letter()], kinds.DOCX)
    assert clean is not None
    assert WRITER not in members(clean)
    assert nameless_in_child([b"\xd0\xcf\x11\xe0" + bytes(600)], kinds.OLD_OFFICE) is None
