"""Who a letter is about, and who must therefore not see, handle or receive it.

Works on a small tree of units as of one day, whatever stores it. A denunciation is kept from
the accused (Law 25/2018/QH14, art. 11.2.c) and goes to the nearest superior that it is not about.
"""

from collections.abc import Collection, Hashable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

Unit = TypeVar("Unit", bound=Hashable)
Person = TypeVar("Person", bound=Hashable)
U_co = TypeVar("U_co", covariant=True)


class Tree(Protocol[Unit]):
    """Units as of one day."""

    def parent(self, unit: Unit, /) -> Unit | None: ...

    def heads(self, unit: Unit, /) -> Collection[Hashable]:
        """Who heads the unit: the head and deputies that act for it; may be empty."""


class Relation(StrEnum):
    """Where a person's unit stands to the units that handle a case."""

    OWN = "own"
    ABOVE = "above"
    BELOW = "below"
    ELSEWHERE = "elsewhere"
    SENDER = "sender"


class Conflict(StrEnum):
    """Why a person must be kept away from a case."""

    NONE = "none"
    ACCUSED = "accused"
    IN_ACCUSED_UNIT = "in_accused_unit"
    UNDER_ACCUSED_HEAD = "under_accused_head"
    RELATIVE = "relative"


@dataclass(frozen=True)
class About(Generic[Unit]):
    """The units and people that a letter is about, as far as is known."""

    units: frozenset[Unit] = frozenset()
    people: frozenset[Hashable] = frozenset()

    @property
    def is_nobody(self) -> bool:
        return not self.units and not self.people


def upwards(unit: Unit | None, tree: Tree[Unit]) -> Iterator[Unit]:
    """The unit and those above it, nearest first; a circle in the data ends the walk."""
    seen: set[Unit] = set()
    while unit is not None and unit not in seen:
        seen.add(unit)
        yield unit
        unit = tree.parent(unit)


def conflict_of(
    person: Hashable,
    units: Collection[Unit],
    about: About[Unit],
    tree: Tree[Unit],
    *,
    relatives: Collection[Hashable] = (),
) -> Conflict:
    """The first reason that keeps ``person`` away; ``relatives`` are those they declared.

    Everyone in the accused unit and below it is kept away, and everyone below an accused head.
    """
    if person in about.people:
        return Conflict.ACCUSED
    line = {above for unit in units for above in upwards(unit, tree)}
    if line & about.units:
        return Conflict.IN_ACCUSED_UNIT
    if any(set(tree.heads(unit)) & about.people for unit in line):
        return Conflict.UNDER_ACCUSED_HEAD
    if about.people & set(relatives):
        return Conflict.RELATIVE
    return Conflict.NONE


def is_clear(unit: Unit, about: About[Unit], tree: Tree[Unit]) -> bool:
    """Whether the letter may lie at ``unit``: it is not about it, its head, or one above it."""
    line = list(upwards(unit, tree))
    if about.units & set(line):
        return False
    return not any(set(tree.heads(above)) & about.people for above in line)


def nearest_clear(unit: Unit, about: About[Unit], tree: Tree[Unit]) -> Unit | None:
    """The unit itself or the nearest one above it that the letter is not about; None if none."""
    return next((u for u in upwards(unit, tree) if is_clear(u, about, tree)), None)


def common_superior(one: Unit, other: Unit, tree: Tree[Unit]) -> Unit | None:
    """The nearest unit that stands above both, or is one of them; None in separate trees."""
    line = set(upwards(one, tree))
    return next((unit for unit in upwards(other, tree) if unit in line), None)


def relation_of(unit: Unit, handling: Collection[Unit], tree: Tree[Unit]) -> Relation:
    """Where ``unit`` stands to the units that handle the case; the closest relation counts."""
    if unit in handling:
        return Relation.OWN
    if any(unit in set(upwards(other, tree)) for other in handling):
        return Relation.ABOVE
    if set(upwards(unit, tree)) & set(handling):
        return Relation.BELOW
    return Relation.ELSEWHERE
