"""Days, figures and how sure, as official letters write them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandan.core.components.figures import (
    due_day,
    file_size,
    places_to_mend,
    relative_day,
    sure,
    vn_date,
    vn_datetime,
    vn_day,
    vn_number,
    vn_percent,
    vn_units,
    weekday_date,
)
from gandan.core.components.units import change_words

TODAY = date(2026, 9, 4)
NB = "\u00a0"


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2026, 9, 4), "04/9/2026"),
        (date(2026, 2, 10), "10/02/2026"),
        ("2026-09-04", "04/9/2026"),
        (datetime(2026, 9, 3, 20, 0, tzinfo=UTC), "04/9/2026"),
        (None, "chưa rõ"),
        ("không phải ngày", "chưa rõ"),
    ],
    ids=["September", "February", "text", "evening in UTC", "none", "no date"],
)
def test_a_day_is_written_day_first(day, shown):
    assert vn_date(day) == shown


@pytest.mark.parametrize(
    ("day", "shown"),
    [(date(2026, 8, 25), "25/8"), (date(2025, 8, 25), "25/8/2025"), (None, "chưa rõ")],
    ids=["this year", "another year", "none"],
)
def test_the_year_is_left_out_only_within_the_same_year(day, shown):
    assert vn_day(day, TODAY) == shown


def test_a_weekday_is_named():
    assert weekday_date(date(2026, 9, 11)) == "Thứ Sáu 11/9"
    assert weekday_date(date(2026, 9, 6)) == "Chủ Nhật 06/9"


def test_a_moment_is_shown_in_the_time_of_the_office():
    assert vn_datetime(datetime(2026, 8, 25, 1, 31, tzinfo=UTC)) == "08:31 25/8/2026"


@pytest.mark.parametrize(
    ("day", "near", "due"),
    [
        (date(2026, 9, 4), "hôm nay", "Hôm nay"),
        (date(2026, 9, 3), "hôm qua", "Quá 1 ngày"),
        (date(2026, 9, 5), "ngày mai", "Còn 1 ngày"),
        (date(2026, 9, 11), "7 ngày nữa", "Còn 7 ngày"),
        (date(2026, 8, 26), "9 ngày trước", "Quá 9 ngày"),
        (None, "chưa rõ", "Chưa có hạn"),
    ],
    ids=["today", "yesterday", "tomorrow", "next week", "last week", "none"],
)
def test_a_day_is_said_from_where_we_stand(day, near, due):
    assert relative_day(day, TODAY) == near
    assert due_day(day, TODAY) == due


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1248, "1.248"), (12.4, "12,4"), (12.0, "12"), (-10, "−10"), (0, "0"), (None, "chưa có")],
    ids=str,
)
def test_a_number_has_points_for_thousands_and_missing_is_not_zero(value, shown):
    assert vn_number(value) == shown


def test_a_number_has_as_many_decimals_as_its_measure():
    assert vn_number(8.56, 2) == "8,56"
    assert vn_number(8.0, 2) == "8"


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (0.124, f"12,4{NB}%"),
        (1.0, f"100{NB}%"),
        (0.0, f"0{NB}%"),
        (-0.1, f"−10{NB}%"),
        (None, "chưa có"),
    ],
    ids=str,
)
def test_a_share_is_written_in_per_cent(share, shown):
    assert vn_percent(share) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("47 đơn, 312 người", f"47{NB}đơn, 312{NB}người"),
        ("600 m và 12 km²", f"600{NB}m và 12{NB}km²"),
        ("tuần 29 có 4 đơn", f"tuần 29 có 4{NB}đơn"),
        ("5 mét, 3 đơnvị", "5 mét, 3 đơnvị"),
        ("ngõ 58 <b>", "ngõ 58 &lt;b&gt;"),
    ],
    ids=["two", "short units", "name before", "no unit", "escaped"],
)
def test_a_figure_stays_on_one_line_with_its_unit(text, shown):
    assert vn_units(text) == shown


@pytest.mark.parametrize(
    ("now", "before", "shown"),
    [
        (47, 20, f"tăng 135{NB}% so với 20{NB}đơn kỳ trước"),
        (18, 20, f"giảm 10{NB}% so với 20{NB}đơn kỳ trước"),
        (9, 3, f"tăng 6{NB}đơn so với 3{NB}đơn kỳ trước"),
        (5, 5, "bằng kỳ trước"),
        (5, None, "không có kỳ trước để so"),
    ],
    ids=["grown", "fallen", "small base", "equal", "no base"],
)
def test_a_change_on_a_small_base_is_said_in_counts(now, before, shown):
    assert change_words(now, before, "letters") == shown


@pytest.mark.parametrize(
    ("confidence", "shown"),
    [
        (0.95, f"chắc, 95{NB}%"),
        (0.9, f"chắc, 90{NB}%"),
        (0.8999, f"khá chắc, 89{NB}%"),
        (0.7, f"khá chắc, 70{NB}%"),
        (0.6999, f"ngờ, 69{NB}%"),
        (0.57, f"ngờ, 57{NB}%"),
        (None, ""),
    ],
    ids=str,
)
def test_the_word_of_certainty_agrees_with_its_figure(confidence, shown):
    assert sure(confidence) == shown


@given(st.floats(0, 1))
def test_the_figure_of_certainty_never_promises_more_than_there_is(confidence):
    assert int(sure(confidence).split()[-2]) <= 100 * confidence + 1e-6


@pytest.mark.parametrize(
    ("size", "shown"),
    [(10, f"1{NB}KB"), (45_200, f"45{NB}KB"), (3_400_000, f"3,4{NB}MB")],
    ids=str,
)
def test_the_size_of_a_file_is_round(size, shown):
    assert file_size(size) == shown


def test_few_faults_are_counted_in_words():
    assert places_to_mend(2) == "Còn hai chỗ cần sửa"
    assert places_to_mend(12) == "Còn 12 chỗ cần sửa"
