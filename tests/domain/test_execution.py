"""What a decision orders and what was done of it: amounts, sums, and where the two disagree."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandan.domain.execution import (
    ExecutionError,
    Fault,
    Finish,
    OrderedMeasure,
    amount_of,
    cell_figure,
    contradictions,
    figure_of,
    left,
    order_findings,
    over,
    parts_too_large,
    summed,
)
from gandan.domain.statistics import CellUnit

MONEY, LAND = OrderedMeasure.RECOVERED_MONEY, OrderedMeasure.RECOVERED_LAND
PEOPLE, OFFICIALS = OrderedMeasure.PEOPLE_SANCTIONED, OrderedMeasure.OFFICIALS_SANCTIONED
PROSECUTED = OrderedMeasure.CASES_INVESTIGATED
AMOUNTS = st.dictionaries(st.sampled_from(OrderedMeasure), st.integers(1, 10**12), max_size=6)


def faults(findings):
    return [finding.fault for finding in findings]


def test_money_is_whole_dong_and_land_has_one_decimal():
    assert amount_of(MONEY, Decimal(184_500_000)) == 184_500_000
    assert amount_of(LAND, Decimal("12.5")) == 125
    for measure, figure in ((MONEY, "0.5"), (LAND, "12.55"), (PEOPLE, "1.5")):
        with pytest.raises(ExecutionError) as refused:
            amount_of(measure, Decimal(figure))
        assert faults(refused.value.findings) == [Fault.TOO_FINE]


@given(st.sampled_from(OrderedMeasure), st.integers(0, 10**13))
def test_an_amount_reads_back_as_it_was_written(measure, amount):
    assert amount_of(measure, Decimal(figure_of(measure, amount))) == amount


def test_tables_tell_money_in_millions_and_nothing_is_rounded():
    assert cell_figure(MONEY, 184_500_000) == Decimal("184.5")
    assert cell_figure(MONEY, 1) == Decimal("0.000001")
    assert cell_figure(MONEY, 2_000_000) == 2
    assert cell_figure(LAND, 125) == Decimal("12.5")


@given(AMOUNTS, AMOUNTS)
def test_what_is_left_and_what_is_over_make_up_the_difference(ordered, done):
    rest = left(ordered, done)
    more = {finding.measure: finding.amount - finding.limit for finding in over(ordered, done)}
    assert not rest.keys() & more.keys()
    for one in {*ordered, *done}:
        if one.row.is_owed:
            difference = ordered.get(one, 0) - done.get(one, 0)
            assert rest.get(one, 0) - more.get(one, 0) == difference


def test_more_than_ordered_is_told_with_both_amounts():
    (found,) = over({MONEY: 100}, {MONEY: 120})
    assert (found.fault, found.measure, found.amount, found.limit) == (Fault.OVER, MONEY, 120, 100)
    assert faults(over({}, {PEOPLE: 1})) == [Fault.OVER]


def test_what_investigators_do_is_neither_owed_nor_too_much():
    assert left({PROSECUTED: 1}, {}) == {}
    assert over({}, {PROSECUTED: 2}) == []


def test_doing_more_of_one_measure_makes_up_for_nothing_of_another():
    assert left({MONEY: 10, LAND: 5}, {MONEY: 99}) == {LAND: 5}


def test_officials_are_some_of_the_people():
    (found,) = parts_too_large({PEOPLE: 2, OFFICIALS: 3})
    assert (found.measure, found.amount, found.limit) == (OFFICIALS, 3, 2)
    assert parts_too_large({PEOPLE: 3, OFFICIALS: 3}) == []
    assert faults(parts_too_large({OFFICIALS: 1})) == [Fault.PART_TOO_LARGE]


@pytest.mark.parametrize(
    ("needed", "amounts", "has_other", "expected"),
    [
        (True, {MONEY: 5}, False, []),
        (True, {}, True, []),
        (False, {}, False, []),
        (True, {}, False, [Fault.NOTHING_SAID]),
        (False, {MONEY: 5}, False, [Fault.NOT_NEEDED]),
        (False, {}, True, [Fault.NOT_NEEDED]),
    ],
    ids=["amount", "in words", "nothing", "says nothing", "amount not needed", "words not needed"],
)
def test_what_is_written_as_ordered_says_something(needed, amounts, has_other, expected):
    assert faults(order_findings(needed=needed, amounts=amounts, has_other=has_other)) == expected


@pytest.mark.parametrize(
    ("finish", "needed", "ordered", "done", "expected"),
    [
        (Finish.CARRIED_OUT, None, {}, {}, []),
        (Finish.CARRIED_OUT, True, {MONEY: 5}, {MONEY: 5}, []),
        (Finish.CARRIED_OUT, True, {MONEY: 5}, {MONEY: 9}, []),
        (Finish.CARRIED_OUT, True, {MONEY: 5}, {MONEY: 4}, [Fault.STILL_OWED]),
        (Finish.CARRIED_OUT, True, {PROSECUTED: 1}, {}, []),
        (Finish.CARRIED_OUT, False, {}, {}, [Fault.NOTHING_ORDERED]),
        (Finish.NOTHING, False, {}, {}, []),
        (Finish.NOTHING, None, {}, {}, []),
        (Finish.NOTHING, True, {MONEY: 5}, {}, [Fault.SOMETHING_ORDERED]),
        (Finish.OPEN, True, {MONEY: 5}, {}, []),
        (Finish.OPEN, False, {}, {MONEY: 5}, [Fault.HAS_RESULTS]),
    ],
)  # fmt: skip
def test_the_state_of_a_case_and_its_execution_agree(finish, needed, ordered, done, expected):
    assert faults(contradictions(finish, needed=needed, ordered=ordered, done=done)) == expected


def test_sums_stand_in_the_order_of_the_measures_and_leave_out_what_is_nothing():
    rows = [("people_sanctioned", 1), ("recovered_money", 2), ("people_sanctioned", 2)]
    assert list(summed(rows).items()) == [(MONEY, 2), (PEOPLE, 3)]


def test_each_measure_counts_in_a_unit_of_the_tables_and_is_named_in_two_languages():
    units = {CellUnit.MONEY, CellUnit.LAND, CellUnit.PEOPLE, CellUnit.CASES, CellUnit.ORGANIZATIONS}
    for one in OrderedMeasure:
        assert one.unit in units
        row = one.row
        assert all((row.label, row.label_en, row.done, row.done_en))
        assert row.part_of is None or row.part_of.unit == row.unit
