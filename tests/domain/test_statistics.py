"""The statutory tables: well formed, and every failing sum is told."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandan.domain import citations
from gandan.domain.provisions import ProvisionError
from gandan.domain.questions import open_questions
from gandan.domain.statistics import check, reporting_periods, table_from, tables

CODES = ["01/TCD", "02/TCD", "01/XLD", "02/XLD", "03/XLD", "04/XLD"]
CODES += ["01/KQGQ", "02/KQGQ", "03/KQGQ", "04/KQGQ"]


def test_all_ten_tables_are_there():
    assert list(tables()) == CODES


@pytest.mark.parametrize("code", CODES)
def test_sums_and_parts_count_one_unit(code):
    table = tables()[code]
    for equality in table.equalities:
        units = {table.column(n).unit for n in (equality.total, *equality.parts)}
        assert len(units) == 1, equality
    for bound in table.bounds:
        pair = {str(table.column(bound.part).unit), str(table.column(bound.whole).unit)}
        assert len(pair) == 1 or pair <= {"visits", "delegations"}, bound


@pytest.mark.parametrize("code", CODES)
def test_zero_everywhere_agrees(code):
    table = tables()[code]
    assert check(table, {column.number: 0 for column in table.columns}) == []


@pytest.mark.parametrize("code", CODES)
def test_every_sum_of_every_table_can_fail(code):
    table = tables()[code]
    zero = {column.number: 0 for column in table.columns}
    for equality in table.equalities:
        cells = zero | {equality.parts[0]: 3}
        wrong = [f for f in check(table, cells) if f.columns == (equality.total, *equality.parts)]
        assert len(wrong) == 1
        assert f"Cột {equality.total} " in wrong[0].words
        assert "lệch -3" in wrong[0].words
        assert any("lệch +4" in f.words for f in check(table, zero | {equality.total: 4}))
    for bound in table.bounds:
        cells = zero | {bound.part: 2}
        assert any(f.columns == (bound.part, bound.whole) for f in check(table, cells))


def test_a_missing_cell_is_told_and_never_taken_as_nothing():
    table = tables()["01/XLD"]
    cells = {column.number: 0 for column in table.columns if column.number != 8}
    (fault,) = check(table, cells)
    assert fault.words == "Cột 8 (Phân loại theo nội dung – Khiếu nại) chưa có số."


def test_a_negative_figure_is_told():
    table = tables()["02/KQGQ"]
    cells = {column.number: 0 for column in table.columns} | {17: -1}
    assert [fault.columns for fault in check(table, cells)] == [(17,)]


@given(st.lists(st.integers(0, 50), min_size=22, max_size=22))
def test_figures_that_are_added_up_agree(values):
    table = tables()["01/XLD"]
    cells = dict(enumerate(values, start=1))
    cells |= {14: cells[15] + cells[16] + cells[17], 18: cells[19] + cells[20] + cells[21]}
    cells[6] = cells[14] + cells[18]
    cells |= {8: cells[6], 9: 0, 10: 0, 11: cells[6], 12: 0, 13: 0}
    cells |= {1: cells[2] + cells[3], 4: cells[2] + cells[3], 5: 0}
    assert check(table, cells) == []


@pytest.mark.parametrize("code", CODES)
def test_headings_name_each_column_once_and_texts_are_known(code):
    table = tables()[code]
    assert len({column.heading for column in table.columns}) == len(table.columns)
    for citation in citations.read(table.article):
        assert citations.instruments()[citation.instrument].valid_from <= table.valid_from


@pytest.mark.parametrize("line", ["1 | x | visits", "2 | x | visits |", "1 | x | visits | = 2 -"])
def test_a_line_that_cannot_be_read_is_refused(line):
    row = {
        "code": "X",
        "name": "",
        "version": "",
        "mark": "seen",
        "valid_from": date(2026, 1, 1),
        "columns": line,
    }
    with pytest.raises(ProvisionError, match="X"):
        table_from(row)


def test_quarters_follow_each_other_and_fill_the_year():
    periods = {p.code: p.period for p in reporting_periods(2026)}
    quarters = [periods[f"q{n}"] for n in range(1, 5)]
    assert all(before.until == after.since for before, after in pairwise(quarters))
    assert periods["q1"].since == date(2025, 12, 15)
    assert periods["year"].since == quarters[0].since
    assert periods["year"].until == quarters[3].until == date(2026, 12, 15)
    assert periods["half"].until == quarters[1].until
    assert periods["nine_months"].until == quarters[2].until
    following = {p.code: p.period for p in reporting_periods(2027)}
    assert following["q1"].since == periods["q4"].until
    assert periods["q4"].last_day + timedelta(days=1) == periods["q4"].until


def test_open_questions_are_worded_in_both_languages():
    assert len(open_questions()) >= 12
    assert all(question.text and question.text_en for question in open_questions())
