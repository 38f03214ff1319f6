"""Facts of execution when the step they hang on is taken back, or what was ordered is corrected."""

from datetime import date

import pytest
from django.db import transaction

from gandan.audit.models import Entry
from gandan.casework.models import CarriedOut, Case, Ordering
from gandan.casework.models.execution import BY_THE_STEP
from gandan.casework.services.executing import (
    NoPaperError,
    Ordered,
    annul_result,
    write_ordering,
)
from gandan.casework.services.overriding import NoReasonError, NotALeaderError
from gandan.casework.services.reopening import reopen_execution
from gandan.casework.services.stepping import CaseMovedOnError
from gandan.casework.services.undoing import (
    NotUndoableError,
    last_step,
    undo_step,
)
from gandan.core import moment
from gandan.domain.execution import ExecutionError, Fault, OrderedMeasure
from gandan.domain.procedure import StepNotAllowedError
from tests.desk.execution_makers import (
    DECIDED,
    EFFECTIVE,
    MONEY,
    OFFICIALS,
    PEOPLE,
    effective,
    kept_decided,
    order,
    report,
    step,
)

pytestmark = pytest.mark.django_db
FINISHED = date(2026, 9, 1)


@pytest.fixture
def case(letter, people):
    return kept_decided(letter, people)


@pytest.fixture
def by(people):
    return people["phuongxl"]


@pytest.fixture
def finished(case, people, by):
    """Carried out on a day before anybody wrote what was ordered."""
    effective(case, people)
    return step(case, "carry_out", FINISHED, by)


def undo(case, by, on):
    case.refresh_from_db()
    with moment.replaying(on):
        undo_step(case, last_step(case), by=by)
    case.refresh_from_db()


def standing():
    rows = CarriedOut.objects.standing().order_by("id")
    return [(row.measure, row.amount, row.paper) for row in rows]


def notes(case, name):
    return list(case.steps.filter(name=name).order_by("id").values_list("note", flat=True))


# --- the decision ------------------------------------------------------------------------------


def test_a_decision_with_results_is_not_taken_back_before_they_are_annulled(case, people, by):
    order(case, by, {MONEY: 20})
    (row,) = report(case, by, {MONEY: 5}, on=DECIDED)
    with pytest.raises(NotUndoableError, match="hủy các kết quả ấy trước"):
        undo(case, people["lanhdao"], DECIDED)
    case.refresh_from_db()
    assert case.stage == "decided"
    row.case = case
    annul_result(row, "Ghi nhầm vụ việc", by=by)
    undo(case, people["lanhdao"], DECIDED)
    assert case.stage == "verified"


def test_what_a_decision_orders_goes_with_it_and_stays_on_record(case, people, by):
    order(case, by, {MONEY: 20_000_000}, other="Cấp lại giấy chứng nhận")
    undo(case, people["lanhdao"], DECIDED)
    assert not Ordering.objects.filter(is_current=True).exists()
    assert notes(case, "execution_withdrawn") == [
        "Thu hồi tiền cho Nhà nước: 20.000.000 đồng; Cấp lại giấy chứng nhận"
    ]
    entry = Entry.objects.get(action="case.execution_withdrawn")
    assert entry.details["recovered_money"] == 20_000_000
    step(case, "decide", DECIDED, people["lanhdao"], first_result="wrong")
    assert order(case, by, {}, needed=False).number == 1


def test_a_decision_of_which_nobody_wrote_anything_is_taken_back_as_before(case, people):
    undo(case, people["lanhdao"], DECIDED)
    assert not case.steps.filter(name="execution_withdrawn").exists()


# --- the step "carried out" --------------------------------------------------------------------


def test_what_the_step_told_is_annulled_with_the_step_and_what_people_wrote_stays(case, people, by):
    effective(case, people)
    step(case, "carry_out", FINISHED, by)
    order(case, by, {MONEY: 20, PEOPLE: 1}, on=FINISHED)
    report(case, by, {PEOPLE: 1}, on=FINISHED, why_over="Thêm một người")
    undo(case, by, FINISHED)
    assert case.carried_out_on is None
    assert standing() == [(PEOPLE, 1, "Biên lai 0123")]
    assert notes(case, "execution_annulled") == [
        "Đã thu tiền cho Nhà nước: 20 đồng; Người đã bị xử lý hành chính: 1 người. "
        "Hoàn tác bước thực hiện xong"
    ]
    with pytest.raises(StepNotAllowedError, match="còn 20 đồng trong 20 đồng"):
        step(case, "carry_out", FINISHED, by)


def test_a_day_of_carrying_out_before_the_decision_is_refused_at_its_field(case, people, by):
    effective(case, people)
    with pytest.raises(StepNotAllowedError, match="phải từ 15/7/2026") as refused:
        step(case, "carry_out", FINISHED, by, carried_out_on=date(2026, 7, 14))
    assert set(refused.value.faults) == {"carried_out_on"}
    assert step(case, "carry_out", FINISHED, by, carried_out_on=DECIDED).carried_out_on == DECIDED


# --- corrections -------------------------------------------------------------------------------


@pytest.mark.parametrize(("wrong", "right"), [(200, 20), (2, 20)])
def test_a_corrected_amount_of_a_case_carried_out_corrects_what_the_step_told(
    finished, by, wrong, right
):
    order(finished, by, {MONEY: wrong}, on=FINISHED)
    order(finished, by, {MONEY: right}, on=FINISHED, why="Nhập nhầm số")
    assert standing() == [(MONEY, right, BY_THE_STEP)]
    row = CarriedOut.objects.get(amount=wrong)
    assert (row.why_annulled, row.annulled_by) == ("Nhập nhầm số", by)


def test_what_the_step_tells_stands_in_the_history_and_in_the_log(finished, by):
    order(finished, by, {MONEY: 200}, on=FINISHED)
    order(finished, by, {MONEY: 20}, on=FINISHED, why="Nhập nhầm số")
    names = finished.steps.filter(name__startswith="execution_").order_by("id")
    assert [(row.name, row.note) for row in names] == [
        ("execution_ordered", "Thu hồi tiền cho Nhà nước: 200 đồng"),
        ("execution_done", f"Đã thu tiền cho Nhà nước: 200 đồng. {BY_THE_STEP}"),
        ("execution_ordered", "Thu hồi tiền cho Nhà nước: 20 đồng"),
        ("execution_annulled", "Đã thu tiền cho Nhà nước: 200 đồng. Nhập nhầm số"),
        ("execution_done", f"Đã thu tiền cho Nhà nước: 20 đồng. {BY_THE_STEP}"),
    ]
    entries = Entry.objects.filter(action="case.execution_done").order_by("id")
    assert [one.details["recovered_money"] for one in entries] == [200, 20]
    assert Entry.objects.filter(action="case.execution_annulled").count() == 1


def test_nobody_writes_the_words_of_the_step_as_a_paper(case, by):
    order(case, by, {MONEY: 20})
    with pytest.raises(NoPaperError):
        report(case, by, {MONEY: 5}, paper=f" {BY_THE_STEP} ")


def test_of_two_first_versions_the_second_finds_that_the_case_moved_on(case, by):
    stale = Case.objects.get(pk=case.pk)
    order(case, by, {MONEY: 20})
    with moment.replaying(EFFECTIVE), pytest.raises(CaseMovedOnError):
        write_ordering(stale, Ordered(True, {MONEY: 25}), by=by)
    assert Ordering.objects.count() == 1


def test_a_note_without_room_leaves_out_whole_amounts_and_says_so(case, by):
    order(case, by, dict.fromkeys(OrderedMeasure, 100_000_000_000), other="Xin lỗi công khai")
    (note,) = notes(case, "execution_ordered")
    assert len(note) <= 500
    assert note.endswith("; …; Xin lỗi công khai")
    said = note.removesuffix("; …; Xin lỗi công khai").split("; ")
    assert len(said) > 5
    assert all(" 10" in one and one.split()[-1] in {"đồng", "m²", "chức", "người"} for one in said)


# --- closed as ordering nothing ----------------------------------------------------------------


@pytest.fixture
def closed(case, people, by):
    order(case, by, {}, needed=False)
    effective(case, people)
    return step(case, "close_without_execution", FINISHED, people["lanhdao"])


def test_a_case_closed_as_ordering_nothing_is_opened_again_by_a_leader_with_a_reason(
    closed, people, by
):
    late = date(2026, 10, 1)
    with moment.replaying(late):
        for person, why, refused in (
            (by, "Có tiền", NotALeaderError),
            (people["lanhdao"], " ", NoReasonError),
        ):
            with pytest.raises(refused):
                reopen_execution(closed, why, by=person)
        reopen_execution(closed, "Quyết định có khoản phải thu", by=people["lanhdao"])
    closed.refresh_from_db()
    assert (closed.stage, "nothing_to_carry_out" in closed.flags) == ("effective", False)
    assert notes(closed, "execution_reopened") == ["Quyết định có khoản phải thu"]
    assert Entry.objects.filter(action="case.execution_reopened").count() == 1
    order(closed, by, {MONEY: 20}, on=late, why="Có khoản phải thu")
    report(closed, by, {MONEY: 20}, on=late)
    assert step(closed, "carry_out", late, by).carried_out_on == late


def test_only_the_step_that_closed_it_is_opened_again(case, people):
    effective(case, people)
    with pytest.raises(NotUndoableError):
        reopen_execution(case, "Thử", by=people["lanhdao"])


# --- officials among people --------------------------------------------------------------------


def test_officials_that_people_wrote_are_annulled_before_the_step_that_told_all_people(
    case, people, by
):
    effective(case, people)
    step(case, "carry_out", FINISHED, by)
    order(case, by, {PEOPLE: 3}, on=FINISHED)
    report(case, by, {OFFICIALS: 2}, on=FINISHED, why_over="Quyết định không tách riêng")
    with pytest.raises(NotUndoableError, match=r"2 người.*Hủy dòng kết quả ấy trước"):
        undo(case, by, FINISHED)
    case.refresh_from_db()
    assert case.carried_out_on == FINISHED
    with pytest.raises(ExecutionError) as refused, transaction.atomic():
        order(case, by, {PEOPLE: 1}, on=FINISHED, why="Chỉ một người")
    assert [one.fault for one in refused.value.findings] == [Fault.DONE_PART_TOO_LARGE]
