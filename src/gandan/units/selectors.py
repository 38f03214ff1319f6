"""Read units as of a day: names, choices, the figures of the coverage page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from gandan.core import moment
from gandan.domain.coverage import Coverage, Holding, coverage
from gandan.units.models import Appointment, Unit, UnitVersion, in_force

if TYPE_CHECKING:
    from gandan.accounts.models import User


@dataclass(frozen=True)
class UnitNames:
    """Names of units by primary key, as of a day; a unit that has ended keeps its last name."""

    names: dict[int, str]
    keys: dict[int, str]
    living: frozenset[int] = frozenset()

    @classmethod
    def on(cls, day: date) -> "UnitNames":
        rows = (
            UnitVersion.objects.filter(since__lte=day)
            .order_by("since")
            .values_list("unit_id", "name", "name_key", "until")
        )
        names: dict[int, str] = {}
        keys: dict[int, str] = {}
        living = set()
        for unit, name, key, until in rows:
            names[unit], keys[unit] = name, key
            if until is None or until > day:
                living.add(unit)
        return cls(names, keys, frozenset(living))

    def __getitem__(self, unit: int) -> str:
        return self.names.get(unit, "")

    def choices(self, units: frozenset[int]) -> list[tuple[int, str]]:
        """(primary key, name) of ``units`` in Vietnamese order."""
        known = [unit for unit in units if unit in self.names]
        return [(unit, self.names[unit]) for unit in sorted(known, key=lambda u: self.keys[u])]


def units_on(day: date) -> list[UnitVersion]:
    """The versions in force on ``day`` with unit, area and parent, in Vietnamese order."""
    return list(
        UnitVersion.objects.filter(in_force(day))
        .select_related("unit__area", "parent")
        .order_by("name_key", "id")
    )


def version_on(unit: Unit, day: date) -> UnitVersion | None:
    """The version of ``unit`` in force on ``day``, else the last one before it."""
    past = unit.versions.filter(since__lte=day).order_by("-since")
    return past.filter(Q(until=None) | Q(until__gt=day)).first() or past.first()


@dataclass(frozen=True)
class CoverageRow:
    """One board on the coverage page; ``lacks`` is vacant, head, seat or "" when all is well."""

    version: UnitVersion
    head: Appointment | None
    lacks: str


LACKS = ("vacant", "head", "seat", "")


def coverage_rows(found: Coverage, day: date) -> list[CoverageRow]:
    """The boards that are counted on ``day``, those that lack something first."""
    posts = Appointment.objects.filter(in_force(day), is_head=True).select_related("person")
    heads = {post.unit_id: post for post in posts.order_by("since", "-id")}
    rows = [
        CoverageRow(version, heads.get(version.unit_id), _lacks(found, version.unit.code))
        for version in units_on(day)
        if version.unit.code in found.expected
    ]
    return sorted(rows, key=lambda row: LACKS.index(row.lacks))


def _lacks(found: Coverage, code: str) -> str:
    if code in found.vacant:
        return "vacant"
    if code in found.without_head:
        return "head"
    return "" if code in found.heads_on_committee else "seat"


def head_of(unit: Unit, day: date) -> Appointment | None:
    """Who heads ``unit`` on ``day``, with the name of the post."""
    posts = Appointment.objects.filter(in_force(day), unit=unit, is_head=True)
    return posts.select_related("person").order_by("-since", "id").first()


def holders_of(unit: int, duties: Iterable[str], day: date | None = None) -> list["User"]:
    """Who holds one of ``duties`` at ``unit`` today, by name."""
    wanted = set(duties)
    held = Appointment.objects.filter(in_force(day or moment.today()), unit=unit)
    rows = held.select_related("person")
    return sorted({post.person for post in rows if wanted & set(post.duties)}, key=str)


def coverage_on(day: date) -> Coverage:
    """Boards of wards and districts that exist on ``day``, and who holds their posts.

    Only territorial units must have a board; offices and organizations are not counted.
    """
    boards = UnitVersion.objects.filter(in_force(day), unit__area__isnull=False) | (
        UnitVersion.objects.filter(in_force(day), unit__kind="district")
    )
    # Where districts stand between, the district's board is the one that is counted.
    rows = list(boards.values_list("unit__code", "unit__kind"))
    counted = {code for code, kind in rows if kind == "district"} or {code for code, _ in rows}
    held = Appointment.objects.filter(in_force(day)).values_list(
        "unit__code", "person_id", "is_head", "on_standing_committee", "since", "until"
    )
    return coverage(
        counted,
        [Holding(code, str(person), head, seat, s, u) for code, person, head, seat, s, u in held],
        day,
    )
