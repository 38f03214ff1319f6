"""Which letters meet: in runs of equal values, each labelled with the letter that has it."""

import numpy as np

from gandan.synthesis.compiling import compiled
from gandan.synthesis.joining import add_different
from gandan.synthesis.kernels import in_set, mix

# A value that more letters have does not bring them together by itself.
CAP, CROWD = 48, 12
SIXTH = 6
# A letter with fewer rare pairs than this is looked up by several pairs at a time as well: by its
# joined keys, and by two of its rarest.
ENOUGH, RAREST = 8, 6
# In a crowd each meets its first and so many behind it.
BEHIND = 1
FEW = 6


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
def label(low, high, sampled, start, bits, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The values of letters low..high, each with the letter's number in the lowest ``bits``."""
    first = start[low]
    for i in range(low, high):
        for j in range(start[i], start[i + 1]):
            out[j - first] = sampled[j] << np.uint64(bits) | np.uint64(i)


@compiled
def count_slices(keys, shift, sizes):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Add to ``sizes`` how many keys each slice has: those with the same bits above ``shift``."""
    for key in keys:
        sizes[key >> np.uint64(shift)] += 1


@compiled
def deal(keys, shift, upto, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Put each key where those of its slice go next."""
    for key in keys:
        own = key >> np.uint64(shift)
        out[upto[own]] = key
        upto[own] += 1


@compiled
def _run_end(ordered, low, bits):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Where the run of equal values that begins at ``low`` ends."""
    value = ordered[low] >> np.uint64(bits)
    high = low + 1
    while high < len(ordered) and ordered[high] >> np.uint64(bits) == value:
        high += 1
    return high


@compiled
def count_runs(ordered, bits, runs, rare):  # type: ignore[no-untyped-def]  # pragma: no cover
    """How many runs of equal values each letter shares with others.

    ``rare`` counts those that are short enough to be looked up alone.
    """
    mask = (np.uint64(1) << np.uint64(bits)) - np.uint64(1)
    low = 0
    while low < len(ordered):
        high = _run_end(ordered, low, bits)
        if high - low > 1:
            for k in range(low, high):
                i = np.int64(ordered[k] & mask)
                runs[i] += 1
                rare[i] += high - low <= CAP
        low = high


@compiled
def fill_runs(first, last, ordered, bits, start, run_at, run_size):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """The runs that letters first..last share with others: where they begin and how long they are.

    Those of a letter follow each other from where its values would, were ``first`` the first one.
    """
    mask = (np.uint64(1) << np.uint64(bits)) - np.uint64(1)
    upto = start[first:last] - start[first]
    low = 0
    while low < len(ordered):
        high = _run_end(ordered, low, bits)
        if high - low > 1:
            for k in range(low, high):
                i = np.int64(ordered[k] & mask)
                if first <= i < last:
                    place = upto[i - first]
                    run_at[place], run_size[place] = low, high - low
                    upto[i - first] += 1
        low = high


@compiled
def meetings(low, high, ordered, bits, start, run_at, run_size, runs, rare, out):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Pairs (letter, later letter) of letters low..high that share enough rare values.

    The runs of letter i begin at ``start[i]`` of ``run_at`` and ``run_size``.

    Enough are a sixth of those of the letter that has fewer, and two where it has more than
    a few. Pairs beyond the length of ``out`` are counted and not kept. Returns how many pairs there
    are and how often two letters met.
    """
    one = np.uint64(1)
    mask = (one << np.uint64(bits)) - one
    times = np.zeros(len(runs), np.uint16)
    others = np.empty(64, np.uint32)
    count = met = np.uint64(0)
    # Places as unsigned numbers: of others each would be asked whether it counts from the end.
    for i in range(np.uint64(low), np.uint64(high)):
        known = np.uint64(0)
        need = max(64, CAP * runs[i])
        if need > len(others):
            others = np.empty(2 * need, np.uint32)
        for k in range(np.uint64(start[i]), np.uint64(start[i] + runs[i])):
            if run_size[k] > CAP:
                continue
            first = np.uint64(run_at[k])
            end = m = first + np.uint64(run_size[k])
            while m > first and ordered[m - one] & mask > i:
                m -= one
                j = ordered[m] & mask
                others[known] = j
                known += np.uint64(times[j] == 0)
                times[j] += 1
            met += end - m
        for k in range(known):
            j = np.uint64(others[k])
            fewer, shared = min(rare[i], rare[j]), np.int64(times[j])
            times[j] = 0
            if count < np.uint64(len(out)):
                out[count] = i << np.uint64(32) | j
            some = (shared > 1) & (SIXTH * shared >= fewer)
            count += np.uint64(some | (fewer <= FEW))
    return np.int64(count), np.int64(met)


@compiled
def label_joined(letters, joined, bits, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The different joined keys of each of ``letters``, labelled; returns how many there are."""
    size = 0
    own = np.empty(joined.shape[1], np.uint64)
    for row in range(len(letters)):
        for k in range(len(own)):
            own[k] = joined[row, k] << np.uint64(bits) | np.uint64(letters[row])
        size = add_different(own, out, size)
    return size


@compiled
def combined(low, high, ordered, bits, start, run_at, run_size, runs, rare):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Two values at a time of the rarest of those letters low..high that share few, labelled.

    Values of one phrase go together, so they stand in nearly the same letters; the first and the
    last of these name the phrase, and two at a time are of two phrases.
    """
    mask = (np.uint64(1) << np.uint64(bits)) - np.uint64(1)
    size = 0
    out = np.empty(64, np.uint64)
    sizes = np.empty(RAREST + 1, np.int64)
    names = np.empty(RAREST + 1, np.uint64)
    for i in range(low, high):
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
