"""Each word of a text and each pair of neighbours as a number, by which a search finds the text.

Some numbers are looked up, the others only tell which of the texts found are right: a pair as
written stands where the same pair stands folded, and nearly nowhere else. What is looked up goes
into an index, which costs a database a microsecond each.

The number of a word is the CRC-32 of its column and itself ("folded ngap"), that of a pair is
worked out from those of its words; all lie in [-2**31, 2**31).
"""

from collections.abc import Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.compiling import compiled

WRITTEN, FOLDED = "body", "folded"
_HALF = 1 << 31
_LOW = 0xFFFFFFFF
_FIRST, _SECOND = 0x9E3779B1, 0x85EBCA77
_SPACE = 32


def numbers_of(words: Sequence[str], column: str) -> list[int]:
    """The numbers of the words, then those of each word with the next one."""
    numbers = [crc32(f"{column} {word}".encode()) - _HALF for word in words]
    paired = pairwise(numbers)
    return numbers + [((a * _FIRST + b * _SECOND + 1) & _LOW) - _HALF for a, b in paired]


def terms_of(
    written: Sequence[str], folded: Sequence[str]
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The different numbers of n texts, packed: to look text i up, ``terms[start[2 * i]:start[2 * i + 1]]``;
    to check whether it is right, those up to ``start[2 * i + 2]``; both in ascending order.

    A text is given twice: its words as written, and folded; one space stands between two.
    """
    columns = [_packed(written), _packed(folded)]
    # Words and pairs are at most twice the words, which are at most one more than the spaces.
    room = sum(2 * (np.count_nonzero(packed == _SPACE) + len(written)) for packed, _ in columns)
    out, start = np.empty(room, np.int32), np.zeros(2 * len(written) + 1, np.int64)
    seeds = np.array([crc32(f"{name} ".encode()) ^ _LOW for name in (WRITTEN, FOLDED)], np.uint32)
    gather_terms(*columns[0], *columns[1], _TABLE, seeds, out, start)
    return out[: start[-1]], start


def _packed(texts: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The texts in UTF-8, each with a space behind it, and where each begins."""
    encoded = [text.encode("utf-8", "replace") for text in texts]
    start = np.zeros(len(encoded) + 1, np.int64)
    np.cumsum([len(text) + 1 for text in encoded], out=start[1:])
    return np.frombuffer(b" ".join([*encoded, b""]), np.uint8), start


def _table() -> NDArray[np.uint32]:
    """The remainders of all bytes for CRC-32 as zlib has it."""
    rows = np.arange(256, dtype=np.uint32)
    for _bit in range(8):
        rows = np.where(rows & 1, (rows >> 1) ^ np.uint32(0xEDB88320), rows >> 1)
    return rows.astype(np.uint32)


_TABLE = _table()


@compiled
def gather_terms(written, written_start, folded, folded_start, table, seeds, out, start):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Fill ``out`` with the sorted different numbers of each text, ``start`` with where they begin."""
    size = 0
    for i in range(len(start) // 2):
        as_written = written[written_start[i] : written_start[i + 1]]
        end = add_terms(as_written, table, seeds[0], 1, out, size)
        end = add_terms(folded[folded_start[i] : folded_start[i + 1]], table, seeds[1], 0, out, end)
        size = keep_different(out, size, end)
        start[2 * i + 1] = size
        end = add_terms(as_written, table, seeds[0], 2, out, size)
        size = keep_different(out, size, end)
        start[2 * i + 2] = size


@compiled
def keep_different(out, size, end):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Sort ``out[size:end]`` and leave each number once; where they end now."""
    out[size:end].sort()
    kept = size
    for at in range(size, end):
        if at == size or out[at] != out[at - 1]:
            out[kept] = out[at]
            kept += 1
    return kept


@compiled
def add_terms(text, table, seed, part, out, size):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Append numbers of the words of ``text`` and of its neighbours; the new size of ``out``.

    ``part`` 0 takes all, 1 the words that are not ASCII, 2 what 1 leaves.
    """
    state, length, before = np.uint32(seed), 0, np.int64(0)
    has_before, is_ascii = False, True
    for byte in text:
        if byte != 32:
            state = table[(state ^ byte) & 0xFF] ^ (state >> np.uint32(8))
            length += 1
            is_ascii = is_ascii and byte < 128
            continue
        if length > 0:
            number = np.int64(state ^ np.uint32(0xFFFFFFFF)) - (1 << 31)
            if part == 0 or is_ascii == (part == 2):
                out[size] = number
                size += 1
            if has_before and part != 1:
                pair = before * 0x9E3779B1 + number * 0x85EBCA77 + 1
                out[size] = (pair & 0xFFFFFFFF) - (1 << 31)
                size += 1
            before, has_before = number, True
        state, length, is_ascii = np.uint32(seed), 0, True
    return size
