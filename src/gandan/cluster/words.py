"""The words of all letters as numbers that the partitions share, so that no text is read twice.

Reading a partition numbers its words by themselves. Here they get one numbering; a worker then
takes the letters that it needs from any partition, as the reading of their texts would give them.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gandan.cluster.parts import Parts, load, mapped, save, save_array
from gandan.synthesis import Reading
from gandan.synthesis.compiling import compiled


class Vocabulary(NamedTuple):
    """What is true of each different word; ``ends`` are those of its letters in ``spelling``."""

    word_hash: NDArray[np.uint64]
    word_flags: NDArray[np.uint8]
    length: NDArray[np.int32]
    spelling: NDArray[np.uint8]
    ends: NDArray[np.int64]


def save_words(parts: Parts, part: int, reading: Reading) -> None:
    """Keep the words of the letters of a partition."""
    save_array(parts.path("tokens", part), reading.tokens)
    save_array(parts.path("starts", part), reading.start)
    save(
        parts.path("vocabulary", part),
        word_hash=reading.word_hash,
        word_flags=reading.word_flags,
        length=reading.length,
        spelling=np.frombuffer(reading.spelling, np.uint8),
    )


def share_words(parts: Parts) -> None:
    """Number the words of all partitions through, when each of them was read."""
    number: dict[bytes, int] = {}
    columns: dict[str, list[NDArray[Any]]] = {
        name: [] for name in ("word_hash", "word_flags", "length")
    }
    spelled: list[bytes] = []
    for part in range(len(parts.files)):
        own = load(parts.path("vocabulary", part))
        words = own["spelling"].tobytes().split(b"\n")[:-1]
        known = len(number)
        numbers = np.array([number.setdefault(word, len(number)) for word in words], np.int32)
        fresh = np.flatnonzero(numbers >= known)
        for name, found in columns.items():
            found.append(own[name][fresh])
        spelled += [words[k] for k in fresh.tolist()]
        save_array(parts.path("numbers", part), numbers)
    ends = np.cumsum([len(word) + 1 for word in spelled], dtype=np.int64)
    parts.share(
        "words",
        spelling=np.frombuffer(b"".join(word + b"\n" for word in spelled), np.uint8),
        ends=ends,
        **{name: np.concatenate(found) for name, found in columns.items()},
    )


def reading_of(parts: Parts, starts: NDArray[np.int64], letters: NDArray[np.int64]) -> Reading:
    """The words of ``letters``, ascending numbers in the whole; without what stands between them.

    ``starts`` are the first letters of the partitions.
    """
    vocabulary = Vocabulary(**parts.shared("words"))
    part_of = np.searchsorted(starts, letters, side="right") - 1
    bounds = np.searchsorted(part_of, np.arange(len(parts.files) + 1))
    lengths = np.zeros(len(letters), np.int64)
    found = []
    for part in np.unique(part_of).tolist():
        low, high = bounds[part], bounds[part + 1]
        own = letters[low:high] - starts[part]
        start = mapped(parts.path("starts", part))
        lengths[low:high] = start[own + 1] - start[own]
        found.append((part, own, start, low))
    begins = np.concatenate(([0], np.cumsum(lengths)))
    tokens = np.empty(begins[-1], np.int32)
    for part, own, start, low in found:
        numbers = mapped(parts.path("numbers", part))
        _copy(mapped(parts.path("tokens", part)), start, numbers, own, tokens[begins[low] :])
    known = np.empty(min(len(tokens), len(vocabulary.length)), np.int32)
    known = known[: _renumber(tokens, np.full(len(vocabulary.length), -1, np.int32), known)]
    return _with_words(tokens, begins, vocabulary, known)


def _with_words(
    tokens: NDArray[np.int32],
    start: NDArray[np.int64],
    vocabulary: Vocabulary,
    known: NDArray[np.int32],
) -> Reading:
    n = len(start) - 1
    before = np.concatenate(([0], vocabulary.ends[:-1]))[known]
    spelling = np.empty(int((vocabulary.ends[known] - before).sum()), np.uint8)
    _spell(vocabulary.spelling, vocabulary.ends, known, spelling)
    none = np.zeros(n, np.uint64)
    return Reading(
        tokens, start, np.zeros(0, np.int32), np.zeros(0, np.uint8), none.astype(np.int32),
        none.astype(np.uint8), np.zeros(0, np.uint64), np.zeros(n + 1, np.int64), none,
        vocabulary.word_hash[known], vocabulary.word_flags[known], vocabulary.length[known],
        spelling.tobytes(),
    )  # fmt: skip


@compiled
def _copy(tokens, start, numbers, letters, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The words of letters one behind the other, with the numbers that all share."""
    at = 0
    for i in letters:
        for j in range(start[i], start[i + 1]):
            out[at] = numbers[tokens[j]]
            at += 1


@compiled
def _renumber(tokens, number, known):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Number words as they come first; ``known`` gets what they were. Returns how many."""
    count = 0
    for j in range(len(tokens)):
        word = tokens[j]
        if number[word] < 0:
            number[word] = count
            known[count] = word
            count += 1
        tokens[j] = number[word]
    return count


@compiled
def _spell(spelling, ends, known, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The spelling of some words, a new line behind each."""
    size = 0
    for word in known:
        for j in range(ends[word - 1] if word else 0, ends[word]):
            out[size] = spelling[j]
            size += 1
