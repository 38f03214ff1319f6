"""The letters the engine works on, as arrays, and their words as one packed table."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.compiling import compiled
from gandan.synthesis.health import damaged_letters
from gandan.synthesis.reading import Reading, read
from gandan.synthesis.scanning import NOT_COMPOSED

Days = NDArray[np.datetime64]


class CorpusError(ValueError):
    """The arrays do not describe letters; the message says which and why."""


@dataclass(frozen=True, eq=False)
class Background:
    """In how many of ``letters`` letters each word stands, where a corpus is a part of them.

    ``hashes`` are sorted.
    """

    letters: int
    hashes: NDArray[np.uint64]
    counts: NDArray[np.int64]

    def of(self, hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
        return self.counts[np.searchsorted(self.hashes, hashes)]


@dataclass(frozen=True, eq=False)
class Corpus:
    """``n`` letters.

    Parameters
    ----------
    ids : sequence of str, length n
        Unique; every id that goes in comes out.
    texts : sequence of str, length n
        NFC; extracts point into these by code points.
    days : array of datetime64[D], shape (n,)
        Day received, NaT when unknown.
    places, channels, units : sequence of str, length n
        As given; "" when unknown.
    answered_on : array of datetime64[D], shape (n,), optional
        Day on which the matter of a letter was answered, NaT when it was not.
    reading : Reading, optional
        The words of ``texts`` where they are read already.
    background : Background, optional
        Frequencies of words in all letters, where these are a part of them.

    Raises
    ------
    CorpusError
        Lengths differ, an id comes twice, or a text is not NFC.
    """

    ids: Sequence[str]
    texts: Sequence[str]
    days: Days
    places: Sequence[str] = ()
    channels: Sequence[str] = ()
    units: Sequence[str] = ()
    answered_on: Days = None  # type: ignore[assignment]
    reading: Reading = field(default=None, repr=False)  # type: ignore[assignment]
    background: Background | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        n = len(self.ids)
        for name in ("places", "channels", "units"):
            if not len(getattr(self, name)):
                object.__setattr__(self, name, [""] * n)
        if self.answered_on is None:
            object.__setattr__(self, "answered_on", np.full(n, np.datetime64("NaT", "D")))
        for name in ("texts", "days", "places", "channels", "units", "answered_on"):
            if len(getattr(self, name)) != n:
                raise CorpusError(f"{name} has {len(getattr(self, name))} entries, ids has {n}")
        if len(set(self.ids)) != n:
            raise CorpusError("an id comes twice")
        for name in ("days", "answered_on"):
            object.__setattr__(self, name, np.asarray(getattr(self, name), "datetime64[D]"))
        if self.reading is None:
            object.__setattr__(self, "reading", read(self.texts))
        # Nearly every text is cleared by its letters alone.
        for i in np.flatnonzero(self.reading.shows & NOT_COMPOSED).tolist():
            if not unicodedata.is_normalized("NFC", self.texts[i]):
                raise CorpusError(f"text of {self.ids[i]} is not NFC")

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def order(self) -> NDArray[np.int64]:
        """Positions by id: inside, everything runs in this order, so that of the input is moot."""
        ids = self.ids
        return np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)

    @cached_property
    def rank(self) -> NDArray[np.int64]:
        """The place of each letter in ``order``."""
        out = np.empty(len(self), np.int64)
        out[self.order] = np.arange(len(self))
        return out

    @cached_property
    def words(self) -> "Words":
        return fold_words(self.reading)

    @cached_property
    def damaged(self) -> NDArray[np.bool_]:
        """Texts too broken to be summarised or routed by machine; shape (n,)."""
        return damaged_letters(self.texts, self.reading)

    def subset(self, keep: Sequence[int]) -> "Corpus":
        """The letters at positions ``keep``."""
        return Corpus(
            [self.ids[i] for i in keep],
            [self.texts[i] for i in keep],
            self.days[list(keep)] if len(keep) else self.days[:0],
            [self.places[i] for i in keep],
            [self.channels[i] for i in keep],
            [self.units[i] for i in keep],
            self.answered_on[list(keep)] if len(keep) else self.answered_on[:0],
            self.reading.subset(keep),
        )


@dataclass(frozen=True, eq=False)
class Words:
    """Folded words of all letters, packed: letter i has ``tokens[start[i]:start[i + 1]]``.

    ``tokens`` are numbers of ``vocabulary``; ``hashes`` are 64-bit content hashes of the
    vocabulary, the same in every run and process.
    """

    tokens: NDArray[np.int32]
    start: NDArray[np.int64]
    vocabulary: list[str]
    hashes: NDArray[np.uint64]

    def of(self, letter: int) -> NDArray[np.int32]:
        return self.tokens[self.start[letter] : self.start[letter + 1]]

    @cached_property
    def document_frequency(self) -> NDArray[np.int64]:
        """In how many letters each word stands; shape (vocabulary,)."""
        out = np.zeros(len(self.vocabulary), np.int64)
        _count_letters(self.tokens, self.start, out)
        return out


@compiled
def _count_letters(tokens, start, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """In how many letters each word stands."""
    last = np.full(len(out), -1, np.int64)
    for i in range(len(start) - 1):
        for j in range(start[i], start[i + 1]):
            out[tokens[j]] += last[tokens[j]] != i
            last[tokens[j]] = i


def fold_words(reading: Reading) -> Words:
    """The words of a reading without case and diacritics, numbered as they come first."""
    hashes, first, own = np.unique(reading.word_hash, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    number = np.empty(len(order), np.int32)
    number[order] = np.arange(len(order), dtype=np.int32)
    folded = reading.folded
    vocabulary = [folded[k] for k in first[order].tolist()]
    tokens = number[own][reading.tokens] if len(own) else reading.tokens
    return Words(tokens, reading.start, vocabulary, hashes[order])
