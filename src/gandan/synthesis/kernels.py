"""The compiled inner loops: sketches of word pairs, weighted similarity, banded candidates.

Each has a plain twin in ``twins`` that gives the identical result; tests compare them.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

SKETCH = 128
ROWS = 2
MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
MIX_2 = np.uint64(0x94D049BB133111EB)
STEP = np.uint64(0x9E3779B97F4A7C15)
EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)


@njit(cache=True)
def mix(value):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The splitmix64 finalizer."""
    value = (value ^ (value >> np.uint64(30))) * MIX_1
    value = (value ^ (value >> np.uint64(27))) * MIX_2
    return value ^ (value >> np.uint64(31))


@njit(cache=True)
def pair_hashes(tokens, start, hashes):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Hashes of neighbouring word pairs; a letter of one word gives that word's hash."""
    n = len(start) - 1
    out_start = np.zeros(n + 1, np.int64)
    for i in range(n):
        length = start[i + 1] - start[i]
        out_start[i + 1] = out_start[i] + (length - 1 if length > 1 else length)
    out = np.empty(out_start[n], np.uint64)
    for i in range(n):
        begin, end, place = start[i], start[i + 1], out_start[i]
        if end - begin == 1:
            out[place] = mix(hashes[tokens[begin]])
        for j in range(begin, end - 1):
            out[place + j - begin] = mix(hashes[tokens[j]] * np.uint64(3) + hashes[tokens[j + 1]])
    return out, out_start


@njit(cache=True)
def sketches(pairs, start, common):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Min-wise sketch of each letter's pairs, leaving out those in sorted ``common``."""
    n = len(start) - 1
    out = np.full((n, SKETCH), EMPTY, np.uint64)
    for i in range(n):
        for j in range(start[i], start[i + 1]):
            value = pairs[j]
            place = np.searchsorted(common, value)
            if place < len(common) and common[place] == value:
                continue
            for k in range(SKETCH):
                hashed = mix(value + STEP * np.uint64(k + 1))
                if hashed < out[i, k]:
                    out[i, k] = hashed
    return out


@njit(cache=True)
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


@njit(cache=True)
def overlaps(left, right, bags, start, rare):  # type: ignore[no-untyped-def]  # pragma: no cover
    """``bag_overlap`` for many pairs of letters; shape (pairs, 2)."""
    out = np.empty((len(left), 2), np.int64)
    for p in range(len(left)):
        a = bags[start[left[p]] : start[left[p] + 1]]
        b = bags[start[right[p]] : start[right[p] + 1]]
        out[p, 0], out[p, 1] = bag_overlap(a, b, rare)
    return out


@njit(cache=True)
def sort_bags(tokens, start):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The words of each letter, sorted."""
    out = tokens.copy()
    for i in range(len(start) - 1):
        out[start[i] : start[i + 1]] = np.sort(out[start[i] : start[i + 1]])
    return out


def distinct(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """The different values, sorted; by sorting, which beats ``np.unique``'s hashing here."""
    values = np.sort(values)
    keep = np.ones(len(values), dtype=bool)
    keep[1:] = values[1:] != values[:-1]
    return values[keep]


def candidate_pairs(
    sketch: NDArray[np.uint64], rank: NDArray[np.int64], *, bucket: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of rows that agree on two neighbouring places of the sketch, each pair once.

    In a bucket each row is paired with the next ``bucket`` rows in order of ``rank``, so that
    the cost grows with the number of rows and not with its square.
    """
    n = len(sketch)
    found: list[NDArray[np.int64]] = []
    for band in range(0, SKETCH, ROWS):
        first, second = sketch[:, band], sketch[:, band + 1]
        live = np.flatnonzero(first != EMPTY)
        key = first[live] * np.uint64(0x9E3779B97F4A7C15) ^ second[live]
        order = np.lexsort((rank[live], key))
        rows, keys = live[order], key[order]
        for step in range(1, bucket + 1):
            same = np.flatnonzero(keys[step:] == keys[:-step])
            if not len(same):
                break
            a, b = rows[same], rows[same + step]
            found.append(np.minimum(a, b) * n + np.maximum(a, b))
        if len(found) > 24:
            found = [distinct(np.concatenate(found))]
    if not found:
        empty = np.zeros(0, np.int64)
        return empty, empty
    pairs = distinct(np.concatenate(found))
    return pairs // n, pairs % n
