"""Who took over from a unit, to the end of the chain; a divided unit has no single heir."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Link:
    before: int
    after: int
    on: date


def heirs(links: Iterable[Link], day: date) -> dict[int, int | None]:
    """For each unit that has ended by ``day``: the one unit that has all of it, or None.

    None means divided: its figures cannot be given to one successor without guessing.
    """
    after: dict[int, set[int]] = defaultdict(set)
    for link in links:
        if link.on <= day:
            after[link.before].add(link.after)
    return {unit: _end(unit, after, frozenset()) for unit in after}


def _end(unit: int, after: dict[int, set[int]], seen: frozenset[int]) -> int | None:
    following = after.get(unit)
    if not following:
        return unit
    if unit in seen or len(following) > 1:
        return None
    return _end(next(iter(following)), after, seen | {unit})
