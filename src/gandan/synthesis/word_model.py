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
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis import grams, word_kernels
from gandan.synthesis.learning import Learned
from gandan.synthesis.parallel import by_all_cores

FORMAT = 1
_STEPS = 127.0
_LEAST_ROOM = 64


class ModelFileError(ValueError):
    """The bytes are no word model of a format that this version reads."""


@dataclass(frozen=True, eq=False)
class WordModel:
    """Weights of runs of words for topics.

    Attributes
    ----------
    topics : tuple of (field slug, topic slug)
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
    bias : ndarray of float32, shape (topics,)
    keys, numbers : ndarray
        Open addressing from hash to run.
    filter : ndarray of uint64
        Bits of the hashes of all runs: tells most unknown ones without a look into ``keys``.
    """

    topics: tuple[tuple[str, str], ...]
    about: Mapping[str, Any]
    runs: NDArray[np.uint64]
    rarity: NDArray[np.float32]
    start: NDArray[np.int32]
    pointed: NDArray[np.uint8]
    weight: NDArray[np.int8]
    step: float
    bias: NDArray[np.float32]
    keys: NDArray[np.uint64]
    numbers: NDArray[np.int32]
    filter: NDArray[np.uint64]

    def scores(self, view: grams.Seen) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
        """Scores of the topics for each letter, shape (n, topics), and its known runs, (n,)."""
        n = len(view.reading)
        out = np.empty((n, len(self.topics)), np.float32)
        known = np.empty(n, np.int32)
        words = np.empty((len(view.folded), 2), np.int32)
        word_kernels.words(view.folded, view.written, self.keys, self.numbers, words)

        def work(low: int, high: int) -> None:
            word_kernels.score(
                low, high, view.reading.tokens, view.reading.start, view.stops, view.folded,
                view.written, words, self.filter, self.keys, self.numbers, self.rarity,
                self.start, self.pointed, self.weight, np.float32(self.step), self.bias, out, known,
            )  # fmt: skip

        by_all_cores(work, n)
        return out, known

    def reasons(self, view: grams.Seen, topics: NDArray[np.int64], most: int) -> NDArray[np.int32]:
        """The runs that spoke most for ``topics[i]`` in letter i.

        Returns shape (n, most, 2): first word and the word behind the last, as positions in
        ``tokens``; -1 where there is none. Runs do not overlap, strongest first; much weaker ones
        are left out.
        """
        n = len(view.reading)
        out = np.full((n, most, 2), -1, np.int32)
        by_all_cores(
            lambda low, high: word_kernels.reasons(
                low, high, view.reading.tokens, view.reading.start, view.stops, view.folded,
                view.written, self.keys, self.numbers, self.rarity, self.start, self.pointed,
                self.weight, topics, out,
            ),
            n,
        )  # fmt: skip
        return out

    def to_bytes(self) -> bytes:
        """The file; ``model_from_bytes`` reads it."""
        out = io.BytesIO()
        head = {"format": FORMAT, "topics": self.topics, "about": dict(self.about)}
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
) -> WordModel:
    """Drop what hardly matters and keep the rest in one byte a weight."""
    kept = np.abs(learned.weights) >= keep_above
    useful = kept.any(axis=1)
    weights, kept = learned.weights[useful], kept[useful]
    step = float(np.abs(weights).max()) / _STEPS
    rows, pointed = np.nonzero(kept)
    return _assembled(
        topics,
        about,
        learned.runs[useful],
        learned.rarity[useful].astype(np.float16).astype(np.float32),
        kept.sum(axis=1),
        pointed.astype(np.uint8),
        np.rint(weights[rows, pointed] / step).astype(np.int8),
        step,
        learned.bias,
    )


def model_from_bytes(data: bytes) -> WordModel:
    """Read a file of ``to_bytes``. Raises ``ModelFileError``."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            head = json.loads(file["head"].tobytes())
            if head["format"] != FORMAT:
                raise ModelFileError(f"format {head['format']}, expected {FORMAT}")
            return _assembled(
                tuple((field, topic) for field, topic in head["topics"]),
                head["about"],
                file["runs"],
                file["rarity"].astype(np.float32),
                file["lengths"],
                file["pointed"],
                file["weight"],
                float(file["step"]),
                file["bias"],
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
    about: Mapping[str, Any],
    runs: NDArray[np.uint64],
    rarity: NDArray[np.float32],
    lengths: NDArray[Any],
    pointed: NDArray[np.uint8],
    weight: NDArray[np.int8],
    step: float,
    bias: NDArray[np.float32],
) -> WordModel:
    start = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64))).astype(np.int32)
    size = _LEAST_ROOM
    while size < 3 * len(runs):
        size *= 2
    keys, numbers = np.zeros(size, np.uint64), np.zeros(size, np.int32)
    bits = np.zeros(word_kernels.FILTER_BITS // 64, np.uint64)
    word_kernels.fill(runs, keys, numbers, bits)
    return WordModel(
        topics, about, runs, rarity, start, pointed, weight, step, bias, keys, numbers, bits
    )
