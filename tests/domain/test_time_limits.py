"""The table of time limits: golden dates for every row, and what makes the table sound.

The golden dates were computed by separate code from the `holidays` package and the notices of
swapped days, not by the rules under test.
"""

import csv
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from gandan.domain import citations
from gandan.domain.deadlines import (
    Clock,
    Condition,
    Extension,
    LimitBook,
    NoTimeLimitError,
    Sense,
    UnknownLimitError,
    due,
    shipped_rules,
)
from gandan.domain.deadlines.limits import limit_from
from gandan.domain.provisions import ProvisionError, shipped_rows

GOLDEN = Path(__file__).parent / "golden" / "time_limits.csv"
RULES = shipped_rules()
NEW_LAW = date(2026, 7, 1)


def golden_rows():
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def clock_of(row):
    code = row["step"]
    limit = RULES.limits.versions(code)[-1]
    each = limit.extension.amount if limit.extension else 0
    return Clock(
        code,
        date.fromisoformat(row["from"]),
        conditions=frozenset(map(Condition, row["conditions"].split())),
        extensions=(Extension(each),) * int(row["extensions"]),
    )


@pytest.mark.parametrize(
    "row",
    golden_rows(),
    ids=lambda row: " ".join([row["step"], row["conditions"], row["extensions"], row["from"]]),
)
def test_every_row_ends_on_its_golden_day(row):
    found = due(clock_of(row), RULES)
    assert found.on.isoformat() == row["due"]
    assert f"{found.on:%a}" == row["weekday"]


def test_every_row_of_the_table_has_a_golden_day_but_the_one_in_hours():
    tried = {row["step"] for row in golden_rows()}
    assert tried == set(RULES.limits.codes) - {"TCD-TT-KN"}


def test_every_variant_has_a_golden_day():
    tried = {(r["step"], frozenset(r["conditions"].split())) for r in golden_rows()}
    for limit in RULES.limits.limits:
        for variant in limit.variants:
            assert (limit.code, frozenset(map(str, variant.when))) in tried


@pytest.mark.parametrize(
    ("received", "expected", "unit"),
    [
        (date(2026, 6, 30), date(2026, 7, 10), "day"),
        (date(2026, 7, 1), date(2026, 7, 10), "working_day"),
    ],
    ids=["last day of the old law", "first day of the new law"],
)
def test_the_law_of_the_day_of_receipt_applies(received, expected, unit):
    found = due(Clock("KN-TL", received), RULES)
    assert (found.on, str(found.rule.unit)) == (expected, unit)


def test_a_day_that_no_recorded_law_covers_is_an_error_and_never_a_guess():
    with pytest.raises(NoTimeLimitError, match="KN-DT"):
        due(Clock("KN-DT", date(2026, 6, 30)), RULES)
    with pytest.raises(UnknownLimitError, match="KN-XX"):
        due(Clock("KN-XX", date(2026, 6, 30)), RULES)


def test_every_row_names_a_text_that_is_known_and_in_force_when_the_row_is():
    for limit in RULES.limits.limits:
        cited = citations.read(limit.article)
        assert cited or limit.is_internal, limit.code
        for citation in cited:
            text = citations.instruments()[citation.instrument]
            assert text.valid_from <= limit.valid_from, (limit.code, citation)


def test_rows_that_the_new_decrees_brought_start_with_them():
    for limit in RULES.limits.limits:
        if any(c.number.endswith("/2026/NĐ-CP") for c in citations.read(limit.article)):
            assert limit.valid_from >= NEW_LAW, limit.code


def test_successive_rows_leave_no_day_between_them():
    for code in RULES.limits.codes:
        versions = RULES.limits.versions(code)
        for before, after in pairwise(versions):
            assert before.valid_to is not None
            assert before.valid_to + timedelta(days=1) == after.valid_from


def test_at_least_rows_and_only_they_count_backwards():
    ahead = {limit.code for limit in RULES.limits.limits if limit.sense == Sense.AHEAD}
    for row in golden_rows():
        assert (row["due"] < row["from"]) == (row["step"] in ahead), row


def shipped(code):
    return next(row for row in shipped_rows("time_limits", "limit") if row["code"] == code)


def test_two_rows_of_one_code_in_force_on_one_day_are_refused():
    row = limit_from(shipped("KN-1"))
    with pytest.raises(ProvisionError, match="KN-1"):
        LimitBook([row, row])


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 0},
        {"amount": "nhiều"},
        {"unit": "tuần"},
        {"mark": "chắc"},
        {"article": ""},
        {"starts_on": []},
        {"valid_to": date(2000, 1, 1)},
        {"unit_code": "p-1"},
        {"valid_from": "hôm qua"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_row_that_is_not_well_formed_is_refused_by_its_code(change):
    with pytest.raises(ProvisionError, match="KN-TH"):
        limit_from(shipped("KN-TH") | change)


def test_a_units_own_service_level_goes_before_the_one_for_everyone():
    own = limit_from(shipped("KNPA") | {"unit": "working_day", "amount": 5, "unit_code": "p-1"})
    book = LimitBook([*RULES.limits.limits, own])
    assert book.on("KNPA", NEW_LAW, "p-1").amount == 5
    assert book.on("KNPA", NEW_LAW, "p-2").amount == 10
    assert book.on("KN-1", NEW_LAW, "p-1").amount == 30
