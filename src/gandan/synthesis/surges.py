"""More than its history lets expect: matters of a place, of a field, of a field at a place.

A cell's counts are negative binomial around its own rate: the rates of all cells have a gamma
prior that the history of all of them gives, and what counts vary more than by chance is measured
over all cells together. Letters of two years or more also show the months of each field. Over
all cells, false discoveries are held at 1 %.

References
----------
Gelman, A. et al. (2013). Bayesian Data Analysis, 3rd ed., ch. 2 and 5 (gamma and Poisson).
Noufaily, A. et al. (2013). An improved algorithm for outbreak detection in multiple surveillance
    systems. Statist. Med. 32, 1206-1222.
Benjamini, Y. and Hochberg, Y. (1995). J. Roy. Statist. Soc. B 57, 289-300.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

from gandan.synthesis.trends import discoveries

# Nothing is said from a shorter history; a longer one is cut, for cities change.
FEWEST, MOST = 4, 60
# Three matters are the least that can be many.
LEAST = 3
SEASONS_FROM = 730
# So many matters of a field and month weigh as much as knowing nothing of the season.
SEASON_PRIOR = 20.0
# Without evidence counts still vary this much more than by chance.
LEAST_SPREAD, MOST_SPREAD = 0.02, 4.0
RARE = 0.05
# An alarm sends people out, so fewer of these may be chance than of the words for a trend.
FALSE = 0.01

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Surge:
    """A cell with more matters than expected; "" stands for every ward or every field."""

    ward: str
    field: str
    matters: int
    expected: float
    upper: int
    p_value: float
    letters: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Outlook:
    """What k cells are expected to show.

    Attributes
    ----------
    mean : ndarray of float64, shape (k,)
        Matters that the history lets expect.
    upper : ndarray of int64, shape (k,)
        In nineteen of twenty periods there are no more.
    p_value : ndarray of float64, shape (k,)
        How probable as many as seen or more are.
    """

    mean: Floats
    upper: NDArray[np.int64]
    p_value: Floats


def outlook(now: NDArray[np.int64], history: NDArray[np.int64], season: Floats) -> Outlook:
    """Compare counts with their history.

    Parameters
    ----------
    now : ndarray of int64, shape (k,)
    history : ndarray of int64, shape (k, h)
        Counts of h periods of the same length, h at least 2.
    season : ndarray of float64, shape (k, h + 1)
        How much of a common period each one is, the one of ``now`` last.
    """
    past, coming = season[:, :-1], season[:, -1]
    seen, length = history.sum(axis=1), past.sum(axis=1)
    rate = seen / length
    spread = _spread(history, rate[:, None] * past)
    # What a count tells of the rate is less where counts vary more than by chance.
    told = 1.0 + spread * rate
    shape, scale = _prior(rate, told / length)
    posterior = shape + seen / told
    mean = posterior / (scale + length / told) * coming
    size = 1.0 / (spread + 1.0 / posterior)
    chance = size / (size + mean)
    return Outlook(mean, rarely_passed(size, chance), so_many_or_more(now, size, chance))


def so_many_or_more(least: NDArray[np.int64], size: Floats, chance: Floats) -> Floats:
    """How probable ``least`` or more are where counts are negative binomial.

    By the incomplete beta function: a library of distributions takes a second to load.
    """
    return np.where(least > 0, betainc(np.maximum(least, 1), size, 1.0 - chance), 1.0)


def rarely_passed(size: Floats, chance: Floats) -> NDArray[np.int64]:
    """The least count that is passed with a probability of ``RARE`` at most."""
    low, high = np.full(len(size), -1), np.ones(len(size), np.int64)
    while (short := so_many_or_more(high + 1, size, chance) > RARE).any():
        high[short] *= 2
    while (high - low > 1).any():
        middle = (low + high) // 2
        passes = so_many_or_more(middle + 1, size, chance) > RARE
        low, high = np.where(passes, middle, low), np.where(passes, high, middle)
    return high


def _spread(history: NDArray[np.int64], mean: Floats) -> float:
    """Overdispersion over all cells, by moments: the variance is mean + spread · mean²."""
    periods = history.shape[1]
    excess = ((history - mean) ** 2).sum() * periods / (periods - 1) - mean.sum()
    total = float((mean**2).sum())
    return float(np.clip(excess / total, LEAST_SPREAD, MOST_SPREAD)) if total > 0 else LEAST_SPREAD


def _prior(rate: Floats, noise: Floats) -> tuple[float, float]:
    """Shape and inverse scale of the gamma that the rates of all cells come from."""
    mean = float(rate.mean())
    if mean <= 0:
        return 0.5, 1.0
    between = float(rate.var() - (rate * noise).mean())
    shape = mean**2 / between if between > 0 else 50.0
    shape = float(np.clip(shape, 0.2, 50.0))
    return shape, shape / mean


def seasons(
    days: NDArray[np.datetime64],
    fields: NDArray[np.int64],
    starts: NDArray[np.datetime64],
    length: int,
) -> Floats:
    """How much of a common period each of the periods is, by field; shape (fields, periods).

    ``days`` and ``fields`` are those of the matters of the history; a period belongs to the
    month in which its middle lies. All are 1 where there are less than two years.
    """
    count = int(fields.max(initial=-1)) + 1
    out = np.ones((count, len(starts)))
    if not len(days) or (days.max() - days.min()).astype(int) < SEASONS_FROM:
        return out
    middle = starts + np.timedelta64(length // 2, "D")
    months = middle.astype("datetime64[M]").astype(int) % 12
    past = np.arange(len(starts) - 1)
    which = np.searchsorted(starts, days, side="right") - 1
    table = np.zeros((count, len(starts)))
    np.add.at(table, (fields[which >= 0], which[which >= 0]), 1)
    usual = table[:, past].mean(axis=1)
    for month in range(12):
        own = past[months[past] == month]
        if len(own) * length < 2 * 28:
            continue
        seen, expected = table[:, own].sum(axis=1), usual * len(own)
        out[:, months == month] = ((seen + SEASON_PRIOR) / (expected + SEASON_PRIOR))[:, None]
    return out


def find_surges(
    days: NDArray[np.datetime64],
    wards: NDArray[np.int64],
    fields: NDArray[np.int64],
    since: np.datetime64,
    until: np.datetime64,
) -> list[tuple[int, int, int, float, int, float]]:
    """Cells with more matters than their history lets expect, the least probable first.

    Parameters
    ----------
    days : ndarray of datetime64[D], shape (n,)
        Of each matter, without unknown ones.
    wards, fields : ndarray of int64, shape (n,)
        Numbers, -1 where not known.
    since, until : datetime64[D]
        The period; those before it are of the same length.

    Returns
    -------
    list of (ward, field, matters, expected, upper, p-value)
        -1 stands for every ward or every field.
    """
    length = int((until - since).astype(int))
    if not len(days) or length < 1:
        return []
    periods = min(MOST, int((since - days.min()).astype(int)) // length)
    if periods < FEWEST:
        return []
    starts = since - np.arange(periods, -1, -1) * np.timedelta64(length, "D")
    within = (days >= starts[0]) & (days < until)
    days, wards, fields = days[within], wards[within], fields[within]
    which = np.searchsorted(starts, days, side="right") - 1
    by_field = seasons(days[which < periods], fields[which < periods] + 1, starts, length)
    cells, table = _table(wards, fields, which, periods + 1)
    season = np.ones((len(cells), periods + 1))
    of_field = cells[:, 1] >= 0
    known = of_field & (cells[:, 1] + 1 < len(by_field))
    season[known] = by_field[cells[known, 1] + 1]
    now = table[:, -1]
    found = outlook(now, table[:, :-1], season)
    told = discoveries(found.p_value, FALSE) & (now >= LEAST) & (now > found.mean)
    rows = [
        (
            *cells[k].tolist(),
            int(now[k]),
            float(found.mean[k]),
            int(found.upper[k]),
            float(found.p_value[k]),
        )
        for k in np.flatnonzero(told).tolist()
    ]
    return sorted(rows, key=lambda row: (row[5], row[0], row[1]))


def _table(
    wards: NDArray[np.int64], fields: NDArray[np.int64], which: NDArray[np.int64], periods: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Every cell that ever had a matter as (ward, field), and its counts by period."""
    every = np.full(len(wards), -1, np.int64)
    kinds = [(wards, every), (every, fields), (wards, fields)]
    pairs, column = [], []
    for ward, field in kinds:
        kept = np.ones(len(wards), dtype=bool)
        kept &= (ward >= 0) | (ward is every)
        kept &= (field >= 0) | (field is every)
        pairs.append(np.stack((ward[kept], field[kept]), axis=1))
        column.append(which[kept])
    stacked = np.concatenate(pairs)
    if not len(stacked):
        return stacked, np.zeros((0, periods), np.int64)
    width = int(stacked[:, 1].max()) + 2
    numbers, own = np.unique((stacked[:, 0] + 1) * width + stacked[:, 1] + 1, return_inverse=True)
    cells = np.stack(np.divmod(numbers, width), axis=1) - 1
    size = len(cells) * periods
    table = np.bincount(own.ravel() * periods + np.concatenate(column), minlength=size)
    return cells, table.reshape(len(cells), periods)


def named_surges(
    rows: Sequence[tuple[int, int, int, float, int, float]],
    ward_names: Sequence[str],
    field_names: Sequence[str],
    letters: Sequence[tuple[int, ...]],
) -> list[Surge]:
    return [
        Surge(
            ward_names[ward] if ward >= 0 else "",
            field_names[field] if field >= 0 else "",
            matters, expected, upper, p_value, own,
        )
        for (ward, field, matters, expected, upper, p_value), own in zip(rows, letters, strict=True)
    ]  # fmt: skip
