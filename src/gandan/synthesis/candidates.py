"""Pairs of letters that may be copies: those whose samples share rare pairs of words.

A pair of words that few letters have points to the others that have it. Where a letter has
hardly any such pair, because all that it says is said in many letters, its rarest pairs are
looked up two by two. Both kinds of look-up are capped, so that the number of letters compared
grows with the number of letters and not with its square.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.compiling import compiled
from gandan.synthesis.kernels import in_set, mix
from gandan.synthesis.parallel import by_all_cores

# A value that more letters have does not bring them together by itself.
CAP, CROWD = 32, 12
QUARTER, SIXTH = 4, 6
# A letter with fewer rare pairs than this is looked up by two pairs at a time as well.
ENOUGH, RAREST = 8, 12
# In a crowd each meets its first and so many behind it.
BEHIND = 2
FEW = 6


@dataclass(frozen=True)
class Candidates:
    """Pairs of rows, left below right, sorted, each once; and how often two letters met."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    met: int


def candidate_pairs(
    sampled: NDArray[np.uint64], start: NDArray[np.int64], common: NDArray[np.uint64]
) -> Candidates:
    """Pairs among n letters worth comparing word by word.

    Parameters
    ----------
    sampled : ndarray of uint64, shape (s,)
        Sampled word pairs, packed.
    start : ndarray of int64, shape (n + 1,)
        Letter i has ``sampled[start[i]:start[i + 1]]``. Where a crowd is cut, letters that stand
        near each other in this order meet; so it must not depend on the order of the input.
    common : ndarray of uint64
        Set (``kernels.hash_set``) of the pairs that very many letters have.
    """
    n = len(start) - 1
    kept, kept_start = np.empty(len(sampled), np.uint64), np.zeros(n + 1, np.int64)
    telling(sampled, start, common, kept, kept_start)
    sampled, start = kept[: kept_start[-1]], kept_start
    bits = max(1, n.bit_length())
    ordered = np.empty(len(sampled), np.uint64)
    label(sampled, start, bits, ordered)
    ordered.sort()
    run_at = np.empty(len(sampled), np.int64)
    runs = np.zeros(n, np.int32)
    runs_of_letters(ordered, bits, start, run_at, runs)
    rare = rare_runs(ordered, bits, start, run_at, runs)

    def meet(low: int, high: int) -> tuple[NDArray[np.uint64], int]:
        out = np.empty(8 * (high - low) + 64, np.uint64)
        count, met = meetings(low, high, ordered, bits, sampled, start, run_at, runs, rare, out)
        if count > len(out):
            out = np.empty(count, np.uint64)
            meetings(low, high, ordered, bits, sampled, start, run_at, runs, rare, out)
        return out[:count], int(met)

    found = by_all_cores(meet, n, chunk=max(5_000, n // 16))
    crowd = combined(ordered, bits, start, run_at, runs, rare)
    crowd.sort()
    more, met = _in_crowds(crowd, bits, sampled, start)
    pairs = np.concatenate([np.zeros(0, np.uint64), *(own for own, _met in found), more])
    pairs.sort()
    fresh = np.ones(len(pairs), dtype=bool)
    fresh[1:] = pairs[1:] != pairs[:-1]
    pairs = pairs[fresh]
    left = (pairs >> np.uint64(32)).astype(np.int64)
    right = (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
    return Candidates(left, right, met + sum(own for _pairs, own in found))


def _in_crowds(
    crowd: NDArray[np.uint64], bits: int, sampled: NDArray[np.uint64], start: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], int]:
    out = np.empty(4 * len(crowd) + 64, np.uint64)
    count, met = crowded_meetings(crowd, bits, sampled, start, out)
    if count > len(out):
        out = np.empty(count, np.uint64)
        crowded_meetings(crowd, bits, sampled, start, out)
    return out[:count], int(met)


@compiled
def telling(sampled, start, common, out, out_start):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The sampled values that are not common, packed; all of them where too few are left."""
    size = 0
    for i in range(len(start) - 1):
        first = size
        for j in range(start[i], start[i + 1]):
            if not in_set(common, sampled[j]):
                out[size] = sampled[j]
                size += 1
        if size - first < FEW:
            size = first
            for j in range(start[i], start[i + 1]):
                out[size] = sampled[j]
                size += 1
        out_start[i + 1] = size


@compiled
def label(sampled, start, bits, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Each sampled value with its letter's number in the lowest ``bits``."""
    for i in range(len(start) - 1):
        for j in range(start[i], start[i + 1]):
            out[j] = sampled[j] << np.uint64(bits) | np.uint64(i)


@compiled
def runs_of_letters(ordered, bits, start, run_at, runs):  # type: ignore[no-untyped-def]  # pragma: no cover
    """For each letter where the runs of equal values begin that it shares with others."""
    mask = (np.uint64(1) << np.uint64(bits)) - np.uint64(1)
    low = 0
    while low < len(ordered):
        value = ordered[low] & ~mask
        high = low + 1
        while high < len(ordered) and ordered[high] & ~mask == value:
            high += 1
        if high - low > 1:
            for k in range(low, high):
                i = np.int64(ordered[k] & mask)
                run_at[start[i] + runs[i]] = low
                runs[i] += 1
        low = high


@compiled
def _end_of_run(ordered, low, mask, most):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Where the run at ``low`` ends; looked at no further than ``most`` places."""
    value = ordered[low] & ~mask
    high = low + 1
    last = min(len(ordered), low + most)
    while high < last and ordered[high] & ~mask == value:
        high += 1
    return high


@compiled
def _share_enough(i, j, sampled, start):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Whether two letters share a quarter of the sampled values of the one that has fewer.

    A long letter is sampled more thinly, so only values that both could hold are compared.
    """
    a, b = start[i], start[j]
    end_a, end_b = start[i + 1], start[j + 1]
    if a == end_a or b == end_b:
        return False
    limit = min(sampled[end_a - 1], sampled[end_b - 1])
    first_a, first_b = a, b
    shared = 0
    while a < end_a and b < end_b:
        one, other = sampled[a], sampled[b]
        if min(one, other) > limit:
            break
        shared += one == other
        a += one <= other
        b += other <= one
    while a < end_a and sampled[a] <= limit:
        a += 1
    while b < end_b and sampled[b] <= limit:
        b += 1
    return QUARTER * shared >= min(a - first_a, b - first_b)


@compiled
def rare_runs(ordered, bits, start, run_at, runs):  # type: ignore[no-untyped-def]  # pragma: no cover
    """How many of the runs of each letter are short enough to be looked up alone."""
    mask = (np.uint64(1) << np.uint64(bits)) - np.uint64(1)
    out = np.zeros(len(runs), np.int32)
    for i in range(len(runs)):
        for k in range(start[i], start[i] + runs[i]):
            out[i] += _end_of_run(ordered, run_at[k], mask, CAP + 1) - run_at[k] <= CAP
    return out


@compiled
def meetings(low, high, ordered, bits, sampled, start, run_at, runs, rare, out):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Pairs (letter, later letter) of letters low..high that share enough rare values.

    Enough are a sixth of those of the letter that has fewer, and two where it has more than
    a few; and a quarter of all sampled values. Pairs beyond the length of ``out`` are counted and not kept. Returns how many pairs
    there are and how often two letters met.
    """
    mask = (np.uint64(1) << np.uint64(bits)) - np.uint64(1)
    times = np.zeros(len(runs), np.int16)
    others = np.empty(64, np.int64)
    count = met = 0
    for i in range(low, high):
        known = 0
        need = max(64, CAP * runs[i])
        if need > len(others):
            others = np.empty(2 * need, np.int64)
        for k in range(start[i], start[i] + runs[i]):
            first = run_at[k]
            end = _end_of_run(ordered, first, mask, CAP + 1)
            if end - first > CAP:
                continue
            for m in range(end - 1, first - 1, -1):
                j = np.int64(ordered[m] & mask)
                if j <= i:
                    break
                met += 1
                if times[j] == 0:
                    others[known] = j
                    known += 1
                times[j] += 1
        for k in range(known):
            j = others[k]
            fewer = min(rare[i], rare[j])
            some = times[j] > 1 and SIXTH * times[j] >= fewer
            if (some or fewer <= FEW) and _share_enough(i, j, sampled, start):
                if count < len(out):
                    out[count] = np.uint64(i) << np.uint64(32) | np.uint64(j)
                count += 1
            times[j] = 0
    return count, met


@compiled
def combined(ordered, bits, start, run_at, runs, rare):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Two values at a time of the rarest of letters that share few rare ones, labelled.

    Values of one phrase go together, so they stand in nearly the same letters; the first and the
    last of these name the phrase, and two at a time are of two phrases.
    """
    mask = (np.uint64(1) << np.uint64(bits)) - np.uint64(1)
    size = 0
    out = np.empty(64, np.uint64)
    sizes = np.empty(RAREST + 1, np.int64)
    names = np.empty(RAREST + 1, np.uint64)
    for i in range(len(runs)):
        if rare[i] >= ENOUGH or runs[i] - rare[i] < 2:
            continue
        kept = 0
        for k in range(start[i], start[i] + runs[i]):
            first = run_at[k]
            length = _length_of_run(ordered, first, mask)
            last = ordered[first + length - 1] & mask
            name = (ordered[first] & mask) << np.uint64(32) | last
            place = 0
            while place < kept and names[place] != name:
                place += 1
            if place < kept and sizes[place] <= length:
                continue
            if place == kept and kept < RAREST:
                kept += 1
            elif place == kept and sizes[kept - 1] <= length:
                continue
            place = min(place, kept - 1)
            while place > 0 and (
                sizes[place - 1] > length
                or (sizes[place - 1] == length and names[place - 1] > name)
            ):
                sizes[place], names[place] = sizes[place - 1], names[place - 1]
                place -= 1
            sizes[place], names[place] = length, name
        need = size + kept * (kept - 1) // 2
        if need > len(out):
            grown = np.empty(2 * need, np.uint64)
            grown[:size] = out[:size]
            out = grown
        for a in range(kept):
            for b in range(a):
                one, other = min(names[a], names[b]), max(names[a], names[b])
                out[size] = mix(one * np.uint64(3) + other) << np.uint64(bits) | np.uint64(i)
                size += 1
    return out[:size]


@compiled
def _length_of_run(ordered, low, mask):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The length of the run at ``low``, by doubling steps."""
    value = ordered[low] & ~mask
    step = 1
    high = low
    while high + step < len(ordered) and ordered[high + step] & ~mask == value:
        high += step
        step *= 2
    while step > 0:
        if high + step < len(ordered) and ordered[high + step] & ~mask == value:
            high += step
        else:
            step //= 2
    return high + 1 - low


@compiled
def crowded_meetings(ordered, bits, sampled, start, out):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Pairs in runs of equal values; in a long run each meets the first and those behind it."""
    mask = (np.uint64(1) << np.uint64(bits)) - np.uint64(1)
    count = met = low = 0
    while low < len(ordered):
        value = ordered[low] & ~mask
        high = low + 1
        while high < len(ordered) and ordered[high] & ~mask == value:
            high += 1
        long = high - low > CROWD
        for k in range(low, high):
            i = np.int64(ordered[k] & mask)
            for m in range(k + 1, min(high, k + 1 + BEHIND) if long else high):
                j = np.int64(ordered[m] & mask)
                met += 1
                if _share_enough(i, j, sampled, start):
                    if count < len(out):
                        out[count] = np.uint64(i) << np.uint64(32) | np.uint64(j)
                    count += 1
            if long and k > low + BEHIND:
                j = np.int64(ordered[low] & mask)
                met += 1
                if _share_enough(i, j, sampled, start):
                    if count < len(out):
                        out[count] = np.uint64(j) << np.uint64(32) | np.uint64(i)
                    count += 1
        low = high
    return count, met
