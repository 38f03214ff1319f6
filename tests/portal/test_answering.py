"""The sender sends what the office asked for, and opens the proofs that were marked for them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gandan.audit.models import Entry
from gandan.casework.models import Attachment, Case, Raising, Submission
from gandan.casework.services.classifying import Classification, classify
from gandan.casework.services.filing import NotShowableError, show_to_sender
from gandan.casework.services.taking_up import take_up
from gandan.demo.proofs import picture
from gandan.domain.procedure import Stage
from gandan.notices.models import Notice
from tests.desk.case_makers import GOOD_ANSWER, board_case, photo, refer, step, today
from tests.portal.test_following import letter_of, nowhere, page_of, plain, words_of

MISSING = "Bản chụp giấy chứng nhận; số thửa. Hỏi thêm Lê Văn Khác."
WORDS = "Thửa số 12, tờ bản đồ 7. Gửi kèm ảnh giấy chứng nhận."


@pytest.fixture
def asked(letter, people):
    """A case of the board that waits for its sender."""
    case = board_case(letter, people, sender_name="Vũ Thị Gửi")
    return step(case, "ask_supplement", people["xulydon"], missing_items=MISSING)


def address(case, code=None):
    return f"/theo-doi/{code or letter_of(case).tracking_code}/bo-sung/{case.code}/"


def send(case, text=WORDS, key="b" * 32, files=(), code=None):
    data = {"key": key, "text": text, "photos": list(files)}
    return Client().post(address(case, code), data)


def test_the_page_says_what_is_missing_and_who_asked(asked):
    text = words_of(page_of(letter_of(asked)))
    assert "Bản chụp giấy chứng nhận; số thửa." in text
    assert "Gửi phần bổ sung" in text
    assert "không tính vào thời hạn" not in text


def test_what_the_sender_adds_joins_the_case_and_the_case_goes_on(asked, people, sign_in):
    due = asked.next_due_on
    Case.objects.filter(pk=asked.pk).update(officer=people["xulydon"])
    response = send(asked, files=[SimpleUploadedFile("so-do.png", picture(1))])
    assert response.status_code == 200
    more = Submission.objects.get(text=WORDS)
    assert more.code in words_of(response)
    assert "so-do.png" in words_of(response)
    assert more.tracking_code not in words_of(response)
    asked.refresh_from_db()
    assert (asked.stage, asked.next_due_on) == (Stage.CLASSIFIED, due)
    assert asked.raisings.get(submission=more).role == Raising.Role.SUPPLEMENT
    assert more.sender_name == "Vũ Thị Gửi"
    assert asked.attachments.get().submission == more
    last = asked.steps.filter(name="receive_supplement").get()
    assert (last.by, last.on) == (None, more.received_on)
    assert Notice.objects.get(kind="case.supplement_came").person == people["xulydon"]
    assert more.code in words_of(page_of(letter_of(asked)))
    assert (
        sign_in("xulydon").get(reverse("casework:case_detail", args=[asked.code])).status_code
        == 200
    )


def test_sending_twice_adds_once_and_other_words_are_not_lost_in_silence(asked):
    first, second = send(asked), send(asked)
    code = Submission.objects.get(text=WORDS).code
    assert code in words_of(first)
    assert code in words_of(second)
    late = send(asked, text="Lời khác, gửi sau.")
    assert late.status_code == 422
    assert "Lời khác, gửi sau." in late.content.decode()
    assert "không còn chờ phần bổ sung" in words_of(late)


def test_nothing_can_be_added_where_nobody_asked(letter, people, asked):
    other = board_case(letter, people)
    assert Client().get(address(other)).status_code == 409
    assert send(other, text="Thêm khi không ai hỏi.").status_code == 422
    assert not Submission.objects.filter(text="Thêm khi không ai hỏi.").exists()
    # The code of one letter is no key to the case of another.
    code = letter_of(other).tracking_code
    assert send(asked, code=code).status_code == 302
    assert send(asked, text="  ").status_code == 422


def test_what_the_office_asks_to_which_the_matter_was_passed_goes_there(letter, people):
    outer = board_case(letter, people)
    refer(outer, people)
    step(outer, "confirm_receipt", people["daumoi"])
    inner = take_up(outer.referrals.get(), by=people["daumoi"], on=today())
    step(inner, "classify", people["phuongxl"])
    step(inner, "ask_supplement", people["phuongxl"], missing_items="Ảnh hiện trường.")
    assert "Ảnh hiện trường." in words_of(page_of(letter_of(outer)))
    assert send(outer).status_code == 200
    inner.refresh_from_db()
    outer.refresh_from_db()
    assert (inner.stage, outer.stage) == (Stage.CLASSIFIED, Stage.AWAITING_ANSWER)
    assert Submission.objects.get(text=WORDS).code in words_of(page_of(letter_of(outer)))


def test_a_case_that_turned_out_a_denunciation_answers_as_a_code_that_never_was(asked, people):
    secret = letter_of(asked)
    classify([secret], Classification("denunciation", "dat-dai", ""), by=people["xulydon"])
    found = Client().get(address(asked))
    assert found.status_code == nowhere().status_code
    assert plain(found) == plain(nowhere())


@pytest.fixture
def proven(letter, people):
    """A case answered with two photos as proof, passed on to the sender."""
    case = board_case(letter, people)
    refer(case, people)
    step(case, "confirm_receipt", people["daumoi"])
    facts = {name: words for name, words in GOOD_ANSWER.items() if name != "measure"}
    files = [photo("cong.png"), SimpleUploadedFile("bien-ban.png", picture(2))]
    step(case, "receive_answer", people["daumoi"], **facts, proof=files)
    return step(case, "pass_on_answer", people["xulydon"])


def proof_address(case, row):
    code = letter_of(case).tracking_code
    return reverse("portal:answer_file", args=[code, case.code, row.pk])


def test_only_the_proof_that_was_marked_is_given_to_the_sender_on_record(proven, people, sign_in):
    shown, other = Attachment.objects.filter(answer__case=proven).order_by("id")
    client = sign_in("xulydon")
    mark = reverse("casework:case_file_show", args=[proven.code, shown.pk])
    assert "Cho người gửi xem" in words_of(
        client.get(reverse("casework:case_detail", args=[proven.code]))
    )
    assert Client().get(proof_address(proven, shown)).status_code == 302
    client.post(mark, {"shown": "1"})
    text = words_of(page_of(letter_of(proven)))
    assert ("cong.png" in text, "bien-ban.png" in text) == (True, False)
    given = Client().get(proof_address(proven, shown))
    assert b"".join(given.streaming_content) == picture(1)
    assert given["X-Content-Type-Options"] == "nosniff"
    assert Client().get(proof_address(proven, other)).status_code == 302
    read = Entry.objects.get(action="case.file_given_to_sender")
    assert (read.subject, read.actor) == (proven.code, None)
    client.post(mark, {"shown": "0"})
    assert Client().get(proof_address(proven, shown)).status_code == 302


def test_a_proof_is_not_shown_before_the_answer_went_out(proven, people):
    row = Attachment.objects.filter(answer__case=proven).order_by("id")[0]
    show_to_sender(row, shown=True, by=people["xulydon"])
    proven.answers.update(told_on=None, told_how="")
    assert Client().get(proof_address(proven, row)).status_code == 302


def test_no_file_of_a_denunciation_or_that_does_not_open_can_be_marked(proven, people):
    row, other = Attachment.objects.filter(answer__case=proven).order_by("id")
    other.file.state = "damaged"
    other.file.save()
    with pytest.raises(NotShowableError):
        show_to_sender(other, shown=True, by=people["xulydon"])
    show_to_sender(row, shown=True, by=people["xulydon"])
    Case.objects.filter(pk=proven.pk).update(kind="denunciation")
    assert plain(Client().get(proof_address(proven, row))) == plain(nowhere())
    show_to_sender(row, shown=False, by=people["xulydon"])
    with pytest.raises(NotShowableError):
        show_to_sender(row, shown=True, by=people["xulydon"])
