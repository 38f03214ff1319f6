"""Period reports: cells, formulas, who is late, sums over the tree."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from gandan.domain.periods import HANOI, PeriodError, Span, month, span_of
from gandan.domain.reporting import (
    CellError,
    FormulaError,
    Link,
    Measure,
    Standing,
    Told,
    complete,
    heirs,
    hidden_cells,
    parse_formula,
    read_cell,
    roll_up,
    standing,
)

CITY, WEST, EAST, NEW = 1, 10, 11, 12
PARENTS = {CITY: None, WEST: CITY, EAST: CITY, NEW: CITY}


@pytest.mark.parametrize(
    ("written", "measure", "value"),
    [
        ("1.284", Measure.LETTERS, 1284),
        ("1 284", Measure.LETTERS, 1284),
        ("0", Measure.CASES, 0),
        ("12,5", Measure.MONEY, Decimal("12.5")),
        ("97,3%", Measure.PERCENT, Decimal("97.3")),
    ],
)
def test_cells_are_read_as_people_here_write_them(written, measure, value):
    assert read_cell(written, measure) == value


@pytest.mark.parametrize("written", ["", "  ", "-", "–"])
def test_a_blank_is_unknown_and_no_zero(written):
    assert read_cell(written, Measure.LETTERS) is None


@pytest.mark.parametrize(
    ("written", "measure", "code"),
    [
        ("1.5", Measure.LETTERS, "ambiguous"),
        ("1,284.5", Measure.MONEY, "ambiguous"),
        ("1,5", Measure.LETTERS, "decimals"),
        ("-3", Measure.LETTERS, "negative"),
        ("khoảng 40", Measure.LETTERS, "not_a_number"),
        ("104", Measure.PERCENT, "over_hundred"),
        ("9" * 15, Measure.MONEY, "too_large"),
    ],
)
def test_what_cannot_be_read_for_certain_is_refused(written, measure, code):
    with pytest.raises(CellError) as error:
        read_cell(written, measure)
    assert error.value.code == code


def test_a_formula_gives_exact_values_and_knows_its_codes():
    formula = parse_formula("100 * (GQ02 + GQ03) / GQ01")
    assert formula.codes == ("GQ02", "GQ03", "GQ01")
    values = {"GQ01": Decimal(3), "GQ02": Decimal(1), "GQ03": Decimal(1)}
    assert formula.value(values) * 3 == 200


def test_a_formula_over_an_unknown_figure_or_a_zero_base_is_unknown():
    formula = parse_formula("A / B")
    assert formula.value({"A": Decimal(1), "B": None}) is None
    assert formula.value({"A": Decimal(1), "B": Decimal(0)}) is None


@pytest.mark.parametrize("text", ["", "A +", "A B", "(A", "* A", "A ^ 2", "a + b", "(" * 30])
def test_what_is_no_formula_is_refused(text):
    with pytest.raises(FormulaError):
        parse_formula(text)


def test_formulas_that_wait_for_each_other_stay_unknown():
    formulas = {"A": (parse_formula("B"), 0), "B": (parse_formula("A"), 0)}
    assert complete({"C": Decimal(1)}, formulas) == {"C": Decimal(1)}


def test_a_formula_may_use_the_result_of_another():
    formulas = {
        "RATE": (parse_formula("100 * DONE / ALL"), 1),
        "ALL": (parse_formula("OLD + NEW"), 0),
    }
    done = complete({"OLD": Decimal(1), "NEW": Decimal(2), "DONE": Decimal(2)}, formulas)
    assert (done["ALL"], done["RATE"]) == (Decimal(3), Decimal("66.7"))


def test_who_is_silent_adds_nothing_and_is_counted_as_silent():
    lines = roll_up(PARENTS, [WEST, EAST], [Told(WEST, {"A": Decimal(7)})])
    city = lines[CITY]
    assert city.values == {"A": Decimal(7)}
    assert (city.reported, city.silent) == ({WEST}, {EAST})
    assert "A" not in lines[EAST].values


def test_a_cell_left_blank_is_counted_apart_from_a_zero():
    told = [Told(WEST, {"A": Decimal(0), "B": Decimal(2)}), Told(EAST, {"B": Decimal(3)})]
    city = roll_up(PARENTS, [WEST, EAST], told)[CITY]
    assert (city.values["A"], city.told["A"], city.told["B"]) == (Decimal(0), 1, 2)


def test_figures_follow_a_merger_and_stay_apart_as_it_was():
    told = [Told(WEST, {"A": Decimal(7)}), Told(EAST, {"A": Decimal(5)})]
    links = [Link(WEST, NEW, date(2025, 7, 1)), Link(EAST, NEW, date(2025, 7, 1))]
    follow = roll_up(PARENTS, [WEST, EAST], told, heirs=heirs(links, date(2026, 1, 1)))
    assert follow[NEW].values["A"] == 12
    assert WEST not in follow
    assert roll_up(PARENTS, [WEST, EAST], told)[WEST].values["A"] == 7
    assert follow[CITY].values == roll_up(PARENTS, [WEST, EAST], told)[CITY].values


def test_a_divided_unit_is_given_to_nobody_but_counts_above():
    links = [Link(WEST, NEW, date(2025, 7, 1)), Link(WEST, EAST, date(2025, 7, 1))]
    assert heirs(links, date(2026, 1, 1)) == {WEST: None}
    lines = roll_up(PARENTS, [WEST], [Told(WEST, {"A": Decimal(7)})], heirs={WEST: None})
    assert lines[WEST].values["A"] == lines[CITY].values["A"] == 7


def test_a_merger_that_has_not_come_is_not_followed():
    assert heirs([Link(WEST, NEW, date(2025, 7, 1))], date(2025, 6, 30)) == {}


def test_a_chain_of_mergers_ends_at_the_last_unit():
    links = [Link(WEST, EAST, date(2020, 1, 1)), Link(EAST, NEW, date(2025, 7, 1))]
    assert heirs(links, date(2026, 1, 1)) == {WEST: NEW, EAST: NEW}


@pytest.mark.parametrize(
    ("state", "today", "expected"),
    [
        (None, date(2026, 6, 30), Standing.AHEAD),
        (None, date(2026, 7, 5), Standing.OWED),
        ("draft", date(2026, 7, 6), Standing.MISSING),
        ("returned", date(2026, 7, 20), Standing.RETURNED),
        ("submitted", date(2026, 7, 20), Standing.SUBMITTED),
    ],
)
def test_late_and_missing_are_said(state, today, expected):
    found = standing(state, last_day=date(2026, 6, 30), due_on=date(2026, 7, 5), today=today)
    assert found == expected


def test_one_small_figure_takes_the_next_with_it():
    column = {1: Decimal(3), 2: Decimal(40), 3: Decimal(8), 4: Decimal(0), 5: None}
    assert hidden_cells(column) == {1, 3}


def test_two_small_figures_hide_each_other():
    assert hidden_cells({1: Decimal(3), 2: Decimal(2), 3: Decimal(8)}) == {1, 2}


def test_each_day_belongs_to_one_of_two_noon_to_noon_spans():
    noon = [datetime(2026, m, 14, 12, tzinfo=HANOI) for m in (9, 10, 11)]
    first, second = Span("tháng 10", noon[0], noon[1]), Span("tháng 11", noon[1], noon[2])
    assert first.days == (date(2026, 9, 15), date(2026, 10, 15))
    assert first.days[1] == second.days[0]
    assert first.last_day == date(2026, 10, 14)


def test_whole_days_of_a_month_are_its_days():
    assert span_of(month(2026, 6)).days == (date(2026, 6, 1), date(2026, 7, 1))


def test_a_span_must_end_after_it_begins_and_know_its_zone():
    with pytest.raises(PeriodError):
        Span("x", datetime(2026, 1, 2, tzinfo=HANOI), datetime(2026, 1, 1, tzinfo=HANOI))
    with pytest.raises(PeriodError):
        Span("x", datetime(2026, 1, 1), datetime(2026, 1, 2))  # noqa: DTZ001
