"""What people decided about concerns, and how it holds whatever letters come later."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from gandan.synthesis.copies import Copies
from gandan.synthesis.corpus import Corpus
from gandan.synthesis.groups import Group


@dataclass(frozen=True)
class Decisions:
    """What people decided: ``confirmed`` maps a concern's key to its members' ids.

    ``apart`` are pairs of ids that must not stand in one concern; ``dismissed`` are sets of
    ids whose grouping was refused. ``standing`` maps the key of a concern that an earlier run
    suggested to its members' ids: the one that holds most of them keeps the key.
    """

    confirmed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    apart: frozenset[tuple[str, str]] = frozenset()
    dismissed: Sequence[frozenset[str]] = ()
    standing: Mapping[str, frozenset[str]] = field(default_factory=dict)


def kept_where_confirmed(corpus: Corpus, copies: Copies, decisions: Decisions) -> Copies:
    """``copies`` without those that would take a letter out of the concern it was confirmed in.

    A letter that came later can make letters of two confirmed concerns copies of one: then those
    of each concern are a matter of their own, and the first of them stands for it. The matter
    itself stays where its first letter was confirmed, or most of its letters.
    """
    if not decisions.confirmed:
        return copies
    key = np.full(len(corpus), -1, np.int64)
    position = {own: i for i, own in enumerate(corpus.ids)}
    for number, (_key, ids) in enumerate(sorted(decisions.confirmed.items())):
        own = [position[letter] for letter in ids if letter in position]
        key[own] = np.where(key[own] < 0, number, key[own])
    letters = corpus.order[key[corpus.order] >= 0]
    several: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for i in letters.tolist():
        several[int(copies.head[i])][int(key[i])].append(i)
    head = copies.head.copy()
    for first, by_key in several.items():
        stays = int(key[first])
        if stays < 0:
            stays = max(by_key, key=lambda own: (len(by_key[own]), -own))
        for number, own in by_key.items():
            if number != stays:
                head[own] = own[0]
    return replace(copies, head=head)


def apply_decisions(
    corpus: Corpus, copies: Copies, clusters: list[list[int]], decisions: Decisions
) -> list[tuple[list[int], str]]:
    """Clusters of matters with the key of the confirmed concern that each one is, or ""."""
    if not (decisions.confirmed or decisions.dismissed or decisions.apart):
        return [(members, "") for members in clusters]
    position = {own: i for i, own in enumerate(corpus.ids)}
    head_of = {own: int(copies.head[i]) for own, i in position.items()}
    owner: dict[int, str] = {}
    for key, ids in sorted(decisions.confirmed.items()):
        for own in ids:
            if own in head_of:
                owner.setdefault(head_of[own], key)
    refused = [{head_of[o] for o in ids if o in head_of} for ids in decisions.dismissed]
    refused_heads = set().union(*refused) if refused else set()
    out: dict[str, list[int]] = defaultdict(list)
    fresh: list[list[int]] = []
    # What no machine groups, as a letter too damaged to be read, stays where people put it.
    for m in owner.keys() - {m for members in clusters for m in members}:
        out[owner[m]].append(m)
    for members in clusters:
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


def with_known_keys(
    ids: Sequence[str], groups: list[Group], standing: Mapping[str, frozenset[str]]
) -> list[Group]:
    """Groups with the keys that they had: each known key goes to the group with most members."""
    if not standing and not any(group.is_confirmed for group in groups):
        return groups
    key_of = {own: key for key, members in sorted(standing.items()) for own in members}
    shared = [
        (-count, key, place)
        for place, group in enumerate(groups)
        if not group.is_confirmed
        for key, count in Counter(key_of.get(ids[i], "") for i in group.letters).items()
        if key
    ]
    taken = {group.key for group in groups if group.is_confirmed}
    own: dict[int, str] = {}
    for _count, key, place in sorted(shared):
        if key not in taken and place not in own:
            own[place] = key
            taken.add(key)
    # A new group may not bear a key that an older one keeps.
    return [
        replace(group, key=own[place])
        if place in own
        else replace(group, key=f"{group.key}n")
        if not group.is_confirmed and group.key in taken
        else group
        for place, group in enumerate(groups)
    ]
