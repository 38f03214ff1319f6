"""A case goes to another unit and comes back: receipt, return, superior, reminder, answer."""

from datetime import date

import pytest

from gandan.casework.desk import rows_of
from gandan.casework.models import Answer, Case, HandedCase, Referral
from gandan.casework.next_step import offers
from gandan.casework.services.effects.answers import AnswerFailsCheckError
from gandan.casework.services.taking_up import send_answer_back, take_up
from gandan.domain.procedure import Stage, StepNotAllowedError
from gandan.units.selectors import UnitNames
from tests.desk.case_makers import (
    GOOD_ANSWER,
    POOR_ANSWER,
    answered,
    board_case,
    photo,
    refer,
    step,
    today,
    unit_of,
)
from tests.desk.conftest import FLOOD


@pytest.fixture
def case(letter, people):
    return board_case(letter, people)


def test_the_recipient_sees_the_case_as_a_task_and_a_neighbour_never_does(case, people, sign_in):
    refer(case, people)
    assert case.title in sign_in("daumoi").get("/viec/duoc-giao/").content.decode()
    assert case.title not in sign_in("hangxom").get("/viec/duoc-giao/").content.decode()
    assert sign_in("daumoi").get(f"/don/vu-viec/{case.code}/").status_code == 200
    assert sign_in("hangxom").get(f"/don/vu-viec/{case.code}/").status_code == 404


def test_a_returned_case_says_why_and_is_out_of_the_recipients_sight(case, people, sign_in):
    refer(case, people)
    step(case, "return_letter", people["daumoi"], return_reason="Thuộc Sở Xây dựng quản lý.")
    assert (case.stage, case.handling_unit.code) == (Stage.CLASSIFIED, "mh-ban")
    assert case.referrals.get().return_reason == "Thuộc Sở Xây dựng quản lý."
    page = sign_in("xulydon").get(f"/don/vu-viec/{case.code}/").content.decode()
    assert "Thuộc Sở Xây dựng quản lý." in page
    assert sign_in("daumoi").get(f"/don/vu-viec/{case.code}/").status_code == 404


def test_the_recipient_reads_the_whole_letter_and_its_sender_until_it_goes_back(
    letter, people, sign_in
):
    text = FLOOD + " " + "Nước đọng cả tuần. " * 20 + "Câu cuối cùng của đơn."
    case = board_case(letter, people, text=text, sender_name="Trần Thị Thử")
    code, client = case.submissions.get().code, sign_in("daumoi")
    refer(case, people)
    page = client.get(f"/don/vu-viec/{case.code}/").content.decode()
    assert "Câu cuối cùng của đơn." in page
    assert "Trần Thị Thử" in page
    # The register of the office that received the letter stays closed.
    assert client.get(f"/don/{code}/").status_code == 404
    assert code not in client.get("/don/").content.decode()
    step(case, "return_letter", people["daumoi"], return_reason="Không thuộc phường.")
    assert client.get(f"/don/vu-viec/{case.code}/").status_code == 404


def returned_once(case, people):
    refer(case, people)
    step(case, "return_letter", people["daumoi"], return_reason="Không thuộc phường.")
    refer(case, people)


def test_after_two_returns_only_the_common_superior_sends_it_on(case, people):
    returned_once(case, people)
    with pytest.raises(StepNotAllowedError):
        step(case, "return_letter", people["daumoi"], return_reason="Lại không thuộc.")
    ward = unit_of("mh-p-vinh-tan")
    with pytest.raises(StepNotAllowedError, match="cấp trên chung"):
        step(
            case,
            "return_again",
            people["daumoi"],
            return_reason="Lại không thuộc.",
            superior_unit=ward,
        )
    board = unit_of("mh-ban")
    step(case, "return_again", people["daumoi"], return_reason="Không.", superior_unit=board)
    assert case.stage == Stage.COMPETENCE_DISPUTED
    with pytest.raises(StepNotAllowedError):
        refer(case, people)
    name = {"recipient_unit": ward, "reason": "Địa bàn của phường."}
    with pytest.raises(StepNotAllowedError, match="lãnh đạo"):
        step(case, "superior_decides", people["xulydon"], **name)
    step(case, "superior_decides", people["lanhdao"], **name)
    assert case.referrals.count() == 3
    assert case.referrals.get(number=3).named_by_superior
    with pytest.raises(StepNotAllowedError):
        step(case, "return_again", people["daumoi"], return_reason="Nữa.", superior_unit=board)


def test_the_form_of_the_second_return_already_names_the_common_superior(case, people, sign_in):
    returned_once(case, people)
    address = f"/don/vu-viec/{case.code}/buoc/return_again/"
    page = sign_in("daumoi").get(address).content.decode()
    assert f'<option value="{unit_of("mh-ban").pk}" selected>' in page


def test_reminders_are_counted_and_the_second_one_goes_up(case, people):
    refer(case, people)
    step(case, "confirm_receipt", people["daumoi"])
    step(case, "remind", people["xulydon"])
    with pytest.raises(StepNotAllowedError):
        step(case, "remind", people["xulydon"])
    step(case, "remind_again", people["lanhdao"], superior_unit=unit_of("mh-ubnd"))
    referral = case.referrals.get()
    assert (referral.reminders, referral.escalated_to.code) == (2, "mh-ubnd")
    assert case.next_due_code == "NB-DD"


def test_the_answer_comes_back_to_the_office_that_referred_and_then_to_the_sender(case, people):
    answered(case, people, promised_in=20)
    assert (case.stage, case.handling_unit.code) == (Stage.ANSWERED, "mh-p-vinh-tan")
    assert case.answered_on == today()
    answer = case.answers.get()
    assert (answer.unit.code, answer.told_on, answer.passes) == ("mh-p-vinh-tan", today(), True)
    assert case.next_due_code == "promise"
    assert case.next_due_on == answer.promised_for


def test_a_poor_answer_is_held_back_mended_or_let_out_by_a_leader_with_a_reason(case, people):
    refer(case, people)
    step(case, "confirm_receipt", people["daumoi"])
    step(case, "receive_answer", people["daumoi"], **POOR_ANSWER)
    answer = case.answers.get()
    assert not answer.passes
    codes = {row["code"] for row in answer.checks if row["hard"]}
    assert "no_decider" in codes
    with pytest.raises(AnswerFailsCheckError):
        step(case, "pass_on_answer", people["xulydon"])
    assert Case.objects.get(pk=case.pk).stage == Stage.ANSWER_RECEIVED
    step(case, "ask_to_mend", people["xulydon"], reason="Chưa nói ai quyết định.")
    assert case.handling_unit.code == "mh-p-vinh-tan"
    step(case, "receive_answer", people["daumoi"], **GOOD_ANSWER | {"measure": ""})
    step(case, "pass_on_answer", people["xulydon"])
    assert case.stage == Stage.ANSWERED


def test_the_queue_and_the_page_propose_the_same_for_a_poor_answer(case, people):
    refer(case, people)
    step(case, "confirm_receipt", people["daumoi"])
    step(case, "receive_answer", people["daumoi"], **POOR_ANSWER)
    handler = people["xulydon"]
    (row,) = rows_of([case], today(), UnitNames.on(today()), person=handler)
    first = offers(case, handler, today())[0]
    assert (first.step.code, row.next, row.hint) == ("ask_to_mend", first.name, "")


def test_a_leader_lets_a_poor_answer_out_on_the_page_and_the_reason_stays(case, people, sign_in):
    refer(case, people)
    step(case, "confirm_receipt", people["daumoi"])
    step(case, "receive_answer", people["daumoi"], **POOR_ANSWER)
    address = f"/don/vu-viec/{case.code}/van-gui/"
    sign_in("xulydon").post(address, {"reason": "Gấp."})
    assert not Answer.objects.get().override_reason
    sign_in("lanhdao").post(address, {"reason": "Báo trước cho dân, bổ sung sau."})
    case.refresh_from_db()
    step(case, "pass_on_answer", people["xulydon"])
    assert Answer.objects.get().override_reason == "Báo trước cho dân, bổ sung sau."
    assert Answer.objects.get().overridden_by == people["lanhdao"]


def test_a_promise_is_followed_until_proof_and_the_sender_may_say_not_settled(case, people):
    answered(case, people, promised_in=20)
    with pytest.raises(StepNotAllowedError):
        step(case, "confirm_settled", people["xulydon"], settled_basis="sender_agrees")
    with pytest.raises(StepNotAllowedError):
        step(case, "carry_out", people["daumoi"])
    step(case, "carry_out", people["daumoi"], proof=[photo()])
    assert case.carried_out_on == today()
    assert case.answers.get().attachments.count() == 1
    step(case, "dispute", people["tiepdan"], dispute_reason="Mưa vẫn ngập như cũ.")
    answer = case.answers.get()
    assert (answer.reply, answer.reply_reason) == ("not_settled", "Mưa vẫn ngập như cũ.")
    assert (case.settled_on, case.handling_unit.code) == (None, "mh-ban")
    assert case.answered_on is not None


def test_a_unit_settles_in_a_case_of_its_own_and_sends_the_answer_back(case, people):
    refer(case, people)
    step(case, "confirm_receipt", people["daumoi"])
    own = take_up(Referral.objects.get(), by=people["phuongxl"], on=today())
    assert (own.unit.code, own.procedure) == ("mh-p-vinh-tan", "petition")
    assert list(own.submissions.all()) == list(case.submissions.all())
    step(own, "classify", people["phuongxl"])
    step(own, "take_up", people["phuongxl"], handler=people["phuongxl"])
    facts = {name: GOOD_ANSWER[name] for name in ("answer_findings", "answer_decider")}
    step(own, "answer_with_explanation", people["phuongld"], **facts)
    send_answer_back(own, by=people["phuongxl"], on=today())
    case.refresh_from_db()
    assert case.stage == Stage.ANSWER_RECEIVED
    assert case.answers.get().found == GOOD_ANSWER["answer_findings"]
    # The matter counts once, at the office that received the letter.
    assert list(Case.objects.all().first_hand()) == [case]


def test_all_cases_of_a_unit_are_handed_over_with_one_choice(letter, unit, sign_in):
    letter(on=today())
    letter("Rác ở chợ tạm không ai thu gom.", on=today())
    client, address = sign_in("lanhdao"), f"/viec/ban-giao/moi/{unit.code}/"
    given = {"on": today().strftime("%d/%m/%Y"), "basis": "QĐ 1", "message": "Đơn chuyển đi."}
    page = client.post(address, given)
    assert page.status_code == 422
    assert "Chọn đơn vị tiếp nhận, hoặc chọn chung cho các việc." in page.content.decode()
    heir = unit_of("mh-p-ben-truc")
    client.post(address, given | {"rest": str(heir.pk)})
    assert list(HandedCase.objects.values_list("to_unit", flat=True)) == [heir.pk, heir.pk]


def test_a_term_that_the_law_knows_since_later_says_so(letter, sign_in):
    case = letter(on=date(2026, 6, 3)).cases.get()
    page = sign_in("daumoi").get(f"/don/vu-viec/{case.code}/").content.decode()
    assert "Có hiệu lực từ ngày 01/7/2026; không tính cho đơn nhận trước ngày ấy." in page
