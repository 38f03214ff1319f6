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

from gandan.synthesis.copies import Copies
from gandan.synthesis.corpus import Corpus
from gandan.synthesis.linking import connected
from gandan.synthesis.places import Place, read_places
from gandan.synthesis.suggest import Suggestions

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
    heads = sound_heads(corpus, copies)
    groups = group_linked(corpus, copies, suggestions, places, heads, decisions)
    return gather_concerns(corpus, copies, suggestions, places, heads, decisions, groups)


def sound_heads(corpus: Corpus, copies: Copies) -> list[int]:
    """Letters that stand for a matter: heads of their copies with words that can be read."""
    sound = (np.diff(corpus.reading.start) > 0) & ~corpus.damaged
    is_head = sound & (copies.head == np.arange(len(corpus)))
    heads: list[int] = corpus.order[is_head[corpus.order]].tolist()
    return heads


def group_linked(
    corpus: Corpus,
    copies: Copies,
    suggestions: Suggestions,
    places: list[Place],
    heads: list[int],
    decisions: Decisions,
) -> list[Group]:
    """Concerns of matters that are linked at one place.

    Letters of different wards never meet here, so wards may be grouped apart.
    """
    joined = connected(corpus, heads, places, suggestions).tolist()
    clusters = _apply_decisions(corpus, copies, joined, heads, decisions)
    copies_of = _copies_of(copies, corpus)
    return [
        _group(corpus, members, _letters_of(members, copies_of, corpus), key, places, suggestions)
        for members, key in clusters
        if len(members) > 1 or key
    ]


def gather_concerns(
    corpus: Corpus,
    copies: Copies,
    suggestions: Suggestions,
    places: list[Place],
    heads: list[int],
    decisions: Decisions,
    groups: list[Group],
) -> Concerns:
    """All concerns, largest first, and the singles; where few have company, also by topic."""
    grouped = {i for group in groups for i in group.letters}
    if len(grouped) < SCATTERED * len(corpus):
        copies_of = _copies_of(copies, corpus)
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


def _apply_decisions(
    corpus: Corpus, copies: Copies, joined: Sequence[int], heads: list[int], decisions: Decisions
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
        clusters[joined[i]].append(i)
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
