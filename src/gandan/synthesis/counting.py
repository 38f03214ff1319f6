"""How many letters concerns have, by period and by week, counted over all of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

WEEKS = 26
_DAY, _WEEK = np.timedelta64(1, "D"), np.timedelta64(7, "D")


@dataclass(frozen=True)
class Counted:
    """Of each of k concerns.

    Attributes
    ----------
    now, before : list of int, length k
        Letters of the period and of the one before.
    first, last : list of date or None, length k
        Days of its first and its last letter.
    is_older : list of bool, length k
        Whether it had letters before the period.
    weekly : list of tuple of int, length k
        Letters of each of the last weeks up to the end of the period, oldest first; empty where
        no letter has a date.
    """

    now: list[int]
    before: list[int]
    first: Sequence[date | None]
    last: Sequence[date | None]
    is_older: list[bool]
    weekly: list[tuple[int, ...]]


def count_letters(
    letters_of: Sequence[Sequence[int]],
    days: NDArray[np.datetime64],
    in_period: NDArray[np.bool_],
    in_previous: NDArray[np.bool_],
    since: date | None,
    until: date | None,
) -> Counted:
    """Count ``letters_of`` each concern, positions in arrays of shape (n,).

    Without an end of the period the weeks end with each concern's last letter.
    """
    count = len(letters_of)
    concern = np.repeat(np.arange(count), [len(own) for own in letters_of])
    letters = np.array([i for own in letters_of for i in own], dtype=np.int64)
    now = np.bincount(concern[in_period[letters]], minlength=count)
    before = np.bincount(concern[in_previous[letters]], minlength=count)
    dated = ~np.isnat(days[letters])
    concern, own = concern[dated], days[letters[dated]].astype("datetime64[D]")
    known = np.bincount(concern, minlength=count) > 0
    first = np.full(count, np.datetime64("NaT", "D"))
    last = first.copy()
    order = np.argsort(own, kind="stable")
    last[concern[order]] = own[order]
    first[concern[order[::-1]]] = own[order[::-1]]
    end = np.full(count, np.datetime64(until, "D")) if until else last + _DAY
    ago = (end[concern] - _DAY - own) // _WEEK
    shown = (ago >= 0) & (ago < WEEKS)
    weekly = np.bincount(concern[shown] * WEEKS + ago[shown], minlength=count * WEEKS)
    rows = weekly.reshape(count, WEEKS)[:, ::-1].tolist()
    older = first < np.datetime64(since, "D") if since else np.zeros(count, dtype=bool)
    return Counted(
        now.tolist(), before.tolist(), first.tolist(), last.tolist(), older.tolist(),
        [tuple(row) if any_day else () for row, any_day in zip(rows, known.tolist(), strict=True)],
    )  # fmt: skip
