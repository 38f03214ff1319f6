"""Word pairs so common (forms, greetings) that sharing them says nothing about two letters."""

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.compiling import compiled
from gandan.synthesis.kernels import pair_hash
from gandan.synthesis.reading import Reading
from gandan.synthesis.scanning import number_of, rehash

# So many letters show which pairs these are.
SAMPLE = 4_000
COMMON_SHARE, COMMON_LEAST = 0.01, 40
# Pairs are counted by so many bits of their hashes first; most are rare and never counted alone.
_BITS, _MOST, _TABLE = 18, np.uint8(255), 1 << 13


def common_pairs(reading: Reading, rows: NDArray[np.int64]) -> NDArray[np.uint64]:
    """The pairs of words that more than one letter in a hundred has, sorted.

    ``rows`` are letters in order of a hash, so the first of them are a fair sample.
    """
    sample = rows[:SAMPLE]
    least = _least(len(sample))
    return np.sort(_frequent(reading.tokens, reading.start, reading.word_hash, sample, least))


def most_common(values: NDArray[np.uint64], letters: int) -> NDArray[np.uint64]:
    """Of the pairs of ``letters`` letters, each letter's once, those that very many have."""
    values = np.sort(values)
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))
    counts = np.diff(np.concatenate((starts, [len(values)])))
    return np.asarray(values[starts[counts > _least(letters)]])


def _least(letters: int) -> int:
    return max(COMMON_LEAST, int(COMMON_SHARE * letters))


@compiled
def _frequent(tokens, start, words, letters, least):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """The pairs that more than ``least`` (below 255) of ``letters`` have."""
    shift = np.uint64(64 - _BITS)
    rough = np.zeros(1 << _BITS, np.uint8)
    for i in letters:
        for j in range(start[i], start[i + 1] - 1):
            place = pair_hash(words[np.uint64(tokens[j])], words[np.uint64(tokens[j + 1])]) >> shift
            rough[place] += rough[place] != _MOST
    keys, numbers = np.zeros(_TABLE, np.uint64), np.zeros(_TABLE, np.int32)
    times, last = np.zeros(_TABLE, np.int32), np.full(_TABLE, -1, np.int64)
    count = 0
    for i in letters:
        if 2 * (count + start[i + 1] - start[i]) > len(keys):
            size = 4 * (count + start[i + 1] - start[i])
            while size & (size - 1):
                size += size & -size
            more_keys, more_numbers = np.zeros(size, np.uint64), np.zeros(size, np.int32)
            rehash(keys, numbers, more_keys, more_numbers)
            keys, numbers = more_keys, more_numbers
            more_times, more_last = np.zeros(size, np.int32), np.full(size, -1, np.int64)
            more_times[:count], more_last[:count] = times[:count], last[:count]
            times, last = more_times, more_last
        for j in range(start[i], start[i + 1] - 1):
            value = pair_hash(words[np.uint64(tokens[j])], words[np.uint64(tokens[j + 1])])
            if rough[value >> shift] > least:
                own = number_of(keys, numbers, value, count)
                count += own == count
                times[own] += last[own] != i
                last[own] = i
    out = np.empty(count, np.uint64)
    kept = 0
    for slot in range(len(keys)):
        if keys[slot] and times[numbers[slot]] > least:
            out[kept] = keys[slot]
            kept += 1
    return out[:kept]
