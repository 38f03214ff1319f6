"""Concerns from their matters: letters, names and places, counted over all concerns at once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.copies import Copies
from gandan.synthesis.corpus import Corpus
from gandan.synthesis.places import Places
from gandan.synthesis.suggest import Suggestions


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


def form_groups(
    corpus: Corpus,
    copies: Copies,
    suggestions: Suggestions,
    places: Places,
    clusters: Sequence[tuple[Sequence[int], str]],
) -> list[Group]:
    """Concerns of ``clusters``, each the positions of its matters and its key, "" for a new one."""
    count = len(clusters)
    if not count:
        return []
    sizes = np.array([len(members) for members, _key in clusters])
    members = np.concatenate([np.asarray(own, dtype=np.int64) for own, _key in clusters])
    group = np.repeat(np.arange(count), sizes)
    letters, ends = _letters(corpus, copies, members, group, count)
    codes, whats = coded(suggestions)
    what, _times = most_common(group, codes[members], count)
    new_keys = _keys(corpus, members, group, count)
    wards = _wards(places, members, group, count)
    things = _things(places, members, group, sizes)
    bounds = pairwise([0, *ends.tolist()])
    return [
        Group(
            key or new_keys[k], tuple(letters[a:b].tolist()), size, whats[what[k]][0],
            whats[what[k]][1], wards[k], things[k], bool(key),
        )
        for k, ((_members, key), size, (a, b)) in enumerate(
            zip(clusters, sizes.tolist(), bounds, strict=True)
        )
    ]  # fmt: skip


def most_common(
    group: NDArray[np.int64], code: NDArray[np.int64], count: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The code that each of ``count`` groups has most often, and how often.

    Of codes that are as common the largest; -1 for a group without any. Codes are not negative.
    """
    found, times = np.full(count, -1, np.int64), np.zeros(count, np.int64)
    if len(code):
        width = int(code.max()) + 1
        pairs, counts = np.unique(group * width + code, return_counts=True)
        of, own = np.divmod(pairs, width)
        order = np.lexsort((own, counts, of))
        found[of[order]], times[of[order]] = own[order], counts[order]
    return found, times


def coded(suggestions: Suggestions) -> tuple[NDArray[np.int64], list[tuple[str, str]]]:
    """The number of each letter's (field, topic), and these in order."""
    pairs = list(zip(suggestions.fields, suggestions.topics, strict=True))
    whats = sorted(set(pairs))
    number = {what: k for k, what in enumerate(whats)}
    return np.array([number[pair] for pair in pairs], dtype=np.int64), whats


def _letters(
    corpus: Corpus,
    copies: Copies,
    members: NDArray[np.int64],
    group: NDArray[np.int64],
    count: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The letters of each group, matters with their copies, by id; and where each one's end."""
    of_head = np.full(len(corpus), -1, np.int64)
    of_head[members] = group
    own = of_head[copies.head[corpus.order]]
    kept = own >= 0
    order = np.argsort(own[kept], kind="stable")
    return corpus.order[kept][order], np.cumsum(np.bincount(own[kept], minlength=count))


def _keys(
    corpus: Corpus, members: NDArray[np.int64], group: NDArray[np.int64], count: int
) -> list[str]:
    """Names that later letters do not change: from the first member by day, then id."""
    days = corpus.days[members]
    order = np.lexsort((corpus.rank[members], days.astype(np.int64), np.isnat(days)))
    first = np.empty(count, np.int64)
    first[group[order[::-1]]] = members[order[::-1]]
    ids = (corpus.ids[i].encode() for i in first.tolist())
    return ["c" + hashlib.blake2b(own, digest_size=8).hexdigest() for own in ids]


def _wards(
    places: Places, members: NDArray[np.int64], group: NDArray[np.int64], count: int
) -> list[str]:
    """The ward that most matters of each group name."""
    names = sorted(set(places.ward_names))
    number = {name: k for k, name in enumerate(names)}
    of_ward = np.array([number[name] for name in places.ward_names], dtype=np.int64)
    known = places.ward[members] >= 0
    most, _times = most_common(group[known], of_ward[places.ward[members[known]]], count)
    return [names[k] if k >= 0 else "" for k in most.tolist()]


def _things(
    places: Places,
    members: NDArray[np.int64],
    group: NDArray[np.int64],
    sizes: NDArray[np.int64],
) -> list[str]:
    """The thing that at least half of the matters of each group name."""
    things, matter = places.things_of_all(members)
    strong = ~places.is_weak[things] if len(things) else np.zeros(0, dtype=bool)
    last = len(places.thing_names) - 1
    codes = last - things[strong].astype(np.int64)
    most, times = most_common(group[matter[strong]], codes, len(sizes))
    return [
        places.thing_names[last - code] if code >= 0 and is_half else ""
        for code, is_half in zip(most.tolist(), (times * 2 >= sizes).tolist(), strict=True)
    ]
