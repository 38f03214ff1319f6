"""What is done with each partition by itself, on whichever worker; pure in its input files."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gandan.cluster.parts import Parts, fetch_texts, save, save_texts
from gandan.cluster.samples import Samples
from gandan.cluster.words import reading_of, save_words
from gandan.synthesis import Copies, Corpus, Suggestions, extract, load_suggester
from gandan.synthesis.commonplace import SAMPLE
from gandan.synthesis.concerns import group_linked
from gandan.synthesis.copies import Comparing, different
from gandan.synthesis.corpus import Background
from gandan.synthesis.decisions import Decisions
from gandan.synthesis.groups import Group
from gandan.synthesis.kernels import pair_hashes
from gandan.synthesis.places import Places, name_places
from gandan.synthesis.vectors import Basis, Vectors, sample_of

Found = dict[str, Any]


class Labels(NamedTuple):
    """A label of each letter: numbers, and the labels in the order of these."""

    numbers: NDArray[np.int32]
    names: list[str]

    @classmethod
    def of(cls, labels: Sequence[str]) -> "Labels":
        number: dict[str, int] = {}
        numbers = [number.setdefault(label, len(number)) for label in labels]
        return cls(np.array(numbers, dtype=np.int32), list(number))

    def subset(self, rows: NDArray[np.int64]) -> "Labels":
        """Those of letters ``rows``, without the labels that none of them has."""
        known, numbers = np.unique(self.numbers[rows], return_inverse=True)
        return Labels(numbers.astype(np.int32), [self.names[k] for k in known.tolist()])

    def written(self) -> list[str]:
        return [self.names[k] for k in self.numbers.tolist()]


def read_part(parts: Parts, part: int) -> Found:
    """Read a partition and keep what comparing needs; return what counting needs."""
    rows = parts.rows(part)
    days = np.array([str(day or "NaT") for day in rows["received_on"]], dtype="datetime64[D]")
    corpus = Corpus(rows["id"], rows["text"], days, rows["place"], rows["channel"], rows["unit"])
    reading = corpus.reading
    save_texts(parts.path("texts", part), corpus.texts)
    save_words(parts, part, reading)
    save(
        parts.path("read", part),
        content=reading.content,
        sampled=reading.sampled,
        counts=np.diff(reading.sampled_start),
        words=np.diff(reading.start),
        damaged=corpus.damaged,
    )
    found = load_suggester().suggest(corpus.texts, reading, reasons=False)
    labels = {
        "places": corpus.places,
        "channels": corpus.channels,
        "units": corpus.units,
        "kinds": found.kind_slugs,
        "fields": found.fields,
        "topics": found.topics,
    }
    return {
        "ids": corpus.ids,
        "days": days,
        "abstained": found.abstained,
        "named": name_places(corpus.places, corpus.texts, reading),
        "frequency": (corpus.words.hashes, corpus.words.document_frequency),
        **{name: Labels.of(own) for name, own in labels.items()},
        **_samples(corpus),
    }


def _samples(corpus: Corpus) -> dict[str, Samples]:
    """Of the letters with the lowest hashes: their pairs of words, and their words."""
    reading = corpus.reading
    letters = different(reading.content, np.arange(len(corpus)))
    first, spoken = letters[:SAMPLE], sample_of(reading, letters)
    folded = (reading.tokens, reading.start, reading.word_hash)
    pairs = (pair_hashes(*folded, np.array([i])) for i in first.tolist())
    words = (
        reading.word_hash[reading.tokens[reading.start[i] : reading.start[i + 1]]]
        for i in spoken.tolist()
    )
    return {
        "sample": Samples.of(reading.content[first], pairs, len(first)),
        "spoken": Samples.of(reading.content[spoken], words, len(spoken)),
    }


def lay_part(parts: Parts, starts: NDArray[np.int64], letters: NDArray[np.int64]) -> Vectors:
    """The vectors of letters, by their ascending numbers in the whole."""
    reading = reading_of(parts, starts, letters)
    return Basis(**parts.shared("basis")).vectors(reading, np.arange(len(letters)))


def compare_pairs(
    parts: Parts, starts: NDArray[np.int64], left: NDArray[np.int64], right: NDArray[np.int64]
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Verdict and similarity of pairs of letters, by their numbers in the whole."""
    letters, own = np.unique(np.concatenate((left, right)), return_inverse=True)
    comparing = Comparing.of(reading_of(parts, starts, letters), parts.shared("common")["pairs"])
    return comparing.pairs(own[: len(left)], own[len(left) :])


def texts_of(parts: Parts, starts: NDArray[np.int64], letters: NDArray[np.int64]) -> list[str]:
    """The texts of letters, by their numbers in the whole."""
    part_of = np.searchsorted(starts, letters, side="right") - 1
    found = [""] * len(letters)
    for part in np.unique(part_of).tolist():
        own = np.flatnonzero(part_of == part)
        texts = fetch_texts(parts.path("texts", part), letters[own] - starts[part])
        for place, text in zip(own.tolist(), texts, strict=True):
            found[place] = text
    return found


def group_ward(
    parts: Parts, starts: NDArray[np.int64], letters: NDArray[np.int64], columns: Found
) -> list[Group]:
    """Concerns among letters of one ward and field; positions are those in the whole.

    ``letters`` are ascending. Their words are enough, so their texts are left alone.
    """
    corpus = Corpus(
        columns["ids"], [""] * len(letters), columns["days"],
        reading=reading_of(parts, starts, letters),
        background=Background(columns["all"], **parts.shared("frequency")),
    )  # fmt: skip
    corpus.__dict__["damaged"] = columns["damaged"]
    head: NDArray[np.int64] = np.searchsorted(letters, np.asarray(columns["head"]))
    copies = Copies(corpus, head, [""] * len(head), np.zeros(len(head)), 0)
    names = (columns[name].written() for name in ("kinds", "fields", "topics"))
    labels = Suggestions.from_labels(*names)
    places: Places = columns["where"]
    vectors: Vectors = columns["vectors"]
    groups = group_linked(corpus, copies, labels, places, vectors, Decisions())
    return [_renumbered(group, letters) for group in groups]


def _renumbered(group: Group, letters: NDArray[np.int64]) -> Group:
    whole = tuple(letters[list(group.letters)].tolist())
    return Group(
        group.key, whole, group.matters, group.field, group.topic, group.place, group.thing,
        group.is_confirmed,
    )  # fmt: skip


def extract_group(
    parts: Parts, starts: NDArray[np.int64], letters: NDArray[np.int64], columns: Found
) -> list[tuple[str, int, int, int, float]]:
    """The sentences that stand for letters: text, letter in the whole, start, end, share."""
    corpus = Corpus(
        columns["ids"], texts_of(parts, starts, letters), columns["days"], columns["places"]
    )
    found = extract(corpus, range(len(corpus)), common=parts.shared("common")["pairs"])
    return [(s.text, int(letters[s.letter]), s.start, s.end, s.shared) for s in found]
