"""Which matters belong together: compared inside blocks of one place, by compiled kernels.

Two passes. First, matters that name the same thing of one ward, such as a canal or an alley.
Then matters of one ward and topic of which at least one names no thing: it goes with the most
similar one that does, or with others that name none. So a letter that only says "our alley"
never glues two alleys together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.blocks import Blocks
from gandan.synthesis.compiling import compiled
from gandan.synthesis.corpus import Corpus
from gandan.synthesis.neighbours import nearest
from gandan.synthesis.parallel import by_all_cores
from gandan.synthesis.places import Places
from gandan.synthesis.suggest import Suggestions
from gandan.synthesis.vectors import Vectors

# Cosines from which matters are one: without a thing, where the ward is not known, and with the
# same thing, if their topics are the same or not.
ALIKE, ALIKE_NOWHERE = 0.34, 0.5
SAME_THING, SAME_THING_OTHER_TOPIC = 0.04, 0.2
# In larger blocks only a matter's nearest ones are compared with it.
BLOCK = 1_000
# Each part of the matters needs a table of all words of its own.
_CHUNK = 50_000


@dataclass(frozen=True, eq=False)
class Weighed:
    """Words of matters with their weights: row i has ``words[start[i]:start[i + 1]]``."""

    start: NDArray[np.int64]
    words: NDArray[np.int32]
    weights: NDArray[np.float32]
    size: int

    @property
    def arrays(self) -> tuple[NDArray[Any], ...]:
        return self.start, self.words, self.weights


def connected(
    corpus: Corpus,
    heads: NDArray[np.int64],
    places: Places,
    suggestions: Suggestions,
    vectors: Vectors,
) -> NDArray[np.int64]:
    """For each matter the first one of those that it belongs with; shape (heads,).

    ``heads`` are positions of letters in the order of their ids; ``vectors`` are theirs, and the
    result counts in them. Matters of different wards or fields are never joined.
    """
    weighed = weigh(corpus, heads)
    parent = np.arange(len(heads), dtype=np.int64)
    fields = _numbers([suggestions.fields[i] for i in heads.tolist()])
    topics = _numbers([suggestions.topics[i] or suggestions.fields[i] for i in heads.tolist()])
    wards = places.ward[heads].astype(np.int64)
    strong, weak = _things(places, heads, weak=False), _things(places, heads, weak=True)
    named = np.diff(strong[0]) > 0
    matter = np.repeat(np.arange(len(heads)), np.diff(strong[0]))
    same = Blocks.of(matter, fields[matter], strong[1], wards[matter])
    same.in_wards(
        lambda low, high, dense: _join_same_things(
            low, high, *same.arrays, *weighed.arrays, topics, parent, dense
        ),
        weighed.size,
    )
    kept = named.copy()
    alike = Blocks.of(np.arange(len(heads)), topics, fields, wards)
    alike.in_wards(
        lambda low, high, dense: _join_all_alike(
            alike, low, high, vectors, wards, weighed, named, kept, weak, parent, dense
        ),
        weighed.size,
    )
    _flatten(parent)
    return parent


_EVERY = np.zeros((0, 0), np.int32)


def weigh(corpus: Corpus, heads: NDArray[np.int64]) -> Weighed:
    """Rows of folded words by tf and squared idf, each of length one."""
    words = corpus.words
    letters, frequency = len(corpus), words.document_frequency
    if corpus.background is not None:
        letters, frequency = corpus.background.letters, corpus.background.of(words.hashes)
    weight = np.log1p(letters / np.maximum(1, frequency)) ** 2
    lengths = words.start[heads + 1] - words.start[heads]
    room = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    own, weights = np.empty(room[-1], np.int32), np.empty(room[-1], np.float32)
    counts = np.empty(len(heads), np.int64)
    arrays = (words.tokens, words.start, heads, weight, room, counts, own, weights)
    by_all_cores(lambda low, high: _weigh(low, high, *arrays), len(heads), chunk=_CHUNK)
    start = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    _close_up(room, start, own, weights)
    return Weighed(start, own[: start[-1]], weights[: start[-1]], max(1, len(weight)))


def _numbers(labels: Sequence[str]) -> NDArray[np.int64]:
    number = {label: i for i, label in enumerate(sorted(set(labels)))}
    return np.array([number[label] for label in labels], dtype=np.int64)


Packed = tuple[NDArray[np.int64], NDArray[np.int32]]


def _things(places: Places, heads: NDArray[np.int64], *, weak: bool) -> Packed:
    """Where each matter's things begin, and the things."""
    things, matter = places.things_of_all(heads)
    kept = places.is_weak[things] == weak if len(things) else np.zeros(0, dtype=bool)
    start = np.concatenate(([0], np.cumsum(np.bincount(matter[kept], minlength=len(heads)))))
    return start.astype(np.int64), things[kept]


def _join_all_alike(
    blocks: Blocks,
    low: int,
    high: int,
    vectors: Vectors,
    wards: NDArray[np.int64],
    weighed: Weighed,
    named: NDArray[np.bool_],
    kept: NDArray[np.bool_],
    weak: Packed,
    parent: NDArray[np.int64],
    dense: NDArray[np.float32],
) -> None:
    """Join matters of blocks low..high, of which at least one names no thing."""
    for k in range(low, high):
        block = blocks.rows[blocks.low[k] : blocks.high[k]]
        if named[block].all():
            continue
        least = ALIKE if wards[block[0]] >= 0 else ALIKE_NOWHERE
        near = nearest(vectors[block])[0] if len(block) > BLOCK else _EVERY
        _join_alike(block, near, *weighed.arrays, least, named, kept, *weak, parent, dense)


@compiled
def _weigh(low, high, tokens, start, heads, weight, room, counts, words, weights):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The words of matters low..high as they come first, each where there is room for all."""
    last, place = np.full(len(weight), -1, np.int64), np.empty(len(weight), np.int64)
    for i in range(low, high):
        at = room[i]
        for j in range(start[heads[i]], start[heads[i] + 1]):
            word = tokens[j]
            if last[word] == i:
                weights[place[word]] += np.float32(1.0)
            else:
                last[word], place[word] = i, at
                words[at], weights[at] = word, 1.0
                at += 1
        total = 0.0
        for j in range(room[i], at):
            value = weight[words[j]]
            if weights[j] > 1.0:
                value *= 1.0 + np.log(np.float64(weights[j]))
            weights[j] = value
            total += value * value
        scale = 1.0 / np.sqrt(total) if total > 0.0 else 0.0
        for j in range(room[i], at):
            weights[j] *= scale
        counts[i] = at - room[i]


@compiled
def _close_up(room, start, words, weights):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Move rows that begin at ``room`` forward so that no room is left between them."""
    for i in range(len(start) - 1):
        for j in range(start[i + 1] - start[i]):
            words[start[i] + j] = words[room[i] + j]
            weights[start[i] + j] = weights[room[i] + j]


@compiled
def _find(parent, i):  # type: ignore[no-untyped-def]  # pragma: no cover
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


@compiled
def _flatten(parent):  # type: ignore[no-untyped-def]  # pragma: no cover
    for i in range(len(parent)):
        parent[i] = _find(parent, i)


@compiled
def _nothing_shared(start, values, a, b):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Both name something and nothing of it is the same."""
    for j in range(start[a], start[a + 1]):
        for k in range(start[b], start[b + 1]):
            if values[j] == values[k]:
                return False
    return start[a + 1] > start[a] and start[b + 1] > start[b]


@compiled
def _spread(a, start, words, weights, dense):  # type: ignore[no-untyped-def]  # pragma: no cover
    for j in range(start[a], start[a + 1]):
        dense[words[j]] = weights[j]


@compiled
def _clear(a, start, words, dense):  # type: ignore[no-untyped-def]  # pragma: no cover
    for j in range(start[a], start[a + 1]):
        dense[words[j]] = np.float32(0)


@compiled
def _product(b, start, words, weights, dense):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The cosine; rounded after the sum, so that the numbering of words changes nothing."""
    total = 0.0
    for j in range(start[b], start[b + 1]):
        total += np.float64(weights[j]) * np.float64(dense[words[j]])
    return np.float32(total)


@compiled
def _join_same_thing(block, start, words, weights, topics, parent, dense):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Join matters about one thing; of very many each is compared with the next ones."""
    for x in range(len(block) - 1):
        a = block[x]
        _spread(a, start, words, weights, dense)
        for y in range(x + 1, min(len(block), x + BLOCK)):
            b = block[y]
            one, other = _find(parent, a), _find(parent, b)
            if one == other:
                continue
            least = SAME_THING if topics[a] == topics[b] else SAME_THING_OTHER_TOPIC
            if _product(b, start, words, weights, dense) >= least:
                parent[max(one, other)] = min(one, other)
        _clear(a, start, words, dense)


@compiled
def _join_same_things(low, high, rows, block_low, block_high, start, words, weights, topics, parent, dense):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Join matters of blocks low..high that are about one thing each."""
    for k in range(low, high):
        block = rows[block_low[k] : block_high[k]]
        _join_same_thing(block, start, words, weights, topics, parent, dense)


@compiled
def _join_alike(block, near, start, words, weights, least, named, kept, weak_start, weak, parent, dense):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Join matters that name no thing with the most similar that does, and with each other.

    ``named`` says which matters name a thing, ``kept`` which roots have one that does.
    """
    best, closest = np.zeros(len(block), np.float32), np.full(len(block), -1, np.int64)
    for step in range(2):
        for x in range(len(block)):
            a = block[x]
            if step and named[a]:
                continue
            _spread(a, start, words, weights, dense)
            for k in range(near.shape[1] if len(near) else len(block) - x - 1):
                y = near[x, k] if len(near) else x + 1 + k
                if y < 0:
                    break
                b = block[y]
                if (named[a] == named[b]) != bool(step) or (named[a] and named[b]):
                    continue
                one, other = _find(parent, a), _find(parent, b)
                if one == other or (kept[one] and kept[other] and step):
                    continue
                if _nothing_shared(weak_start, weak, a, b):
                    continue
                alike = _product(b, start, words, weights, dense)
                if alike < least:
                    continue
                if step:
                    parent[max(one, other)] = min(one, other)
                    kept[min(one, other)] = kept[one] or kept[other]
                    continue
                lone, thing = (y, x) if named[a] else (x, y)
                if alike > best[lone] or (alike == best[lone] and thing < closest[lone]):
                    best[lone], closest[lone] = alike, thing
            _clear(a, start, words, dense)
        for x in range(len(block) if step == 0 else 0):
            if closest[x] >= 0:
                one, other = _find(parent, block[x]), _find(parent, block[closest[x]])
                parent[max(one, other)] = min(one, other)
                kept[min(one, other)] = True
