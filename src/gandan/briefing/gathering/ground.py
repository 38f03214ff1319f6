"""The ground a pack stands on: a unit with all below it, a period, and a day of looking.

Denunciations that name a unit are left out everywhere: a pack is read, printed and handed round
among the people whom they may be about.
"""

from dataclasses import dataclass
from datetime import date

from gandan.briefing.gathering.book import Book
from gandan.domain.periods import Period
from gandan.units.models import Unit
from gandan.units.policy import UnitTree
from gandan.units.selectors import UnitNames


@dataclass(frozen=True)
class Ground:
    """``units`` are those below the scope with those they took over from; ``today`` without."""

    scope: Unit
    period: Period
    before: Period
    day: date
    units: frozenset[int]
    today: frozenset[int]
    names: UnitNames
    book: Book

    @classmethod
    def of(cls, scope: Unit, period: Period, day: date) -> "Ground":
        tree = UnitTree.on(day)
        below = tree.subtree(scope.pk)
        return cls(
            scope,
            period,
            period.previous(),
            day,
            tree.with_predecessors(below),
            below,
            UnitNames.on(day),
            Book(),
        )
