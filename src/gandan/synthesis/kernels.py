"""The compiled inner loops: sketches of word pairs, candidates that agree on them, overlaps."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

SKETCH = 128
ROWS = 2
BANDS = SKETCH // ROWS
MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
MIX_2 = np.uint64(0x94D049BB133111EB)
STEP = np.uint64(0x9E3779B97F4A7C15)
EMPTY = np.uint32(0xFFFFFFFF)


@njit(cache=True, nogil=True)
def mix(value):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The splitmix64 finalizer."""
    value = (value ^ (value >> np.uint64(30))) * MIX_1
    value = (value ^ (value >> np.uint64(27))) * MIX_2
    return value ^ (value >> np.uint64(31))


@njit(cache=True, nogil=True)
def pair_hash(tokens, hashes, at):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The hash of the words at ``at`` and behind it."""
    return mix(hashes[tokens[at]] * np.uint64(3) + hashes[tokens[at + 1]])


@njit(cache=True, nogil=True)
def sequence_hashes(tokens, start, hashes):  # type: ignore[no-untyped-def]  # pragma: no cover
    """One hash of all words of each letter in their order; 0 for a letter without words."""
    out = np.zeros(len(start) - 1, np.uint64)
    for i in range(len(out)):
        value = np.uint64(0)
        for j in range(start[i], start[i + 1]):
            value = mix(value * np.uint64(31) + hashes[tokens[j]])
        out[i] = value
    return out


@njit(cache=True, nogil=True)
def some_pairs(tokens, start, hashes, letters):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The distinct pair hashes of each of ``letters``, one letter after the other."""
    total = 0
    for i in letters:
        total += max(0, start[i + 1] - start[i] - 1)
    out = np.empty(total, np.uint64)
    count = 0
    for i in letters:
        first = count
        for j in range(start[i], start[i + 1] - 1):
            out[count] = pair_hash(tokens, hashes, j)
            count += 1
        part = np.sort(out[first:count])
        count = first
        for k in range(len(part)):
            if k == 0 or part[k] != part[k - 1]:
                out[count] = part[k]
                count += 1
    return out[:count]


@njit(cache=True, nogil=True)
def hash_set(values):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Values in open addressing; 0 marks an empty slot."""
    size = 16
    while size < 4 * len(values):
        size *= 2
    out = np.zeros(size, np.uint64)
    for value in values:
        slot = value & np.uint64(size - 1)
        while out[slot]:
            slot = (slot + np.uint64(1)) & np.uint64(size - 1)
        out[slot] = value
    return out


@njit(cache=True, nogil=True)
def in_set(table, value):  # type: ignore[no-untyped-def]  # pragma: no cover
    mask = np.uint64(len(table) - 1)
    slot = value & mask
    while table[slot]:
        if table[slot] == value:
            return True
        slot = (slot + np.uint64(1)) & mask
    return False


@njit(cache=True, nogil=True)
def sketches(tokens, start, hashes, common, letters, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """One-permutation sketch of the word pairs of each of ``letters``; shape (letters, SKETCH).

    A pair falls into one place by its hash and the least hash of each place stays; a place
    that no pair fell into borrows from one that is found by hashing (Shrivastava 2017). Pairs
    in ``common`` are left out; a letter without pairs has a row of ``EMPTY``.
    """
    for row in range(len(letters)):
        i = letters[row]
        sketch = out[row]
        sketch[:] = EMPTY
        filled = 0
        last = start[i + 1] - 1
        for j in range(start[i], max(last, start[i] + (start[i + 1] > start[i]))):
            value = pair_hash(tokens, hashes, j) if j < last else mix(hashes[tokens[j]])
            if in_set(common, value):
                continue
            place = value & np.uint64(SKETCH - 1)
            short = np.uint32(value >> np.uint64(33))
            if short < sketch[place]:
                filled += sketch[place] == EMPTY
                sketch[place] = short
        if filled == 0 or filled == SKETCH:
            continue
        own = sketch.copy()
        for place in range(SKETCH):
            if own[place] == EMPTY:
                probe = np.uint64(place + 1) * STEP
                found = np.uint32(EMPTY)
                while found == EMPTY:
                    probe = mix(probe + STEP)
                    found = own[probe & np.uint64(SKETCH - 1)]
                sketch[place] = found


@njit(cache=True, nogil=True)
def band_keys(sketch, band, bits, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """A hash of two places of each row, with the row's number in the lowest ``bits``."""
    keep = ~((np.uint64(1) << np.uint64(bits)) - np.uint64(1))
    for row in range(len(sketch)):
        first, second = sketch[row, ROWS * band], sketch[row, ROWS * band + 1]
        value = mix((np.uint64(first) << np.uint64(32)) | np.uint64(second))
        out[row] = (value & keep) | np.uint64(row)


@njit(cache=True, nogil=True)
def positions(ordered, bits, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    mask = (np.uint64(1) << np.uint64(bits)) - np.uint64(1)
    for k in range(len(ordered)):
        out[ordered[k] & mask] = k


@njit(cache=True, nogil=True)
def candidates(low, high, sketch, ordered, place, bits, bucket, least, out):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Pairs (row, later row) for rows low..high that share a band and ``least`` places.

    In a bucket a row meets the next ``bucket`` rows only, so that the cost grows with the
    number of rows and not with its square. Returns how many pairs there are and how many were
    looked at; those beyond the length of ``out`` are counted and not kept.
    """
    n = len(sketch)
    mask = (np.uint64(1) << np.uint64(bits)) - np.uint64(1)
    met = np.full(n, -1, np.int32)
    count = looked = 0
    for row in range(low, high):
        if sketch[row, 0] == EMPTY:
            continue
        for band in range(BANDS):
            keys = ordered[band]
            at = place[band, row]
            key = keys[at] & ~mask
            for k in range(at + 1, min(n, at + 1 + bucket)):
                if keys[k] & ~mask != key:
                    break
                other = np.int64(keys[k] & mask)
                if met[other] == row:
                    continue
                met[other] = row
                looked += 1
                same = 0
                for j in range(SKETCH):
                    same += sketch[row, j] == sketch[other, j]
                if same >= least and sketch[other, 0] != EMPTY:
                    if count < len(out):
                        out[count, 0], out[count, 1] = row, other
                    count += 1
    return count, looked


@njit(cache=True, nogil=True)
def bag_overlap(a, b, rare):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Words in common of two sorted bags, and rare words that only one of them has."""
    i = j = common = odd = 0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            common += 1
            i += 1
            j += 1
        elif a[i] < b[j]:
            odd += rare[a[i]]
            i += 1
        else:
            odd += rare[b[j]]
            j += 1
    while i < len(a):
        odd += rare[a[i]]
        i += 1
    while j < len(b):
        odd += rare[b[j]]
        j += 1
    return common, odd


@njit(cache=True, nogil=True)
def overlaps(left, right, bags, start, rare):  # type: ignore[no-untyped-def]  # pragma: no cover
    """``bag_overlap`` for many pairs of letters; shape (pairs, 2)."""
    out = np.empty((len(left), 2), np.int64)
    for p in range(len(left)):
        a = bags[start[left[p]] : start[left[p] + 1]]
        b = bags[start[right[p]] : start[right[p] + 1]]
        out[p, 0], out[p, 1] = bag_overlap(a, b, rare)
    return out


@njit(cache=True, nogil=True)
def sort_bags(bags, start, letters, is_sorted):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Sort the words of each of ``letters`` in place, unless that is done."""
    for i in letters:
        if not is_sorted[i]:
            bags[start[i] : start[i + 1]] = np.sort(bags[start[i] : start[i + 1]])
            is_sorted[i] = True


def distinct(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """The different values, sorted; by sorting, which beats ``np.unique``'s hashing here."""
    values = np.sort(values)
    keep = np.ones(len(values), dtype=bool)
    keep[1:] = values[1:] != values[:-1]
    return values[keep]
