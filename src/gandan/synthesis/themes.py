"""The broad level: what letters are about wherever they are, found by their wording.

Of the matters (of very many a sample, chosen by the hashes of their contents) each is tied to
its 15 nearest; communities of this graph are the themes, and the other matters go to the theme
whose centre is nearest. A concern lies in one theme as a whole: in that of most of its matters.

References
----------
See ``communities``, ``neighbours`` and ``vectors``.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.communities import communities
from gandan.synthesis.corpus import Corpus
from gandan.synthesis.groups import coded
from gandan.synthesis.neighbours import add_up, at_length, closest, nearest
from gandan.synthesis.suggest import Suggestions
from gandan.synthesis.vectors import SIZE, Vectors

RESOLUTION = 10.0
# So many matters are enough to see the themes.
SAMPLE = 50_000
SMALLEST = 3


@dataclass(frozen=True)
class Theme:
    """A broad subject: positions of its letters, its concerns (places in the list), its class."""

    key: str
    letters: tuple[int, ...]
    concerns: tuple[int, ...]
    matters: int
    field: str
    topic: str


def theme_numbers(vectors: Vectors, content: NDArray[np.uint64]) -> NDArray[np.int32]:
    """The theme of each matter; -1 for one whose words say nothing; shape (n,).

    ``content`` are hashes of what they say, which put them in an order of their own.
    """
    order = np.lexsort((np.arange(len(content)), content))
    speaking = order[(vectors[order] != 0).any(axis=1)]
    sample = speaking[:SAMPLE]
    rows, products = nearest(np.ascontiguousarray(vectors[sample]))
    label = communities(rows, np.maximum(products, 0), resolution=RESOLUTION)
    kept = np.flatnonzero(np.bincount(label, minlength=1) >= SMALLEST)
    out = np.full(len(vectors), -1, np.int32)
    if not len(kept):
        return out
    number = np.full(int(label.max(initial=-1)) + 1, -1, np.int32)
    number[kept] = np.arange(len(kept), dtype=np.int32)
    known = number[label] >= 0
    out[sample[known]] = number[label[known]]
    sums = np.zeros((len(kept), SIZE), np.int64)
    add_up(vectors[sample[known]], number[label[known]], sums)
    rest = speaking[out[speaking] < 0]
    out[rest] = closest(np.ascontiguousarray(vectors[rest]), at_length(sums))
    return out


def gather_themes(
    corpus: Corpus,
    theme: NDArray[np.int32],
    is_matter: NDArray[np.bool_],
    concern: NDArray[np.int64],
    suggestions: Suggestions,
) -> list[Theme]:
    """Themes with their letters, largest first.

    Of each letter, shape (n,): ``theme`` (-1 for none), whether it stands for a matter, and the
    place of its concern in the list (-1 for a single).
    """
    order = corpus.order[theme[corpus.order] >= 0]
    order = order[np.argsort(theme[order], kind="stable")]
    ends = np.flatnonzero(np.diff(theme[order], append=-1)) + 1
    codes, whats = coded(suggestions)
    out = []
    for a, b in pairwise([0, *ends.tolist()]):
        letters = order[a:b]
        own = letters[is_matter[letters]]
        field, topic = _about(codes[own if len(own) else letters], len(own), whats)
        key = "t" + hashlib.blake2b(corpus.ids[letters[0]].encode(), digest_size=8).hexdigest()
        places = np.unique(concern[letters][concern[letters] >= 0])
        held = tuple(places.tolist())
        out.append(Theme(key, tuple(letters.tolist()), held, len(own), field, topic))
    return sorted(out, key=lambda t: (-len(t.letters), t.key))


def _about(
    codes: NDArray[np.int64], matters: int, whats: Sequence[tuple[str, str]]
) -> tuple[str, str]:
    """The field and topic of most, or the field alone where no topic has half of the matters."""
    counts = Counter(dict(enumerate(np.bincount(codes).tolist())))
    top = max(counts, key=lambda code: (counts[code], code))
    if 2 * counts[top] >= matters:
        return whats[top]
    by_field: Counter[str] = Counter()
    for code, count in counts.items():
        by_field[whats[code][0]] += count
    return max(by_field.items(), key=lambda e: (e[1], e[0]))[0], ""
