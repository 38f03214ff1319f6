"""What a decision orders and what was carried out of it: kept by version, never against the case."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from gandan.audit.models import Entry
from gandan.casework.models import CarriedOut, Case, Ordering
from gandan.casework.services.executing import (
    NothingToCarryOutError,
    NotYoursError,
    Result,
    ResultDayError,
    WhyNeededError,
    annul_result,
    write_result,
)
from gandan.casework.services.stepping import CaseMovedOnError
from gandan.core import moment
from gandan.domain.execution import ExecutionError, Fault
from gandan.domain.procedure import StepNotAllowedError
from tests.desk.execution_makers import (
    DECIDED,
    EFFECTIVE,
    LAND,
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


@pytest.fixture
def case(letter, people):
    return kept_decided(letter, people)


@pytest.fixture
def by(people):
    return people["phuongxl"]


def faults(refused):
    return [finding.fault for finding in refused.value.findings]


def test_what_a_decision_orders_is_kept_with_its_day_and_on_record(case, by):
    made = order(case, by, {MONEY: 20_000_000, LAND: 125})
    assert (made.number, made.decided_on, made.is_needed) == (1, DECIDED, True)
    assert {row.measure: row.amount for row in made.amounts.all()} == {MONEY: 20_000_000, LAND: 125}
    entry = Entry.objects.get(action="case.execution_ordered")
    assert entry.details["recovered_money"] == 20_000_000
    line = case.steps.get(name="execution_ordered")
    assert (
        line.note == "Thu hồi tiền cho Nhà nước: 20.000.000 đồng; Thu hồi đất cho Nhà nước: 12,5 m²"
    )


def test_a_change_is_a_new_version_with_a_reason(case, by):
    order(case, by, {MONEY: 20})
    with pytest.raises(WhyNeededError):
        order(case, by, {MONEY: 25})
    order(case, by, {MONEY: 25}, why="Quyết định sửa đổi số 14/QĐ")
    rows = Ordering.objects.order_by("number").values_list("number", "is_current", "why_changed")
    assert list(rows) == [(1, False, ""), (2, True, "Quyết định sửa đổi số 14/QĐ")]


def test_only_who_settles_writes_what_was_ordered(case, people):
    for name in ("hangxom", "daumoi", "tonghop"):
        with pytest.raises(NotYoursError):
            order(case, people[name], {MONEY: 20})
    order(case, people["phuongxl"], {MONEY: 20})
    report(case, people["daumoi"], {MONEY: 5})
    with pytest.raises(NotYoursError):
        report(case, people["hangxom"], {MONEY: 5})


def test_a_case_that_somebody_moved_meanwhile_is_refused(case, by):
    stale = Case.objects.get(pk=case.pk)
    order(case, by, {MONEY: 20})

    with moment.replaying(EFFECTIVE), pytest.raises(CaseMovedOnError):
        write_result(stale, Result({MONEY: 5}, EFFECTIVE, "Biên lai 1"), by=by)
    assert not CarriedOut.objects.exists()


def test_nothing_is_carried_out_of_a_decision_that_orders_nothing(case, by):
    with pytest.raises(NothingToCarryOutError):
        report(case, by, {MONEY: 5})
    order(case, by, {}, needed=False)
    with pytest.raises(NothingToCarryOutError):
        report(case, by, {MONEY: 5})


def test_a_case_without_a_decision_has_nothing_to_write_on(letter, people, by):
    with pytest.raises(NothingToCarryOutError):
        order(letter("Khiếu nại.").cases.get(), people["phuongxl"], {MONEY: 5})


@pytest.mark.parametrize("days", [-1, 400])
def test_a_result_before_the_decision_or_ahead_of_today_is_refused(case, by, days):
    order(case, by, {MONEY: 20})
    on = DECIDED + timedelta(days=days)

    case.refresh_from_db()
    with moment.replaying(EFFECTIVE), pytest.raises(ResultDayError):
        write_result(case, Result({MONEY: 5}, on, "Biên lai 1"), by=by)


def test_more_than_ordered_needs_a_reason_and_keeps_it(case, by):
    order(case, by, {MONEY: 20})
    report(case, by, {MONEY: 15})
    with pytest.raises(WhyNeededError):
        report(case, by, {MONEY: 10})
    (row,) = report(case, by, {MONEY: 10}, why_over="Nộp cả tiền lãi chậm nộp")
    assert row.why_over == "Nộp cả tiền lãi chậm nộp"


def test_more_officials_than_people_are_refused_over_all_results(case, by):
    order(case, by, {PEOPLE: 3, OFFICIALS: 2})
    report(case, by, {PEOPLE: 1, OFFICIALS: 1})
    with pytest.raises(ExecutionError) as refused:
        report(case, by, {OFFICIALS: 1})
    assert faults(refused) == [Fault.PART_TOO_LARGE]


def test_a_wrong_result_is_annulled_with_a_reason_and_stays_on_record(case, by):
    order(case, by, {MONEY: 20})
    (row,) = report(case, by, {MONEY: 15})
    with pytest.raises(WhyNeededError):
        annul_result(row, " ", by=by)
    annul_result(row, "Ghi nhầm vụ việc", by=by)
    row.refresh_from_db()
    assert (row.stands, row.why_annulled, row.annulled_by) == (False, "Ghi nhầm vụ việc", by)
    assert not CarriedOut.objects.standing().exists()
    assert Entry.objects.filter(action="case.execution_annulled").count() == 1


# --- the state of the case and these facts -----------------------------------------------------


def test_a_case_is_not_carried_out_while_something_is_owed(case, people, by):
    order(case, by, {MONEY: 20_000_000})
    effective(case, people)
    report(case, by, {MONEY: 12_000_000})
    with pytest.raises(StepNotAllowedError, match=r"còn 8\.000\.000 đồng trong 20\.000\.000 đồng"):
        step(case, "carry_out", date(2026, 9, 1), by)
    case.refresh_from_db()
    assert case.carried_out_on is None
    report(case, by, {MONEY: 8_000_000}, on=date(2026, 9, 1))
    assert step(case, "carry_out", date(2026, 9, 1), by).carried_out_on == date(2026, 9, 1)


def test_a_case_without_these_facts_is_carried_out_as_before(case, people, by):
    effective(case, people)
    assert step(case, "carry_out", date(2026, 9, 1), by).carried_out_on == date(2026, 9, 1)


def test_a_decision_that_orders_something_is_not_closed_as_ordering_nothing(case, people, by):
    order(case, by, {}, other="Cấp lại giấy chứng nhận")
    effective(case, people)
    with pytest.raises(StepNotAllowedError, match="có nội dung phải thi hành"):
        step(case, "close_without_execution", date(2026, 9, 1), people["lanhdao"])
    order(case, by, {}, needed=False, why="Giấy đã cấp trước quyết định")
    with pytest.raises(StepNotAllowedError, match="không có nội dung phải thi hành"):
        step(case, "carry_out", date(2026, 9, 1), by)
    step(case, "close_without_execution", date(2026, 9, 1), people["lanhdao"])
    with pytest.raises(ExecutionError) as refused:
        order(case, by, {MONEY: 5}, why="Thử")
    assert faults(refused) == [Fault.SOMETHING_ORDERED]


def test_what_is_written_after_a_case_was_carried_out_was_done_on_that_day(case, people, by):
    effective(case, people)
    step(case, "carry_out", date(2026, 9, 1), by)
    order(case, by, {MONEY: 20, PEOPLE: 1}, on=date(2026, 9, 9))
    rows = CarriedOut.objects.order_by("id").values_list("measure", "amount", "on")
    assert list(rows) == [
        ("recovered_money", 20, date(2026, 9, 1)),
        ("people_sanctioned", 1, date(2026, 9, 1)),
    ]
    with pytest.raises(ExecutionError) as refused, transaction.atomic():
        annul_result(CarriedOut.objects.first(), "Thử", by=by)
    assert faults(refused) == [Fault.STILL_OWED]
    assert CarriedOut.objects.standing().count() == 2


def test_results_stand_in_the_way_of_nothing_to_carry_out(case, by):
    order(case, by, {MONEY: 20})
    report(case, by, {MONEY: 5})
    with pytest.raises(ExecutionError) as refused:
        order(case, by, {}, needed=False, why="Ghi nhầm")
    assert faults(refused) == [Fault.HAS_RESULTS]
    assert Ordering.objects.get(is_current=True).is_needed


def test_the_database_keeps_one_current_version_and_no_amount_of_nothing(case, by):
    made = order(case, by, {MONEY: 20})
    with pytest.raises(IntegrityError), transaction.atomic():
        Ordering.objects.create(
            case=case, step=made.step, number=2, decided_on=DECIDED, is_needed=True,
            why_changed="x", by=by, at=moment.now(),
        )  # fmt: skip
    for measure, amount in (("recovered_money", 0), ("names", 1)):
        with pytest.raises(IntegrityError), transaction.atomic():
            CarriedOut.objects.create(
                case=case, step=made.step, measure=measure, amount=amount, on=DECIDED,
                paper="x", by=by, at=moment.now(),
            )  # fmt: skip
