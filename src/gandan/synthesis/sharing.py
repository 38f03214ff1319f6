"""How much two letters share of their samples, and which pairs of letters are close enough."""

import numpy as np

from gandan.synthesis.compiling import compiled
from gandan.synthesis.kernels import fetch

# Copies share more of all sampled pairs, known to everybody or not: of those found on planted
# edits of up to 30 %, 999 of 1,000 shared 0.39 and more; two letters of one style share a third.
ALIKE, TELLING = 0.36, 0.25
# Pairs that share less than this (in 255 parts) are compared when they are among so many of the
# closest of one of both letters.
SURE, CLOSEST = 128, 4
ALSO, CLOSE = 1, 2
# So many pairs ahead the values of a letter are asked for, which lie anywhere in memory.
AHEAD = 8


@compiled
def shorten(sampled, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The highest and the lowest 16 bits of each value: half the memory to wait for."""
    low = np.uint64(0xFFFF)
    for k in range(len(sampled)):
        out[k] = np.uint32(sampled[k] >> np.uint64(48) << np.uint64(16) | sampled[k] & low)


@compiled
def _end_below(sampled, low, high, limit):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Where the sorted values up to ``limit`` end."""
    while low < high:
        middle = (low + high) // 2
        if sampled[middle] <= limit:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def _end_of_short(short, sampled, low, high, limit):  # type: ignore[no-untyped-def]  # pragma: no cover
    """As ``_end_below``; of nearly all values the shortened ones tell which are larger."""
    top = limit >> np.uint64(48)
    while low < high:
        middle = (low + high) // 2
        own = np.uint64(short[middle]) >> np.uint64(16)
        if own < top or (own == top and sampled[middle] <= limit):
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def _share(share, i, j, sampled, start):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Whether two letters share so much of the sampled values of the one that has fewer.

    A long letter is sampled more thinly, so only values that both could hold are compared.
    """
    a, b = start[i], start[j]
    end_a, end_b = start[i + 1], start[j + 1]
    if a == end_a or b == end_b:
        return False
    if sampled[end_a - 1] < sampled[end_b - 1]:
        end_b = _end_below(sampled, b, end_b, sampled[end_a - 1])
    else:
        end_a = _end_below(sampled, a, end_a, sampled[end_b - 1])
    missing = np.int64(np.ceil(share * min(end_a - a, end_b - b)))
    while missing > 0 and min(end_a - a, end_b - b) >= missing:
        one, other = sampled[a], sampled[b]
        missing -= one == other
        a += one <= other
        b += other <= one
    return missing <= 0


@compiled
def _alike(j, count, last, sampled, short, start, marked):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """What letter j shares of the sampled values with the one that is ``marked``: 0 to 1.

    That one has ``count`` values that j could hold, and ``last`` is the last of all that it has;
    the marks of 65,536 are as good as the values.
    """
    low, high = start[j], start[j + 1]
    if sampled[high - 1] > last:
        high = _end_of_short(short, sampled, low, high, last)
    both = np.int64(0)
    for k in range(low, high):
        place = np.uint64(short[k]) & np.uint64(0xFFFF)
        both += np.int64(marked[place >> np.uint64(6)] >> (place & np.uint64(63)) & np.uint64(1))
    return min(1.0, both / max(1, min(count, high - low)))


@compiled
def _ask_for(k, pairs, sampled, start, every, short, every_start):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Have the right letter of a pair some places ahead in the cache when its turn comes."""
    last = len(pairs) - 1
    far = np.int64(pairs[min(last, k + 2 * AHEAD)] & np.uint64(0xFFFFFFFF))
    fetch(every_start, far)
    fetch(start, far)
    near = np.int64(pairs[min(last, k + AHEAD)] & np.uint64(0xFFFFFFFF))
    low, telling = every_start[near], start[near]
    fetch(every, every_start[near + 1] - 1)
    fetch(sampled, start[near + 1] - 1)
    for line in range(3):
        fetch(short, low + 16 * line)
    for line in range(2):
        fetch(sampled, telling + 8 * line)


@compiled
def share_enough(pairs, sampled, start, every, short, every_start, out):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """What both of each pair share of all sampled values, in 255 parts; 0 where it is too little.

    Enough are ``TELLING`` of the telling values and ``ALIKE`` of all. Pairs are grouped by the left
    one, so its marks serve several. ``short`` are the values of ``every``, shortened.
    """
    marked = np.zeros(1024, np.uint64)
    last = np.int64(-1)
    for k in range(len(pairs)):
        _ask_for(k, pairs, sampled, start, every, short, every_start)
        i, j = np.int64(pairs[k] >> np.uint64(32)), np.int64(pairs[k] & np.uint64(0xFFFFFFFF))
        if i != last:
            if last >= 0:
                for v in range(every_start[last], every_start[last + 1]):
                    marked[every[v] >> np.uint64(6) & np.uint64(1023)] = np.uint64(0)
            for v in range(every_start[i], every_start[i + 1]):
                bit = np.uint64(1) << (every[v] & np.uint64(63))
                marked[every[v] >> np.uint64(6) & np.uint64(1023)] |= bit
            last = i
        out[k] = 0
        low, high = every_start[i], every_start[i + 1]
        if low == high or every_start[j] == every_start[j + 1]:
            continue
        last_of_i, last_of_j = every[high - 1], every[every_start[j + 1] - 1]
        if last_of_i > last_of_j:
            high = _end_below(every, low, high, last_of_j)
        alike = _alike(j, high - low, last_of_i, every, short, every_start, marked)
        if alike >= ALIKE and _share(TELLING, i, j, sampled, start):
            out[k] = np.uint8(255 * alike)


@compiled
def note_closest(pairs, shares, best):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Keep in ``best`` the largest shares of the pairs of each letter."""
    for k in range(len(pairs)):
        for i in (pairs[k] >> np.uint64(32), pairs[k] & np.uint64(0xFFFFFFFF)):
            own = shares[k]
            for place in range(CLOSEST):
                if own > best[i, place]:
                    own, best[i, place] = best[i, place], own


@compiled
def how_close(pairs, shares, best):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Which pairs share more than all but a few of the pairs of one of both letters: ``CLOSE``.

    ``ALSO`` are others that share much. Letters that are made of the same phrases share some of
    them with very many others; a copy is closer than these. ``best`` is of all pairs.
    """
    out = np.zeros(len(pairs), np.uint8)
    for k in range(len(pairs)):
        i, j = pairs[k] >> np.uint64(32), pairs[k] & np.uint64(0xFFFFFFFF)
        least = min(best[i, CLOSEST - 1], best[j, CLOSEST - 1])
        if shares[k] > 0 and shares[k] >= least:
            out[k] = CLOSE
        elif shares[k] >= SURE:
            out[k] = ALSO
    return out
