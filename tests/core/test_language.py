"""The same figures, days and names on an English page; papers are not asked."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from gandan.core.components import figures
from gandan.core.components.units import WORDS, change_words, counted, unit
from gandan.core.language import field_name, number, period_name, topic_name, typed_period
from gandan.domain.dates import read_date
from gandan.domain.periods import Period, month, named, quarter, read_period, year
from gandan.domain.taxonomy import FIELDS

NB = "\u00a0"
TODAY = date(2026, 9, 4)


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (lambda: figures.vn_date(TODAY), "4 Sep 2026"),
        (lambda: figures.vn_day(date(2026, 8, 25), TODAY), "25 Aug"),
        (lambda: figures.vn_day(date(2025, 8, 25), TODAY), "25 Aug 2025"),
        (lambda: figures.weekday_date(date(2026, 9, 11)), "Friday 11 Sep"),
        (
            lambda: figures.vn_datetime(datetime(2026, 8, 25, 1, 31, tzinfo=UTC)),
            "08:31 25 Aug 2026",
        ),
        (lambda: figures.typed_date(TODAY), "04/9/2026"),
        (lambda: figures.vn_number(1248), "1,248"),
        (lambda: figures.vn_number(12.4), "12.4"),
        (lambda: figures.vn_percent(0.124), "12.4%"),
        (lambda: figures.vn_percent(1.0), "100%"),
        (lambda: figures.sure(0.8999), "fairly sure, 89%"),
        (lambda: figures.due_day(date(2026, 9, 5), TODAY), "1 day left"),
        (lambda: figures.due_day(date(2026, 8, 26), TODAY), "9 days overdue"),
        (lambda: figures.relative_day(date(2026, 9, 11), TODAY), "in 7 days"),
        (
            lambda: change_words(47, 20, "letters"),
            "up 135% from 20\u00a0letters in the previous period",
        ),
        (lambda: figures.places_to_mend(1), "one place to mend"),
        (lambda: figures.places_to_mend(12), "12 places to mend"),
        (lambda: figures.file_size(3_400_000), f"3.4{NB}MB"),
    ],
)
def test_figures_and_days_read_as_english(english, shown, expected):
    assert shown() == expected


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (month(2026, 6), "June 2026"),
        (quarter(2026, 2), "Q2 2026"),
        (year(2026), "2026"),
        (named(date(2026, 6, 15), date(2026, 7, 16)), "15 Jun 2026 – 15 Jul 2026"),
        (Period("hai tháng", date(2026, 5, 1), date(2026, 7, 1)), "1 May 2026 – 30 Jun 2026"),
        (Period("lệch quý", date(2026, 2, 1), date(2026, 5, 1)), "1 Feb 2026 – 30 Apr 2026"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.label,
)
def test_a_period_is_named_in_the_language_of_the_page(period, expected):
    assert period_name(period) == period.label
    with translation.override("en"):
        assert period_name(period) == expected


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_a_form_offers_can_be_read_again(language):
    with translation.override(language):
        assert read_period(typed_period(month(2026, 6))) == month(2026, 6)
        assert read_date(figures.typed_date(TODAY)) == TODAY


@pytest.mark.parametrize("name", WORDS)
def test_each_unit_has_one_word_for_one_and_another_for_more(english, name):
    assert unit(1, name) != unit(2, name)
    assert unit(0, name) == unit(2, name) == unit(1.5, name) == unit(None, name)


def test_a_figure_stays_with_its_unit_and_an_unknown_one_has_none(english):
    assert counted(1248, "letters") == f"1,248{NB}letters"
    assert counted(1, "cases") == f"1{NB}case"
    assert counted(None, "letters") == "not available"
    assert counted(3, "hộ") == f"3{NB}hộ"
    assert counted(Decimal("8.56"), "hộ") == f"8.56{NB}hộ"
    assert counted(8.5, "hộ") == f"8.5{NB}hộ"


def test_names_of_lists_follow_the_page_and_unknown_ones_stay():
    field = FIELDS[0]
    topic = field.topics[0]
    assert field_name(field.slug) == field.name
    assert topic_name(field.slug, topic.slug) == topic.name
    with translation.override("en"):
        assert field_name(field.slug) == field.name_en
        assert topic_name(field.slug, topic.slug) == topic.name_en
        assert field_name("đã bỏ") == "đã bỏ"
        assert topic_name(field.slug, "") == ""


def test_vietnamese_words_are_marked_on_an_english_page_only():
    template = Template("{% load gandan %}<p{% vi %}>ngõ 58</p>")
    assert template.render(Context()) == "<p>ngõ 58</p>"
    with translation.override("en"):
        assert template.render(Context()) == '<p lang="vi">ngõ 58</p>'


@given(st.integers(-(10**9), 10**9), st.integers(0, 2))
def test_an_english_number_reads_back_as_itself(value, decimals):
    with translation.override("en"):
        shown = number(value / 100, decimals)
    assert float(shown.replace(",", "").replace("−", "-")) == float(f"{value / 100:.{decimals}f}")
