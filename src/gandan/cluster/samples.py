"""Hashes of the letters whose contents have the lowest ones: the same letters however they are cut.

Packed, because thousands of small arrays take longer on their way than to be made.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Samples(NamedTuple):
    """Letter k has the content ``content[k]`` and ``values[start[k]:start[k + 1]]``.

    Contents are ascending and different.
    """

    content: NDArray[np.uint64]
    values: NDArray[np.uint64]
    start: NDArray[np.int64]

    @classmethod
    def of(
        cls, content: NDArray[np.uint64], values: Iterable[NDArray[np.uint64]], most: int
    ) -> "Samples":
        """Of letters with the contents ``content`` those ``most`` with the lowest."""
        every = list(values)
        known, first = np.unique(content, return_index=True)
        chosen = [every[k] for k in first[:most].tolist()]
        start = np.cumsum([0, *map(len, chosen)], dtype=np.int64)
        return cls(known[:most], np.concatenate([np.zeros(0, np.uint64), *chosen]), start)


def lowest(parts: Sequence[Samples], most: int) -> Samples:
    """The letters of all parts with the lowest contents."""
    # What would follow the last letter is nothing.
    values = [own for part in parts for own in np.split(part.values, part.start[1:])[:-1]]
    return Samples.of(np.concatenate([part.content for part in parts]), values, most)


NONE = Samples.of(np.zeros(0, np.uint64), (), 0)
