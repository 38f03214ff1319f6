"""How much two letters share of their samples, and which pairs of letters are close enough."""

import numpy as np

from gandan.synthesis.compiling import compiled
from gandan.synthesis.kernels import set_bits

# Copies share more of all sampled pairs, known to everybody or not: of those found on planted
# edits of up to 30 %, 999 of 1,000 shared 0.39 and more; two letters of one style share a third.
ALIKE, TELLING = 0.36, 0.25
# Pairs that share less than this (in 255 parts) are compared when they are among so many of the
# closest of one of both letters.
SURE, CLOSEST = 128, 4
ALSO, CLOSE = 1, 2
# The marks of a letter's sampled values: so many words of 64 bits, one line of the cache.
SIGN = 8


@compiled
def sign(sampled, start, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Mark each letter's sampled values in one line of bits."""
    for i in range(len(start) - 1):
        for j in range(start[i], start[i + 1]):
            bit = sampled[j] & np.uint64(64 * SIGN - 1)
            out[i, bit >> np.uint64(6)] |= np.uint64(1) << (bit & np.uint64(63))


@compiled
def _most_shared(i, j, start, signed):  # type: ignore[no-untyped-def]  # pragma: no cover
    """No less than what two letters share: the marks of both, and values of j that share a mark."""
    own = both = np.uint64(0)
    for w in range(np.uint64(SIGN)):
        one, two = signed[i, w], signed[j, w]
        own += set_bits(two)
        both += set_bits(one & two)
    return np.int64(both) + start[j + 1] - start[j] - np.int64(own)


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
def _share(share, i, j, sampled, start, marks):  # type: ignore[no-untyped-def]  # pragma: no cover
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
    if _most_shared(i, j, start, marks) < missing:
        return False
    while missing > 0 and min(end_a - a, end_b - b) >= missing:
        one, other = sampled[a], sampled[b]
        missing -= one == other
        a += one <= other
        b += other <= one
    return missing <= 0


@compiled
def _alike(j, count, last, sampled, start, marked):  # type: ignore[no-untyped-def]  # pragma: no cover
    """What letter j shares of the sampled values with the one that is ``marked``: 0 to 1.

    That one has ``count`` values up to ``last``; the marks of 65,536 are as good as the values.
    """
    low, high = start[j], start[j + 1]
    both, own = np.int64(0), 0
    for k in range(low, high):
        if sampled[k] > last:
            break
        place = sampled[k] & np.uint64(0xFFFF)
        both += np.int64(marked[place >> np.uint64(6)] >> (place & np.uint64(63)) & np.uint64(1))
        own += 1
    return min(1.0, both / max(1, min(count, own)))


@compiled
def share_enough(pairs, sampled, start, signed, every, every_start, every_signed, out):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """What both of each pair share of all sampled values, in 255 parts; 0 where it is too little.

    Enough are ``TELLING`` of the telling values and ``ALIKE`` of all. Pairs are sorted, so the
    marks of the left one serve several.
    """
    marked = np.zeros(1024, np.uint64)
    last = np.int64(-1)
    for k in range(len(pairs)):
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
        low, high, other = every_start[i], every_start[i + 1], every_start[j + 1]
        if low == high or every_start[j] == other:
            continue
        last_of_i = every[high - 1]
        if last_of_i > every[other - 1]:
            high = _end_below(every, low, high, every[other - 1])
        elif last_of_i < every[other - 1]:
            other = _end_below(every, every_start[j], other, last_of_i)
        fewer = max(1, min(high - low, other - every_start[j]))
        if _most_shared(i, j, every_start, every_signed) < ALIKE * fewer:
            continue
        alike = _alike(j, high - low, every[every_start[i + 1] - 1], every, every_start, marked)
        if alike >= ALIKE and _share(TELLING, i, j, sampled, start, signed):
            out[k] = np.uint8(255 * alike)


@compiled
def closest(pairs, shares, n):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Which pairs share more than all but a few of the pairs of one of both letters: ``CLOSE``.

    ``ALSO`` are others that share much. Letters that are made of the same phrases share some of
    them with very many others; a copy is closer than these.
    """
    best = np.zeros((n, CLOSEST), np.uint8)
    for k in range(len(pairs)):
        for i in (pairs[k] >> np.uint64(32), pairs[k] & np.uint64(0xFFFFFFFF)):
            own = shares[k]
            for place in range(CLOSEST):
                if own > best[i, place]:
                    own, best[i, place] = best[i, place], own
    out = np.zeros(len(pairs), np.uint8)
    for k in range(len(pairs)):
        i, j = pairs[k] >> np.uint64(32), pairs[k] & np.uint64(0xFFFFFFFF)
        least = min(best[i, CLOSEST - 1], best[j, CLOSEST - 1])
        if shares[k] > 0 and shares[k] >= least:
            out[k] = CLOSE
        elif shares[k] >= SURE:
            out[k] = ALSO
    return out
