"""A leader takes back, long after, that a case was carried out; what came since stays."""

from datetime import date, timedelta

import pytest

from gandan.audit.models import Entry
from gandan.casework.models import Answer, Attachment, CarriedOut, Case, Clock
from gandan.casework.rates import rates_of
from gandan.casework.services.assigning import assign_officer
from gandan.casework.services.overriding import NotALeaderError
from gandan.casework.services.recomputing import restart_from_receipt
from gandan.casework.services.renaming import rename_case
from gandan.casework.services.reopening import reopen_execution
from gandan.casework.services.undoing import NotUndoableError, last_step, undo_step
from gandan.core import moment
from gandan.domain.periods import year
from gandan.domain.procedure import StepNotAllowedError
from tests.desk import case_makers as makers
from tests.desk.execution_makers import MONEY, PEOPLE, effective, kept_decided, order, report, step

pytestmark = pytest.mark.django_db
FINISHED, FOUND = date(2026, 9, 1), date(2026, 10, 20)
WHY = "Ghi nhầm vụ việc, tiền chưa thu"


@pytest.fixture
def case(letter, people):
    return effective(kept_decided(letter, people), people)


@pytest.fixture
def finished(case, people):
    """Carried out, as the register has it: one result by hand, the rest told by the step."""
    by = people["phuongxl"]
    step(case, "carry_out", FINISHED, by)
    order(case, by, {MONEY: 20, PEOPLE: 1}, on=FINISHED)
    report(case, by, {PEOPLE: 1}, on=FINISHED, why_over="Thêm một người")
    return case


def reopen(case, by, *, why=WHY, on=FOUND):
    case.refresh_from_db()
    with moment.replaying(on):
        reopen_execution(case, why, by=by)
    case.refresh_from_db()
    return case


def standing():
    rows = CarriedOut.objects.standing().order_by("id")
    return [(row.measure, row.amount) for row in rows]


def carried_out(on=FOUND):
    return rates_of(Case.objects.all(), year(2026), on).carried_out


def test_a_leader_takes_back_weeks_later_that_a_case_was_carried_out(finished, people):
    assert carried_out() == 1
    with moment.replaying(FOUND), pytest.raises(NotUndoableError, match="24 giờ"):
        undo_step(finished, last_step(finished), by=people["lanhdao"])
    with pytest.raises(NotALeaderError):
        reopen(finished, people["phuongxl"])
    reopen(finished, people["lanhdao"])
    assert (finished.stage, finished.carried_out_on) == ("effective", None)
    assert carried_out() == 0
    assert standing() == [(PEOPLE, 1)]
    back = finished.steps.get(name="execution_reopened")
    assert (back.note, back.undoes.name, back.by) == (WHY, "carry_out", people["lanhdao"])
    entry = Entry.objects.get(action="case.execution_reopened")
    assert (entry.details["reason"], entry.details["steps"]) == (WHY, ["carry_out"])
    assert not Attachment.objects.filter(step=back.undoes, is_void=False).exists()
    with pytest.raises(StepNotAllowedError, match="còn 20 đồng"):
        step(finished, "carry_out", FOUND, people["phuongxl"])
    report(finished, people["phuongxl"], {MONEY: 20}, on=FOUND)
    assert step(finished, "carry_out", FOUND, people["phuongxl"]).carried_out_on == FOUND


def test_a_case_closed_after_it_goes_the_same_way_in_one_go(finished, people):
    step(finished, "close", date(2026, 9, 5), people["lanhdao"])
    assert finished.rested_on
    reopen(finished, people["lanhdao"])
    assert (finished.stage, finished.carried_out_on) == ("effective", None)
    assert (finished.rested_on, finished.turn) == (None, "office")
    assert finished.steps.filter(name="execution_reopened").count() == 2


def test_what_changed_since_stays(finished, people):
    with moment.replaying(date(2026, 9, 10)):
        rename_case(finished, "Thu hồi đất tổ 7", by=people["lanhdao"])
        assign_officer([finished], people["daumoi"], by=people["lanhdao"])
    reopen(finished, people["lanhdao"])
    assert (finished.title, finished.officer) == ("Thu hồi đất tổ 7", people["daumoi"])
    assert finished.stage == "effective"


def test_an_answer_to_the_forwarding_body_stays_given(case, people):
    Case.objects.filter(pk=case.pk).update(flags=["forwarded"])
    step(case, "carry_out", FINISHED, people["phuongxl"])
    step(case, "answer_forwarder", date(2026, 9, 3), people["phuongxl"])
    reopen(case, people["lanhdao"])
    assert case.stage == "effective"
    assert "forwarder_answered" in case.flags


def test_only_the_end_is_opened_again(case, people):
    with pytest.raises(NotUndoableError, match="không phải bước thực hiện xong"):
        reopen(case, people["lanhdao"])
    reopen(step(case, "carry_out", FINISHED, people["phuongxl"]), people["lanhdao"])
    with pytest.raises(NotUndoableError):
        reopen(case, people["lanhdao"])


def test_a_term_that_ended_with_the_case_runs_on_from_its_own_day(case, people):
    """Under the day of receipt that holds now, as every running term does."""
    with moment.replaying(case.opened_on):
        clock = Clock.objects.create(
            case=case, code="TCD-PH", start_on=case.opened_on, start_event="receipt",
            sense="within", due_on=date(2026, 6, 30),
        )  # fmt: skip
    order(case, people["phuongxl"], {}, needed=False, on=FINISHED)
    step(case, "close_without_execution", FINISHED, people["lanhdao"])
    clock.refresh_from_db()
    assert clock.state == Clock.State.DROPPED
    with moment.replaying(date(2026, 9, 5)):
        restart_from_receipt(case, case.opened_on + timedelta(days=2), by=people["lanhdao"])
    reopen(case, people["lanhdao"])
    clock.refresh_from_db()
    assert (clock.state, clock.closed_on, clock.closed_by) == (Clock.State.RUNNING, None, None)
    assert clock.start_on == case.opened_on
    assert clock.due_on is None or clock.due_on > date(2026, 6, 30)


@pytest.fixture
def promised(letter, people):
    case = makers.answered(makers.board_case(letter, people), people, promised_in=20)
    proof = {"proof": [makers.photo()]}
    return makers.step(case, "carry_out", people["daumoi"], **proof)


def test_a_promise_kept_by_mistake_is_open_again_where_it_lay(promised, people):
    answer = Answer.objects.get(is_void=False)
    assert answer.carried_out_on
    reopen_execution(promised, WHY, by=people["lanhdao"])
    promised.refresh_from_db()
    answer.refresh_from_db()
    assert (promised.stage, promised.carried_out_on) == ("answered", None)
    assert answer.carried_out_on is None
    assert "measure_promised" in promised.flags
    assert promised.next_due_on == answer.promised_for
    assert promised.handling_unit.code == "mh-p-vinh-tan"


def test_the_leader_of_the_unit_finds_the_way_on_the_page(promised, sign_in):
    address = f"/don/vu-viec/{promised.code}/"
    assert "Mở lại việc thi hành" not in sign_in("xulydon").get(address).content.decode()
    leader = sign_in("lanhdao")
    assert "Mở lại việc thi hành" in leader.get(address).content.decode()
    page = leader.get(f"{address}thi-hanh/mo-lai/").content.decode()
    assert "báo lại cho người gửi" in page
    sent = {"version": Case.objects.get().version, "why": WHY}
    done = leader.post(f"{address}thi-hanh/mo-lai/", sent, follow=True).content.decode()
    assert "Đã mở lại việc thi hành" in done
    assert "Thực hiện xong biện pháp, có minh chứng (đã hoàn tác)" in done


def test_an_undone_step_leaves_what_came_after_it(letter, people):
    """Within the day: the officer and the name given since are not put back."""
    case = makers.refer(makers.board_case(letter, people), people)
    rename_case(case, "Cống hỏng tổ 4", by=people["xulydon"])
    assign_officer([case], people["xulydon"], by=people["lanhdao"])
    undo_step(case, last_step(case), by=people["xulydon"])
    case.refresh_from_db()
    assert case.stage == "classified"
    assert (case.title, case.officer) == ("Cống hỏng tổ 4", people["xulydon"])
    assert case.handling_unit == case.unit
