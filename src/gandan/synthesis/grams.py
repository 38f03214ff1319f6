"""What the word model sees of a letter: its words and pairs of neighbours, hashed.

Where a letter begins and ends is a word as well, which only stands in pairs: what somebody names
first is mostly what the letter is about.

A letter is seen twice, folded and as written: "tố cáo" typed without marks is still known, and
with marks it is told from "tổ". Each run counts once however often it comes. An official answer
quoted in a letter is not seen.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.compiling import compiled
from gandan.synthesis.kernels import mix
from gandan.synthesis.reading import Reading
from gandan.synthesis.replies import reply_starts
from gandan.vietnamese import tone_normalized

LONGEST_RUN = 2
MOST_WORDS = 4_000
AS_WRITTEN = np.uint64(0x9E3779B97F4A7C15)
EDGE = np.uint64(0xD1B54A32D192ED03)
_NEXT = np.uint64(0x5851F42D4C957F2D)


@compiled
def longer(run, word):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The hash of a run with one more word."""
    return mix(run * _NEXT + word)


@compiled
def opening(run):  # type: ignore[no-untyped-def]  # pragma: no cover
    """What ``joined`` needs of a run that one more word follows."""
    return run * _NEXT


@compiled
def joined(opened, word):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The hash of an opened run with one more word; as ``longer``."""
    return mix(opened + word)


@compiled
def one(word):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The hash of a run of one folded word."""
    return longer(np.uint64(0), word)


@compiled
def one_written(word):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The hash of a run of one word as written."""
    return longer(AS_WRITTEN, word)


@compiled
def _table_size(count):  # type: ignore[no-untyped-def]  # pragma: no cover
    size = 64
    while size < 2 * count:
        size *= 2
    return size


@compiled
def _add(table, value, out, count):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Add ``value`` to the list when it is not in the table; return how many there are."""
    mask = np.uint64(len(table) - 1)
    slot = value & mask
    while table[slot]:
        if table[slot] == value:
            return count
        slot = (slot + np.uint64(1)) & mask
    table[slot] = value
    out[count] = value
    return count + 1


@compiled
def _add_pair(table, folded, written, folded_next, written_next, out, count):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Add a pair of words, folded and, where that differs, as written."""
    count = _add(table, longer(one(folded), folded_next) | np.uint64(1), out, count)
    if folded != written or folded_next != written_next:
        marked = longer(one_written(written), written_next)
        count = _add(table, marked | np.uint64(1), out, count)
    return count


@compiled
def runs_of(i, tokens, start, stop, folded, written, edges, out):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Put the distinct hashes of letter i's runs into ``out``; return how many there are.

    ``edges`` says whether the pairs at its beginning and end are among them.
    """
    end = min(stop, start[i] + MOST_WORDS)
    table = np.zeros(_table_size(6 * (end - start[i])), np.uint64)
    count = 0
    if edges and end > start[i]:
        first, last = tokens[start[i]], tokens[end - 1]
        count = _add_pair(table, EDGE, EDGE, folded[first], written[first], out, count)
        count = _add_pair(table, folded[last], written[last], EDGE, EDGE, out, count)
    for j in range(start[i], end):
        plain, marked = np.uint64(0), AS_WRITTEN
        differs = False
        for k in range(j, min(end, j + LONGEST_RUN)):
            word = tokens[k]
            plain = longer(plain, folded[word])
            marked = longer(marked, written[word])
            differs |= folded[word] != written[word]
            count = _add(table, plain | np.uint64(1), out, count)
            if differs:
                count = _add(table, marked | np.uint64(1), out, count)
    return count


@compiled
def _most_runs(words):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The most runs that so many words have, with the pairs at both ends."""
    return 2 * LONGEST_RUN * words + 4


@compiled
def room_for(start, low, high):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The most runs that one of letters low..high can have."""
    most = 0
    for i in range(low, high):
        most = max(most, min(start[i + 1] - start[i], MOST_WORDS))
    return _most_runs(most)


@compiled
def runs_of_all(low, high, tokens, start, stops, folded, written, edges):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """The runs of letters low..high, one letter after the other, and how many each has."""
    room = np.empty(room_for(start, low, high), np.uint64)
    total = np.int64(0)
    for i in range(low, high):
        total += _most_runs(min(start[i + 1] - start[i], MOST_WORDS))
    out = np.empty(total, np.uint64)
    lengths = np.empty(high - low, np.int64)
    size = 0
    for i in range(low, high):
        count = runs_of(i, tokens, start, stops[i], folded, written, edges, room)
        out[size : size + count] = room[:count]
        lengths[i - low] = count
        size += count
    return out[:size].copy(), lengths


@dataclass(frozen=True, eq=False)
class Seen:
    """A reading as the word model sees it.

    Attributes
    ----------
    stops : ndarray of int64, shape (n,)
        Where the own words of each letter end and a quoted answer begins.
    folded, written : ndarray of uint64, shape (words,)
        Hashes of each different word; equal where it bears no diacritics.
    """

    reading: Reading
    stops: NDArray[np.int64]
    folded: NDArray[np.uint64]
    written: NDArray[np.uint64]


def word_hash(word: str) -> int:
    """A 64-bit hash that is the same in every process and version."""
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest())


@lru_cache(maxsize=1 << 16)
def _written_hash(word: str) -> int:
    return word_hash(tone_normalized(word).lower())


def seen(reading: Reading) -> Seen:
    written = reading.word_hash.copy()
    spelled = reading.written
    marked = np.flatnonzero(reading.is_marked)
    written[marked] = [_written_hash(spelled[word]) for word in marked.tolist()]
    return Seen(reading, reply_starts(reading), reading.word_hash, written)
