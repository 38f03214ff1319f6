"""Learn the word model: each topic against the rest by squared hinge loss, in gradient steps.

A softmax learns the petitions as well; of the law's 42 topics, some with few articles, the hinge
gets four points of macro-F1 more. How exactly to learn depends on what is read: ``Recipe``.

The same examples in the same order give the same model on every machine with the same
floating-point arithmetic. Nothing is drawn at random here; examples come in a fixed shuffle.

References
----------
Duchi, J., Hazan, E. and Singer, Y. (2011). Adaptive subgradient methods for online learning and
    stochastic optimization. J. Machine Learning Research 12, 2121-2159.
Wang, S. and Manning, C. (2012). Baselines and bigrams: simple, good sentiment and topic
    classification. ACL.
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
    """How a model is learned.

    Attributes
    ----------
    damping : float
        What the square of each run begins with: the more, the less a run says that was seldom
        met.
    rarity : float
        The power of the inverse document frequency; at 0 all runs count alike.
    edges : bool
        Whether the pairs at the beginning and the end of a letter teach as well.
    leaning : float
        A run that is as frequent in a topic as elsewhere is slow to get a weight for it, by this
        power of its log-count ratio (Wang and Manning): what it would say is chance. At 0 all
        are as quick.
    balance : float
        A letter speaks for its own topic by this power of (letters of the mean topic / of its
        own), so that small topics are not lost among large ones; at 0 all letters speak alike.
    least_letters : int
        Runs of fewer letters are left out.
    keep_above : float
        Smaller weights are dropped from the model.
    """

    passes: int = 8
    rate: float = 0.1
    decay: float = 2e-6
    damping: float = 1e-3
    rarity: float = 1.0
    edges: bool = False
    leaning: float = 0.0
    balance: float = 0.0
    least_letters: int = 2
    keep_above: float = 0.05


# Examples drawn from ways of saying: how often a run comes in a topic, and where letters begin,
# is a matter of how they were made, and says nothing of what people write.
MADE = Recipe()
# Whole letters and articles have many runs, so what is rare tells most; topics are even.
LETTERS = Recipe(edges=True, leaning=1.0)
# A sentence has few runs, none to spare; what is rare in it is chance; most are of one topic.
REMARKS = Recipe(edges=True, leaning=1.0, rate=0.2, damping=10.0, rarity=0.0, balance=0.5)
# A run says a little for each topic, however even it stands.
_LEAST_LEANING = np.float32(0.05)


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
    edges : bool
        Whether pairs with the beginning or the end of a letter are among the runs.
    """

    runs: NDArray[np.uint64]
    rarity: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    edges: bool = False


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
        0, len(texts), reading.tokens, reading.start, view.stops, view.folded, view.written,
        recipe.edges,
    )  # fmt: skip
    runs, places, letters = np.unique(hashes, return_inverse=True, return_counts=True)
    if known is None:
        kept = letters >= recipe.least_letters
        number = np.where(kept, np.cumsum(kept) - 1, -1).astype(np.int32)
        seldom = 1.0 + np.log((1.0 + len(texts)) / (1.0 + letters[kept]))
        runs, rarity = runs[kept], (seldom**recipe.rarity).astype(np.float32)
    else:
        at = np.minimum(np.searchsorted(known.runs, runs), max(0, len(known.runs) - 1))
        number = np.where(known.runs[at] == runs, at, -1).astype(np.int32)
        runs, rarity = known.runs, known.rarity
    weights = np.zeros((len(runs), count), np.float32)
    bias = np.zeros(count, np.float32)
    start = np.concatenate(([0], np.cumsum(lengths)))
    if importance is None:
        importance = np.ones(len(texts), np.float32)
    order = _mixed(len(texts))
    numbers, topics = number[places], topics.astype(np.int64)
    leaning = np.zeros_like(weights)
    _lean(numbers, start, topics, importance, recipe.leaning, leaning)
    _descend(
        numbers, start, topics, importance, _balance(topics, importance, count, recipe.balance),
        rarity, order, recipe.passes, recipe.rate, recipe.decay, recipe.damping, leaning,
        weights, bias,
    )  # fmt: skip
    return Learned(runs, rarity, weights, bias, recipe.edges)


def _balance(
    topics: NDArray[np.int64], importance: NDArray[np.float32], count: int, power: float
) -> NDArray[np.float32]:
    """How much a letter of each topic speaks for it."""
    letters = np.bincount(topics, importance, count)
    mean = letters[letters > 0].mean() if len(topics) else 1.0
    return np.where(letters > 0, mean / np.maximum(letters, 1e-9), 1.0).astype(np.float32) ** power


@compiled
def _lean(runs, start, topics, importance, power, out):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """How far each run leans to or from each topic: the size of its log-count ratio, to a power.

    Of all that is said in letters of the topic, and in the others, what share is this run; as if
    each run had been met once more on both sides.
    """
    count, known = out.shape[1], np.float32(len(out))
    said = np.zeros(count, np.float64)
    for i in range(len(topics)):
        for j in range(start[i], start[i + 1]):
            if runs[j] >= 0:
                out[runs[j], topics[i]] += importance[i]
                said[topics[i]] += importance[i]
    every = said.sum()
    base = np.empty(count, np.float32)
    for c in range(count):
        base[c] = np.log((every - said[c] + known) / (said[c] + known))
    one = np.float32(1.0)
    for row in out:
        total = row.sum()
        for c in range(count):
            ratio = np.log((row[c] + one) / (max(total - row[c], np.float32(0.0)) + one))
            row[c] = (abs(ratio + base[c]) + _LEAST_LEANING) ** power


def _mixed(n: int) -> NDArray[np.int64]:
    """The numbers below n in a fixed order that mixes what stands together."""
    keys = np.arange(1, n + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    keys ^= keys >> np.uint64(29)
    return np.argsort(keys * np.uint64(0xBF58476D1CE4E5B9), kind="stable")


@compiled
def _descend(runs, start, topics, importance, balance, rarity, order, passes, rate, decay, damping, leaning, weights, bias):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """AdaGrad with one accumulated square a run, which is enough and far smaller."""
    count = len(bias)
    scores = np.empty(count, np.float32)
    wrong = np.empty(count, np.int64)
    squares = np.full(len(weights), damping, np.float32)
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
            found, size = _slopes(scores, topics[i], importance[i], balance[topics[i]], wrong)
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
                row, lean = weights[runs[j]], leaning[runs[j]]
                for c in wrong[:found]:
                    row[c] = row[c] * shrink - step * lean[c] * scores[c]


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
def _slopes(scores, topic, importance, balance, wrong):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Put the loss's slopes in place of the scores of topics within the margin; list these.

    Returns how many they are and the sum of the squared slopes.
    """
    found = 0
    size = np.float32(0.0)
    for c in range(len(scores)):
        side = np.float32(1.0) if c == topic else np.float32(-1.0)
        short = np.float32(1.0) - side * scores[c]
        if short > 0:
            scores[c] = -importance * (balance if c == topic else np.float32(1.0)) * side * short
            wrong[found] = c
            found += 1
            size += scores[c] * scores[c]
    return found, size
