"""Which offices take letters in on the public page, and which one a tip goes to."""

from dataclasses import dataclass
from datetime import date

from gandan.domain.conflicts import About, is_clear
from gandan.units.hierarchy import Hierarchy
from gandan.units.models import Appointment, Duty, Unit, in_force
from gandan.units.selectors import UnitNames

TAKERS = frozenset({Duty.RECEPTION_OFFICER, Duty.HANDLER})


class NoOfficeError(Exception):
    """Nobody who is free of what the letter is about could take it in here."""


@dataclass(frozen=True)
class Offices:
    """Offices where somebody works today whose duty it is to take letters in."""

    day: date
    names: UnitNames
    staffed: frozenset[int]

    @classmethod
    def on(cls, day: date) -> "Offices":
        posts = Appointment.objects.filter(in_force(day), person__is_active=True)
        staffed = {post.unit_id for post in posts if TAKERS & set(post.duties)}
        names = UnitNames.on(day)
        return cls(day, names, frozenset(staffed) & names.living)

    def choices(self) -> list[tuple[str, str]]:
        return [(str(pk), name) for pk, name in self.names.choices(self.staffed)]

    def all_choices(self) -> list[tuple[str, str]]:
        """Every unit that exists: a tip may be about one where nobody takes letters in."""
        return [(str(pk), name) for pk, name in self.names.choices(self.names.living)]

    def for_tip(self, about: int | None) -> Unit:
        """The nearest staffed office above what the tip is about; the highest one else.

        Raises ``NoOfficeError``.
        """
        tree = Hierarchy.on(self.day)
        accused = About(units=frozenset({about} if about else ()))
        free = {unit for unit in self.staffed if is_clear(unit, accused, tree)}
        above = self._upwards(about, tree) if about else []
        highest = sorted(free, key=lambda unit: (len(self._upwards(unit, tree)), unit))
        found = next((unit for unit in above if unit in free), None) or next(iter(highest), None)
        if found is None:
            raise NoOfficeError
        return Unit.objects.get(pk=found)

    @staticmethod
    def _upwards(unit: int | None, tree: Hierarchy) -> list[int]:
        line: list[int] = []
        while unit is not None and unit not in line:
            line.append(unit)
            unit = tree.parent(unit)
        return line
