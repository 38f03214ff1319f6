"""Due dates explain themselves, and keep their order whatever happens to the clock."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandan.domain.deadlines import (
    Clock,
    ClockError,
    Condition,
    Criterion,
    Extension,
    Finding,
    MissingDayError,
    OfficeHours,
    Rules,
    StillSuspendedError,
    Suspension,
    TimeUnit,
    complexity_faults,
    due,
    extension_faults,
    moved_dues,
    receipt_day,
    remaining,
    shipped_rules,
)
from gandan.domain.deadlines.explanation import _ENGLISH, _VIETNAMESE
from gandan.domain.deadlines.limits import LimitBook, limit_from
from gandan.domain.deadlines.remaining import remaining_hours
from gandan.domain.deadlines.rules import HANOI
from gandan.domain.provisions import shipped_rows
from gandan.domain.workdays import Calendar, CalendarDay, DayKind, standard_calendar

RULES = shipped_rules()
FINDING = Finding(frozenset({Criterion.SEVERAL_PLACES}), "Phải xác minh ở hai phường.")
TWO = Finding(frozenset({Criterion.SEVERAL_PLACES, Criterion.MANY_PEOPLE}), "Hai phường, 40 hộ.")


def rules_with(*rows, calendar=None):
    changed = {row["code"] for row in rows}
    kept = [limit for limit in RULES.limits.limits if limit.code not in changed]
    book = LimitBook([*kept, *(limit_from(row) for row in rows)])
    return Rules(book, calendar or RULES.calendar, RULES.office)


def shipped(code):
    return [row for row in shipped_rows("time_limits", "limit") if row["code"] == code][-1]


def test_the_sum_is_shown_with_its_days():
    found = due(Clock("KN-TL", date(2026, 8, 20)), RULES)
    assert found.on == date(2026, 8, 28)
    text = "\n".join(found.explanation)
    for piece in (
        "nhận đơn ngày 20/8/2026",
        "7 ngày làm việc",
        "Điều 10 Nghị định số 155/2026/NĐ-CP",
        "23/8/2026 Chủ nhật",
        "22/8/2026 Làm bù cho ngày 31/8/2026",
        "Thứ Sáu 28/8/2026",
    ):
        assert piece in text
    assert [s.day for s in found.skipped] == [date(2026, 8, 23)]


def test_every_step_is_worded_in_both_languages():
    assert set(_VIETNAMESE) == set(_ENGLISH)
    clock = Clock(
        "TC-1",
        date(2026, 1, 5),
        frozenset({Condition.REMOTE}),
        (Extension(30, FINDING, date(2026, 2, 2), "Chủ tịch UBND phường"),),
        (Suspension(date(2026, 1, 10), date(2026, 1, 20), "chờ giám định"),),
    )
    found = due(clock, RULES)
    codes = [step.code for step in found.steps]
    assert codes == ["event", "amount", "without_effect", "extended", "suspended", "due"]
    assert "Chủ tịch UBND phường quyết định ngày 02/02/2026" in found.explanation[3]
    assert "không tính 10 ngày" in found.explanation[4]
    assert found.explanation_en[4].startswith("Suspended from 10 Jan 2026")


def test_a_day_off_at_the_end_is_named_and_left_behind():
    found = due(Clock("KN-1", date(2026, 10, 25)), RULES)
    assert found.on == date(2026, 11, 25)
    assert any("24/11/2026 là ngày nghỉ (Ngày Văn hóa Việt Nam)" in s for s in found.explanation)


def test_a_notice_ahead_moves_to_the_working_day_before():
    found = due(Clock("KN-DT", date(2026, 9, 7)), RULES)
    assert found.on == date(2026, 8, 28)
    assert any("lùi về ngày làm việc trước đó 28/8/2026" in s for s in found.explanation)


def test_a_year_without_a_notice_of_days_off_is_warned_of():
    found = due(Clock("TCD-TL", date(2026, 12, 28)), RULES)
    assert "Lịch nghỉ năm 2027 chưa có thông báo chính thức; hạn có thể đổi." in found.explanation


def test_posting_lasts_to_its_day_even_when_nobody_works_then():
    found = due(Clock("TC-CK-NY", date(2026, 2, 1)), RULES)
    assert found.on == date(2026, 2, 16)
    assert not RULES.calendar.is_working_day(found.on)


def test_suspended_days_are_not_counted_and_the_day_of_resumption_is():
    plain = due(Clock("KN-1", date(2026, 8, 3)), RULES)
    stopped = Suspension(date(2026, 8, 10), date(2026, 8, 20))
    found = due(Clock("KN-1", date(2026, 8, 3), suspensions=(stopped,)), RULES)
    assert plain.on == date(2026, 9, 3)  # 2 September and its neighbour are days off
    assert found.on == date(2026, 9, 14)  # 2 + 10 days is a Saturday, then Monday


def test_a_clock_that_stands_still_tells_what_is_left():
    clock = Clock("KN-1", date(2026, 8, 3), suspensions=(Suspension(date(2026, 8, 10)),))
    with pytest.raises(StillSuspendedError, match="còn 24 ngày") as caught:
        due(clock, RULES)
    assert caught.value.left == 24


def test_a_suspension_after_the_end_changes_nothing():
    clock = Clock("KN-1", date(2026, 8, 3), suspensions=(Suspension(date(2026, 10, 1)),))
    assert due(clock, RULES).on == date(2026, 9, 3)


def test_complaints_could_not_be_suspended_before_the_new_law():
    stopped = Suspension(date(2026, 6, 20), date(2026, 6, 25))
    with pytest.raises(ClockError, match="chưa cho tạm đình chỉ") as caught:
        due(Clock("KN-1", date(2026, 6, 15), suspensions=(stopped,)), RULES)
    assert caught.value.code == "suspension_not_allowed"
    later = Suspension(date(2026, 7, 2), date(2026, 7, 12))
    assert due(Clock("KN-1", date(2026, 6, 15), suspensions=(later,)), RULES)


def test_suspensions_may_not_overlap_or_run_backwards():
    with pytest.raises(ClockError):
        Suspension(date(2026, 8, 10), date(2026, 8, 9))
    first = Suspension(date(2026, 8, 10), date(2026, 8, 20))
    with pytest.raises(ClockError, match="chồng"):
        Clock("KN-1", date(2026, 8, 3), suspensions=(first, Suspension(date(2026, 8, 15))))


@pytest.mark.parametrize(
    ("code", "extensions", "words"),
    [
        ("TC-1", (Extension(30),) * 3, "chỉ được gia hạn 2 lần"),
        ("TC-1", (Extension(31),), "từ 1 đến 30 ngày"),
        ("KN-TL", (Extension(5),), "không cho gia hạn"),
    ],
    ids=["too many", "too long", "not for this term"],
)
def test_an_extension_that_the_law_does_not_know_is_refused(code, extensions, words):
    with pytest.raises(ClockError, match=words):
        due(Clock(code, date(2026, 8, 3), extensions=extensions), RULES)


@pytest.mark.parametrize(
    ("extensions", "fault"),
    [
        ((Extension(30, FINDING),), None),
        ((Extension(30, FINDING), Extension(30, TWO)), None),
        ((Extension(30, FINDING), Extension(30, FINDING)), "ít nhất 2 tiêu chí"),
        ((Extension(30, Finding(frozenset(), "phức tạp")),), "ít nhất 1 tiêu chí"),
        ((Extension(30, Finding(TWO.criteria, "  ")),), "Ghi lý do"),
        ((Extension(30),), "vì sao vụ việc phức tạp"),
    ],
    ids=["one", "two", "second needs two", "no criterion", "no note", "no finding"],
)
def test_an_extension_needs_its_criteria_and_a_note(extensions, fault):
    faults = extension_faults(RULES.limits.on("TC-1", date(2026, 8, 3)), extensions)
    assert bool(faults) == (fault is not None)
    if fault:
        assert fault in " ".join(faults)


def test_a_complex_matter_needs_a_written_finding():
    assert complexity_faults(FINDING) == []
    assert complexity_faults(None)


def test_hours_are_counted_within_office_time():
    start = datetime(2026, 9, 3, 8, 30, tzinfo=HANOI)  # the Thursday after the National Day
    found = due(Clock("TCD-TT-KN", start.date(), moment=start), RULES)
    assert found.at == datetime(2026, 8, 28, 16, 30, tzinfo=HANOI)
    assert found.on == date(2026, 8, 28)
    assert "lúc 08:30 ngày 03/9/2026" in found.explanation[0]
    with pytest.raises(MissingDayError):
        due(Clock("TCD-TT-KN", start.date()), RULES)


def test_office_hours_run_over_noon_and_over_the_weekend():
    row = shipped("TCD-TT-KN") | {"sense": "within", "amount": 3}
    start = datetime(2026, 9, 11, 15, 0, tzinfo=HANOI)  # Friday
    found = due(Clock("TCD-TT-KN", start.date(), moment=start), rules_with(row))
    assert found.at == datetime(2026, 9, 14, 9, 0, tzinfo=HANOI)
    noon = datetime(2026, 9, 11, 11, 0, tzinfo=HANOI)
    found = due(Clock("TCD-TT-KN", noon.date(), moment=noon), rules_with(row))
    assert found.at == datetime(2026, 9, 11, 15, 0, tzinfo=HANOI)


def test_hours_of_the_clock_run_through_the_night():
    row = shipped("TCD-TT-KN") | {"unit": "hour", "sense": "within", "amount": 24}
    start = datetime(2026, 9, 11, 15, 0, tzinfo=HANOI)
    found = due(Clock("TCD-TT-KN", start.date(), moment=start), rules_with(row))
    assert found.at == start + timedelta(hours=24)


def test_what_is_left_is_said_in_the_unit_of_the_row():
    in_working_days = due(Clock("KN-TL", date(2026, 8, 20)), RULES)
    calendar = RULES.calendar
    assert remaining(in_working_days, date(2026, 8, 24), calendar).words == "còn 4 ngày làm việc"
    assert remaining(in_working_days, date(2026, 8, 28), calendar).words == "hết hạn hôm nay"
    late = remaining(in_working_days, date(2026, 9, 3), calendar)
    assert late.words == "quá 1 ngày làm việc"  # 29/8 to 2/9 are days off
    in_days = due(Clock("KN-1", date(2026, 8, 3)), RULES)
    assert remaining(in_days, date(2026, 8, 24), calendar).words == "còn 10 ngày"


def test_a_term_is_late_on_the_day_off_after_its_last_day():
    found = due(Clock("KN-TL", date(2026, 8, 20)), RULES)
    late = remaining(found, date(2026, 8, 29), RULES.calendar)
    assert late.is_late
    assert late.amount == 0


def test_hours_left_are_office_hours():
    start = datetime(2026, 9, 3, 8, 30, tzinfo=HANOI)
    found = due(Clock("TCD-TT-KN", start.date(), moment=start), RULES)
    left = remaining_hours(found, datetime(2026, 8, 28, 9, 30, tzinfo=HANOI), RULES)
    assert (left.amount, left.unit, left.is_late) == (6, TimeUnit.OFFICE_HOUR, False)
    late = remaining_hours(found, datetime(2026, 9, 3, 8, 15, tzinfo=HANOI), RULES)
    assert (late.amount, late.is_late) == (1, True)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 8, 28, 16, 0, tzinfo=HANOI), date(2026, 8, 28)),
        (datetime(2026, 8, 28, 17, 30, tzinfo=HANOI), date(2026, 9, 3)),
        (datetime(2026, 8, 22, 10, 0, tzinfo=HANOI), date(2026, 8, 22)),
        (datetime(2026, 11, 24, 9, 0, tzinfo=HANOI), date(2026, 11, 25)),
    ],
    ids=["in office time", "after closing before a long rest", "worked Saturday", "24 November"],
)
def test_what_is_sent_after_hours_is_received_on_the_next_working_day(moment, expected):
    assert receipt_day(moment, RULES) == expected
    lenient = Rules(RULES.limits, RULES.calendar, OfficeHours(RULES.office.spans, True))
    assert receipt_day(moment, lenient) == moment.date()


def test_another_day_may_decide_which_law_applies():
    row = shipped("KN-1") | {"decided_by": "receipt"}
    rules = rules_with(row)
    with pytest.raises(MissingDayError, match="nhận đơn"):
        due(Clock("KN-1", date(2026, 8, 3)), rules)
    found = due(Clock("KN-1", date(2026, 8, 3), decided_on=date(2026, 7, 20)), rules)
    assert found.on == date(2026, 9, 3)
    old = due(Clock("KN-TL", date(2026, 7, 2), decided_on=date(2026, 6, 30)), RULES)
    assert old.on == date(2026, 7, 13)  # 10 days of the old law end on a Sunday, 12 July


def test_a_changed_calendar_tells_which_dues_move_and_why():
    days = [row for row in standard_calendar().rows if row.day != date(2026, 8, 22)]
    extra = CalendarDay(date(2026, 8, 25), DayKind.HOLIDAY, "nghỉ bão", "công điện")
    changed = Rules(RULES.limits, Calendar([*days, extra]), RULES.office)
    clocks = [("a", Clock("KN-TL", date(2026, 8, 20))), ("b", Clock("KN-TL", date(2026, 7, 6)))]
    moved = list(moved_dues(clocks, RULES, changed))
    assert [m.key for m in moved] == ["a"]
    assert moved[0].days == (date(2026, 8, 22), date(2026, 8, 25))
    assert "từ 28/8/2026 thành 04/9/2026" in moved[0].words
    assert "22/8/2026, 25/8/2026" in moved[0].words


def test_a_changed_limit_tells_which_dues_move_and_a_lost_one_is_not_hidden():
    shorter = rules_with(shipped("KN-TL") | {"amount": 5})
    clock = Clock("KN-TL", date(2026, 8, 20))
    (moved,) = moved_dues([(1, clock)], RULES, shorter)
    assert moved.after is not None
    assert moved.after.on == date(2026, 8, 26)
    assert "quy định KN-TL đã sửa" in moved.words
    later = rules_with(shipped("KN-TL") | {"valid_from": date(2027, 1, 1)})
    (lost,) = moved_dues([(1, clock)], RULES, later)
    assert lost.after is None
    assert "không tính được" in lost.words


def test_a_changed_row_that_leaves_the_day_alone_moves_nothing():
    reworded = rules_with(shipped("KN-TL") | {"note": "đã đối chiếu"})
    assert list(moved_dues([(1, Clock("KN-TL", date(2026, 8, 20)))], RULES, reworded)) == []


CODES = st.sampled_from(
    [c for c in RULES.limits.codes if not RULES.limits.versions(c)[0].unit.is_hours]
)
FORWARD = CODES.filter(lambda c: str(RULES.limits.versions(c)[0].sense) != "ahead")
BACKWARD = CODES.filter(lambda c: str(RULES.limits.versions(c)[0].sense) == "ahead")
DAYS = st.dates(date(2026, 7, 1), date(2027, 6, 30))
SUSPENDABLE = st.sampled_from(["KN-1", "KN-2", "KN-KL", "TC-1"])


@given(FORWARD, DAYS, DAYS)
def test_an_earlier_start_never_ends_later(code, one, other):
    first, second = sorted((one, other))
    assert due(Clock(code, first), RULES).on <= due(Clock(code, second), RULES).on


@given(BACKWARD, DAYS, DAYS)
def test_an_earlier_event_never_needs_its_notice_later(code, one, other):
    first, second = sorted((one, other))
    assert due(Clock(code, first), RULES).on <= due(Clock(code, second), RULES).on


@given(CODES, DAYS)
def test_a_term_never_ends_on_its_first_day_and_the_same_sum_gives_the_same_day(code, start):
    found = due(Clock(code, start), RULES)
    assert found.on != start
    assert (found.on > start) == (str(found.rule.sense) != "ahead")
    assert found == due(found.clock, RULES)
    assert not found.rule.rolls or RULES.calendar.is_working_day(found.on)


@given(SUSPENDABLE, DAYS, st.integers(0, 29), st.integers(0, 60))
def test_a_suspension_gives_back_exactly_its_days(code, start, after, length):
    since = start + timedelta(days=1 + after)
    stopped = Suspension(since, since + timedelta(days=length))
    plain = due(Clock(code, start), RULES)
    found = due(Clock(code, start, suspensions=(stopped,)), RULES)
    assert found.on >= plain.on
    limit = plain.rule
    end = start + timedelta(days=limit.amount + length)
    assert found.on == RULES.calendar.add_days(end, 0)


@given(SUSPENDABLE, DAYS, st.integers(0, 28), st.integers(1, 40))
def test_two_suspensions_that_touch_are_one(code, start, after, length):
    since = start + timedelta(days=1 + after)
    middle, until = since + timedelta(days=length // 2), since + timedelta(days=length)
    one = Clock(code, start, suspensions=(Suspension(since, until),))
    two = Clock(code, start, suspensions=(Suspension(middle, until), Suspension(since, middle)))
    assert due(one, RULES).on == due(two, RULES).on


@given(SUSPENDABLE, DAYS, st.integers(0, 28), st.integers(1, 40))
def test_what_is_left_when_the_clock_stops_is_used_up_when_it_runs_on(code, start, after, length):
    since = start + timedelta(days=1 + after)
    resumed = since + timedelta(days=length)
    with pytest.raises(StillSuspendedError) as caught:
        due(Clock(code, start, suspensions=(Suspension(since),)), RULES)
    ended = due(Clock(code, start, suspensions=(Suspension(since, resumed),)), RULES)
    # The day of resumption counts, so the last day lies one day less ahead of it.
    last = resumed + timedelta(days=caught.value.left - 1)
    assert ended.on == RULES.calendar.add_days(last, 0)


@given(DAYS, st.integers(0, 2), st.integers(1, 30))
def test_an_extension_only_ever_adds(start, count, amount):
    found = due(Clock("TC-1", start, extensions=(Extension(amount),) * count), RULES)
    more = due(Clock("TC-1", start), RULES)
    assert found.on >= more.on
    assert (found.on - start).days >= 30 + count * amount


@given(BACKWARD, DAYS)
def test_a_notice_ahead_leaves_at_least_its_days(code, event):
    found = due(Clock(code, event), RULES)
    if found.rule.unit == TimeUnit.WORKING_DAY:
        assert RULES.calendar.add_working_days(found.on, found.rule.amount) <= event
    else:
        assert (event - found.on).days >= found.rule.amount
