"""The tree of units as of a day, in the form that the pure rules ask of it."""

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from gandan.units.models import Appointment, Succession, UnitVersion, in_force

# Names of levels as the rules on competence use them.
LEVELS = {"ward": "commune", "city": "province"}


@dataclass(frozen=True)
class Place:
    """A unit with its name, level and parent as of the day; the last ones when it has ended."""

    unit: int
    name: str
    level: str
    parent: int | None
    is_living: bool
    has_territory: bool


class Hierarchy:
    """Units by primary key (``gandan.domain.competence.UnitTree``); heads and heirs when asked."""

    def __init__(self, day: date) -> None:
        self.day = day
        columns = ("unit", "name", "level", "parent", "until", "unit__area")
        rows = UnitVersion.objects.filter(since__lte=day).order_by("since").values_list(*columns)
        self.places: dict[int, Place] = {}
        for unit, name, level, parent, until, area in rows:
            living = until is None or until > day
            known = self.places.get(unit)
            # Whoever managed a unit that has ended may have to act for it.
            above = parent if parent is not None or known is None else known.parent
            self.places[unit] = Place(
                unit, name, LEVELS.get(level, level), above, living, area is not None
            )

    @classmethod
    def on(cls, day: date) -> "Hierarchy":
        return cls(day)

    @cached_property
    def _heads(self) -> dict[int, frozenset[Hashable]]:
        found: dict[int, set[Hashable]] = {}
        heads = Appointment.objects.filter(in_force(self.day), is_head=True)
        for unit, person in heads.values_list("unit_id", "person_id"):
            found.setdefault(unit, set()).add(person)
        return {unit: frozenset(people) for unit, people in found.items()}

    @cached_property
    def _heirs(self) -> dict[int, tuple[int, ...]]:
        found: dict[int, tuple[int, ...]] = {}
        links = Succession.objects.filter(on__lte=self.day).order_by("id")
        for before, after in links.values_list("predecessor_id", "successor_id"):
            found[before] = (*found.get(before, ()), after)
        return found

    def parent(self, unit: int, /) -> int | None:
        place = self.places.get(unit)
        return place.parent if place else None

    def heads(self, unit: int, /) -> Collection[Hashable]:
        return self._heads.get(unit, frozenset())

    def level(self, unit: int, /) -> str:
        place = self.places.get(unit)
        return place.level if place else ""

    def successors(self, unit: int, /) -> Collection[int]:
        return self._heirs.get(unit, ())

    def exists(self, unit: int, /) -> bool:
        place = self.places.get(unit)
        return bool(place and place.is_living)

    def named_in(self, text: str) -> Place | None:
        """The one unit with a territory whose name stands in ``text``; living ones go first."""
        words = text.casefold()
        found = [
            place
            for place in self.places.values()
            if place.has_territory and place.name.casefold() in words
        ]
        chosen = [place for place in found if place.is_living] or found
        return chosen[0] if len(chosen) == 1 else None
