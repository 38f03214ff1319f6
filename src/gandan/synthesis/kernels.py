"""Small compiled loops that several parts of the engine share."""

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.compiling import compiled

MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
MIX_2 = np.uint64(0x94D049BB133111EB)


@compiled
def mix(value):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The splitmix64 finalizer."""
    value = (value ^ (value >> np.uint64(30))) * MIX_1
    value = (value ^ (value >> np.uint64(27))) * MIX_2
    return value ^ (value >> np.uint64(31))


@compiled
def pair_hash(first, second):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The hash of two words in their order."""
    return mix(first * np.uint64(3) + second)


@compiled
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


@compiled
def in_set(table, value):  # type: ignore[no-untyped-def]  # pragma: no cover
    mask = np.uint64(len(table) - 1)
    slot = value & mask
    while table[slot]:
        if table[slot] == value:
            return True
        slot = (slot + np.uint64(1)) & mask
    return False


@compiled
def pair_hashes(tokens, start, words, letters):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The distinct word pairs of each of ``letters``, one letter after the other."""
    total = 0
    for i in letters:
        total += max(0, start[i + 1] - start[i] - 1)
    out = np.empty(total, np.uint64)
    count = 0
    for i in letters:
        first = count
        for j in range(start[i], start[i + 1] - 1):
            out[count] = pair_hash(words[tokens[j]], words[tokens[j + 1]])
            count += 1
        part = np.sort(out[first:count])
        count = first
        for k in range(len(part)):
            if k == 0 or part[k] != part[k - 1]:
                out[count] = part[k]
                count += 1
    return out[:count]


def distinct(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """The different values, sorted; by sorting, which beats ``np.unique``'s hashing here."""
    values = np.sort(values)
    keep = np.ones(len(values), dtype=bool)
    keep[1:] = values[1:] != values[:-1]
    return values[keep]
