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

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.communities import communities
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
    ids: Sequence[str],
    theme: NDArray[np.int32],
    matters: Sequence[tuple[Sequence[int], int]],
    suggestions: Suggestions,
) -> list[Theme]:
    """Themes with their letters, largest first.

    ``theme`` is that of each letter (-1 for none); ``matters`` are the heads of each concern and
    its place in the list, and each single as a list of its own with place -1.
    """
    members: dict[int, list[int]] = {}
    concerns: dict[int, list[int]] = {}
    heads: dict[int, list[int]] = {}
    for own, place in matters:
        found = int(theme[own[0]])
        if found < 0:
            continue
        heads.setdefault(found, []).extend(own)
        if place >= 0:
            concerns.setdefault(found, []).append(place)
    for i in np.flatnonzero(theme >= 0).tolist():
        members.setdefault(int(theme[i]), []).append(i)
    out = []
    for number, letters in members.items():
        own = heads.get(number, [])
        what = Counter((suggestions.fields[i], suggestions.topics[i]) for i in own or letters)
        (field, topic), count = max(what.items(), key=lambda e: (e[1], e[0]))
        by_field = Counter(suggestions.fields[i] for i in own or letters)
        if 2 * count < len(own):
            field, topic = max(by_field.items(), key=lambda e: (e[1], e[0]))[0], ""
        letters.sort(key=ids.__getitem__)
        key = "t" + hashlib.blake2b(ids[letters[0]].encode(), digest_size=8).hexdigest()
        places = tuple(concerns.get(number, ()))
        out.append(Theme(key, tuple(letters), places, len(own), field, topic))
    return sorted(out, key=lambda t: (-len(t.letters), t.key))
