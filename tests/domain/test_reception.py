"""Citizen reception: least days, refusal, posting, the book in 13 columns."""

from datetime import date

import pytest

from gandan.domain.deadlines import shipped_rules
from gandan.domain.periods import Period, month
from gandan.domain.provisions import ProvisionError
from gandan.domain.reception import (
    Host,
    ReceptionKind,
    Session,
    book_columns,
    compliance,
    may_delegate,
    minimum,
    minimum_from,
    refusal_faults,
    schedule_faults,
    shipped_refusals,
)

RULES = shipped_rules()


def held(*days, kind=ReceptionKind.PERIODIC, host=Host.HEAD):
    return [Session(day, kind, host) for day in days]


@pytest.mark.parametrize(
    ("role", "day", "days", "per"),
    [
        ("province_chair", date(2026, 8, 3), 1, "month"),
        ("district_chair", date(2025, 6, 30), 2, "month"),
        ("commune_chair", date(2026, 6, 30), 1, "week"),
        ("commune_chair", date(2026, 7, 1), 2, "month"),
        ("agency_head", date(2026, 8, 3), 1, "month"),
        ("commune_secretary", date(2026, 8, 3), 2, "month"),
    ],
)
def test_the_least_days_follow_role_and_date(role, day, days, per):
    row = minimum(role, day)
    assert row is not None
    assert (row.days, row.per) == (days, per)


def test_districts_ask_for_nothing_once_they_are_gone():
    assert minimum("district_chair", date(2025, 7, 1)) is None


def test_a_commune_chair_owes_a_day_a_week_before_and_two_a_month_after():
    before = compliance(
        "commune_chair",
        month(2026, 6),
        held(date(2026, 6, 4), date(2026, 6, 11)),
        RULES.calendar,
    )
    assert (before.required, before.held, before.short) == (5, 2, 3)
    after = compliance("commune_chair", month(2026, 8), held(date(2026, 8, 6)), RULES.calendar)
    assert (after.required, after.held, after.short) == (2, 1, 1)


def test_a_day_too_many_in_one_month_does_not_fill_another():
    days = held(date(2026, 8, 6), date(2026, 8, 13), date(2026, 8, 20), date(2026, 8, 27))
    two_months = Period("", date(2026, 8, 1), date(2026, 10, 1))
    found = compliance("commune_chair", two_months, days, RULES.calendar)
    assert (found.required, found.held, found.short) == (4, 4, 2)


def test_delegated_missed_and_unscheduled_sessions_are_counted_apart():
    sessions = [
        *held(date(2026, 8, 6)),
        *held(date(2026, 8, 6)),
        *held(date(2026, 8, 13), host=Host.DELEGATED),
        *held(date(2026, 8, 20), host=None),
        *held(date(2026, 8, 27), kind=ReceptionKind.UNSCHEDULED),
        *held(date(2026, 9, 3)),
    ]
    found = compliance("commune_chair", month(2026, 8), sessions, RULES.calendar)
    assert (found.held, found.delegated, found.missed, found.short) == (1, 1, 1, 1)


def test_a_week_of_days_off_asks_for_nothing():
    tet = Period("", date(2026, 2, 16), date(2026, 2, 23))
    found = compliance("commune_chair", tet, [], RULES.calendar)
    assert (found.required, found.short) == (0, 0)


def test_delegation_is_warned_of_since_the_new_law():
    assert may_delegate(date(2026, 6, 30))
    assert not may_delegate(date(2026, 7, 1))


def test_a_schedule_is_posted_five_working_days_ahead():
    assert schedule_faults(date(2026, 8, 27), date(2026, 8, 21), RULES) == []
    (fault,) = schedule_faults(date(2026, 8, 27), date(2026, 8, 24), RULES)
    assert "chậm nhất ngày 21/8/2026" in fault


def test_a_refusal_needs_ground_explanation_and_the_supervisors_view():
    on = date(2026, 8, 3)
    good = ("weapon", "Đã giải thích tại bàn tiếp dân.", "Đồng ý")
    assert refusal_faults(*good, on=on) == []
    assert len(refusal_faults("vì bận", "", " ", on=on)) == 3
    assert refusal_faults(*good, on=date(2026, 6, 30)) == ["Chọn căn cứ từ chối có trong quy định."]


def test_two_grounds_need_a_written_notice():
    assert {row.code for row in shipped_refusals() if row.needs_notice} == {
        "settled_and_notified",
        "answered_nothing_new",
    }


def test_the_book_has_thirteen_columns_in_order():
    assert [column.number for column in book_columns()] == list(range(1, 14))
    assert len({column.code for column in book_columns()}) == 13


def test_a_minimum_per_year_is_refused():
    row = {
        "code": "X",
        "role": "x",
        "name": "",
        "name_en": "",
        "days": 1,
        "per": "year",
        "mark": "seen",
        "valid_from": date(2026, 1, 1),
    }
    with pytest.raises(ProvisionError, match="X"):
        minimum_from(row)
