"""How the register is read for the statutory tables: each row alone, sums by construction."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandan.domain.execution import OrderedMeasure
from gandan.domain.kinds import Kind
from gandan.domain.procedure import Outcome, shipped_table
from gandan.domain.statistics import CellUnit, disagreements, tables, unchecked
from gandan.domain.statistics_counting import (
    Content,
    Facts,
    Register,
    Tallied,
    content_of,
    countings,
    handling_steps,
    settling_steps,
    tally,
)
from gandan.domain.statistics_heading import heads_of

HANDLED = Facts(kind=Kind.PETITION, handling=Outcome.REFER, content=Content.LAND)


def columns(code, unit, facts):
    return set(countings()[code].columns_of(unit, facts))


def test_money_land_and_bodies_are_amounts_of_decisions_and_nothing_else_counts_them():
    assert set(countings()) == set(tables())
    only_ordered = {CellUnit.MONEY, CellUnit.LAND, CellUnit.ORGANIZATIONS}
    for counting in countings().values():
        units = {counting.table.column(n).unit for n in counting.rules if n not in counting.amounts}
        assert not units & (only_ordered | {CellUnit.DOCUMENTS})
        assert bool(counting.amounts) == bool(counting.reading and counting.reading_en)


def test_every_column_of_results_and_of_carrying_out_is_counted():
    for code in ("01/KQGQ", "02/KQGQ", "03/KQGQ", "04/KQGQ"):
        counting = countings()[code]
        assert [c.number for c in counting.table.columns if c.number not in counting.rules] == []


@pytest.mark.parametrize(
    ("code", "side", "measure", "expected"),
    [
        ("01/KQGQ", "ordered", "recovered_money", {7}),
        ("01/KQGQ", "owed", "recovered_money", set()),
        ("02/KQGQ", "owed", "money_to_individuals", {9}),
        ("02/KQGQ", "done", "money_to_individuals", {13}),
        ("02/KQGQ", "done", "cases_investigated", {17}),
        ("04/KQGQ", "owed", "money_to_organizations", {9}),
        ("04/KQGQ", "owed", "money_to_individuals", {9}),
        ("04/KQGQ", "done", "organizations_sanctioned", {15}),
        ("03/KQGQ", "ordered", "cases_investigated", {21}),
    ],
)
def test_an_amount_stands_in_its_column_and_in_no_column_of_cases(code, side, measure, expected):
    counting = countings()[code]
    (kind,) = counting.kinds
    facts = Facts(kind=kind, side=side, measure=measure)
    assert columns(code, OrderedMeasure(measure).unit, facts) == expected


def test_no_amount_of_a_measure_is_lost_between_the_tables():
    """Each measure that may be ordered stands in a table of results, what is done in one of 02, 04."""
    for measure in OrderedMeasure:
        for codes, side in ((("01/KQGQ", "03/KQGQ"), "ordered"), (("02/KQGQ", "04/KQGQ"), "done")):
            found = set()
            for code in codes:
                (kind,) = countings()[code].kinds
                facts = Facts(kind=kind, side=side, measure=measure)
                found |= columns(code, measure.unit, facts)
            # The form of results has no column for organizations that are to be sanctioned.
            assert found or (measure, side) == ("organizations_sanctioned", "ordered"), measure


def test_a_letter_that_nobody_handled_is_in_no_column_of_eligible_ones():
    found = columns("01/XLD", CellUnit.LETTERS, Facts(kind=Kind.COMPLAINT))
    assert found == {1, 3, 5}


@pytest.mark.parametrize("handling", [Outcome.FILE, "withdrawn"])
def test_what_was_filed_or_withdrawn_is_handled_and_not_eligible(handling):
    found = columns("01/XLD", CellUnit.LETTERS, replace(HANDLED, handling=handling))
    assert found == {1, 3, 4}


def test_a_copy_is_not_eligible():
    assert 6 not in columns("01/XLD", CellUnit.LETTERS, replace(HANDLED, is_left_out=True))


def test_corruption_is_told_from_other_matters_of_officials():
    assert content_of("can-bo-chong-tham-nhung", "tham-o-che-do") == Content.CORRUPTION
    assert content_of("can-bo-chong-tham-nhung", "lam-quyen") == Content.OFFICIAL
    assert content_of("dat-dai", "tham-o-che-do") == Content.LAND
    assert content_of("", "") == Content.NO_FIELD


def test_a_table_of_one_kind_takes_no_other():
    assert columns("02/XLD", CellUnit.LETTERS, HANDLED) == set()
    assert columns("04/XLD", CellUnit.CASES, HANDLED) == {8, 10, 14, 16, 17}


def test_reminders_after_a_referral_do_not_change_what_handling_came_to():
    steps = handling_steps()
    assert steps["refer"] == Outcome.REFER
    assert steps["demand_report"] == Outcome.URGE
    assert not {"remind", "remind_again", "ask_supplement", "escalate"} & steps.keys()
    grants, revokes = settling_steps()
    assert {"decide", "conclude", "confirm_settled"} <= grants
    assert "dispute" in revokes
    assert grants | revokes - {"came_back"} <= {step.code for step in shipped_table().steps}


FACTS = st.builds(
    Facts,
    kind=st.sampled_from([Kind.COMPLAINT, Kind.DENUNCIATION, Kind.PETITION, Kind.REFLECTION]),
    is_carried=st.booleans(),
    handling=st.sampled_from(["", "withdrawn", *set(handling_steps().values())]),
    is_left_out=st.booleans(),
    content=st.sampled_from(Content),
    is_settled=st.booleans(),
    is_again=st.booleans(),
    is_overdue=st.booleans(),
    host=st.sampled_from(["staff", "head", "delegated"]),
    is_group=st.booleans(),
)
# What the form has no column for: a complaint that was passed on, a guided denunciation or petition.
WITHOUT_COLUMN = {"02/XLD": {23}, "03/XLD": {24}, "04/XLD": {16}}


@given(st.lists(FACTS, max_size=12))
def test_sums_hold_with_the_rows_for_which_the_form_has_no_column(rows):
    for code in ("01/TCD", "01/XLD", "02/XLD", "03/XLD", "04/XLD"):
        counting = countings()[code]
        units = {counting.table.column(n).unit for n in counting.rules}
        told = [Tallied(1, unit, row, 1) for unit in units for row in rows]
        if counting.register == Register.RECEPTION:
            told = [t for t in told if t.unit != CellUnit.DELEGATIONS or t.facts.is_group]
        cells = tally(counting, told).get(1, dict.fromkeys(counting.rules, 0))
        beside = {one.equality: cells.get(one.number, 0) for one in counting.beside}
        assert {equality.total for equality in beside} == WITHOUT_COLUMN.get(code, set())
        assert disagreements(counting.table, cells, beside) == [], code
        failing = {fault.columns[0] for fault in disagreements(counting.table, cells)}
        assert failing == {equality.total for equality, n in beside.items() if n}


def test_a_sum_with_a_missing_part_is_unchecked_and_not_wrong():
    table = tables()["02/XLD"]
    cells = {column.number: 0 for column in table.columns if column.number != 13} | {8: 4}
    waiting = unchecked(table, cells)
    assert [(e.total, e.parts) for e in waiting] == [(8, (9, 13, 14, 15))]
    assert all(13 not in fault.columns for fault in disagreements(table, cells))


@pytest.mark.parametrize("code", list(tables()))
def test_the_heading_covers_each_column_at_each_level_once(code):
    columns = tables()[code].columns
    rows = heads_of(columns)
    covered = [
        (level + down, number)
        for level, row in enumerate(rows)
        for head in row
        for down in range(head.rows)
        for number in range(head.first, head.last + 1)
    ]
    assert sorted(covered) == [(n, c.number) for n in range(len(rows)) for c in columns]
    leaves = [head.text for row in rows for head in row if head.rows > 1 or row is rows[-1]]
    assert {column.heading[-1] for column in columns} <= set(leaves)


def test_faults_write_figures_as_people_here_do():
    table = tables()["02/KQGQ"]
    (fault,) = disagreements(table, {3: Decimal("1250.50"), 5: Decimal("12000.00")})
    assert "là 12.000, lớn hơn cột 3" in fault.words
    assert fault.words.endswith("là 1.250,5.")
