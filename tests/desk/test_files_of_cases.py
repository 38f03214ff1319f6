"""Files of a case: those of merged cases are there too, a mistake is taken off, the log has no name."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gandan.audit.models import Entry
from gandan.casework.models import Attachment, Case, CaseStep, Raising
from gandan.casework.services.filing import attach, show_to_sender
from gandan.casework.services.joining import attach_supplement, merge
from tests.canaries import find_in_text
from tests.desk import case_makers as makers
from tests.desk.conftest import DUST
from tests.readers.test_nameless_files import WRITER, members
from tests.readers.test_nameless_files import letter as word_file

pytestmark = pytest.mark.django_db
PURPOSE = Attachment.Purpose.ENCLOSURE


def add(case, people, *, name="anh-ngap.png", by="xulydon", data=None):
    upload = SimpleUploadedFile(name, data) if data else makers.photo(name)
    (row,) = attach(case, [upload], purpose=PURPOSE, by=people[by] if by else None)
    return row


def page_of(case):
    return reverse("casework:case_detail", args=[case.code])


def file_of(case, row):
    return reverse("casework:case_file", args=[case.code, row.pk])


def got(client, address):
    """The status and what came."""
    answer = client.get(address)
    content = b"".join(answer) if answer.streaming else answer.content
    answer.close()
    return answer.status_code, content


@pytest.fixture
def joined(letter, people):
    """A board case that took in another one with a file; the file of that one."""
    case = makers.board_case(letter, people)
    more = makers.board_case(letter, people, text=DUST, classified=False)
    row = add(more, people)
    attach_supplement(more.submissions.get(), case, by=people["xulydon"])
    case.refresh_from_db()
    return case, row


def test_the_files_of_a_merged_case_are_on_the_page_of_the_one_that_stands(joined, sign_in):
    case, row = joined
    client = sign_in("xulydon")
    page = client.get(page_of(case)).content.decode()
    assert file_of(case, row) in page
    assert f"thuộc vụ việc {row.case.code} đã gộp vào" in page
    assert got(client, file_of(case, row))[0] == 200
    entry = Entry.objects.get(action="case.file_viewed")
    assert (entry.subject, entry.details["file"]) == (case.code, row.pk)
    assert got(client, file_of(row.case, row))[0] == 200


def test_also_through_a_case_that_was_merged_in_between(joined, people, letter, sign_in):
    case, row = joined
    last = makers.board_case(letter, people)
    merge(case, last, Raising.Role.SUPPLEMENT, by=people["xulydon"])
    client = sign_in("xulydon")
    assert got(client, file_of(last, row))[0] == 200


def test_the_unit_that_must_answer_has_them_with_the_letters(joined, people, sign_in):
    case, row = joined
    makers.refer(case, people)
    for name, status in (("daumoi", 200), ("hangxom", 404)):
        assert got(sign_in(name), file_of(case, row))[0] == status
    assert file_of(case, row) in sign_in("daumoi").get(page_of(case)).content.decode()


def test_those_of_a_denunciation_stay_with_whom_it_is_visible_and_without_their_makers(
    letter, people, sign_in
):
    case = makers.board_case(letter, people)
    more = letter("Kế toán phường lập chứng từ khống.", to=case.unit).cases.get()
    row = add(more, people, name="don.docx", data=word_file())
    attach_supplement(more.submissions.get(), case, by=people["xulydon"])
    Case.objects.filter(pk=more.pk).update(confidentiality="denunciation", kind="denunciation")
    makers.refer(case, people)
    assert got(sign_in("daumoi"), file_of(case, row))[0] == 404
    assert file_of(case, row) not in sign_in("daumoi").get(page_of(case)).content.decode()
    client = sign_in("xulydon")
    assert "bản đã bỏ tên người soạn" in client.get(page_of(case)).content.decode()
    assert WRITER not in members(got(client, file_of(case, row))[1])
    assert Entry.objects.get(action="case.file_viewed").data_class == "denunciation"


def test_a_file_added_by_mistake_is_taken_off_on_the_page(joined, people, sign_in):
    case, merged = joined
    row = add(case, people, name="nham.png")
    makers.refer(case, people)
    theirs = add(case, people, name="cua-phuong.png", by="daumoi")

    def offered(name):
        page = sign_in(name).get(page_of(case)).content.decode()
        rows = (row, merged, theirs)
        return [one for one in rows if f"/tep/{one.pk}/go/" in page]

    assert offered("daumoi") == [theirs]
    assert offered("xulydon") == [row, theirs]
    address = reverse("casework:case_file_remove", args=[case.code, row.pk])
    page = sign_in("xulydon").post(address, follow=True).content.decode()
    assert "Đã gỡ tệp" in page
    assert "nham.png" not in page


def test_no_name_of_a_file_is_in_the_log_or_in_a_step(letter, people, sign_in):
    """A denouncer may have put their own name into it."""
    name = f"Đơn của {WRITER}.png"
    case = makers.answered(makers.board_case(letter, people), people, promised_in=20)
    makers.step(case, "carry_out", people["daumoi"], proof=[makers.photo(name)] * 2)
    row = add(case, people, name=name, by=None)
    proof = Attachment.objects.filter(purpose="proof").first()
    show_to_sender(proof, shown=True, by=people["xulydon"])
    show_to_sender(proof, shown=False, by=people["xulydon"])
    client = sign_in("xulydon")
    got(client, file_of(case, row))
    client.post(reverse("casework:case_file_remove", args=[case.code, row.pk]))
    entries = list(Entry.objects.values("action", "details"))
    done = {entry["action"] for entry in entries}
    assert {f"case.file_{one}" for one in ("added", "removed", "shown", "hidden", "viewed")} <= done
    steps = list(CaseStep.objects.values("name", "facts", "before", "note"))
    text = json.dumps([entries, steps], ensure_ascii=False, default=str)
    assert find_in_text(text, [WRITER]) == []
    assert CaseStep.objects.get(name="carry_out").facts["proof"] == 2
    added = Entry.objects.get(action="case.file_added").details
    assert (added["file"], added["sha256"]) == (row.pk, row.file.sha256)
    page = client.get(page_of(case)).content.decode()
    assert "Ảnh, tài liệu chứng minh: 2" in page
