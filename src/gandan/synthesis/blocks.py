"""Matters that are compared with each other, ward by ward on all cores."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.parallel import by_all_cores

# Wards are dealt out in about so many parts.
_PARTS = 32


@dataclass(frozen=True, eq=False)
class Blocks:
    """Runs of two or more matters with the same keys; block k is ``rows[low[k]:high[k]]``.

    The blocks of a ward follow each other; those from ``ward[w]`` to ``ward[w + 1]`` are of one.
    """

    rows: NDArray[np.int64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    ward: NDArray[np.int64]

    @classmethod
    def of(cls, rows: NDArray[np.int64], *keys: NDArray[np.integer]) -> "Blocks":
        """By ``keys``, of which the last is the ward; in the order of rows."""
        order = np.lexsort((rows, *keys))
        changed = np.zeros(max(0, len(rows) - 1), dtype=bool)
        for key in keys:
            changed |= np.diff(key[order]) != 0
        bounds = np.concatenate(([0], np.flatnonzero(changed) + 1, [len(rows)]))
        kept = np.flatnonzero(np.diff(bounds) > 1)
        low, high = bounds[kept], bounds[kept + 1]
        of_ward = keys[-1][order[low]]
        opens = np.flatnonzero(np.diff(of_ward)) + 1
        return cls(rows[order], low, high, np.concatenate(([0], opens, [len(low)])))

    @property
    def arrays(self) -> tuple[NDArray[np.int64], ...]:
        return self.rows, self.low, self.high

    def in_wards(self, join: Callable[[int, int, NDArray[np.float32]], None], words: int) -> None:
        """``join(low, high, room)`` for the blocks of some wards at a time, on all cores.

        Matters of different wards are never joined, so what is done for one ward makes no
        difference to another. ``room`` is for the weights of all ``words``.
        """
        wards = len(self.ward) - 1

        def some(low: int, high: int) -> None:
            join(int(self.ward[low]), int(self.ward[high]), np.zeros(words, np.float32))

        by_all_cores(some, wards, chunk=max(1, wards // _PARTS))
