"""From pairs of copies to groups: each letter follows a first letter that it is a copy of."""

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.compiling import compiled

EXACT, NEAR, CONTAINED = 1, 2, 3
Edges = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]


def assign_heads(
    edges: Edges,
    first: NDArray[np.int64],
    head: NDArray[np.int64],
    similarity: NDArray[np.float64],
    kinds: NDArray[np.uint8],
) -> None:
    """Give each letter with near copies the first letter of its group as head.

    A group is one letter and those that are copies of that letter itself, so a chain does not
    glue different letters. Those with most copies come first; a letter that is a copy of several
    goes with the most similar. Exact copies move with theirs.
    """
    ends = np.concatenate((edges[0], edges[1]))
    if not len(ends):
        return
    others, shares = np.concatenate((edges[1], edges[0])), np.concatenate((edges[2], edges[2]))
    letters, own, degree = np.unique(ends, return_inverse=True, return_counts=True)
    of = np.searchsorted(letters, others)
    order = np.lexsort((first[others], -shares, own))
    start = np.concatenate(([0], np.cumsum(degree)))
    turn = np.lexsort((first[letters], -degree))
    is_centre = np.zeros(len(letters), dtype=bool)
    _choose_centres(turn, start, of[order], is_centre)
    centre, share = _nearest_centre(start, of[order], shares[order], is_centre)
    by_first = np.argsort(first[letters], kind="stable")
    earliest = np.empty(len(letters), np.int64)
    earliest[centre[by_first[::-1]]] = letters[by_first[::-1]]
    followed = head.copy()
    head[letters] = earliest[centre]
    follows = head[letters] != letters
    similarity[letters[follows]] = share[follows]
    kinds[letters[follows]] = NEAR
    moved = np.flatnonzero((kinds == EXACT) & (head[followed] != followed))
    leaders = followed[moved]
    head[moved], similarity[moved], kinds[moved] = head[leaders], similarity[leaders], NEAR


def contained_links(
    inner: NDArray[np.int64],
    outer: NDArray[np.int64],
    share: NDArray[np.float64],
    first: NDArray[np.int64],
    head: NDArray[np.int64],
    similarity: NDArray[np.float64],
    kinds: NDArray[np.uint8],
) -> list[tuple[int, int]]:
    """Join a letter with the one that holds it, unless that one holds several different letters.

    Returns the pairs (letter, container) that stay apart.
    """
    held: dict[int, dict[int, tuple[float, int]]] = {}
    for a, b, own in zip(inner.tolist(), outer.tolist(), share.tolist(), strict=True):
        if head[a] != head[b]:
            best = held.setdefault(int(head[b]), {})
            best[int(head[a])] = max(best.get(int(head[a]), (0.0, 0)), (own, -int(first[a])))
    members: dict[int, list[int]] = {}
    heads = {*held, *(h for found in held.values() for h in found)}
    for i in np.flatnonzero(np.isin(head, sorted(heads))).tolist():
        members.setdefault(int(head[i]), []).append(i)
    loose = []
    for container in sorted(held, key=lambda i: first[i]):
        if len(held[container]) > 1:
            loose += [(letter, container) for letter in held[container]]
            continue
        ((letter, (own, _first)),) = held[container].items()
        one, other = int(head[letter]), int(head[container])
        if one == other:
            continue
        earlier, later = (one, other) if first[one] < first[other] else (other, one)
        for i in members.pop(later):
            head[i], similarity[i], kinds[i] = earlier, own, CONTAINED
            members[earlier].append(i)
    return sorted(loose, key=lambda pair: (first[pair[1]], first[pair[0]]))


@compiled
def _choose_centres(turn, start, others, is_centre):  # type: ignore[no-untyped-def]  # pragma: no cover
    """In the order of ``turn``, a letter that is a copy of no centre yet becomes one."""
    taken = np.zeros(len(turn), np.bool_)
    for i in turn:
        if not taken[i]:
            is_centre[i] = True
            for k in range(start[i], start[i + 1]):
                taken[others[k]] = True


@compiled
def _nearest_centre(start, others, shares, is_centre):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Each letter's centre and their similarity; ``others`` are sorted, the most similar first.

    A centre has itself, with the similarity to the most similar of those around it.
    """
    centre = np.arange(len(is_centre))
    share = np.zeros(len(is_centre))
    for i in range(len(is_centre)):
        if is_centre[i]:
            continue
        for k in range(start[i], start[i + 1]):
            if is_centre[others[k]]:
                centre[i], share[i] = others[k], shares[k]
                share[others[k]] = max(share[others[k]], shares[k])
                break
    return centre, share
