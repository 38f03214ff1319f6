"""Is a count new, growing, steady or fading? Exact tests, with false discoveries held down.

References
----------
Przyborowski, J. and Wilenski, H. (1940). Biometrika 31, 313-323 (two Poisson counts).
Benjamini, Y. and Hochberg, Y. (1995). J. Roy. Statist. Soc. B 57, 289-300.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

DISCOVERIES = 0.05
# Probabilities that differ by less are equal but for rounding.
_EQUAL = 1e-7


class Trend(StrEnum):
    NEW = "new"
    GROWING = "growing"
    STEADY = "steady"
    FADING = "fading"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Change:
    """Counts of a period and of the one before, and what may be said of them."""

    now: int
    before: int
    trend: Trend
    p_value: float
    is_found: bool = False

    def as_known(self) -> "Change":
        """The same counts for something that was there before the earlier period.

        It is not new then, and it grows only if the difference is more than chance.
        """
        if self.trend != Trend.NEW:
            return self
        trend = Trend.GROWING if self.is_found else Trend.STEADY
        return Change(self.now, self.before, trend, self.p_value, self.is_found)


def changes(
    now: ArrayLike, before: ArrayLike, *, exposure: float = 1.0, known: bool = True
) -> list[Change]:
    """Compare counts of two periods.

    Parameters
    ----------
    now, before : array-like of int, shape (k,)
        Counts per concern or cell.
    exposure : float, default 1.0
        Length of this period over that of the earlier one.
    known : bool, default True
        False when there is no earlier period to compare with: every trend is unknown.

    Returns
    -------
    list of Change, length k
        Growing and fading only where the difference survives false-discovery control at 5 %
        over all k; new where nothing came before.
    """
    a = np.asarray(now, dtype=np.int64)
    b = np.asarray(before, dtype=np.int64)
    if a.shape != b.shape:
        raise ValueError(f"now has shape {a.shape}, before has {b.shape}")
    share = exposure / (1.0 + exposure)
    p_values = np.array([_p(x, y, share) for x, y in zip(a.tolist(), b.tolist(), strict=True)])
    found = discoveries(p_values)
    out = []
    for x, y, p, is_found in zip(a, b, p_values, found, strict=True):
        trend = _trend(int(x), int(y), bool(is_found), exposure) if known else Trend.UNKNOWN
        out.append(Change(int(x), int(y), trend, float(p), bool(is_found)))
    return out


@lru_cache(maxsize=50_000)
def _p(now: int, before: int, share: float) -> float:
    """How probable a split of now + before is that is no more probable than this one."""
    chances = _chances(now + before, share)
    return min(1.0, float(chances[chances <= chances[now] * (1 + _EQUAL)].sum()))


@lru_cache(maxsize=5_000)
def _chances(n: int, share: float) -> NDArray[np.float64]:
    """The probability of 0..n successes among n, each from the one before it.

    A library of distributions takes longer to load than all the counts of a digest.
    """
    successes = np.arange(n)
    steps = np.log((n - successes) / (successes + 1) * (share / (1.0 - share)))
    logs = np.concatenate(([0.0], np.cumsum(steps)))
    chances = np.exp(logs - logs.max())
    return np.asarray(chances / chances.sum())


def _trend(now: int, before: int, is_found: bool, exposure: float) -> Trend:
    if now and not before:
        return Trend.NEW
    if not is_found:
        return Trend.STEADY
    return Trend.GROWING if now > before * exposure else Trend.FADING


def discoveries(
    p_values: Sequence[float] | NDArray[np.float64], share: float = DISCOVERIES
) -> NDArray[np.bool_]:
    """Which of k tests stand when ``share`` of what is reported may be chance; shape (k,)."""
    p = np.asarray(p_values, dtype=float)
    if not len(p):
        return np.zeros(0, dtype=bool)
    order = np.argsort(p, kind="stable")
    passed = p[order] <= share * (np.arange(len(p)) + 1) / len(p)
    limit = int(np.flatnonzero(passed)[-1]) + 1 if passed.any() else 0
    out = np.zeros(len(p), dtype=bool)
    out[order[:limit]] = True
    return out
