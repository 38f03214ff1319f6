"""The tree of units as of a day, in the form that the pure rules ask of it."""

from collections import defaultdict
from collections.abc import Collection, Hashable
from dataclasses import dataclass
from datetime import date

from gandan.units.models import Appointment, Succession, UnitVersion, in_force

# Names of levels as the rules on competence use them.
LEVELS = {"ward": "commune", "city": "province"}


@dataclass(frozen=True)
class Hierarchy:
    """Units by primary key (``gandan.domain.competence.UnitTree``)."""

    parents: dict[int, int]
    headed: dict[int, frozenset[Hashable]]
    levels: dict[int, str]
    living: frozenset[int]
    heirs: dict[int, tuple[int, ...]]

    @classmethod
    def on(cls, day: date) -> "Hierarchy":
        parents: dict[int, int] = {}
        levels: dict[int, str] = {}
        living = set()
        rows = UnitVersion.objects.filter(since__lte=day).order_by("since")
        for unit, parent, level, until in rows.values_list("unit", "parent", "level", "until"):
            # A unit that has ended keeps its last parent: whoever managed it may have to act.
            levels[unit] = LEVELS.get(level, level)
            if parent is not None:
                parents[unit] = parent
            if until is None or until > day:
                living.add(unit)
        headed: dict[int, set[Hashable]] = defaultdict(set)
        heads = Appointment.objects.filter(in_force(day), is_head=True)
        for unit, person in heads.values_list("unit_id", "person_id"):
            headed[unit].add(person)
        heirs: dict[int, tuple[int, ...]] = {}
        links = Succession.objects.filter(on__lte=day).order_by("id")
        for before, after in links.values_list("predecessor_id", "successor_id"):
            heirs[before] = (*heirs.get(before, ()), after)
        people = {unit: frozenset(found) for unit, found in headed.items()}
        return cls(parents, people, levels, frozenset(living), heirs)

    def parent(self, unit: int, /) -> int | None:
        return self.parents.get(unit)

    def heads(self, unit: int, /) -> Collection[Hashable]:
        return self.headed.get(unit, frozenset())

    def level(self, unit: int, /) -> str:
        return self.levels.get(unit, "")

    def successors(self, unit: int, /) -> Collection[int]:
        return self.heirs.get(unit, ())

    def exists(self, unit: int, /) -> bool:
        return unit in self.living
