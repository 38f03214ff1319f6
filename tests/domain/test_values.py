from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandan.domain.codes import (
    ALPHABET,
    CodeError,
    read_tracking_code,
    register_code,
    tracking_code,
)
from gandan.domain.coverage import Holding, coverage
from gandan.domain.dates import DateError, format_date, read_date
from gandan.domain.kinds import Channel, Count, CountUnit, DifferentUnitsError, Kind
from gandan.domain.periods import PeriodError, month, named, quarter, read_period
from gandan.domain.taxonomy import FIELDS, UnknownTopicError, field, topic


@pytest.mark.parametrize(
    "written",
    ["04/9/2026", "4-9-2026", "04.09.2026", "2026-09-04", "ngày 04 tháng 9 năm 2026", " 4/9/2026 "],
)
def test_a_date_is_read_as_people_write_it(written):
    assert read_date(written) == date(2026, 9, 4)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("31/02/2026", "no_such_day"),
        ("12/25/2026", "month_first"),
        ("4/9/26", "short_year"),
        ("1/1/1017", "out_of_range"),
        ("hôm qua", "not_a_date"),
        ("", "not_a_date"),
    ],
)
def test_what_is_no_date_is_an_error_and_never_a_guess(written, code):
    with pytest.raises(DateError) as caught:
        read_date(written)
    assert caught.value.code == code


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_a_written_date_is_read_back(day):
    assert read_date(format_date(day)) == day


def test_periods_are_half_open_and_know_the_one_before():
    second = quarter(2026, 2)
    assert date(2026, 6, 30) in second
    assert date(2026, 7, 1) not in second
    assert second.previous() == quarter(2026, 1)
    assert month(2026, 1).previous() == month(2025, 12)
    assert named(date(2026, 6, 15), date(2026, 7, 15)).previous().since == date(2026, 5, 15)


@pytest.mark.parametrize(
    ("written", "since"),
    [
        ("2026-Q2", date(2026, 4, 1)),
        ("quý II/2026", date(2026, 4, 1)),
        ("tháng 6/2026", date(2026, 6, 1)),
        ("2026", date(2026, 1, 1)),
        ("2025-08-01..2026-08-01", date(2025, 8, 1)),
    ],
)
def test_periods_are_read_by_their_names(written, since):
    assert read_period(written).since == since


@pytest.mark.parametrize(
    "written", ["", "quý V/2026", "2026-13", "2026-02-01..2026-01-01", "năm ngoái"]
)
def test_what_is_no_period_is_refused(written):
    with pytest.raises(PeriodError):
        read_period(written)


def test_the_taxonomy_has_fourteen_fields_and_unique_topics():
    assert len([f for f in FIELDS if f.slug != "khac"]) == 14
    for one in FIELDS:
        assert len({t.slug for t in one.topics}) == len(one.topics)
    assert topic("dat-dai", "thu-hoi-dat").name == "Thu hồi đất"
    with pytest.raises(UnknownTopicError):
        field("khong-co")


def test_no_topic_describes_a_persons_belief_or_origin():
    words = ("tín đồ", "theo đạo", "người dân tộc", "quan điểm")
    names = " ".join(t.name.lower() for f in FIELDS for t in f.topics)
    assert not any(word in names for word in words)


def test_kinds_and_channels_are_read_but_not_guessed():
    assert Kind.from_slug("khieu_nai_to_cao") is Kind.MIXED
    assert Channel.from_text("Đường dây nóng") is Channel.PHONE
    assert Channel.from_text("bồ câu") is None


def test_letters_and_people_are_not_added():
    assert (Count(2, CountUnit.LETTERS) + Count(3, CountUnit.LETTERS)).value == 5
    with pytest.raises(DifferentUnitsError):
        Count(2, CountUnit.LETTERS) + Count(3, CountUnit.PEOPLE)


@given(st.binary(min_size=17, max_size=40))
def test_a_tracking_code_survives_being_typed(randomness):
    code = tracking_code(randomness)
    assert read_tracking_code(code.lower().replace("-", " ")) == code


@given(st.binary(min_size=17, max_size=20), st.integers(0, 25), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_found(randomness, place, letter):
    body = tracking_code(randomness).replace("-", "")
    if body[place] != letter:
        with pytest.raises(CodeError):
            read_tracking_code(body[:place] + letter + body[place + 1 :])


def test_register_numbers_sort_as_they_were_given():
    assert register_code("Đ", 2026, 9) < register_code("Đ", 2026, 10) == "Đ-26-000010"


def board(code, head=True, seat=True, since=date(2011, 1, 1), until=None):
    return Holding(code, f"p-{code}", head, seat, since, until)


def test_twenty_nine_of_twenty_nine_boards_are_staffed():
    boards = [f"q{n}" for n in range(29)]
    found = coverage(boards, [board(code) for code in boards], date(2011, 6, 1))
    assert (len(found.staffed), len(found.expected), found.committee_share) == (29, 29, 1.0)


def test_a_head_who_left_the_day_before_is_not_counted():
    held = [board("q1", until=date(2011, 6, 1)), board("q2", seat=False), board("elsewhere")]
    found = coverage(["q1", "q2"], held, date(2011, 6, 1))
    assert found.vacant == {"q1"}
    assert found.committee_share == 0.0
    assert coverage(["q1"], held, date(2011, 6, 1)).committee_share is None
