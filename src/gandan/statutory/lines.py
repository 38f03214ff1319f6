"""The lines of a table: the unit itself, each unit directly under it with all below, the total."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gandan.accounts.models import User
from gandan.units.policy import UnitTree, reach_of
from gandan.units.selectors import UnitNames

TOTAL = "tong"


@dataclass(frozen=True)
class Line:
    """``units`` are all that the line counts, ``standing`` those of them that are not of before.

    ``code`` is a unit's own, or "tong".
    """

    code: str
    name: str
    units: frozenset[int]
    standing: frozenset[int] = frozenset()
    unit: int | None = None
    has_below: bool = False
    is_own: bool = False
    is_divided: bool = False

    @property
    def is_single(self) -> bool:
        """Whether the line is one unit by itself, so that its figures can be written in."""
        return len(self.standing) == 1

    @property
    def is_total(self) -> bool:
        return self.code == TOTAL


def lines_of(
    chosen: int, person: User, day: date, names: UnitNames, codes: Mapping[int, str]
) -> list[Line]:
    """The lines on the last day of a period; a unit that took over counts what it took over.

    A unit of before that was divided among several lines has a line of its own, so no row
    counts twice. A unit with nothing below has one line, the total of itself.
    """
    tree, reach = UnitTree.on(day), reach_of(person).units()
    below = sorted(tree.children.get(chosen, []), key=lambda unit: names.keys.get(unit, ""))
    groups = {chosen: frozenset({chosen})} | {unit: tree.subtree(unit) for unit in below}
    owners = _owners(groups, tree)
    divided = sorted(unit for unit, heads in owners.items() if len(heads) > 1)
    taken: dict[int, set[int]] = {head: set() for head in groups}
    for unit, heads in owners.items():
        if len(heads) == 1:
            taken[next(iter(heads))].add(unit)
    lines = [
        Line(
            codes[head],
            names[head],
            frozenset(units) & reach,
            groups[head] & reach,
            head,
            has_below=head != chosen and bool(tree.children.get(head)),
            is_own=head == chosen,
        )
        for head, units in taken.items()
    ]
    lines += [
        Line(codes[unit], names[unit], frozenset({unit}) & reach, unit=unit, is_divided=True)
        for unit in divided
    ]
    standing = frozenset(unit for units in groups.values() for unit in units) & reach
    total = Line(TOTAL, names[chosen], frozenset(owners) & reach, standing, chosen)
    return [total] if len(lines) == 1 else [*lines, total]


def _owners(groups: dict[int, frozenset[int]], tree: UnitTree) -> dict[int, set[int]]:
    """For each unit the lines that claim it; a living unit belongs where it stands."""
    standing = {unit: head for head, units in groups.items() for unit in units}
    owners: dict[int, set[int]] = {unit: {head} for unit, head in standing.items()}
    for unit, head in standing.items():
        for before in tree.with_predecessors([unit]) - standing.keys():
            owners.setdefault(before, set()).add(head)
    return owners
