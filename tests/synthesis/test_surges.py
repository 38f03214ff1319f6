"""What stands out from its own history, and what only seems to."""

import math
from datetime import date

import numpy as np
import pytest

from gandan.domain.periods import named
from gandan.synthesis import Copies, Corpus, digest_to_json, synthesize
from gandan.synthesis.concerns import group_concerns
from gandan.synthesis.digest import assemble
from gandan.synthesis.suggest import load_suggester
from gandan.synthesis.surges import (
    FEWEST,
    RARE,
    find_surges,
    rarely_passed,
    seasons,
    so_many_or_more,
)
from tests.synthesis.builders import DUST, FLOOD

MONDAY = np.datetime64("2026-01-05")
WEEK = np.timedelta64(7, "D")
WARDS, FIELDS, WEEKS = 20, 6, 40


def reported(seed, weeks=WEEKS, spread=0.3):
    """Matters of wards and fields by week, varying more than by chance."""
    draw = np.random.default_rng(seed)
    usual = draw.gamma(2, 0.5, WARDS)[:, None] * draw.gamma(1, 1, FIELDS) * 0.5
    days, wards, fields = [], [], []
    for week in range(weeks):
        counts = draw.poisson(usual * draw.gamma(1 / spread, spread, usual.shape))
        for ward, field in zip(*np.nonzero(counts), strict=True):
            n = counts[ward, field]
            days += [MONDAY + WEEK * week + k % 7 for k in range(n)]
            wards += [ward] * n
            fields += [field] * n
    return np.array(days), np.array(wards), np.array(fields)


def found(days, wards, fields, week=WEEKS - 1):
    since = MONDAY + WEEK * week
    return find_surges(days, wards, fields, since, since + WEEK)


@pytest.mark.parametrize("seed", range(5))
def test_a_planted_burst_is_found_in_the_week_in_which_it_begins(seed):
    days, wards, fields = reported(seed)
    burst = np.full(14, MONDAY + WEEK * (WEEKS - 1))
    rows = found(
        np.concatenate((days, burst)),
        np.concatenate((wards, np.full(14, 7))),
        np.concatenate((fields, np.full(14, 2))),
    )
    assert (7, 2) in {(ward, field) for ward, field, *_ in rows}
    _ward, _field, matters, expected, upper, _p = next(r for r in rows if r[:2] == (7, 2))
    assert matters >= 14 > upper >= expected


def test_without_a_burst_there_is_at_most_one_false_alarm_in_100_wards_and_weeks():
    alarms = 0
    for seed in range(20, 40):
        alarms += len({ward for ward, *_ in found(*reported(seed)) if ward >= 0})
    assert alarms <= 20 * WARDS / 100


def test_nothing_is_said_from_a_short_history():
    days = np.full(30, MONDAY + WEEK * 3)
    none = np.zeros(30, dtype=np.int64)
    first = np.array([MONDAY])
    every = np.concatenate((first, days))
    rows = found(every, np.zeros(31, np.int64), np.zeros(31, np.int64), week=3)
    assert FEWEST == 4
    assert rows == []
    assert found(days[:0], none[:0], none[:0]) == []


def test_the_season_of_a_field_is_learnt_from_two_years():
    starts = np.datetime64("2024-01-01") + np.arange(120) * WEEK
    rainy = ((starts + 3).astype("datetime64[M]").astype(int) % 12) == 7
    times = np.where(rainy, 40, 4)
    days = np.repeat(starts, times)
    by_field = seasons(days, np.zeros(len(days), np.int64), starts, 7)
    assert by_field[0][rainy].min() > 2
    assert by_field[0][~rainy].max() < 1
    short = days[days < np.datetime64("2025-06-01")]
    assert (seasons(short, np.zeros(len(short), np.int64), starts, 7) == 1).all()


def test_a_digest_names_the_ward_that_stands_out_and_its_letters():
    day = np.datetime64("2026-03-02")
    texts, days, places = [], [], []
    for week in range(10):
        for ward in ("phường Bến Trúc", "phường Mai Xá", "phường Hà Trung"):
            texts.append(f"{FLOOD} Lần thứ {week} ở {ward}.")
            days.append(day + WEEK * week)
            places.append(ward)
    for k in range(12):
        texts.append(f"{DUST} Nhà số {k} dãy {k + 3}.")
        days.append(day + WEEK * 9)
        places.append("phường Mai Xá")
    n = len(texts)
    letters = Corpus([f"d{i:03d}" for i in range(n)], texts, np.array(days), places)
    alone = Copies(letters, np.arange(n), [""] * n, np.zeros(n), 0)
    suggestions = load_suggester().suggest(letters.texts)
    last = (day + WEEK * 9).item()
    week = named(last, date.fromordinal(last.toordinal() + 7))
    grouping = group_concerns(letters, alone, suggestions)
    digest = assemble(
        letters, alone, suggestions, grouping, lambda wanted: [[] for _ in wanted], period=week
    )
    surges = digest_to_json(digest)["surges"]
    assert surges
    assert {row["place"] for row in surges} <= {"phường Mai Xá", ""}
    best = next(row for row in surges if row["place"])
    assert best["value"] >= 12 > best["upper"]
    assert len(best["ids"]) == best["value"]


def test_reports_after_an_answer_are_told():
    again = FLOOD.replace("nửa tiếng", "một lát") + " Xe máy chết máy hết, hàng quán đóng cửa sớm."
    letters = Corpus(
        ["d1", "d2", "d3"], [FLOOD, again, DUST],
        np.array(["2026-05-02", "2026-06-20", "2026-06-21"], dtype="datetime64[D]"),
        ["phường Bến Trúc"] * 3,
        answered_on=np.array(["2026-06-01", "NaT", "NaT"], dtype="datetime64[D]"),
    )  # fmt: skip
    june = named(date(2026, 6, 1), date(2026, 7, 1))
    found = digest_to_json(synthesize(letters, period=june))["repeated"]
    assert [(row["answered"], row["answered_on"], row["ids"]) for row in found] == [
        ("d1", "2026-06-01", ["d2"])
    ]


@pytest.mark.parametrize(("size", "chance"), [(0.3, 0.02), (1.0, 0.5), (7.5, 0.2), (60.0, 0.9)])
def test_counts_are_as_rare_as_their_distribution_added_up_term_by_term_says(size, chance):
    def exactly(k):
        ways = math.lgamma(size + k) - math.lgamma(size) - math.lgamma(k + 1)
        return math.exp(ways + size * math.log(chance) + k * math.log1p(-chance))

    more, upper = 1.0, None
    sizes, chances = np.array([size]), np.array([chance])
    for k in range(200):
        assert so_many_or_more(np.array([k]), sizes, chances) == pytest.approx(more, abs=1e-12)
        more -= exactly(k)
        upper = k if upper is None and more <= RARE else upper
    assert rarely_passed(sizes, chances).tolist() == [upper]
