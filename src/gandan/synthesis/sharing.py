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
# In a shortened value: its letter tells something by it.
TELLS, LOWEST = np.uint32(1 << 16), np.uint32(0xFFFF)


@compiled
def shorten(every, every_start, told, told_start, out):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """The highest 15 and the lowest 16 bits of each value: half the memory to wait for.

    Between them stands whether the value is one of those of its letter that are ``told``.
    """
    lowest = np.uint64(0xFFFF)
    for i in range(len(every_start) - 1):
        at = told_start[i]
        for k in range(every_start[i], every_start[i + 1]):
            tells = at < told_start[i + 1] and told[at] == every[k]
            at += tells
            high = every[k] >> np.uint64(49) << np.uint64(17)
            out[k] = np.uint32(high | np.uint64(tells) << np.uint64(16) | every[k] & lowest)


@compiled
def _ask_for(k, pairs, short, start):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Have the right letter of a pair some places ahead in the cache when its turn comes."""
    last = len(pairs) - 1
    fetch(start, np.int64(pairs[min(last, k + 2 * AHEAD)] & np.uint64(0xFFFFFFFF)))
    low = start[np.int64(pairs[min(last, k + AHEAD)] & np.uint64(0xFFFFFFFF))]
    for line in range(4):
        fetch(short, low + 16 * line)


@compiled
def _mark(short, low, high, marked, marked_telling):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Mark a letter's values, and those that are telling: a bit for the lowest bits of each."""
    for k in range(low, high):
        word = (short[k] & LOWEST) >> np.uint32(5)
        bit = np.uint32(1) << (short[k] & np.uint32(31))
        marked[word] |= bit
        if short[k] & TELLS:
            marked_telling[word] |= bit


@compiled
def _wipe(short, low, high, marked, marked_telling):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    for k in range(low, high):
        word = (short[k] & LOWEST) >> np.uint32(5)
        marked[word] = marked_telling[word] = np.uint32(0)


@compiled
def share_enough(pairs, short, start, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """What both of each pair share of all sampled values, in 255 parts; 0 where it is too little.

    Enough are ``TELLING`` of the telling values and ``ALIKE`` of all, of the letter that has fewer.
    A long letter is sampled more thinly, so only values that both could hold are counted. Pairs are
    grouped by the left one, so its marks serve several; ``short`` are the letters' values.
    """
    marked, marked_telling = np.zeros((2, 2048), np.uint32)
    one, tells, last = np.uint64(1), np.uint32(16), np.int64(-1)
    for k in range(len(pairs)):
        _ask_for(k, pairs, short, start)
        i, j = np.int64(pairs[k] >> np.uint64(32)), np.int64(pairs[k] & np.uint64(0xFFFFFFFF))
        if i != last:
            if last >= 0:
                _wipe(short, start[last], start[last + 1], marked, marked_telling)
            _mark(short, start[i], start[i + 1], marked, marked_telling)
            last = i
        out[k] = 0
        low, high = np.uint64(start[i]), np.uint64(start[i + 1])
        other_low, other_high = np.uint64(start[j]), np.uint64(start[j + 1])
        if low == high or other_low == other_high:
            continue
        upto = np.uint32(min(short[high - one], short[other_high - one]) | np.uint32(0x1FFFF))
        # Everything in 32 bits and without a branch, so that many values are looked at at once.
        count = telling = np.uint32(0)
        for x in range(low, high):
            held = np.uint32(short[x] <= upto)
            count = np.uint32(count + held)
            telling = np.uint32(telling + (held & np.uint32(short[x] >> tells)))
        others = others_telling = both = both_telling = np.uint32(0)
        for x in range(other_low, other_high):
            value = short[x]
            held = np.uint32(value <= upto)
            says = np.uint32(held & np.uint32(value >> tells))
            word = np.uint32((value & LOWEST) >> np.uint32(5))
            bit = np.uint32(value & np.uint32(31))
            others = np.uint32(others + held)
            others_telling = np.uint32(others_telling + says)
            both = np.uint32(both + (held & np.uint32(marked[word] >> bit)))
            both_telling = np.uint32(both_telling + (says & np.uint32(marked_telling[word] >> bit)))
        alike = min(1.0, float(both) / max(1.0, min(float(count), float(others))))
        if alike >= ALIKE and both_telling >= TELLING * min(telling, others_telling):
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
