from datetime import date

import pytest

from gandan.domain.workdays import Calendar, CalendarDay, DayKind, standard_calendar


@pytest.mark.parametrize(
    ("count", "start", "expected"),
    [
        (7, date(2026, 2, 12), date(2026, 3, 2)),
        (5, date(2025, 4, 24), date(2025, 5, 5)),
        (10, date(2026, 8, 20), date(2026, 9, 7)),
        (5, date(2026, 11, 20), date(2026, 11, 30)),
        (3, date(2025, 12, 31), date(2026, 1, 7)),
    ],
    ids=["over Tet", "Saturday 26/4 worked", "Saturday 22/8 worked", "24/11 off", "2/1/2026 off"],
)
def test_working_days_follow_the_notices_of_days_off(count, start, expected):
    assert standard_calendar().add_working_days(start, count) == expected


def test_a_calendar_term_that_ends_on_a_rest_day_moves_to_the_next_working_day():
    assert standard_calendar().add_days(date(2026, 3, 5), 30) == date(2026, 4, 6)


def test_skipped_days_say_why():
    reasons = {
        s.day: s.reason for s in standard_calendar().skipped(date(2026, 11, 20), date(2026, 11, 30))
    }
    assert reasons[date(2026, 11, 24)] == "Ngày Văn hóa Việt Nam"
    assert reasons[date(2026, 11, 21)] == "Thứ Bảy"


def test_a_year_with_forecasts_only_is_not_confirmed():
    assert standard_calendar().is_confirmed(2026)
    assert not standard_calendar().is_confirmed(2027)
    assert not standard_calendar().is_confirmed(2031)


def test_a_swapped_saturday_is_worked_and_a_day_cannot_be_named_twice():
    swap = CalendarDay(date(2026, 1, 10), DayKind.SWAP_WORK, "làm bù", "")
    assert Calendar([swap]).is_working_day(date(2026, 1, 10))
    with pytest.raises(ValueError, match="twice"):
        Calendar([swap, swap])
