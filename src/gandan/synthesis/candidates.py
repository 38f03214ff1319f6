"""Pairs of letters that may be copies: those whose samples share rare pairs of words.

A pair of words that few letters have points to the others that have it. Where a letter has
hardly any such pair, because all that it says is said in many letters, it is looked up by its
joined keys and by its rarest pairs two by two. All look-ups are capped, so that the number of letters compared
grows with the number of letters and not with its square.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.compiling import compiled
from gandan.synthesis.joining import LANES, add_different, joined_keys
from gandan.synthesis.kernels import distinct, in_set, mix
from gandan.synthesis.parallel import by_all_cores
from gandan.synthesis.sharing import CLOSE, closest, share_enough, shorten

# A value that more letters have does not bring them together by itself.
CAP, CROWD = 48, 12
SIXTH = 6
# A letter with fewer rare pairs than this is looked up by several pairs at a time as well: by its
# joined keys, and by two of its rarest.
ENOUGH, RAREST = 8, 6
# In a crowd each meets its first and so many behind it.
BEHIND = 1
FEW = 6


@dataclass(frozen=True)
class Candidates:
    """Pairs of rows, left below right, sorted, each once; and how often two letters met."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    is_close: NDArray[np.bool_]
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
    every = (sampled, start)
    kept, kept_start = np.empty(len(sampled), np.uint64), np.zeros(n + 1, np.int64)
    telling(sampled, start, common, kept, kept_start)
    sampled, start = kept[: kept_start[-1]], kept_start
    bits = max(1, n.bit_length())
    ordered = np.empty(len(sampled), np.uint64)
    label(sampled, start, bits, ordered)
    ordered.sort()
    run_at, run_size = np.empty(len(sampled), np.int64), np.empty(len(sampled), np.int32)
    runs, rare = np.zeros((2, n), np.int32)
    runs_of_letters(ordered, bits, start, run_at, run_size, runs, rare)
    short = np.empty(len(every[0]), np.uint32)
    shorten(every[0], short)
    known = (ordered, bits, start, run_at, run_size, runs, rare)

    def meet(low: int, high: int) -> tuple[NDArray[np.uint64], int]:
        out = np.empty(8 * (high - low) + 64, np.uint64)
        count, met = meetings(low, high, *known, out)
        if count > len(out):
            out = np.empty(count, np.uint64)
            meetings(low, high, *known, out)
        return out[:count], int(met)

    found = by_all_cores(meet, n, chunk=max(5_000, n // 16))
    joined = np.empty(LANES * int(np.count_nonzero(rare < ENOUGH)), np.uint64)
    joined = joined[: label_joined(joined_keys(*every), rare, bits, joined)]
    crowd = np.concatenate((joined, combined(*known)))
    crowd.sort()
    crowds = by_all_cores(
        lambda low, high: _in_crowds(crowd, bits, low, high), len(crowd), chunk=1 << 18
    )
    pairs = each_once([own for own, _met in found + crowds], n)
    shares = np.empty(len(pairs), np.uint8)
    by_all_cores(
        lambda low, high: share_enough(
            pairs[low:high], sampled, start, every[0], short, every[1], shares[low:high]
        ),
        len(pairs),
        chunk=1 << 17,
    )
    how_close = closest(pairs, shares, n)
    pairs, how_close = pairs[how_close > 0], how_close[how_close > 0]
    order = np.argsort(pairs)
    pairs, how_close = pairs[order], how_close[order]
    left = (pairs >> np.uint64(32)).astype(np.int64)
    right = (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
    return Candidates(left, right, how_close == CLOSE, sum(met for _own, met in found + crowds))


def _in_crowds(
    crowd: NDArray[np.uint64], bits: int, low: int, high: int
) -> tuple[NDArray[np.uint64], int]:
    """Pairs that meet in the runs of equal values of ``crowd`` that begin at low..high."""
    part = crowd[_run_from(crowd, low, bits) : _run_from(crowd, high, bits)]
    out = np.empty(CROWD * len(part), np.uint64)
    met = int(crowded_meetings(part, bits, out))
    return distinct(out[:met]), met


def each_once(parts: Sequence[NDArray[np.uint64]], n: int) -> NDArray[np.uint64]:
    """The different pairs of all parts, grouped by their left row; each part is grouped so."""
    counts = np.zeros(n + 1, np.int64)
    for part in parts:
        count_left(part, counts)
    ends = np.concatenate(([0], np.cumsum(counts[:n])))
    rights, upto = np.empty(ends[-1], np.uint32), ends[:-1].copy()
    for part in parts:
        put_right(part, upto, rights)

    def chosen(low: int, high: int) -> NDArray[np.uint64]:
        out = np.empty(ends[high] - ends[low], np.uint64)
        return out[: pairs_once(low, high, ends, rights, out)]

    found = by_all_cores(chosen, n, chunk=max(5_000, n // 8))
    return np.concatenate([np.zeros(0, np.uint64), *found])


@compiled
def count_left(pairs, counts):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Add to ``counts`` how many pairs each left row has."""
    for pair in pairs:
        counts[pair >> np.uint64(32)] += 1


@compiled
def put_right(pairs, upto, rights):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Put the right row of each pair where the left one's go next."""
    for pair in pairs:
        left = pair >> np.uint64(32)
        rights[upto[left]] = np.uint32(pair & np.uint64(0xFFFFFFFF))
        upto[left] += 1


@compiled
def pairs_once(low, high, ends, rights, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The pairs of left rows low..high, each once; returns how many there are."""
    met = np.zeros(len(ends), np.uint32)
    size = 0
    for i in range(low, high):
        stamp = np.uint32(i - low + 1)
        for k in range(ends[i], ends[i + 1]):
            j = rights[k]
            out[size] = np.uint64(i) << np.uint64(32) | np.uint64(j)
            size += met[j] != stamp
            met[j] = stamp
    return size


@compiled
def _run_from(crowd, place, bits):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Where the run of equal values that holds ``place`` begins."""
    while 0 < place < len(crowd) and crowd[place] >> bits == crowd[place - 1] >> bits:
        place -= 1
    return place


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
def runs_of_letters(ordered, bits, start, run_at, run_size, runs, rare):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """The runs of equal values that each letter shares with others: where, how long, how many.

    ``rare`` counts those that are short enough to be looked up alone.
    """
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
                place = start[i] + runs[i]
                run_at[place], run_size[place] = low, high - low
                runs[i] += 1
                rare[i] += high - low <= CAP
        low = high


@compiled
def meetings(low, high, ordered, bits, start, run_at, run_size, runs, rare, out):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Pairs (letter, later letter) of letters low..high that share enough rare values.

    Enough are a sixth of those of the letter that has fewer, and two where it has more than
    a few. Pairs beyond the length of ``out`` are counted and not kept. Returns how many pairs there
    are and how often two letters met.
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
            first, end = run_at[k], run_at[k] + run_size[k]
            if run_size[k] > CAP:
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
            if some or fewer <= FEW:
                if count < len(out):
                    out[count] = np.uint64(i) << np.uint64(32) | np.uint64(j)
                count += 1
            times[j] = 0
    return count, met


@compiled
def label_joined(joined, rare, bits, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The different joined keys of letters that share few rare pairs, each labelled.

    Returns how many there are.
    """
    size = 0
    own = np.empty(joined.shape[1], np.uint64)
    for i in range(len(joined)):
        if rare[i] < ENOUGH:
            for k in range(len(own)):
                own[k] = joined[i, k] << np.uint64(bits) | np.uint64(i)
            size = add_different(own, out, size)
    return size


@compiled
def combined(ordered, bits, start, run_at, run_size, runs, rare):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
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
            first, length = run_at[k], run_size[k]
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
def crowded_meetings(ordered, bits, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Pairs in runs of equal values; in a long run each meets the first and those behind it.

    Returns how many there are: no letter meets more than ``CROWD`` behind it.
    """
    mask = (np.uint64(1) << np.uint64(bits)) - np.uint64(1)
    met = low = 0
    while low < len(ordered):
        value = ordered[low] & ~mask
        high = low + 1
        while high < len(ordered) and ordered[high] & ~mask == value:
            high += 1
        long = high - low > CROWD
        for k in range(low, high):
            i = ordered[k] & mask
            for m in range(k + 1, min(high, k + 1 + BEHIND) if long else high):
                out[met] = i << np.uint64(32) | ordered[m] & mask
                met += 1
            if long and k > low + BEHIND:
                out[met] = (ordered[low] & mask) << np.uint64(32) | i
                met += 1
        low = high
    return met
