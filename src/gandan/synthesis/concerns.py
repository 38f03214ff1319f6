"""Group matters into concerns by what and where; nothing is dropped, singles stay singles.

Copies count as one matter. Matters of the same ward and field are joined when they name the
same object (a canal, an alley, a market) or say nearly the same; what people decided before
holds: a confirmed concern keeps its identity and members, parts that were split stay apart.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from gandan.synthesis.copies import Copies
from gandan.synthesis.corpus import Corpus

from gandan.synthesis.places import Place, read_places
from gandan.synthesis.suggest import Suggestions

ALIKE = 0.34
ALIKE_SAME_OBJECT = 0.04
BLOCK = 3_000
# Below this share of letters that have company at their place, topics are grouped instead.
SCATTERED = 0.1


@dataclass(frozen=True)
class Decisions:
    """What people decided: ``confirmed`` maps a concern's key to its members' ids.

    ``apart`` are pairs of ids that must not stand in one concern; ``dismissed`` are sets of
    ids whose grouping was refused.
    """

    confirmed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    apart: frozenset[tuple[str, str]] = frozenset()
    dismissed: Sequence[frozenset[str]] = ()


@dataclass(frozen=True)
class Group:
    """One concern: positions of its letters, what and where it is about."""

    key: str
    letters: tuple[int, ...]
    matters: int
    field: str
    topic: str
    place: str
    thing: str
    is_confirmed: bool


@dataclass(frozen=True, eq=False)
class Concerns:
    """Concerns of two matters or more, largest first, and all other letters as singles."""

    groups: list[Group]
    singles: list[int]
    places: list[Place]


def group_concerns(
    corpus: Corpus,
    copies: Copies,
    suggestions: Suggestions,
    decisions: Decisions | None = None,
) -> Concerns:
    """Group the letters of ``corpus``; damaged letters are never grouped by machine."""
    decisions = decisions or Decisions()
    places = read_places(corpus.places, corpus.texts, corpus.reading)
    heads = [
        int(i)
        for i in corpus.order
        if copies.head[i] == i and not corpus.damaged[i] and len(corpus.words.of(int(i)))
    ]
    joined = _Union(len(corpus))
    features = _features(corpus)
    for a, b in _links(heads, places, suggestions, features):
        joined.link(a, b)
    clusters = _apply_decisions(corpus, copies, joined, heads, decisions)
    copies_of = _copies_of(copies, corpus)
    groups: list[Group] = []
    grouped: set[int] = set()
    for members, key in clusters:
        letters = _letters_of(members, copies_of, corpus)
        if len(members) < 2 and not key:
            continue
        groups.append(_group(corpus, members, letters, key, places, suggestions))
        grouped.update(letters)
    if len(grouped) < SCATTERED * len(corpus):
        for members in _by_topic(heads, grouped, suggestions, corpus, decisions):
            letters = _letters_of(members, copies_of, corpus)
            groups.append(_group(corpus, members, letters, "", places, suggestions, wide=True))
            grouped.update(letters)
    groups.sort(key=lambda g: (-len(g.letters), g.key))
    singles = [int(i) for i in corpus.order if int(i) not in grouped]
    return Concerns(groups, singles, places)


def _by_topic(
    heads: list[int],
    grouped: set[int],
    suggestions: Suggestions,
    corpus: Corpus,
    decisions: Decisions,
) -> Iterable[list[int]]:
    """Matters of one topic wherever they are, for letters that come from all over.

    Letters of one city share places; those of a country hardly do, and a digest of them would
    otherwise be a list of singles.
    """
    refused = set().union(*decisions.dismissed) if decisions.dismissed else set()
    by_topic: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i in heads:
        if i not in grouped and suggestions.topics[i] and corpus.ids[i] not in refused:
            by_topic[suggestions.fields[i], suggestions.topics[i]].append(i)
    for members in by_topic.values():
        for part in _kept_apart(members, corpus, decisions):
            if len(part) > 1:
                yield part


def _copies_of(copies: Copies, corpus: Corpus) -> dict[int, list[int]]:
    """Each head with its copies, in order of ids."""
    out: dict[int, list[int]] = defaultdict(list)
    for i, head in zip(corpus.order.tolist(), copies.head[corpus.order].tolist(), strict=True):
        out[head].append(i)
    return out


def _letters_of(
    members: Iterable[int], copies_of: dict[int, list[int]], corpus: Corpus
) -> list[int]:
    """The letters of matters: each head with its copies, by id."""
    return sorted((i for m in members for i in copies_of[m]), key=lambda i: corpus.ids[i])


def _features(corpus: Corpus) -> csr_array:
    """Row-normalised tf-idf of folded words; shape (n, vocabulary)."""
    words = corpus.words
    n, v = len(corpus), max(1, len(words.vocabulary))
    weights = np.log1p(n / np.maximum(1, words.document_frequency))
    # Summing duplicates sorts in place, so the corpus's own arrays are not handed over.
    arrays = (np.ones(len(words.tokens)), words.tokens.copy(), words.start.copy())
    matrix = csr_array(arrays, shape=(n, v))
    matrix.sum_duplicates()
    matrix.data = (1 + np.log(matrix.data)) * weights[matrix.indices] ** 2
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    matrix.data /= np.repeat(np.maximum(norms, 1e-12), np.diff(matrix.indptr))
    return matrix


def _links(
    heads: list[int], places: list[Place], suggestions: Suggestions, features: csr_array
) -> Iterable[tuple[int, int]]:
    """Pairs of matters that belong together, from blocks that are compared inside only."""
    by_object: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    by_topic: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i in heads:
        place = places[i]
        for key, _name in place.objects:
            by_object[place.ward, key, suggestions.fields[i]].append(i)
        by_topic[place.ward, suggestions.topics[i] or suggestions.fields[i]].append(i)
    for rows in by_object.values():
        yield from _alike(rows, features, ALIKE_SAME_OBJECT, None)
    for (ward, _topic), rows in by_topic.items():
        yield from _alike(rows, features, ALIKE if ward else 0.5, places)


def _alike(
    rows: list[int], features: csr_array, threshold: float, places: list[Place] | None
) -> Iterable[tuple[int, int]]:
    """Pairs of ``rows`` with cosine at least ``threshold`` whose named objects do not differ."""
    for start in range(0, len(rows), BLOCK):
        block = rows[start : start + BLOCK]
        if len(block) < 2:
            continue
        own = features[block]
        similar = (own @ own.T).tocoo()
        keep = (similar.data >= threshold) & (similar.row < similar.col)
        for a, b in zip(similar.row[keep], similar.col[keep], strict=True):
            left, right = block[int(a)], block[int(b)]
            if places is None or not _different_objects(places[left], places[right]):
                yield left, right


def _different_objects(one: Place, other: Place) -> bool:
    a, b = {key for key, _ in one.objects}, {key for key, _ in other.objects}
    if a and b:
        return not a & b
    weak_a, weak_b = set(one.weak), set(other.weak)
    return bool(weak_a and weak_b and not weak_a & weak_b)


def _apply_decisions(
    corpus: Corpus, copies: Copies, joined: "_Union", heads: list[int], decisions: Decisions
) -> list[tuple[list[int], str]]:
    """Clusters of matters with the key of the confirmed concern that each one is, or ""."""
    position = {own: i for i, own in enumerate(corpus.ids)}
    head_of = {own: int(copies.head[i]) for own, i in position.items()}
    owner: dict[int, str] = {}
    for key, ids in sorted(decisions.confirmed.items()):
        for own in ids:
            if own in head_of:
                owner.setdefault(head_of[own], key)
    refused = [{head_of[o] for o in ids if o in head_of} for ids in decisions.dismissed]
    refused_heads = set().union(*refused) if refused else set()
    clusters: dict[int, list[int]] = defaultdict(list)
    for i in heads:
        clusters[joined.find(i)].append(i)
    out: dict[str, list[int]] = defaultdict(list)
    fresh: list[list[int]] = []
    for members in clusters.values():
        owners = Counter(owner[m] for m in members if m in owner)
        free = [m for m in members if m not in owner and m not in refused_heads]
        for m in members:
            if m in owner:
                out[owner[m]].append(m)
        if len(owners) == 1:
            key = next(iter(owners))
            out[key].extend(m for m in free if _may_join(m, out[key], corpus, decisions))
        elif free:
            fresh.extend(_kept_apart(free, corpus, decisions))
    named = [(sorted(members), key) for key, members in sorted(out.items())]
    return named + [(members, "") for members in fresh]


def _may_join(m: int, members: list[int], corpus: Corpus, decisions: Decisions) -> bool:
    own = corpus.ids[m]
    others = {corpus.ids[i] for i in members}
    return not any(
        (a == own and b in others) or (b == own and a in others) for a, b in decisions.apart
    )


def _kept_apart(members: list[int], corpus: Corpus, decisions: Decisions) -> list[list[int]]:
    """Cut a cluster so that no pair of ``apart`` stays together."""
    if not decisions.apart:
        return [members]
    parts: list[list[int]] = []
    for m in members:
        for part in parts:
            if _may_join(m, part, corpus, decisions):
                part.append(m)
                break
        else:
            parts.append([m])
    return parts


def _group(
    corpus: Corpus,
    members: list[int],
    letters: list[int],
    key: str,
    places: list[Place],
    suggestions: Suggestions,
    *,
    wide: bool = False,
) -> Group:
    what = Counter((suggestions.fields[i], suggestions.topics[i]) for i in members)
    (topic_field, topic), _count = max(what.items(), key=lambda e: (e[1], e[0]))
    wards = Counter(places[i].ward_name for i in members if places[i].ward_name)
    things = Counter(name for i in members for _key, name in places[i].objects)
    ward = max(wards.items(), key=lambda e: (e[1], e[0]))[0] if wards else ""
    thing = ""
    if things:
        name, count = max(things.items(), key=lambda e: (e[1], e[0]))
        thing = name if count * 2 >= len(members) else ""
    if wide:
        ward, thing = f"{len(members)} nơi", ""
    return Group(
        key or _key(corpus, members, topic),
        tuple(letters),
        len(members),
        topic_field,
        topic,
        ward,
        thing,
        bool(key),
    )


def _key(corpus: Corpus, members: list[int], topic: str) -> str:
    """A name from the content: topic and the first member by day, then id."""
    days: NDArray[np.datetime64] = corpus.days

    def when(i: int) -> tuple[bool, str, str]:
        return bool(np.isnat(days[i])), str(days[i]), corpus.ids[i]

    first = corpus.ids[min(members, key=when)]
    return "c" + hashlib.blake2b(f"{topic}\n{first}".encode(), digest_size=8).hexdigest()


class _Union:
    """Union-find over positions; the smaller position is the root, so order does not matter."""

    def __init__(self, n: int) -> None:
        self.parent = list(range(n))

    def find(self, i: int) -> int:
        while self.parent[i] != i:
            self.parent[i] = self.parent[self.parent[i]]
            i = self.parent[i]
        return i

    def link(self, a: int, b: int) -> None:
        a, b = self.find(a), self.find(b)
        if a != b:
            self.parent[max(a, b)] = min(a, b)
