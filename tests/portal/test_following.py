"""A sender follows a letter with its code, says "not settled", and takes that back."""

import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gandan.audit.models import Entry
from gandan.casework.models import Case, Submission
from gandan.casework.services import senders
from gandan.casework.services.classifying import Classification, classify
from gandan.casework.services.joining import attach_supplement
from gandan.casework.services.people import Subject, set_respondents
from gandan.core import moment
from gandan.demo.proofs import picture
from gandan.domain.codes import tracking_code
from gandan.portal.following import without
from gandan.portal.logs import WithoutCodes
from tests.desk.case_makers import answered as answer_case
from tests.desk.case_makers import board_case, refer, today, unit_of

WHY = "Mưa tối qua vẫn ngập đến đầu gối, chưa thấy ai đến nạo vét."


def page_of(letter, client=None):
    return (client or Client()).get(f"/theo-doi/{letter.tracking_code}/")


def words_of(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.split())


def answered(letter, people, **fields):
    return answer_case(board_case(letter, people, **fields), people)


def letter_of(case):
    return case.submissions.order_by("raisings__id").first()


def dispute(case, reason=WHY, key="a" * 32, files=(), code=None):
    address = f"/theo-doi/{code or letter_of(case).tracking_code}/chua-xong/{case.code}/"
    return Client().post(address, {"key": key, "reason": reason, "photos": list(files)})


def test_the_code_opens_the_letter_however_it_is_typed(letter):
    received = letter(on=today())
    typed = received.tracking_code.lower().replace("-", " ")
    response = Client().post("/theo-doi/", {"code": typed}, follow=True)
    assert response.status_code == 200
    assert "Đã nhận đơn, chờ phân loại" in words_of(response)
    assert received.code in words_of(response)


def test_a_slip_of_the_hand_is_told_and_is_no_try(letter, settings):
    for _n in range(30):
        response = Client().post("/theo-doi/", {"code": "K7M4-2QX9"})
    assert response.status_code == 422
    assert "thiếu hoặc sai một chữ" in words_of(response)
    assert page_of(letter()).status_code == 200


def test_no_name_of_sender_or_officer_is_on_the_page(letter, people):
    case = answered(letter, people, sender_name="Vũ Thị Người Gửi", sender_phone="0900111222")
    text = words_of(page_of(letter_of(case)))
    assert "Vũ Thị Người Gửi" not in text
    assert "0900111222" not in text
    assert not any(person.full_name in text for person in people.values())


def test_the_due_day_explains_itself(letter, people):
    text = words_of(page_of(letter(on=today(), to=unit_of("mh-p-vinh-tan"))))
    assert "Chậm nhất" in text
    assert "nhận đơn ngày" in text


def test_the_page_says_to_whom_it_was_passed_and_whether_that_was_confirmed(letter, people):
    case = board_case(letter, people)
    refer(case, people)
    first = letter_of(case)
    assert "Chưa xác nhận đã nhận" in words_of(page_of(first))


def test_answer_and_the_three_states_stand_apart(letter, people):
    case = answered(letter, people)
    text = words_of(page_of(letter_of(case)))
    assert "đoạn cống hỏng 24 m" in text
    assert re.search(r"Trả lời \d\d/\d+/\d{4}", text)
    assert "Giải quyết xong chưa" in text
    assert "Làm xong việc chưa" in text


def test_a_joined_letter_shows_no_other_sender(letter, people):
    case = board_case(letter, people, sender_name="Lê Văn Đầu Tiên")
    other = letter(text="Ngõ 58 vẫn ngập, tôi gửi thêm.", to=unit_of("mh-ban"), on=today())
    attach_supplement(other, case, by=people["xulydon"])
    text = words_of(page_of(other))
    assert "được ghép với đơn khác" in text
    assert "Lê Văn Đầu Tiên" not in text


def test_names_of_others_are_taken_out_of_an_answer():
    assert without("Ông Lê Văn Đầu, số 0900111222.", {"Lê Văn Đầu", "0900111222", "An"}) == (
        "Ông […], số […]."
    )


def plain(response):
    """The answer without the token against forged requests, which differs by itself."""
    return re.sub(rb'(csrfmiddlewaretoken" value=")[^"]+', rb"\1", response.content)


def nowhere():
    return Client().get(f"/theo-doi/{tracking_code(bytes(range(20)))}/")


@pytest.mark.parametrize("kind", ["denunciation", "mixed"])
def test_a_denunciation_answers_as_a_code_that_never_was(letter, people, kind):
    secret = letter(on=today(), text="Tố cáo ông Văn A nhận tiền khi cấp giấy.")
    classify([secret], Classification(kind, "dat-dai", ""), by=people["xulydon"])
    found = page_of(secret)
    assert found.status_code == nowhere().status_code == 404
    assert plain(found) == plain(nowhere())
    assert set(found.headers) == set(nowhere().headers)


def test_a_letter_that_the_machine_takes_for_a_denunciation_is_not_followed(letter):
    secret = letter(on=today(), text="Tố cáo ông Văn A nhận tiền khi cấp giấy.")
    Submission.objects.filter(pk=secret.pk).update(kind="denunciation", classified_by="machine")
    assert plain(page_of(secret)) == plain(nowhere())


def test_every_address_under_a_denunciation_answers_alike(letter, people):
    secret = letter(on=today(), text="Tố cáo ông Văn A nhận tiền khi cấp giấy.")
    classify([secret], Classification("denunciation", "dat-dai", ""), by=people["xulydon"])
    case = secret.cases.get()
    set_respondents(case, [Subject(unit_of("mh-p-vinh-tan"))], by=people["xulydon"])
    never = tracking_code(bytes(range(20)))
    for tail in ("", f"chua-xong/{case.code}/", f"rut-lai/{case.code}/"):
        for method in ("get", "post"):
            ask = getattr(Client(), method)
            answers = [ask(f"/theo-doi/{code}/{tail}") for code in (secret.tracking_code, never)]
            assert answers[0].status_code == answers[1].status_code, tail
            assert plain(answers[0]) == plain(answers[1]), tail


def test_a_letter_that_joined_a_denunciation_is_not_followed(letter, people):
    secret = letter(on=today(), text="Tố cáo ông Văn A nhận tiền khi cấp giấy.")
    classify([secret], Classification("denunciation", "dat-dai", ""), by=people["xulydon"])
    more = letter(on=today(), text="Gửi thêm giấy tờ cho đơn trước.")
    attach_supplement(more, secret.cases.get(), by=people["xulydon"])
    assert plain(page_of(more)) == plain(nowhere())


def test_after_ten_codes_in_vain_an_address_waits_whatever_it_asks(letter):
    received = letter()
    for n in range(10):
        assert Client().get(f"/theo-doi/{tracking_code(bytes([n]) * 20)}/").status_code == 404
    assert page_of(received).status_code == 429
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert page_of(received, elsewhere).status_code == 200


def test_nothing_is_kept_by_browser_or_search_engine(letter):
    response = page_of(letter())
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert "sessionid" not in response.cookies
    assert all("session" not in name for name in response.cookies)


def test_not_settled_opens_the_next_round_above_and_gives_a_code(letter, people):
    case = answered(letter, people)
    photo = SimpleUploadedFile("ngap.png", picture(2))
    response = dispute(case, files=[photo])
    assert response.status_code == 200
    own = Case.objects.get(earlier=case)
    said = letter_of(own)
    assert own.round == 2
    assert said.text == WHY
    assert said.tracking_code in words_of(response)
    assert own.attachments.get().name == "ngap.png"
    case.refresh_from_db()
    assert case.answers.get().reply == "not_settled"
    assert case.settled_on is None
    text = words_of(page_of(letter_of(case)))
    assert "Lần 2" in text
    assert "Việc đã mở lần tiếp theo; xem ở trên." in text


def test_a_double_click_makes_one_letter(letter, people):
    case = answered(letter, people)
    first, second = dispute(case), dispute(case)
    assert second.status_code == 200
    assert Submission.objects.filter(text=WHY).count() == 1
    code = Submission.objects.get(text=WHY).tracking_code
    assert code in words_of(first)
    assert code in words_of(second)


def test_other_words_under_the_same_key_are_not_lost_in_silence(letter, people):
    case = answered(letter, people)
    dispute(case)
    response = dispute(case, reason="Lời khác hẳn lời trước.")
    assert response.status_code == 422
    assert "Lời khác hẳn lời trước." in words_of(response)
    assert "đang được xem xét lại" in words_of(response)


def test_an_unanswered_matter_cannot_be_disputed(letter, people):
    case = board_case(letter, people)
    address = f"/theo-doi/{letter_of(case).tracking_code}/chua-xong/{case.code}/"
    assert "Chưa được giải quyết" not in words_of(page_of(letter_of(case)))
    assert Client().get(address).status_code == 409
    assert dispute(case).status_code == 422
    assert not Submission.objects.filter(text=WHY).exists()


def test_a_matter_is_not_disputed_with_the_code_of_another_letter(letter, people):
    case = answered(letter, people)
    other = letter(text="Đèn đường ngõ 12 tắt.")
    response = dispute(case, code=other.tracking_code)
    assert response.status_code == 302
    assert not Submission.objects.filter(text=WHY).exists()


def test_a_reason_is_needed_and_long_ones_keep_their_words(letter, people):
    case = answered(letter, people)
    assert "Ghi ít nhất một câu" in words_of(dispute(case, reason=" "))
    response = dispute(case, reason="ngập " * 500)
    assert response.status_code == 422
    assert "ngập ngập" in words_of(response)


def test_a_program_is_refused_as_a_photo_and_the_words_stay(letter, people):
    case = answered(letter, people)
    response = dispute(case, files=[SimpleUploadedFile("anh.jpg", b"MZ\x90\x00 not a photo")])
    assert response.status_code == 422
    assert WHY in words_of(response)
    assert not Submission.objects.filter(text=WHY).exists()


def take_back(case, code):
    return Client().post(f"/theo-doi/{code}/rut-lai/{case.code}/", follow=True)


def test_not_settled_is_taken_back_within_a_day(letter, people):
    case = answered(letter, people)
    before = Case.objects.values().get(pk=case.pk)
    dispute(case)
    own = Case.objects.get(earlier=case)
    response = take_back(own, letter_of(case).tracking_code)
    assert response.status_code == 200
    own.refresh_from_db()
    case.refresh_from_db()
    assert (own.stage, own.round, own.turn) == ("closed", 1, "rest")
    assert not own.clocks.filter(state="running").exists()
    after = Case.objects.values().get(pk=case.pk)
    assert {k: v for k, v in after.items() if k != "version"} == {
        k: v for k, v in before.items() if k != "version"
    }
    assert case.answers.get().reply == ""
    assert dispute(case, reason="Lần này thì đúng là chưa xong.").status_code == 200


def test_it_is_not_taken_back_once_somebody_acted(letter, people):
    case = answered(letter, people)
    dispute(case)
    own = Case.objects.get(earlier=case)
    classify([letter_of(own)], Classification("reflection", "moi-truong", ""), by=people["lanhdao"])
    response = take_back(own, letter_of(case).tracking_code)
    assert response.status_code == 409
    own.refresh_from_db()
    assert own.round == 2


def test_it_is_not_taken_back_after_a_day(letter, people):
    case = answered(letter, people)
    dispute(case)
    own = Case.objects.get(earlier=case)
    assert senders.may_take_back(own, moment.now())
    assert not senders.may_take_back(own, moment.now() + timedelta(hours=25))


def test_who_has_read_is_shown_by_office_without_names(letter, people, sign_in):
    case = board_case(letter, people)
    first = letter_of(case)
    assert "Chưa có ai mở xem" in words_of(page_of(first))
    client = sign_in("xulydon")
    client.get(f"/don/vu-viec/{case.code}/")
    client.get(f"/don/{first.code}/")
    text = words_of(page_of(first))
    assert "Có dữ liệu cá nhân" in text
    assert "chuyên viên xử lý đơn" in text
    assert people["xulydon"].full_name not in text
    assert people["xulydon"].full_name in words_of(
        client.get(f"/don/vu-viec/{case.code}/nguoi-xem/")
    )
    assert Entry.objects.filter(action="submission.viewed").exclude(data_class="").exists()


def test_pages_are_light(letter, people):
    case = answered(letter, people)
    page = page_of(letter_of(case)).content
    files = [finders.find(f"gandan/{name}") for name in ("tokens.css", "base.css", "portal.css")]
    sheets = re.findall(rb'<link rel="stylesheet" href="[^"]+/([\w.]+\.css)"', page)
    assert sheets == [b"tokens.css", b"base.css", b"portal.css"]
    assert b"<script" not in page
    assert len(page) + sum(Path(name).stat().st_size for name in files) < 60_000


def test_the_page_of_a_letter_keeps_to_25_queries(
    letter, people, sign_in, django_assert_max_num_queries
):
    case = answered(letter, people)
    dispute(case)
    first = letter_of(case)
    sign_in("xulydon").get(f"/don/{first.code}/")
    with django_assert_max_num_queries(25):
        assert page_of(first).status_code == 200


def test_codes_stay_out_of_the_log_of_the_server():
    line = logging.LogRecord(
        "django.request", 30, "", 0, "%s: %s", ("Not Found", "/theo-doi/K7M4-2QX9/"), None
    )
    assert WithoutCodes().filter(line)
    assert line.getMessage() == "Not Found: /theo-doi/…/"
