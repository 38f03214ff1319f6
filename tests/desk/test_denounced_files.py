"""Files of a denunciation leave the system without the names that programs wrote into them."""

import docx
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gandan.audit.models import Entry
from gandan.casework.models import Attachment, Raising
from gandan.casework.services.filing import attach
from gandan.casework.services.joining import merge
from tests.desk.test_whom_it_is_about import denounce
from tests.readers.test_nameless_files import WRITER, members
from tests.readers.test_nameless_files import letter as word_file

pytestmark = pytest.mark.django_db
PURPOSE = Attachment.Purpose.ENCLOSURE
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def filed(letter, people, name="don.docx", data=None, *, by="xulydon"):
    submission = letter("Kế toán phường lập chứng từ khống để rút tiền hỗ trợ.")
    case = submission.cases.get()
    upload = SimpleUploadedFile(name, data or word_file())
    (row,) = attach(
        case, [upload], purpose=PURPOSE, by=people[by] if by else None, submission=submission
    )
    return submission, row


def page_of(row):
    return reverse("casework:case_file", args=[row.case.code, row.pk])


def content(response):
    return b"".join(response.streaming_content)


def test_the_writer_of_a_file_reaches_nobody_once_the_letter_denounces(letter, people, sign_in):
    submission, row = filed(letter, people)
    client = sign_in("xulydon")
    assert WRITER in members(content(client.get(page_of(row))))
    denounce(submission, people)
    given = content(client.get(page_of(row)))
    assert WRITER not in members(given)
    assert docx.Document(ContentFile(given)).paragraphs[0].text.startswith("Kế toán")
    # The original stays as evidence, byte for byte.
    row.refresh_from_db()
    assert row.file.sha256 == row.sent_sha256


def test_a_file_that_cannot_be_cleaned_stays_shut_and_the_page_says_what_to_do(
    letter, people, sign_in
):
    submission, row = filed(letter, people, "don.doc", OLD_WORD)
    denounce(submission, people)
    before = Entry.objects.filter(action="case.file_viewed").count()
    page = sign_in("xulydon").get(page_of(row), follow=True)
    assert "Không tải được “don.doc”" in page.content.decode()
    assert Entry.objects.filter(action="case.file_viewed").count() == before


def test_the_name_that_a_denouncer_gave_a_file_is_not_shown(letter, people, sign_in):
    submission, row = filed(letter, people, f"Đơn của {WRITER}.docx", by=None)
    denounce(submission, people)
    client = sign_in("xulydon")
    page = client.get(reverse("casework:case_detail", args=[row.case.code])).content.decode()
    assert f"Tệp người gửi {row.pk}.docx" in page
    assert "bản đã bỏ tên người soạn" in page
    assert WRITER not in page
    assert WRITER not in client.get(page_of(row)).headers["Content-Disposition"]


def test_files_of_a_letter_that_was_merged_into_a_denunciation_are_cleaned_as_well(
    letter, people, sign_in
):
    submission, row = filed(letter, people)
    target = denounce(letter("Kế toán phường lập chứng từ khống, thêm chứng cứ."), people)
    merge(row.case, target, Raising.Role.SUPPLEMENT, by=people["xulydon"])
    assert submission.cases.count() == 2
    assert WRITER not in members(content(sign_in("xulydon").get(page_of(row))))
