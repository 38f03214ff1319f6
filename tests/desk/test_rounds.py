"""Copies and supplements keep one clock; what comes back after an answer goes one level up."""

from datetime import timedelta

import pytest

from gandan.casework.models import Case, Clock, CopySuggestion, Raising
from gandan.casework.rates import rates_of
from gandan.casework.services.copies import confirm_copy, undo_copy_decision
from gandan.casework.services.joining import AlreadyHandledError, attach_supplement
from gandan.casework.services.repeating import NotAnsweredError, chain_of, report_again
from gandan.domain.periods import month
from gandan.domain.procedure import Stage
from tests.desk.case_makers import answered, board_case, photo, refer, step, today, unit_of
from tests.desk.conftest import FLOOD


@pytest.fixture
def case(letter, people):
    return board_case(letter, people)


def another(letter, text=FLOOD, to="mh-ban", **fields):
    return letter(text=text, on=today(), to=unit_of(to), **fields)


def test_a_supplement_keeps_its_own_receipt_and_the_case_its_one_clock(case, letter, people):
    more = another(letter, text="Bổ sung ảnh chụp đoạn cống tắc ở ngõ 58.")
    own = more.cases.get()
    attach_supplement(more, case, by=people["xulydon"])
    own.refresh_from_db()
    assert (own.stage, own.merged_into, own.next_due_on) == ("merged", case, None)
    assert not own.clocks.filter(state=Clock.State.RUNNING).exists()
    assert case.raisings.get(submission=more).role == Raising.Role.SUPPLEMENT
    codes = set(case.submissions.values_list("tracking_code", flat=True))
    assert len(codes) == 2
    running = case.clocks.filter(state=Clock.State.RUNNING)
    assert list(running.values_list("code", flat=True)) == ["TCD-TL"]


def test_a_confirmed_copy_stands_again_with_its_clock_when_taken_back(case, letter, people):
    copy = another(letter)
    own = copy.cases.get()
    suggestion = CopySuggestion.objects.get(submission=copy)
    confirm_copy(suggestion, by=people["xulydon"])
    assert Case.objects.standing().count() == 1
    suggestion.refresh_from_db()
    undo_copy_decision(suggestion, by=people["xulydon"])
    own.refresh_from_db()
    assert (own.merged_into, own.stage, own.next_due_code) == (None, Stage.RECEIVED, "TCD-TL")
    assert case.submissions.count() == 1


def test_a_letter_that_was_handled_on_its_own_does_not_disappear_in_another(case, letter, people):
    other = board_case(letter, people, text="Đèn đường ngõ 12 hỏng.")
    refer(other, people)
    with pytest.raises(AlreadyHandledError):
        attach_supplement(other.submissions.get(), case, by=people["xulydon"])


def test_before_an_answer_another_letter_is_a_supplement_not_a_round(case, letter, people):
    with pytest.raises(NotAnsweredError):
        report_again(another(letter), case, by=people["xulydon"])


@pytest.fixture
def ward_case(letter, people):
    """A petition that the ward itself answered; the sender agreed."""
    case = another(letter, to="mh-p-vinh-tan").cases.get()
    step(case, "classify", people["phuongxl"])
    step(case, "take_up", people["phuongxl"], handler=people["phuongxl"])
    facts = {
        "answer_findings": "Ngày 12/11/2026 phường kiểm tra: cống tắc 24 m đúng như đơn nêu.",
        "answer_decider": "Chủ tịch UBND phường",
        "measure": "Nạo vét 24 m cống",
        "promised_for": today() + timedelta(days=9),
    }
    step(case, "answer_with_measure", people["phuongld"], **facts)
    step(case, "carry_out", people["phuongxl"], proof=[photo()])
    return step(case, "confirm_settled", people["phuongxl"], settled_basis="sender_agrees")


def test_what_comes_back_after_an_answer_goes_one_level_up_as_the_next_round(
    ward_case, letter, people
):
    assert ward_case.settled_on == today()
    own = report_again(another(letter, to="mh-p-vinh-tan"), ward_case, by=people["xulydon"])
    ward_case.refresh_from_db()
    assert (own.round, own.earlier, own.unit.code) == (2, ward_case, "mh-ban")
    assert ward_case.settled_on is None
    assert ward_case.answered_on == today()
    assert "repeated" in own.flags
    assert own.clocks.filter(state=Clock.State.RUNNING).exists()


def test_the_third_time_is_the_third_and_all_rounds_are_one_chain(ward_case, letter, people):
    second = report_again(another(letter), ward_case, by=people["xulydon"])
    step(second, "classify", people["xulydon"])
    answered(second, people)
    third = report_again(another(letter), ward_case, by=people["xulydon"])
    assert (third.round, third.earlier, third.first_round) == (3, second, ward_case)
    assert [case.round for case in chain_of(second)] == [1, 2, 3]


def test_three_rates_count_three_states_and_a_case_that_came_back_is_not_settled(
    ward_case, letter, people
):
    period = month(today().year, today().month)
    before = rates_of(Case.objects.all(), period, today())
    assert (before.cases, before.answered, before.settled, before.carried_out) == (1, 1, 1, 1)
    report_again(another(letter, to="mh-p-vinh-tan"), ward_case, by=people["xulydon"])
    after = rates_of(Case.objects.all(), period, today())
    assert (after.cases, after.answered, after.settled, after.carried_out) == (2, 1, 0, 1)


def test_a_round_shows_only_rounds_that_the_person_may_see(ward_case, letter, people, sign_in):
    own = report_again(another(letter, to="mh-p-vinh-tan"), ward_case, by=people["xulydon"])
    assert own.code in sign_in("xulydon").get(f"/don/vu-viec/{ward_case.code}/").content.decode()
    page = sign_in("daumoi").get(f"/don/vu-viec/{ward_case.code}/").content.decode()
    assert own.code not in page
