"""Which matters belong together: compared inside blocks of one place, by compiled kernels.

Matters that are connected already are not compared again, so a block of letters about one
canal costs about as much as it has letters.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from gandan.synthesis.compiling import compiled
from gandan.synthesis.corpus import Corpus
from gandan.synthesis.places import Place
from gandan.synthesis.suggest import Suggestions

ALIKE = 0.34
ALIKE_NOWHERE = 0.5
ALIKE_SAME_OBJECT = 0.04
BLOCK = 3_000


def connected(
    corpus: Corpus, heads: Sequence[int], places: Sequence[Place], suggestions: Suggestions
) -> NDArray[np.int64]:
    """For each letter the first position of the matters it belongs to; shape (n,).

    Matters of one ward and field are joined when they name the same object or, without naming
    different ones, say nearly the same.
    """
    parent = np.arange(len(corpus), dtype=np.int64)
    features = tf_idf(corpus)
    dense = np.zeros(features.shape[1])
    objects, weak = _packed([p.objects for p in places]), _packed([p.weak for p in places])
    by_object: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    by_topic: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i in heads:
        place = places[i]
        for key, _name in place.objects:
            by_object[place.ward, key, suggestions.fields[i]].append(i)
        by_topic[place.ward, suggestions.topics[i] or suggestions.fields[i]].append(i)
    arrays = (features.indptr.astype(np.int64), features.indices.astype(np.int32), features.data)
    for rows in by_object.values():
        _link_blocks(rows, arrays, ALIKE_SAME_OBJECT, parent, dense, objects, weak, False)
    for (ward, _topic), rows in by_topic.items():
        least = ALIKE if ward else ALIKE_NOWHERE
        _link_blocks(rows, arrays, least, parent, dense, objects, weak, True)
    _flatten(parent)
    return parent


def tf_idf(corpus: Corpus) -> csr_array:
    """Row-normalised tf-idf of folded words; shape (n, vocabulary)."""
    words = corpus.words
    n, v = len(corpus), max(1, len(words.vocabulary))
    letters, frequency = n, words.document_frequency
    if corpus.background is not None:
        letters, frequency = corpus.background.letters, corpus.background.of(words.hashes)
    weights = np.log1p(letters / np.maximum(1, frequency))
    # Summing duplicates sorts in place, so the corpus's own arrays are not handed over.
    arrays = (np.ones(len(words.tokens)), words.tokens.copy(), words.start.copy())
    matrix = csr_array(arrays, shape=(n, v))
    matrix.sum_duplicates()
    matrix.data = (1 + np.log(matrix.data)) * weights[matrix.indices] ** 2
    norms = np.sqrt(np.add.reduceat(np.append(matrix.data**2, 0.0), matrix.indptr[:-1]))
    lengths = np.diff(matrix.indptr)
    matrix.data /= np.repeat(np.maximum(np.where(lengths > 0, norms, 1.0), 1e-12), lengths)
    return matrix


Packed = tuple[NDArray[np.int64], NDArray[np.int32]]


def _packed(values: Sequence[Sequence[object]]) -> Packed:
    """Numbers of the values of each letter, and where each letter's begin."""
    numbers: dict[object, int] = {}
    start = np.zeros(len(values) + 1, np.int64)
    np.cumsum(np.array([len(own) for own in values], dtype=np.int64), out=start[1:])
    flat = [
        numbers.setdefault(v[0] if isinstance(v, tuple) else v, len(numbers))
        for own in values
        for v in own
    ]
    return start, np.array(flat, dtype=np.int32)


def _link_blocks(
    rows: list[int],
    features: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float64]],
    least: float,
    parent: NDArray[np.int64],
    dense: NDArray[np.float64],
    objects: Packed,
    weak: Packed,
    apart: bool,
) -> None:
    for low in range(0, len(rows) if len(rows) > 1 else 0, BLOCK):
        block = np.array(rows[low : low + BLOCK], dtype=np.int64)
        _link(block, *features, least, parent, dense, *objects, *weak, apart)


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
def _link(rows, indptr, indices, data, least, parent, dense, obj_start, obj, weak_start, weak, apart):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Join rows with cosine ``least`` or more; with ``apart`` not those at different things."""
    for x in range(len(rows) - 1):
        a = rows[x]
        for j in range(indptr[a], indptr[a + 1]):
            dense[indices[j]] = data[j]
        for y in range(x + 1, len(rows)):
            b = rows[y]
            one, other = _find(parent, a), _find(parent, b)
            if one == other:
                continue
            if apart:
                both = obj_start[a + 1] > obj_start[a] and obj_start[b + 1] > obj_start[b]
                if both:
                    if _nothing_shared(obj_start, obj, a, b):
                        continue
                elif _nothing_shared(weak_start, weak, a, b):
                    continue
            alike = 0.0
            for j in range(indptr[b], indptr[b + 1]):
                alike += data[j] * dense[indices[j]]
            if alike >= least:
                parent[max(one, other)] = min(one, other)
        for j in range(indptr[a], indptr[a + 1]):
            dense[indices[j]] = 0.0
