"""The one place that decides what a person reaches: duties, unit subtree, day.

A person sees the rows of the units under the unit where they hold a duty today, and of the
units that those took over from. Names and parents are dated, so the day is an argument.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet, Subquery, Value

from gandan.core import moment
from gandan.core.kept_sql import rows_kept
from gandan.units.models import Appointment, Duty, Succession, Unit, UnitVersion, in_force

if TYPE_CHECKING:
    from gandan.accounts.models import User

# Duties that let a person read the register of the units in reach.
REGISTER_DUTIES = frozenset(
    {
        Duty.RECEPTION_OFFICER,
        Duty.HANDLER,
        Duty.FOCAL_POINT,
        Duty.SYNTHESIS_OFFICER,
        Duty.LEADER,
        Duty.INSPECTOR,
    }
)


@dataclass(frozen=True)
class Reach:
    """The duties a person holds on a day and the units whose rows each duty opens."""

    day: date
    duties: frozenset[str]
    posts: tuple[tuple[int, frozenset[str]], ...]
    units_of_duty: dict[str, frozenset[int]]
    unit_count: int = 0
    post: str = ""
    # The units of the posts themselves and those that they took over from: one's own desk.
    own_units: frozenset[int] = frozenset()
    # The units of all posts, those above them and those that any of these took over from: a
    # denunciation about one of them is kept from the person (gandan.domain.conflicts).
    line: frozenset[int] = frozenset()

    def has(self, *duties: str) -> bool:
        return not self.duties.isdisjoint(duties)

    def units(self, duties: Iterable[str] = REGISTER_DUTIES) -> frozenset[int]:
        """Primary keys of the units that any of ``duties`` opens."""
        found: set[int] = set()
        for duty in duties:
            found |= self.units_of_duty.get(duty, frozenset())
        return frozenset(found)

    def rows(self, field: str = "unit", duties: Iterable[str] = REGISTER_DUTIES) -> Q:
        """The condition that limits rows to reach; no list of units when all are reached."""
        units = self.units(duties)
        if units and len(units) >= self.unit_count:
            return Q()
        return Q(**{f"{field}__in": units})

    def holds(self, unit: int, *duties: str) -> bool:
        """Whether the person holds one of ``duties`` at ``unit`` itself, not only above it."""
        return any(post == unit and not held.isdisjoint(duties) for post, held in self.posts)

    def desks(self, duties: Iterable[str]) -> frozenset[int]:
        """One's own desks at which one of ``duties`` counts."""
        return self.own_units & self.units(duties)

    def home(self, duties: Iterable[str]) -> int | None:
        """The unit a person writes for with one of ``duties`` when nothing else is said."""
        asked = frozenset(duties)
        return next((unit for unit, held in self.posts if held & asked), None)

    @property
    def home_unit(self) -> int | None:
        """The unit a person reads for when nothing else is said."""
        return self.home(REGISTER_DUTIES) or (self.posts[0][0] if self.posts else None)


def today() -> date:
    """The calendar day in Hà Nội; read at the edge only."""
    return moment.today()


def reach_of(person: "User", day: date | None = None) -> Reach:
    """What ``person`` reaches on ``day`` (default today); computed once per person object."""
    day = day or today()
    cache: dict[date, Reach] = person.__dict__.setdefault("_reach", {})
    if day not in cache:
        cache[day] = _compute(person, day)
    return cache[day]


def asker(person: "User") -> Hashable:
    """All of ``person`` that a condition on rows looks at: alike askers get the same SQL."""
    reach = reach_of(person)
    opened = frozenset(reach.units_of_duty.items())
    return person.pk, reach.day, reach.posts, opened, reach.unit_count, reach.own_units, reach.line


def _compute(person: "User", day: date) -> Reach:
    if not person.is_active or person.pk is None:
        return Reach(day, frozenset(), (), {})
    held = rows_kept(("posts", person.pk, day), lambda: _posts(person, day))
    count = held[0][3] if held else 0
    posts = tuple((unit, frozenset(duties)) for unit, duties, *_ in held)
    tree = UnitTree.on(day) if posts else UnitTree({}, {})
    opened: dict[str, frozenset[int]] = {}
    desks = [unit for unit, duties in posts if duties & REGISTER_DUTIES]
    for unit, duties in posts:
        below = tree.with_predecessors(tree.subtree(unit))
        for duty in duties:
            opened[duty] = opened.get(duty, frozenset()) | below
    post = held[0][2] if held else ""
    own = tree.with_predecessors(desks)
    line = tree.accused_with(unit for unit, _duties in posts)
    return Reach(day, frozenset(opened), posts, opened, count, post, own, line)


def _posts(person: "User", day: date) -> QuerySet[Appointment, Any]:
    """Unit, duties and name of each post, the latest first.

    How many units there are comes along: this is asked for every page.
    """
    units = Unit.objects.annotate(all=Value(1)).values("all").annotate(n=Count("pk")).values("n")
    held = Appointment.objects.filter(in_force(day), person=person)
    told = held.annotate(unit_count=Subquery(units)).order_by("-since", "id")
    return told.values_list("unit_id", "duties", "post", "unit_count")


@dataclass(frozen=True)
class UnitTree:
    """Parents and predecessors of units, by primary key, as of a day."""

    children: dict[int, list[int]]
    predecessors: dict[int, list[int]]

    @classmethod
    def on(cls, day: date) -> "UnitTree":
        children: dict[int, list[int]] = defaultdict(list)
        for unit, parent in rows_kept(("parents", day), lambda: _parents(day)):
            children[parent].append(unit)
        predecessors: dict[int, list[int]] = defaultdict(list)
        for before, after in rows_kept(("successions", day), lambda: _successions(day)):
            predecessors[after].append(before)
        return cls(dict(children), dict(predecessors))

    def subtree(self, unit: int) -> frozenset[int]:
        """The unit and all units below it."""
        return _closure([unit], self.children)

    def line(self, units: Iterable[int]) -> frozenset[int]:
        """The units and all that stand above them."""
        above = {child: [unit] for unit, below in self.children.items() for child in below}
        return _closure(units, above)

    def accused_with(self, units: Iterable[int]) -> frozenset[int]:
        """The units, those above and those that any of these took over from.

        A denunciation about one of them is kept from who works in ``units``, and left out of the
        papers of ``units``.
        """
        return self.with_predecessors(self.line(units))

    def with_predecessors(self, units: Iterable[int]) -> frozenset[int]:
        """The units and all units that they took over from, however far back."""
        return _closure(units, self.predecessors)


def _parents(day: date) -> QuerySet[UnitVersion, Any]:
    versions = UnitVersion.objects.filter(in_force(day), parent__isnull=False)
    return versions.values_list("unit_id", "parent_id")


def _successions(day: date) -> QuerySet[Succession, Any]:
    return Succession.objects.filter(on__lte=day).values_list("predecessor_id", "successor_id")


def _closure(start: Iterable[int], edges: dict[int, list[int]]) -> frozenset[int]:
    seen: set[int] = set()
    waiting = list(start)
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting.extend(edges.get(node, ()))
    return frozenset(seen)
