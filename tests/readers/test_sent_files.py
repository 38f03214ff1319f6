"""What people send is opened in a child, cleaned of what the camera tells, or refused."""

import hashlib
import zipfile
from io import BytesIO

import pytest

from gandan.core.sent_files import State, Verdict, kind_of, kinds, looking, open_in_child, process
from gandan.core.sent_files.jpeg import orientation_of, read_jpeg
from gandan.core.sent_files.png import read_png
from gandan.core.sent_files.verdicts import Reason
from tests.readers import sent_pictures as sent

MAIN = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>'
)


def opened(data, name="tep"):
    """The verdict, without a child for each file: what a child adds is tested apart."""
    kind = kind_of(data[:16], name)
    assert kind is not None
    state, reason, content = looking.judge(data, kind)
    return Verdict(state, reason, content if content != data else None)


def packed(**members):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def word_file(**members):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", MAIN)
        archive.writestr("word/document.xml", "<a/>")
        for name, data in members.items():
            archive.writestr(f"word/{name}", data)
    return out.getvalue()


def pdf(pages=1):
    kids = " ".join(f"{n + 3} 0 R" for n in range(pages))
    bodies = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {pages}/Kids[{kids}]>>",
        *("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>" for _ in range(pages)),
    ]
    out = "%PDF-1.4\n"
    for number, body in enumerate(bodies, 1):
        out += f"{number} 0 obj{body}endobj\n"
    return (out + "trailer<</Root 1 0 R>>\n%%EOF").encode()


def locked_pdf():
    """Without the password nothing of it can be read: the check of any password fails."""
    lock = f"<</Filter/Standard/V 1/R 2/P -4/O<{'41' * 32}>/U<{'42' * 32}>>>"
    ids = "/ID[<00112233445566778899AABBCCDDEEFF><00112233445566778899AABBCCDDEEFF>]"
    text = pdf().decode().replace("trailer<<", f"9 0 obj{lock}endobj\ntrailer<</Encrypt 9 0 R{ids}")
    return text.encode()


def test_a_photo_loses_place_and_device_and_keeps_which_side_is_up():
    verdict = opened(sent.photo(6, behind=b"<html>" + sent.PLACE))
    assert verdict.state == State.OPENED
    assert verdict.content is not None
    for told in (sent.PLACE, sent.DEVICE, b"Photoshop", b"xap", b"<html>"):
        assert told in sent.photo(behind=b"<html>")
        assert told not in verdict.content
    exif = verdict.content.index(b"Exif\x00\x00") + 6
    assert orientation_of(verdict.content[exif:]) == 6
    # The picture itself is not coded anew.
    assert verdict.content.endswith(sent.PLAIN[sent.PLAIN.index(b"\xff\xdb") :])


def test_cleaning_a_clean_picture_changes_nothing():
    once = read_jpeg(sent.photo(1)).content
    assert (once, read_jpeg(once).content) == (sent.PLAIN, sent.PLAIN)
    turned = read_jpeg(sent.photo(8)).content
    assert read_jpeg(turned).content == turned
    drawn = read_png(sent.png()).content
    assert read_png(drawn).content == drawn
    assert opened(sent.PLAIN).content is None


def test_a_png_keeps_only_what_draws_it():
    verdict = opened(sent.png())
    assert verdict.state == State.OPENED
    assert verdict.content is not None
    for told in (sent.PLACE, sent.DEVICE, b"<html>"):
        assert told not in verdict.content
    assert verdict.content.endswith(b"IEND\xaeB`\x82")


@pytest.mark.parametrize("data", [sent.huge_jpeg(), sent.png(60_000, 60_000)], ids=["jpeg", "png"])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(data):
    verdict = opened(data)
    assert (verdict.state, verdict.reason) == (State.REFUSED, Reason.TOO_MANY_PIXELS)


@pytest.mark.parametrize(
    "data",
    [
        sent.PLAIN[:-60],
        b"\xff\xd8\xff<html><script>alert(1)</script>",
        sent.png(9_000, 7),
        pdf()[:30],
        word_file()[:-30],
        packed(a="không có phần chính"),
    ],
    ids=["cut photo", "page behind a mark", "short png", "cut pdf", "cut docx", "no docx"],
)
def test_what_does_not_open_is_marked(data):
    assert opened(data, "a.docx").state == State.DAMAGED


def test_a_cut_photo_loses_its_place_as_well():
    verdict = opened(sent.photo()[:-40])
    assert (verdict.state, sent.PLACE in (verdict.content or sent.PLACE)) == (State.DAMAGED, False)


def test_papers_open_and_stay_as_they_came():
    for data, name in ((pdf(3), "a.pdf"), (word_file(), "a.docx"), (packed(b="x"), "b.zip")):
        verdict = opened(data, name)
        assert (verdict.state, verdict.content) == (State.OPENED, None), name


def test_locked_files_macros_and_old_office_are_marked():
    assert opened(locked_pdf()).state == State.ENCRYPTED
    locked = bytearray(packed(a="x"))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        locked[locked.index(mark) + (6 if mark[2] == 3 else 8)] |= 1
    assert opened(bytes(locked)).state == State.ENCRYPTED
    assert opened(word_file(**{"vbaProject.bin": "x"}), "a.docx").state == State.MACROS
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert opened(old, "a.doc").state == State.OLD_OFFICE
    assert opened(old + "EncryptedPackage".encode("utf-16-le")).state == State.ENCRYPTED


def test_bombs_and_ways_out_are_refused():
    bomb = opened(word_file(**{"a.xml": bytes(60_000_000)}), "a.docx")
    assert (bomb.state, bomb.reason) == (State.REFUSED, Reason.BOMB)
    out = opened(packed(**{"..__..__x": "x"}), "a.zip")
    assert (out.state, out.reason) == (State.REFUSED, Reason.WAY_OUT)
    many = opened(pdf(2_100))
    assert (many.state, many.reason) == (State.REFUSED, Reason.TOO_MANY_PAGES)


def test_the_child_gives_the_same_verdict_and_the_cleaned_bytes():
    given = sent.photo(4)
    verdict = open_in_child([given[:100], given[100:]], kinds.JPEG)
    assert (verdict.state, verdict.content) == (State.OPENED, opened(given).content)
    assert verdict.sent_sha256 == hashlib.sha256(given).hexdigest()
    bomb = open_in_child([word_file(**{"a.xml": bytes(60_000_000)})], kinds.DOCX)
    assert (bomb.state, bomb.reason) == (State.REFUSED, Reason.BOMB)


def test_a_child_that_takes_too_long_is_ended_and_the_file_refused():
    verdict = open_in_child([sent.photo(3)], kinds.JPEG, seconds=0.001)
    assert (verdict.state, verdict.reason) == (State.REFUSED, Reason.BEYOND_LIMITS)


def test_a_child_that_dies_is_no_answer(monkeypatch):
    monkeypatch.setattr(process, "BOOT", "import os; os.abort()")
    verdict = open_in_child([sent.photo(5)], kinds.JPEG)
    assert (verdict.state, verdict.reason) == (State.REFUSED, Reason.BEYOND_LIMITS)


def test_the_name_under_which_a_file_is_saved_tells_what_it_is():
    assert kinds.PDF.name_for("don.pdf.html") == "don.pdf.html.pdf"
    assert kinds.JPEG.name_for("Ảnh.JPEG") == "Ảnh.JPEG"
