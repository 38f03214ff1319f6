"""The word model as it is kept and asked: few weights, one byte each, in one file.

Of all weights only those that matter are kept; each run of words points to a handful of topics.
Asking is one look-up a run and a few additions, compiled, on all cores.
"""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis import grams, word_kernels, word_reasons
from gandan.synthesis.learning import Learned
from gandan.synthesis.parallel import by_all_cores

# Format 1 knew no kinds; it is still read.
FORMAT, FORMATS = 2, (1, 2)
_STEPS = 127.0
_LEAST_ROOM = 64
# A run that points to more topics has a whole row, of all weights.
_CACHE_LINE, _MOST_SQUARE = 64, 0xFFFF
# Kinds are learned from few letters, so only their larger weights are worth keeping.
_KIND_MATTERS = 2.0


class ModelFileError(ValueError):
    """The bytes are no word model of a format that this version reads."""


class Judged(NamedTuple):
    """What the model makes of n letters.

    Attributes
    ----------
    ranked, shares : ndarray of int16 and of float32, shape (n, most)
        The likeliest fields, the first one first, and the share of each.
    topics : ndarray of int16, shape (n,)
        The likeliest topic of the first field.
    kinds : ndarray of float32, shape (n, kinds)
        Scores of the kinds.
    known : ndarray of int32, shape (n,)
        How many runs of each letter the model knows.
    """

    ranked: NDArray[np.int16]
    shares: NDArray[np.float32]
    topics: NDArray[np.int16]
    kinds: NDArray[np.float32]
    known: NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Lookup:
    """The runs of a model as the compiled loops look them up (see ``word_kernels``).

    Attributes
    ----------
    slots : ndarray of uint32
        Open addressing from hash to record.
    place_bits : uint32
        How many bits of a slot hold the place of the record.
    records : ndarray of uint64
        All that is kept of a run, those that many letters have first. The first one is empty.
    steps : ndarray of float32, shape (topics and kinds,)
        What a weight of one in a record means: weight times rarity.
    """

    slots: NDArray[np.uint32]
    place_bits: np.uint32
    records: NDArray[np.uint64]
    steps: NDArray[np.float32]

    @property
    def finding(self) -> tuple[Any, ...]:
        return self.slots, self.place_bits, self.records

    @property
    def adding(self) -> tuple[Any, ...]:
        records = self.records
        return records.view(np.uint16), records.view(np.uint8), records.view(np.int8), self.steps


@dataclass(frozen=True, eq=False)
class WordModel:
    """Weights of runs of words for topics.

    Attributes
    ----------
    topics : tuple of (field slug, topic slug)
    kinds : tuple of str
        Slugs of the kinds that it tells apart, numbered behind the topics; maybe none.
    about : mapping
        Where it comes from: how many examples, of which letters, when, measured how well.
    runs : ndarray of uint64, shape (r,)
        Hashes of the runs, sorted.
    rarity : ndarray of float32, shape (r,)
    start : ndarray of int32, shape (r + 1,)
        Run k has ``pointed[start[k]:start[k + 1]]`` and the ``weight`` of each.
    pointed : ndarray of uint8, shape (w,)
    weight : ndarray of int8, shape (w,)
        In steps of ``step``.
    bias : ndarray of float32, shape (topics and kinds,)
    edges : bool
        Whether pairs with the beginning or the end of a letter are among the runs.
    lookup : Lookup
        The same once more as asking needs it.
    """

    topics: tuple[tuple[str, str], ...]
    kinds: tuple[str, ...]
    about: Mapping[str, Any]
    runs: NDArray[np.uint64]
    rarity: NDArray[np.float32]
    start: NDArray[np.int32]
    pointed: NDArray[np.uint8]
    weight: NDArray[np.int8]
    step: float
    bias: NDArray[np.float32]
    edges: bool
    lookup: "Lookup"

    def scores(self, view: grams.Seen) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
        """Scores of the topics for each letter, shape (n, topics), and its known runs, (n,)."""
        n = len(view.reading)
        out = np.empty((n, len(self.bias)), np.float32)
        known = np.empty(n, np.int32)
        arrays = self._arrays(view)
        by_all_cores(lambda low, high: word_kernels.score(low, high, *arrays, out, known), n)
        return out[:, : len(self.topics)], known

    def judge(
        self, view: grams.Seen, field_of: NDArray[np.int64], sharpness: float, most: int
    ) -> Judged:
        """The ``most`` likeliest fields of each letter, where topic c is of ``field_of[c]``.

        -1 stands for no field. Scores times ``sharpness`` become shares (softmax); a field has
        those of its topics.
        """
        n = len(view.reading)
        found = Judged(
            np.empty((n, most), np.int16), np.empty((n, most), np.float32),
            np.empty(n, np.int16), np.empty((n, len(self.kinds)), np.float32),
            np.empty(n, np.int32),
        )  # fmt: skip
        arrays = self._arrays(view)
        by_all_cores(
            lambda low, high: word_kernels.judge(
                low, high, *arrays, field_of, np.float32(sharpness), *found
            ),
            n,
        )
        return found

    def _arrays(self, view: grams.Seen) -> tuple[Any, ...]:
        looked_up = self.lookup
        words = np.empty((len(view.folded) + 1, word_kernels.COLUMNS), np.uint64)
        word_kernels.words(view.folded, view.written, self.edges, *looked_up.finding, words)
        return (
            view.reading.tokens, view.reading.start, view.stops, words, *looked_up.finding,
            *looked_up.adding, self.bias,
        )  # fmt: skip

    def reasons(self, view: grams.Seen, topics: NDArray[np.int64], most: int) -> NDArray[np.int32]:
        """The runs that spoke most for ``topics[i]`` in letter i.

        Returns shape (n, most, 2): first word and the word behind the last, as positions in
        ``tokens``; -1 where there is none. Runs do not overlap, strongest first; much weaker ones
        are left out.
        """
        n = len(view.reading)
        out = np.full((n, most, 2), -1, np.int32)
        by_all_cores(
            lambda low, high: word_reasons.reasons(
                low, high, view.reading.tokens, view.reading.start, view.stops, view.folded,
                view.written, *self.lookup.finding, *self.lookup.adding, topics, out,
            ),
            n,
        )  # fmt: skip
        return out

    def to_bytes(self) -> bytes:
        """The file; ``model_from_bytes`` reads it."""
        out = io.BytesIO()
        head = {
            "format": FORMAT,
            "topics": self.topics,
            "kinds": self.kinds,
            "about": dict(self.about),
            **({"edges": True} if self.edges else {}),
        }
        np.savez_compressed(
            out,
            head=np.frombuffer(json.dumps(head, ensure_ascii=False).encode(), np.uint8),
            runs=self.runs,
            rarity=self.rarity.astype(np.float16),
            lengths=np.diff(self.start).astype(np.uint8),
            pointed=self.pointed,
            weight=self.weight,
            step=np.float64(self.step),
            bias=self.bias,
        )
        return out.getvalue()


def packed(
    learned: Learned,
    topics: tuple[tuple[str, str], ...],
    about: Mapping[str, Any],
    *,
    keep_above: float,
    kinds: tuple[tuple[str, ...], Learned] | None = None,
) -> WordModel:
    """Drop what hardly matters and keep the rest in one byte a weight.

    ``kinds`` are names and what was learned of them upon the same runs.
    """
    names: tuple[str, ...] = ()
    weights, bias = learned.weights, learned.bias
    if kinds is not None:
        names, told = kinds
        weights = np.concatenate((weights, told.weights), axis=1)
        bias = np.concatenate((bias, told.bias))
    least = np.full(len(bias), keep_above)
    least[len(topics) :] *= _KIND_MATTERS
    kept = np.abs(weights) >= least
    useful = kept.any(axis=1)
    weights, kept = weights[useful], kept[useful]
    step = float(np.abs(weights).max()) / _STEPS
    rows, pointed = np.nonzero(kept)
    return _assembled(
        topics,
        names,
        about,
        learned.runs[useful],
        learned.rarity[useful].astype(np.float16).astype(np.float32),
        kept.sum(axis=1),
        pointed.astype(np.uint8),
        np.rint(weights[rows, pointed] / step).astype(np.int8),
        step,
        bias,
        edges=learned.edges,
    )


def model_from_bytes(data: bytes) -> WordModel:
    """Read a file of ``to_bytes``. Raises ``ModelFileError``."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            head = json.loads(file["head"].tobytes())
            if head["format"] not in FORMATS:
                raise ModelFileError(f"format {head['format']}, expected one of {FORMATS}")
            return _assembled(
                tuple((field, topic) for field, topic in head["topics"]),
                tuple(head.get("kinds", ())),
                head["about"],
                file["runs"],
                file["rarity"].astype(np.float32),
                file["lengths"],
                file["pointed"],
                file["weight"],
                float(file["step"]),
                file["bias"],
                edges=head.get("edges", False),
            )
    except (BadZipFile, EOFError, KeyError, OSError, ValueError) as error:
        raise ModelFileError(str(error)) from error


@cache
def shipped_model() -> WordModel:
    """The model that comes with the product, learned from ``wording`` alone."""
    file = files("gandan.synthesis").joinpath("data", "words.npz")
    return model_from_bytes(file.read_bytes())


def _assembled(
    topics: tuple[tuple[str, str], ...],
    kinds: tuple[str, ...],
    about: Mapping[str, Any],
    runs: NDArray[np.uint64],
    rarity: NDArray[np.float32],
    lengths: NDArray[Any],
    pointed: NDArray[np.uint8],
    weight: NDArray[np.int8],
    step: float,
    bias: NDArray[np.float32],
    *,
    edges: bool,
) -> WordModel:
    start = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64))).astype(np.int32)
    lookup = _lookup(runs, rarity, start, pointed, weight, step, len(bias))
    return WordModel(
        topics, kinds, about, runs, rarity, start, pointed, weight, step, bias, edges, lookup
    )


def _lookup(
    runs: NDArray[np.uint64],
    rarity: NDArray[np.float32],
    start: NDArray[np.int32],
    pointed: NDArray[np.uint8],
    weight: NDArray[np.int8],
    step: float,
    topics: int,
) -> Lookup:
    """Runs that many letters have come first, so that what is asked often lies together."""
    order = np.argsort(rarity, kind="stable")
    lengths = np.diff(start)
    whole = lengths > word_kernels.MOST_PAIRS
    steps, exact = _in_steps(np.repeat(rarity, lengths) * weight * step, pointed, topics)
    width = -(-topics // word_kernels.WIDTH) * word_kernels.WIDTH
    held = word_kernels.WEIGHTS + np.where(whole, width, 2 * word_kernels.MOST_PAIRS)
    units = np.concatenate(([width], held[order])) + word_kernels.UNIT - 1
    units[0] += word_kernels.WEIGHTS
    ends = np.cumsum(units // word_kernels.UNIT)
    place = np.empty(len(runs), np.int64)
    place[order] = ends[:-1]
    records = _aligned(int(ends[-1]) * word_kernels.UNIT)
    records.view(np.uint64)[place * word_kernels.HASHES] = runs
    facts = records.view(np.uint16)
    squares = np.rint(np.square(rarity) * word_kernels.SQUARE_PARTS)
    facts[place * word_kernels.FACTS + word_kernels.SQUARE] = np.clip(squares, 1, _MOST_SQUARE)
    facts[place * word_kernels.FACTS + word_kernels.COUNT] = np.where(
        whole, word_kernels.WHOLE_ROW, lengths
    )
    run = np.repeat(np.arange(len(runs)), lengths)
    nth = np.arange(len(pointed)) - np.repeat(start[:-1].astype(np.int64), lengths)
    first, in_row = place[run] * word_kernels.UNIT + word_kernels.WEIGHTS, whole[run]
    values = records.view(np.int8)
    values[(first + pointed)[in_row]] = exact[in_row]
    # Empty pairs name different topics: one address written again and again is waited for.
    empty = 2 * np.arange(word_kernels.MOST_PAIRS)
    few = place[~whole] * word_kernels.UNIT + word_kernels.WEIGHTS
    records[few[:, None] + empty] = empty
    pair = (first + 2 * nth)[~in_row]
    records[pair], values[pair + 1] = pointed[~in_row], exact[~in_row]
    size = _LEAST_ROOM
    while size < 2 * len(runs):
        size *= 2
    slots = np.zeros(size, np.uint32)
    place_bits = np.uint32(max(1, int(ends[-1]).bit_length()))
    word_kernels.fill(runs[order], place[order], place_bits, slots)
    return Lookup(slots, place_bits, records.view(np.uint64), steps)


def _in_steps(
    values: NDArray[np.floating[Any]], pointed: NDArray[np.uint8], topics: int
) -> tuple[NDArray[np.float32], NDArray[np.int8]]:
    """The step of each topic, and ``values`` in whole steps of one byte."""
    largest = np.zeros(topics)
    np.maximum.at(largest, pointed, np.abs(values))
    steps = np.where(largest > 0.0, largest / _STEPS, 1.0)
    return steps.astype(np.float32), np.rint(values / steps[pointed]).astype(np.int8)


def _aligned(size: int) -> NDArray[np.uint8]:
    """Zero bytes that begin with a line of the processor's cache."""
    room = np.zeros(size + _CACHE_LINE, np.uint8)
    skipped = -room.ctypes.data % _CACHE_LINE
    return room[skipped : skipped + size]
