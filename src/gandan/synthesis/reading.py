"""The words of all letters, read once from the text by a compiled kernel.

A word is known by its number: what is true of a word (its folded form, whether it is a name, a
figure, a sound syllable) is found out once for each different word and not once for each time it
stands somewhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gandan.synthesis.kernels import mix
from gandan.vietnamese import fold, has_diacritics, tone_normalized

CHUNK = 20_000
# What stands before a word.
SPACE, HYPHEN, BLANKS, NEW_LINE, PUNCTUATION, BRACKET, COLON = range(7)
# Classes of characters.
_OTHER, _LETTER, _MARK, _LINE, _BLANK = range(5)
# What a letter shows besides words.
LOST, QUESTIONED, ASKS, ENDS_ASKING = 1, 2, 4, 8
_LOST_RANGES = ((0xFFFD, 0xFFFF), (0x25A1, 0x25A1), (0xE000, 0xF8FF))
_NO_LINE = 2**31 - 1


@dataclass(frozen=True, eq=False)
class Reading:
    """Words of n letters, packed: letter i has ``tokens[start[i]:start[i + 1]]``.

    Attributes
    ----------
    tokens : ndarray of int32, shape (m,)
        Numbers of ``written``.
    begin : ndarray of int32, shape (m,)
        Where each word begins, in code points of its text.
    before : ndarray of uint8, shape (m,)
        What stands before it (``SPACE`` .. ``COLON``).
    first_line : ndarray of int32, shape (n,)
        Where the first line ends; a large number when there is one line.
    shows : ndarray of uint8, shape (n,)
        Bits ``LOST``, ``QUESTIONED``, ``ASKS``, ``ENDS_ASKING``.
    written : list of str
        Each different word as it stands in the letters.
    """

    tokens: NDArray[np.int32]
    start: NDArray[np.int64]
    begin: NDArray[np.int32]
    before: NDArray[np.uint8]
    first_line: NDArray[np.int32]
    shows: NDArray[np.uint8]
    written: list[str] = field(repr=False)

    def __len__(self) -> int:
        return len(self.start) - 1

    @cached_property
    def lowered(self) -> list[str]:
        """Each different word in lower case, its tone mark where the rules place it."""
        return [tone_normalized(word).lower() for word in self.written]

    @cached_property
    def folded(self) -> list[str]:
        return [fold(word).replace("\u034f", "") for word in self.written]

    @cached_property
    def is_marked(self) -> NDArray[np.bool_]:
        """Which words bear diacritics."""
        return np.array([has_diacritics(word) for word in self.written], dtype=bool)

    @cached_property
    def length(self) -> NDArray[np.int32]:
        """Code points of each different word."""
        return np.array([len(word) for word in self.written], dtype=np.int32)


def read(texts: Sequence[str]) -> Reading:
    """Read the words of ``texts`` (NFC)."""
    written: list[str] = []
    table = _Table()
    parts = [_scan_chunk(texts[i : i + CHUNK], table, written) for i in _starts(len(texts))]
    lengths = np.concatenate([part[1] for part in parts]) if parts else np.zeros(0, np.int64)
    start = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(lengths, out=start[1:])
    kinds = (np.int32, np.int64, np.int32, np.uint8, np.int32, np.uint8)
    tokens, _lengths, begin, before, first_line, shows = (
        np.concatenate([part[k] for part in parts]) if parts else np.zeros(0, kind)
        for k, kind in enumerate(kinds)
    )
    return Reading(tokens, start, begin, before, first_line, shows, written)


def _starts(n: int) -> Iterator[int]:
    yield from range(0, n, CHUNK)


class _Table:
    """Open addressing from a word's 64-bit hash to its number; grows as words come."""

    def __init__(self) -> None:
        self.keys = np.zeros(1 << 16, np.uint64)
        self.numbers = np.zeros(1 << 16, np.int32)
        self.count = 0

    def grow(self, least: int) -> None:
        """Make the table larger; small tables stay in the processor's cache."""
        size = 2 * len(self.keys)
        while size < 4 * (self.count + least):
            size *= 2
        keys, numbers = np.zeros(size, np.uint64), np.zeros(size, np.int32)
        _rehash(self.keys, self.numbers, keys, numbers)
        self.keys, self.numbers = keys, numbers


def _scan_chunk(
    texts: Sequence[str], table: _Table, written: list[str]
) -> tuple[NDArray[np.generic], ...]:
    joined = "".join(texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    ends = np.cumsum(np.array([len(text) for text in texts], dtype=np.int64))
    classes = _classes()
    total = int(_count_words(codes, ends, classes))
    tokens, begin = np.empty(total, np.int32), np.empty(total, np.int32)
    before = np.empty(total, np.uint8)
    lengths = np.empty(len(texts), np.int64)
    first_line, shows = np.empty(len(texts), np.int32), np.zeros(len(texts), np.uint8)
    new_at, new_length = np.empty(total, np.int64), np.empty(total, np.int32)
    letter = at = out = 0
    known = table.count
    while letter < len(texts):
        letter, at, out, table.count = _scan(
            codes, ends, classes, table.keys, table.numbers, table.count, known, letter, at, out,
            tokens, begin, before, lengths, first_line, shows, new_at, new_length,
        )  # fmt: skip
        if letter < len(texts):
            table.grow(int(ends[letter]) - at)
    fresh = table.count - known
    written += [
        joined[a : a + n]
        for a, n in zip(new_at[:fresh].tolist(), new_length[:fresh].tolist(), strict=True)
    ]
    return tokens, lengths, begin, before, first_line, shows


@cache
def _classes() -> NDArray[np.uint8]:
    """The class of each code point; letters and digits as in ``vietnamese.syllable_spans``."""
    table = np.zeros(0x110000, np.uint8)
    for code in range(0x110000):
        character = chr(code)
        if character.isalnum():
            table[code] = _LETTER
        elif character.isspace():
            table[code] = _BLANK
    table[0x0300:0x0370] = _MARK
    table[ord("\n")] = _LINE
    for low, high in _LOST_RANGES:
        table[low : high + 1] |= 16
    return table


@njit(cache=True, nogil=True)
def _rehash(keys, numbers, new_keys, new_numbers):  # type: ignore[no-untyped-def]  # pragma: no cover
    mask = np.uint64(len(new_keys) - 1)
    for i in range(len(keys)):
        if keys[i]:
            slot = keys[i] & mask
            while new_keys[slot]:
                slot = (slot + np.uint64(1)) & mask
            new_keys[slot] = keys[i]
            new_numbers[slot] = numbers[i]


@njit(cache=True, nogil=True)
def _count_words(codes, ends, classes):  # type: ignore[no-untyped-def]  # pragma: no cover
    count = 0
    at = 0
    for i in range(len(ends)):
        inside = False
        while at < ends[i]:
            kind = classes[codes[at]] & 15
            if kind == _LETTER:
                count += not inside
                inside = True
            elif kind != _MARK:
                inside = False
            at += 1
    return count


@njit(cache=True, nogil=True)
def _gap(codes, classes, low, high):  # type: ignore[no-untyped-def]  # pragma: no cover
    """What stands between two words: the class of codes[low:high]."""
    if high - low == 0:
        return SPACE
    if high - low == 1:
        if codes[low] == 32:
            return SPACE
        if codes[low] == 45:
            return HYPHEN
    first = last = np.uint32(0)
    has_line = False
    blank = True
    for j in range(low, high):
        kind = classes[codes[j]] & 15
        if kind == _LINE:
            has_line = True
        elif kind != _BLANK:
            if first == 0:
                first = codes[j]
            last = codes[j]
            blank = False
    if last == 91:
        return BRACKET
    if first == 58:
        return COLON
    if has_line:
        return NEW_LINE
    return BLANKS if blank else PUNCTUATION


@njit(cache=True, nogil=True)
def _number_of(keys, numbers, hashed, count):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The number of a word by its hash; ``count`` when it is new (and now known)."""
    mask = np.uint64(len(keys) - 1)
    slot = hashed & mask
    while keys[slot]:
        if keys[slot] == hashed:
            return numbers[slot]
        slot = (slot + np.uint64(1)) & mask
    keys[slot] = hashed
    numbers[slot] = count
    return count


@njit(cache=True, nogil=True)
def _scan(codes, ends, classes, keys, numbers, count, known, letter, at, out, tokens, begin, before, lengths, first_line, shows, new_at, new_length):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Read letters from ``letter`` on; stop before one that the table may be too small for."""
    for i in range(letter, len(ends)):
        if 2 * (count + (ends[i] - at) // 2 + 1) > len(keys):
            return i, at, out, count
        opened, end = at, ends[i]
        first_line[i] = _NO_LINE
        after = at
        first_out = out
        last_seen = np.uint32(0)
        while at < end:
            kind = classes[codes[at]]
            if kind & 16:
                shows[i] |= LOST
            kind &= 15
            if kind != _LETTER:
                code = codes[at]
                if kind == _LINE and first_line[i] == _NO_LINE:
                    first_line[i] = at - opened
                if code == 63:
                    shows[i] |= ASKS
                    if at > opened and at + 1 < end:
                        left, right = classes[codes[at - 1]] & 15, classes[codes[at + 1]] & 15
                        if (left == _LETTER or codes[at - 1] == 63) and (
                            right == _LETTER or codes[at + 1] == 63
                        ):
                            shows[i] |= QUESTIONED
                if kind != _BLANK and kind != _LINE:
                    last_seen = code
                at += 1
                continue
            low = at
            hashed = np.uint64(14695981039346656037)
            while at < end and (classes[codes[at]] & 15 == _LETTER or classes[codes[at]] == _MARK):
                hashed = (hashed ^ np.uint64(codes[at])) * np.uint64(1099511628211)
                at += 1
            hashed = mix(hashed)
            if hashed == 0:
                hashed = np.uint64(1)
            number = _number_of(keys, numbers, hashed, count)
            if number == count:
                new_at[count - known] = low
                new_length[count - known] = at - low
                count += 1
            tokens[out] = number
            begin[out] = low - opened
            before[out] = _gap(codes, classes, after, low)
            last_seen = np.uint32(0)
            after = at
            out += 1
        lengths[i] = out - first_out
        if last_seen == 63:
            shows[i] |= ENDS_ASKING
    return len(ends), at, out, count
