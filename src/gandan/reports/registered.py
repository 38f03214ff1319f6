"""What the register can count for a report: a key, its words, and the rows themselves.

A day belongs to the period that holds its midnight, so consecutive periods share no row.
Counts are of the rows that the person who looks may see.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.casework.models import Case, Submission
from gandan.casework.models.cases import CaseQuerySet
from gandan.casework.models.submissions import SubmissionQuerySet
from gandan.domain.kinds import Kind
from gandan.domain.periods import Span
from gandan.domain.reporting import Measure
from gandan.reports.statutory_columns import COLUMNS, StatutoryColumn
from gandan.statutory.single import Beside, beside_at, counted_at
from gandan.units.policy import UnitTree

Rows = SubmissionQuerySet | CaseQuerySet
Narrow = Callable[[Any, Iterable[int], date, date], Any]


@dataclass(frozen=True)
class Registered:
    """``narrow`` takes rows of ``model``, units and the days ``[since, until)``."""

    key: str
    name: Promise
    measure: Measure
    model: type[Submission] | type[Case]
    narrow: Narrow

    def rows(self, person: User, units: Iterable[int], since: date, until: date) -> Rows:
        """The rows that ``person`` may see."""
        found: Rows = self.narrow(self.model.objects.visible_to(person), units, since, until)
        return found

    def rows_for_many(self, units: Iterable[int], since: date, until: date) -> QuerySet[Any]:
        """The rows that may be counted once for many readers."""
        found: QuerySet[Any] = self.narrow(self.model.objects.for_many(), units, since, until)
        return found


def _letters(condition: Q) -> Narrow:
    def narrow(
        rows: QuerySet[Submission], units: Iterable[int], since: date, until: date
    ) -> QuerySet[Submission]:
        found = rows.filter(condition, unit__in=units)
        return found.filter(received_on__gte=since, received_on__lt=until).order_by(
            "received_on", "id"
        )

    return narrow


def _cases(day: str) -> Narrow:
    def narrow(rows: Any, units: Iterable[int], since: date, until: date) -> QuerySet[Case]:
        found: QuerySet[Case] = rows.first_hand().filter(unit__in=units)
        between = {f"{day}__gte": since, f"{day}__lt": until}
        return found.filter(is_followed=True, **between).order_by(day, "id")

    return narrow


def _of_letters(key: str, name: Promise, condition: Q) -> Registered:
    return Registered(key, name, Measure.LETTERS, Submission, _letters(condition))


def _of_cases(key: str, name: Promise, day: str) -> Registered:
    return Registered(key, name, Measure.CASES, Case, _cases(day))


_PETITIONS = Q(kind__in=[Kind.PETITION, Kind.REFLECTION, Kind.QUESTION])
REGISTERED: dict[str, Registered] = {
    one.key: one
    for one in (
        _of_letters("letters", _("đơn nhận trong kỳ"), Q()),
        _of_letters("complaints", _("đơn khiếu nại"), Q(kind=Kind.COMPLAINT)),
        _of_letters("denunciations", _("đơn tố cáo"), Q(kind=Kind.DENUNCIATION)),
        _of_letters("petitions", _("đơn kiến nghị, phản ánh"), _PETITIONS),
        _of_cases("cases.opened", _("vụ việc mở trong kỳ"), "opened_on"),
        _of_cases("cases.answered", _("vụ việc trả lời trong kỳ"), "answered_on"),
        _of_cases("cases.settled", _("vụ việc giải quyết xong"), "settled_on"),
    )
}
REGISTER_CHOICES: list[Any] = [
    ("", "–"),
    *((one.key, one.name) for one in REGISTERED.values()),
    (_("Biểu thống kê"), [(one.key, one.name) for one in COLUMNS.values()]),
]


def registered(key: str) -> "Registered | StatutoryColumn | None":
    """What a key counts: rows of the register, or a column of a statutory table."""
    return REGISTERED.get(key) or COLUMNS.get(key)


def rows_of(key: str, unit: int, span: Span, person: User) -> Rows:
    """The rows that the register counts for a unit and those it took over from.

    The report is the unit's own paper, whoever writes or reads it: denunciations about the unit,
    or one above it, are left out.
    """
    since, until = span.days
    tree = UnitTree.on(span.last_day)
    units = tree.with_predecessors([unit])
    found = REGISTERED[key].rows(person, units, since, until)
    return found.not_about_units(tree.accused_with([unit]))


def counts_of(keys: Iterable[str], unit: int, span: Span, person: User) -> dict[str, float]:
    """What the register counts, by key; unknown keys are left out."""
    wanted = list(dict.fromkeys(keys))
    found = _counted_columns(wanted, unit, span, person)
    own = [key for key in wanted if key in REGISTERED]
    return found | {key: rows_of(key, unit, span, person).count() for key in own}


def beside_of(keys: Iterable[str], unit: int, span: Span, person: User) -> dict[str, Beside]:
    """What stands beside the counted columns of statutory tables, by key."""
    of_place = {COLUMNS[key].place: key for key in keys if key in COLUMNS}
    if not of_place:
        return {}
    since, until = span.days
    found = beside_at(list(of_place), unit, person, since, until, span.last_day)
    return {of_place[place]: one for place, one in found.items()}


def _counted_columns(keys: Iterable[str], unit: int, span: Span, person: User) -> dict[str, float]:
    of_place = {COLUMNS[key].place: key for key in keys if key in COLUMNS}
    if not of_place:
        return {}
    since, until = span.days
    counted = counted_at(of_place, unit, person, since, until, span.last_day)
    return {of_place[place]: count for place, count in counted.items()}
