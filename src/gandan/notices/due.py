"""What is due: apps above register where it comes from; this app tells people.

A source answers for one person with that person's rights, so that nothing here can tell
somebody of what they may not see.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise

from gandan.accounts.models import User

Words = str | Promise

# A person with more than this in hand is told "more than".
MOST = 500


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing that a person must do by a day.

    ``step`` is told in calendars that others may see over a shoulder: one word of a small
    vocabulary that is the same for every kind of matter. Words may be lazy: most items are only
    counted.
    """

    code: str
    step: Words
    due_on: date
    address: Words = ""


@dataclass(frozen=True, slots=True)
class Late:
    """Late items of some units: how many, and the oldest due day."""

    count: int = 0
    oldest_on: date | None = None

    def __add__(self, other: "Late") -> "Late":
        days = [day for day in (self.oldest_on, other.oldest_on) if day]
        return Late(self.count + other.count, min(days, default=None))


Mine = Callable[[User, date, int], Iterable[DueItem]]
LateAt = Callable[[User, frozenset[int], date], Late]


@dataclass(frozen=True)
class DueSource:
    """``mine(person, until, most)``: open items of the person due by ``until``, oldest first, at
    most ``most``. ``late_at(person, units, before)``: items of ``units`` (primary keys) that the
    person may see and that were due before the day. ``route`` lists them for leaders.
    """

    name: str
    mine: Mine
    late_at: LateAt
    route: str = ""


_sources: dict[str, DueSource] = {}


def register(source: DueSource) -> None:
    _sources[source.name] = source


def sources() -> tuple[DueSource, ...]:
    return tuple(_sources.values())


@dataclass(frozen=True)
class Due:
    """What a person owes, seen from ``day``."""

    day: date
    items: tuple[DueItem, ...]

    @property
    def late(self) -> list[DueItem]:
        return [item for item in self.items if item.due_on < self.day]

    @property
    def today(self) -> list[DueItem]:
        return [item for item in self.items if item.due_on == self.day]

    @property
    def soon(self) -> list[DueItem]:
        return [item for item in self.items if item.due_on > self.day]


def due_for(person: User, day: date, *, ahead: int) -> Due:
    """What is late, due on ``day`` or within ``ahead`` days, the oldest first."""
    until = day + timedelta(days=ahead)
    found = [item for source in sources() for item in source.mine(person, until, MOST)]
    return Due(day, tuple(sorted(found, key=lambda item: (item.due_on, item.code))[:MOST]))


def late_at(person: User, units: Iterable[int], before: date) -> Late:
    """What ``units`` owed before the day, from all sources."""
    chosen = frozenset(units)
    if not chosen:
        return Late()
    return sum((source.late_at(person, chosen, before) for source in sources()), Late())
