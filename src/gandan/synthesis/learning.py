"""Learn the word model: each topic against the rest by squared hinge loss, in gradient steps.

A softmax learns the petitions as well; of the law's 42 topics, some with few articles, the hinge
gets four points of macro-F1 more.

The same examples in the same order give the same model on every machine with the same
floating-point arithmetic. Nothing is drawn at random here; examples come in a fixed shuffle.

References
----------
Duchi, J., Hazan, E. and Singer, Y. (2011). Adaptive subgradient methods for online learning and
    stochastic optimization. J. Machine Learning Research 12, 2121-2159.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis import grams
from gandan.synthesis.compiling import compiled
from gandan.synthesis.reading import read


@dataclass(frozen=True)
class Recipe:
    """How a model is learned; ``weight`` below ``keep_above`` is dropped from the model."""

    passes: int = 8
    rate: float = 0.1
    decay: float = 2e-6
    least_letters: int = 2
    keep_above: float = 0.05


@dataclass(frozen=True, eq=False)
class Learned:
    """Weights of runs for topics.

    Attributes
    ----------
    runs : ndarray of uint64, shape (r,)
        Sorted hashes.
    rarity : ndarray of float32, shape (r,)
        Inverse document frequency.
    weights : ndarray of float32, shape (r, topics)
    bias : ndarray of float32, shape (topics,)
    """

    runs: NDArray[np.uint64]
    rarity: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]


def learn(
    texts: Sequence[str],
    topics: NDArray[np.int64],
    count: int,
    recipe: Recipe,
    importance: NDArray[np.float32] | None = None,
    *,
    known: Learned | None = None,
) -> Learned:
    """Learn from ``texts`` whose topics are ``topics`` (numbers below ``count``).

    ``importance`` says how much each text counts; all alike when it is not given. Where something
    else was learned before, its runs and their rarity are taken, so that both can be asked at
    once.
    """
    view = grams.seen(read(texts))
    reading = view.reading
    hashes, lengths = grams.runs_of_all(
        0, len(texts), reading.tokens, reading.start, view.stops, view.folded, view.written
    )
    runs, places, letters = np.unique(hashes, return_inverse=True, return_counts=True)
    if known is None:
        kept = letters >= recipe.least_letters
        number = np.where(kept, np.cumsum(kept) - 1, -1).astype(np.int32)
        rarity = (1.0 + np.log((1.0 + len(texts)) / (1.0 + letters[kept]))).astype(np.float32)
        runs = runs[kept]
    else:
        at = np.minimum(np.searchsorted(known.runs, runs), max(0, len(known.runs) - 1))
        number = np.where(known.runs[at] == runs, at, -1).astype(np.int32)
        runs, rarity = known.runs, known.rarity
    weights = np.zeros((len(runs), count), np.float32)
    bias = np.zeros(count, np.float32)
    start = np.concatenate(([0], np.cumsum(lengths)))
    if importance is None:
        importance = np.ones(len(texts), np.float32)
    order = np.argsort(_shuffle_keys(len(texts)), kind="stable")
    _descend(
        number[places], start, topics.astype(np.int64), importance, rarity, order,
        recipe.passes, recipe.rate, recipe.decay, weights, bias,
    )  # fmt: skip
    return Learned(runs, rarity, weights, bias)


def _shuffle_keys(n: int) -> NDArray[np.uint64]:
    """Fixed keys whose order mixes the topics."""
    keys = np.arange(1, n + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    keys ^= keys >> np.uint64(29)
    return keys * np.uint64(0xBF58476D1CE4E5B9)


@compiled
def _descend(runs, start, topics, importance, rarity, order, passes, rate, decay, weights, bias):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """AdaGrad with one accumulated square a run, which is enough and far smaller."""
    count = len(bias)
    scores = np.empty(count, np.float32)
    wrong = np.empty(count, np.int64)
    squares = np.full(len(weights), 1e-3, np.float32)
    bias_squares = np.float32(1.0)
    bias[:] = -1.0
    longest = 0
    for i in range(len(topics)):
        longest = max(longest, start[i + 1] - start[i])
    values = np.empty(longest, np.float32)
    shrink = np.float32(1.0 - decay)
    for _ in range(passes):
        for i in order:
            if not _score(runs, start[i], start[i + 1], rarity, weights, bias, values, scores):
                continue
            found, size = _slopes(scores, topics[i], importance[i], wrong)
            if found == 0:
                continue
            bias_squares += size
            step = np.float32(rate) / np.sqrt(bias_squares)
            for c in wrong[:found]:
                bias[c] -= step * scores[c]
            for j in range(start[i], start[i + 1]):
                if runs[j] < 0:
                    continue
                value = values[j - start[i]]
                squares[runs[j]] += value * value * size
                step = np.float32(rate) * value / np.sqrt(squares[runs[j]])
                row = weights[runs[j]]
                for c in wrong[:found]:
                    row[c] = row[c] * shrink - step * scores[c]


@compiled
def _score(runs, low, high, rarity, weights, bias, values, scores):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Fill ``values`` (of unit length) and ``scores``; tell whether any run is known."""
    norm = np.float32(0.0)
    for j in range(low, high):
        if runs[j] >= 0:
            norm += rarity[runs[j]] * rarity[runs[j]]
    if norm == 0.0:
        return False
    scale = np.float32(1.0) / np.sqrt(norm)
    scores[:] = bias
    for j in range(low, high):
        if runs[j] >= 0:
            value = rarity[runs[j]] * scale
            values[j - low] = value
            row = weights[runs[j]]
            for c in range(len(scores)):
                scores[c] += value * row[c]
    return True


@compiled
def _slopes(scores, topic, importance, wrong):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Put the loss's slopes in place of the scores of topics within the margin; list these.

    Returns how many they are and the sum of the squared slopes.
    """
    found = 0
    size = np.float32(0.0)
    for c in range(len(scores)):
        side = np.float32(1.0) if c == topic else np.float32(-1.0)
        short = np.float32(1.0) - side * scores[c]
        if short > 0:
            scores[c] = -importance * side * short
            wrong[found] = c
            found += 1
            size += scores[c] * scores[c]
    return found, size
