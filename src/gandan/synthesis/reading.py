"""The words of all letters, read once from packed units by a compiled pass on all cores.

A word is known by its number: what is true of a word (its folded form, whether it is a name, a
figure, a sound syllable) is found out once for each different word and not once for each time it
stands somewhere. The same pass samples each letter's word pairs, by which copies are found.

References
----------
Li, P., Owen, A. and Zhang, C.-H. (2012). One permutation hashing. NeurIPS.
Irber, L. et al. (2022). Lightweight compositional analysis of metagenomes with FracMinHash.
    bioRxiv (a sample of the hashes below a limit, which also tells what is contained in what).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis import scanning
from gandan.synthesis.characters import properties
from gandan.synthesis.compiling import compiled
from gandan.synthesis.parallel import by_all_cores
from gandan.synthesis.room import MEMORY, Room
from gandan.synthesis.scanning import (
    ASKS,
    BLANKS,
    BRACKET,
    COLON,
    ENDS_ASKING,
    HYPHEN,
    NEW_LINE,
    PUNCTUATION,
    QUESTIONED,
    SPACE,
)
from gandan.synthesis.scanning import HOLDS_LOST as LOST
from gandan.synthesis.units import inside
from gandan.vietnamese import fold, folding_table, tone_normalized

CHUNK = 4_000
_TABLE = 1 << 13
# So many letters are packed at a time; they stay in the processor's cache until they are read.
BLOCK = 256
# Words are read eight units at a time; the last one ends at the new line. A sign like this makes
# Python keep all letters in units of two bytes.
_BEHIND = 8 * "\u0100"
# With so many letters the words of the others are known before they are read in parts.
_FIRST = 1_000
_COPIED = 50_000


@dataclass(frozen=True, eq=False)
class Reading:
    """Words of n letters, packed: letter i has ``tokens[start[i]:start[i + 1]]``.

    Attributes
    ----------
    tokens : ndarray of int32, shape (m,)
        Numbers of ``written``, in the order in which the words come first.
    begin : ndarray of int32, shape (m,)
        Where each word begins, in code points of its text.
    before : ndarray of uint8, shape (m,)
        What stands before it (``SPACE`` .. ``COLON``).
    first_line : ndarray of int32, shape (n,)
        Where the first line ends; a large number when there is one line.
    shows : ndarray of uint8, shape (n,)
        Bits ``LOST``, ``QUESTIONED``, ``ASKS``, ``ENDS_ASKING``, ``NOT_COMPOSED``.
    sampled, sampled_start : ndarray of uint64, shape (s,); of int64, shape (n + 1,)
        Hashes of the sampled word pairs of each letter, distinct and sorted.
    content : ndarray of uint64, shape (n,)
        One hash of all folded words in their order; 0 for a letter without words.
    word_hash, word_flags, length : ndarray, shape (words,)
        Of each different word: hash of the folded form, bits ``scanning.IS_MARKED`` and so on,
        code points.
    """

    tokens: NDArray[np.int32]
    start: NDArray[np.int64]
    begin: NDArray[np.int32]
    before: NDArray[np.uint8]
    first_line: NDArray[np.int32]
    shows: NDArray[np.uint8]
    sampled: NDArray[np.uint64]
    sampled_start: NDArray[np.int64]
    content: NDArray[np.uint64]
    word_hash: NDArray[np.uint64]
    word_flags: NDArray[np.uint8]
    length: NDArray[np.int32]
    spelling: bytes = field(repr=False)

    def __len__(self) -> int:
        return len(self.start) - 1

    @cached_property
    def written(self) -> list[str]:
        """Each different word as it stands in the letters."""
        return self.spelling.decode("utf-8", "surrogatepass").split("\n")[:-1]

    @cached_property
    def lowered(self) -> list[str]:
        """Each different word in lower case, its tone mark where the rules place it."""
        return [tone_normalized(word).lower() for word in self.written]

    @cached_property
    def folded(self) -> list[str]:
        """Each different word without case and diacritics."""
        whole = fold(self.spelling.decode("utf-8", "surrogatepass"))
        return whole.replace("\u034f", "").split("\n")[:-1]

    @cached_property
    def is_marked(self) -> NDArray[np.bool_]:
        """Which words bear diacritics."""
        return np.asarray(self.word_flags & scanning.IS_MARKED != 0)

    def subset_of_samples(
        self, rows: NDArray[np.int64], room: Room = MEMORY
    ) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """The sampled pairs of letters ``rows``, packed, and where each one's begin."""
        lengths = self.sampled_start[rows + 1] - self.sampled_start[rows]
        start = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
        out = room.empty(int(start[-1]), np.uint64)
        by_all_cores(
            lambda low, high: _copy_rows(
                self.sampled, self.sampled_start, rows[low:high], out[start[low] : start[high]]
            ),
            len(rows),
            chunk=_COPIED,
        )
        return out, start

    def subset(self, keep: Sequence[int] | NDArray[np.int64]) -> "Reading":
        """The reading of the letters at positions ``keep``; words keep their numbers."""
        chosen = np.asarray(keep, dtype=np.int64)
        words, start = _gather(self.start, chosen)
        pairs, sampled_start = _gather(self.sampled_start, chosen)
        return Reading(
            self.tokens[words], start, self.begin[words], self.before[words],
            self.first_line[chosen], self.shows[chosen], self.sampled[pairs], sampled_start,
            self.content[chosen], self.word_hash, self.word_flags, self.length, self.spelling,
        )  # fmt: skip


@compiled
def _copy_rows(values, start, rows, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The packed values of ``rows`` one behind the other; numbers of places would take as much."""
    at = 0
    for i in rows:
        for j in range(start[i], start[i + 1]):
            out[at] = values[j]
            at += 1


def _gather(
    start: NDArray[np.int64], chosen: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Positions of the packed values of ``chosen``, and where each one's begin afterwards."""
    lengths = start[chosen + 1] - start[chosen]
    begins = np.concatenate(([0], np.cumsum(lengths)))
    return np.arange(begins[-1]) + np.repeat(start[chosen] - begins[:-1], lengths), begins


class _Part(NamedTuple):
    """What was read from some letters; words are numbered within the part."""

    tokens: NDArray[np.int32]
    lengths: NDArray[np.int64]
    begin: NDArray[np.int32]
    before: NDArray[np.uint8]
    first_line: NDArray[np.int32]
    shows: NDArray[np.uint8]
    sampled: NDArray[np.uint64]
    counts: NDArray[np.int64]
    content: NDArray[np.uint64]
    hashes: NDArray[np.uint64]
    folded: NDArray[np.uint64]
    flags: NDArray[np.uint8]
    points: NDArray[np.int32]
    spelled: NDArray[np.uint8]
    spelled_ends: NDArray[np.int64]


def read(texts: Sequence[str], *, sampled: bool = True) -> Reading:
    """Read the words of ``texts`` (NFC).

    Who looks for no copies may do without ``sampled`` pairs and hashes of whole letters: then
    the letters of the reading have none.
    """
    properties(), folding_table()  # built here, not by two threads at once
    words = _Words()
    first = _FIRST if len(texts) > CHUNK else len(texts)
    parts = [
        _read_part(texts[:first], words, sampled=sampled),
        *by_all_cores(
            lambda low, high: _read_part(
                texts[first + low : first + high], words.copy(), sampled=sampled
            ),
            len(texts) - first,
            chunk=CHUNK,
        ),
    ]
    tokens, kept = parts[0].tokens, [(parts[0], np.arange(len(parts[0].hashes)))]
    if len(parts) > 1:
        numbers, fresh = _number_words(parts)
        renumbered = [own[part.tokens] for own, part in zip(numbers, parts, strict=True)]
        tokens, kept = np.concatenate(renumbered), list(zip(parts, fresh, strict=True))

    def joined(name: str) -> NDArray[Any]:
        return _one_behind_the_other([getattr(part, name) for part in parts])

    def of_words(name: str) -> NDArray[Any]:
        return _one_behind_the_other([getattr(part, name)[new] for part, new in kept])

    return Reading(
        tokens, _starts([part.lengths for part in parts]), joined("begin"), joined("before"),
        joined("first_line"), joined("shows"), joined("sampled"),
        _starts([part.counts for part in parts]), joined("content"),
        of_words("folded"), of_words("flags"), of_words("points"),
        b"".join(_spelled(part, new) for part, new in kept),
    )  # fmt: skip


def _one_behind_the_other(arrays: list[NDArray[Any]]) -> NDArray[Any]:
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def _starts(lengths: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(np.concatenate(lengths))]).astype(np.int64)


class _Words:
    """The words that a part of the letters has so far, and the table that numbers them."""

    def __init__(self) -> None:
        self.keys, self.numbers = np.zeros(_TABLE, np.uint64), np.zeros(_TABLE, np.int32)
        self.count = 0
        self.about = self._room()
        self.spelled: list[NDArray[np.uint8]] = []
        self.spelled_ends: list[NDArray[np.int64]] = []

    def copy(self) -> "_Words":
        other = _Words()
        other.keys, other.numbers, other.count = self.keys.copy(), self.numbers.copy(), self.count
        other.about = tuple(known_of.copy() for known_of in self.about)
        other.spelled, other.spelled_ends = [*self.spelled], [*self.spelled_ends]
        return other

    def _room(self) -> tuple[NDArray[Any], ...]:
        """For hash, folded hash, flags, code points and place of as many as the table can hold."""
        most = len(self.keys) // 2
        return (
            np.empty(most, np.uint64), np.empty(most, np.uint64), np.empty(most, np.uint8),
            np.empty(most, np.int32), np.empty((most, 2), np.int64),
        )  # fmt: skip

    def grow(self, more: int) -> None:
        self.keys, self.numbers = _grown(self.keys, self.numbers, self.count + more)
        fewer, self.about = self.about, self._room()
        for old, new in zip(fewer, self.about, strict=True):
            new[: self.count] = old[: self.count]

    def spell(self, data: NDArray[np.uint16], known: int) -> None:
        """Write down the words behind the first ``known``, which stand in ``data``."""
        at = self.about[-1][known : self.count]
        out = np.empty(int((3 * (at[:, 1] - at[:, 0]) + 1).sum()), np.uint8)
        ends = scanning.spell(data, at, out)
        self.spelled.append(out[: ends[-1] if len(ends) else 0])
        self.spelled_ends.append(ends)


def _read_part(texts: Sequence[str], words: _Words, *, sampled: bool) -> _Part:
    """Scan some letters with a table of their own, which stays in the processor's cache.

    ``words`` are those that are known, and then those of these letters as well.
    """
    n, most = len(texts), sum(map(len, texts)) // 2 + len(texts) + 1
    tokens, begin = np.empty(most, np.int32), np.empty(most, np.int32)
    before, lengths = np.empty(most, np.uint8), np.empty(n, np.int64)
    first_line, shows = np.empty(n, np.int32), np.empty(n, np.uint8)
    pairs = np.empty(most if sampled else 0, np.uint64)
    counts, content = np.zeros(n, np.int64), np.zeros(n, np.uint64)
    out = size = 0
    for low in range(0, n, BLOCK):
        block = slice(low, low + BLOCK)
        _kept, data, ends, wide = _packed(texts[block])
        letter, at, known, first = 0, 0, words.count, out
        while letter < len(ends):
            letter, at, out, words.count = scanning.scan(
                data, ends, wide, properties(), folding_table(), words.keys, words.numbers,
                words.count, letter, at, out, tokens, begin, before, lengths[block],
                first_line[block], shows[block], *words.about,
            )  # fmt: skip
            if letter < len(ends):
                words.grow(int(ends[letter]) - at)
        words.spell(data, known)
        if sampled:
            size += scanning.sketch(
                tokens[first:out], lengths[block], words.about[1], pairs[size:], counts[block],
                content[block],
            )  # fmt: skip
    for array, used in ((tokens, out), (begin, out), (before, out), (pairs, size)):
        array.resize(used, refcheck=False)  # gives back what was never touched
    hashes, folded, flags, points, _at = (known_of[: words.count] for known_of in words.about)
    return _Part(
        tokens, lengths, begin, before, first_line, shows, pairs, counts, content,
        hashes, folded, flags, points, *_joined(words),
    )  # fmt: skip


def _packed(
    texts: Sequence[str],
) -> tuple[str, NDArray[np.uint16], NDArray[np.int64], NDArray[np.bool_]]:
    """Letters as UTF-16 units, a new line between; where each ends; which have doubled units.

    Python keeps a letter with Vietnamese marks in units of this size, so they are looked at where
    they lie, in the text that comes first, and which must be kept as long as they are.
    """
    joined = "\n".join([*texts, _BEHIND])
    units = np.fromiter(map(len, texts), np.int64, len(texts))
    is_utf_16, data = inside(joined)
    if is_utf_16:
        data.flags.writeable = False
        return joined, data, np.cumsum(units + 1) - 1, np.zeros(len(texts), np.bool_)
    data = np.frombuffer(joined.encode("utf-16-le", "surrogatepass"), np.dtype("<u2"))
    points, lengths = units, (len(text.encode("utf-16-le", "surrogatepass")) for text in texts)
    units = np.fromiter(lengths, np.int64, len(texts)) // 2
    return joined, data, np.cumsum(units + 1) - 1, units != points


def _joined(words: _Words) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The spelling of all words of a part, and where each ends."""
    before = np.cumsum([0, *map(len, words.spelled)])
    ends = [own + start for own, start in zip(words.spelled_ends, before, strict=False)]
    empty = np.zeros(0, np.uint8), np.zeros(0, np.int64)
    return np.concatenate([empty[0], *words.spelled]), np.concatenate([empty[1], *ends])


def _grown(
    keys: NDArray[np.uint64], numbers: NDArray[np.int32], least: int
) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    size = 2 * len(keys)
    while size < 4 * least:
        size *= 2
    new_keys, new_numbers = np.zeros(size, np.uint64), np.zeros(size, np.int32)
    scanning.rehash(keys, numbers, new_keys, new_numbers)
    return new_keys, new_numbers


def _number_words(
    parts: Sequence[_Part],
) -> tuple[list[NDArray[np.int32]], list[NDArray[np.int64]]]:
    """The number of each part's words among all words, and which of them each part has first."""
    keys, numbers = np.zeros(_TABLE, np.uint64), np.zeros(_TABLE, np.int32)
    count = 0
    own, fresh = [], []
    for part in parts:
        if 2 * (count + len(part.hashes)) > len(keys):
            keys, numbers = _grown(keys, numbers, count + len(part.hashes))
        found = np.empty(len(part.hashes), np.int32)
        known, count = count, int(scanning.merge(part.hashes, keys, numbers, count, found))
        own.append(found)
        fresh.append(np.flatnonzero(found >= known))
    return own, fresh


def _spelled(part: _Part, words: NDArray[np.int64]) -> bytes:
    """The spelling of some words of a part, each with a new line behind it."""
    if len(words) == len(part.spelled_ends):
        return part.spelled.tobytes()
    bounds = np.concatenate(([0], part.spelled_ends))
    chosen, _start = _gather(bounds, words)
    return part.spelled[chosen].tobytes()


__all__ = [
    "ASKS",
    "BLANKS",
    "BRACKET",
    "COLON",
    "ENDS_ASKING",
    "HYPHEN",
    "LOST",
    "NEW_LINE",
    "PUNCTUATION",
    "QUESTIONED",
    "SPACE",
    "Reading",
    "read",
]
