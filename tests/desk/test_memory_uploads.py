"""Uploads with an identity never reach a disk; what is too large is said, not spooled."""

import pytest
from django.core.files import uploadedfile
from django.core.files.uploadedfile import SimpleUploadedFile

from gandan.sealed import uploads
from gandan.sealed.redaction import Mark, Span
from gandan.sealed.services.redacting import IdentityLeftError, make_working_copy, text_of_file
from gandan.sealed.suggesting import suggest

pytestmark = pytest.mark.django_db
ROUTE, ADDRESS = "sealed:key_register", "/niem-phong/khoa/moi/"
MIB = 1024 * 1024
NAME = "Lý Thị Hạ Vy"


@pytest.fixture
def no_disk(monkeypatch):
    """Any temporary file for an upload is an error."""

    def refuse(*args, **kwargs):
        raise AssertionError("an upload was written to a disk")

    monkeypatch.setattr(uploadedfile.tempfile, "NamedTemporaryFile", refuse)
    monkeypatch.setattr(uploads, "_routes", set())


def sent(sign_in, size):
    file = SimpleUploadedFile("a.pub", b"x" * size)
    fields = {"file": file, "decision": "x", "since": "01/01/2026"}
    return sign_in("quantri").post(ADDRESS, fields)


def test_an_upload_to_a_registered_route_stays_in_memory(sign_in, no_disk):
    uploads.keep_in_memory(ROUTE)
    answer = sent(sign_in, 6 * MIB)
    assert answer.status_code == 422
    assert "Tệp quá lớn" in answer.content.decode()


def test_without_that_django_would_write_it_to_a_disk(sign_in, no_disk):
    with pytest.raises(AssertionError, match="written to a disk"):
        sent(sign_in, 6 * MIB)


def test_files_beyond_the_size_of_an_envelope_are_dropped_and_that_is_known(
    sign_in, no_disk, monkeypatch
):
    uploads.keep_in_memory(ROUTE)
    monkeypatch.setattr(uploads, "LARGEST", 3 * MIB)
    answer = sent(sign_in, 6 * MIB)
    assert uploads.was_too_large(answer.wsgi_request)
    assert answer.status_code == 422
    assert not uploads.was_too_large(sent(sign_in, MIB).wsgi_request)


def marks(text, identity):
    found = suggest(text, identity)
    return [Span(one.start, one.end, one.mark) for one in found if one.is_likely]


def test_a_working_copy_is_made_when_nothing_is_left():
    text = f"Tôi là {NAME}. Tôi tố cáo ông Đỗ Văn Khải thu tiền sai."
    identity = {"name": NAME}
    copy = make_working_copy(text, marks(text, identity), identity)
    assert copy.text == "Tôi là [họ tên]. Tôi tố cáo ông Đỗ Văn Khải thu tiền sai."
    assert copy.struck == {"name": 1}
    assert len(copy.sha256) == 64


def test_a_working_copy_that_tells_who_it_is_is_refused_with_the_places():
    text = f"Tôi là {NAME}, chị Vy ở xóm trên."
    with pytest.raises(IdentityLeftError) as caught:
        make_working_copy(text, [Span(7, 19, Mark.NAME)], {"name": NAME})
    (left,) = caught.value.left
    assert caught.value.text[left.start : left.end] == "Vy"
    assert NAME not in str(caught.value)


def test_a_certain_trace_cannot_be_accepted_a_possible_one_can():
    text = "Vy có mặt. Hôm ấy chị Hạ Vy ký."
    with pytest.raises(IdentityLeftError) as caught:
        make_working_copy(text, [], {"name": NAME})
    places = [(one.start, one.end) for one in caught.value.left]
    with pytest.raises(IdentityLeftError) as caught:
        make_working_copy(text, [], {"name": NAME}, accepted=places)
    assert [text[one.start : one.end] for one in caught.value.left] == ["Hạ Vy"]
    only_possible = "Vy có mặt."
    copy = make_working_copy(only_possible, [], {"name": NAME}, accepted=[(0, 2)])
    assert copy.text == only_possible


def test_the_text_of_a_file_comes_without_its_layout_and_an_image_has_none():
    from io import BytesIO

    import docx

    document = docx.Document()
    document.add_paragraph(f"Tôi là {NAME}.")
    document.core_properties.author = NAME
    out = BytesIO()
    document.save(out)
    found = text_of_file("đơn.docx", out.getvalue())
    assert found.text.strip() == f"Tôi là {NAME}."
    image = text_of_file("ảnh.jpg", b"\xff\xd8\xff\xe0" + bytes(5000))
    assert image.text == ""
    assert image.problems
