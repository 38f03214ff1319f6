"""Keys of several sampled word pairs at a time, which fewer letters have than each pair alone.

Where letters are made of the same phrases, even the rarest pair of words stands in very many of
them; three pairs from anywhere in a letter seldom stand in another one together.

References
----------
Broder, A. Z., Glassman, S. C., Manasse, M. S., & Zweig, G. (1997). Syntactic clustering of the
Web. Computer Networks and ISDN Systems, 29 (super-shingles).
Li, P., Owen, A. B., & Zhang, C. (2012). One permutation hashing. NIPS.
"""

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.compiling import compiled
from gandan.synthesis.kernels import mix

# Each letter's pairs are dealt to so many lanes by their hashes, and of each lane the lowest one
# stands for it. A key is of three lanes, so far apart that no two lanes meet in two keys.
LANES = 24
SECOND, THIRD = 5, 14


def joined_keys(
    sampled: NDArray[np.uint64],
    start: NDArray[np.int64],
    letters: NDArray[np.int64] | None = None,
) -> NDArray[np.uint64]:
    """The joined keys of n ``letters`` (all where none are given), shape (n, LANES).

    Letter i has ``sampled[start[i]:start[i + 1]]``, sorted; the keys of one without any are 0.
    Of a letter of few pairs, the same key comes several times.
    """
    letters = np.arange(len(start) - 1) if letters is None else letters
    out = np.zeros((len(letters), LANES), np.uint64)
    join(sampled, start, letters, out)
    return out


@compiled
def join(sampled, start, letters, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    half = np.uint64(32)
    lowest = np.empty(LANES, np.uint64)
    is_open = np.empty(LANES, np.bool_)
    for row in range(len(letters)):
        low, high = start[letters[row]], start[letters[row] + 1]
        if low == high:
            continue
        is_open[:] = True
        for j in range(high - 1, low - 1, -1):
            lane = (sampled[j] & np.uint64(0xFFFFFFFF)) * np.uint64(LANES) >> half
            lowest[lane], is_open[lane] = sampled[j], False
        # A lane without a pair takes what the next one has.
        for lane in range(2 * LANES - 1, -1, -1):
            own = lane % LANES
            if is_open[own] and not is_open[(own + 1) % LANES]:
                lowest[own], is_open[own] = lowest[(own + 1) % LANES], False
        for lane in range(LANES):
            first, second = lowest[lane], lowest[(lane + SECOND) % LANES]
            both = mix(first * np.uint64(3) + second)
            out[row, lane] = mix(both * np.uint64(3) + lowest[(lane + THIRD) % LANES])


@compiled
def add_different(values, out, size):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Put each of a few values once behind the first ``size`` of ``out``; return the new size."""
    first = size
    for value in values:
        place = first
        while place < size and out[place] != value:
            place += 1
        if place == size:
            out[size] = value
            size += 1
    return size
