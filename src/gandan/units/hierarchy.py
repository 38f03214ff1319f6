"""The tree of units as of a day, in the form that the pure rules ask of it."""

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from datetime import date

from gandan.units.models import Appointment, UnitVersion, in_force


@dataclass(frozen=True)
class Hierarchy:
    """Parents and heads of units by primary key (``gandan.domain.conflicts.Tree``)."""

    parents: dict[int, int]
    headed: dict[int, frozenset[Hashable]]

    @classmethod
    def on(cls, day: date) -> "Hierarchy":
        rows = UnitVersion.objects.filter(in_force(day), parent__isnull=False)
        parents = dict(rows.values_list("unit_id", "parent_id"))
        headed: dict[int, set[Hashable]] = {}
        heads = Appointment.objects.filter(in_force(day), is_head=True)
        for unit, person in heads.values_list("unit_id", "person_id"):
            headed.setdefault(unit, set()).add(person)
        return cls(parents, {unit: frozenset(people) for unit, people in headed.items()})

    def parent(self, unit: int, /) -> int | None:
        return self.parents.get(unit)

    def heads(self, unit: int, /) -> Collection[Hashable]:
        return self.headed.get(unit, frozenset())
