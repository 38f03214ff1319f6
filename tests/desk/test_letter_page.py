"""The page of one letter and the list of copies: what differs, what the machine only suggests."""

import re
from datetime import date

import pytest

from gandan.audit.models import Entry
from gandan.casework.models import CopySuggestion
from gandan.casework.services.copies import reject_copy
from gandan.casework.services.examining import examine
from gandan.domain.procedure import Stage
from gandan.jobs.services import run_all
from tests.desk.conftest import FLOOD


@pytest.fixture
def near_copy(letter):
    letter(FLOOD, on=date(2026, 6, 3))
    later = letter(FLOOD.replace("đầu gối", "bụng"), on=date(2026, 6, 8))
    examine()
    assert CopySuggestion.objects.get(submission=later).kind == "near"
    return later


@pytest.mark.parametrize("address", ["/don/ban-sao/", "letter"])
def test_the_words_that_differ_stand_out_side_by_side(near_copy, sign_in, address):
    address = f"/don/{near_copy.code}/" if address == "letter" else address
    page = sign_in("xulydon").get(address).content.decode()
    assert re.search(r"đến <ins>bụng,</ins> nước", page)
    assert re.search(r"đến <del>đầu gối,</del> nước", page)


def test_an_officer_reaches_the_correction_of_details(letter, sign_in):
    first = letter()
    page = sign_in("tiepdan").get(f"/don/{first.code}/").content.decode()
    assert f'href="/don/{first.code}/sua/"' in page.replace("%C4%90", "Đ")


@pytest.mark.parametrize("reader", ["lanhdao", "kiemtra"])
def test_a_reader_is_shown_the_suggestion_and_no_decision(near_copy, sign_in, reader):
    page = sign_in(reader).get(f"/don/{near_copy.code}/").content.decode()
    assert "Máy gợi ý" in page
    for offer in ("Xác nhận gợi ý", "Gộp vào vụ việc kia", "Sửa thông tin", "<textarea"):
        assert offer not in page


def test_a_damaged_letter_says_what_to_do(letter, sign_in):
    first = letter("C?ng t?c ??u ng? 58 �� n??c ��ng c� tu?n ���� kh�ng ai d?n ��")
    assert first.is_damaged
    page = sign_in("xulydon").get(f"/don/{first.code}/").content.decode()
    assert "hỏi lại người gửi" in page


def test_the_date_is_said_in_two_ways(letter, sign_in):
    first = letter()
    page = sign_in("xulydon").get(f"/don/{first.code}/").content.decode()
    assert re.search(r"03/6/2026\s+<span class=\"quiet\">· [\d.]+ ngày (?:trước|nữa)", page)


def test_a_page_behind_the_end_shows_the_last_one(letter, sign_in):
    letter()
    page = sign_in("xulydon").get("/don/?page=99").content.decode()
    assert "Sổ chưa có đơn nào" not in page
    assert page.count('class="job"') == 1


def test_a_letter_entered_by_hand_is_examined_without_anybody_asking(unit, people, sign_in):
    from gandan.casework.models import Submission
    from gandan.jobs.models import Job

    data = {
        "key": "k1",
        "text": FLOOD,
        "received_on": "01/6/2026",
        "channel": "visit",
        "unit": str(unit.pk),
    }
    client = sign_in("tiepdan")
    for key in ("k1", "k2"):
        client.post("/don/moi/", data | {"key": key})
    (job,) = Job.objects.filter(kind="casework.examine")
    Job.objects.update(run_after=job.created_at)
    run_all()
    assert set(Submission.objects.values_list("classified_by", flat=True)) == {"machine"}


def test_a_copy_that_was_handled_on_its_own_is_named_and_the_others_are_joined(
    near_copy, letter, sign_in
):
    handled = letter(FLOOD.replace("đầu gối", "cổ"), on=date(2026, 6, 9))
    examine()
    codes = [handled.code, near_copy.code]
    handled.cases.update(stage=Stage.REFERRED)
    client = sign_in("xulydon")
    decided = {"action": "confirm", "code": codes}
    page = client.post("/don/ban-sao/quyet-dinh/", decided, follow=True).content.decode()
    assert "Đã gộp 1 bản sao." in page
    assert f"{handled.code}: đơn đã được xử lý riêng" in page
    made = CopySuggestion.objects
    assert made.get(submission=near_copy).state == "confirmed"
    assert made.get(submission=handled).state == "suggested"
    page = client.post("/don/ban-sao/quyet-dinh/", decided, follow=True).content.decode()
    assert f"{near_copy.code}: đã có người quyết định trước" in page
    assert "Đã gộp" not in page


def test_taking_back_a_copy_says_done_only_when_something_was_taken_back(letter, people, sign_in):
    original, copy = letter(), letter()
    pair, _made = CopySuggestion.objects.get_or_create(
        submission=copy, defaults={"original": original, "kind": "exact", "similarity": 1}
    )
    client = sign_in("xulydon")
    for decided, told in ((False, "quyết định đã được hoàn tác trước"), (True, "Đã hoàn tác.")):
        if decided:
            reject_copy(pair, by=people["xulydon"])
        page = client.post("/don/ban-sao/hoan-tac/", {"code": copy.code}, follow=True)
        assert told in page.content.decode()
        assert ("Đã hoàn tác." in page.content.decode()) is decided
    page = client.post("/don/ban-sao/hoan-tac/", {"code": "Đ-0"}, follow=True).content.decode()
    assert "Không có gì để hoàn tác." in page
    assert Entry.objects.filter(action="submission.unlinked").count() == 1
