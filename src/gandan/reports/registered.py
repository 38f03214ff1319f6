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
from gandan.domain.kinds import Kind
from gandan.domain.periods import Span
from gandan.domain.reporting import Measure
from gandan.domain.statistics import tables
from gandan.reports.statutory_columns import counted_columns, key_of, measure_of, name_of
from gandan.statutory.single import counted_at
from gandan.units.policy import UnitTree

Rows = QuerySet[Submission] | QuerySet[Case]


@dataclass(frozen=True)
class Registered:
    """``rows`` takes visible units and the days ``[since, until)``.

    A column of a statutory table has no rows here: its own page shows them.
    """

    key: str
    name: Promise | str
    measure: Measure
    rows: Callable[[User, Iterable[int], date, date], Rows] | None
    column: tuple[str, int] | None = None


def _letters(condition: Q) -> Callable[[User, Iterable[int], date, date], Rows]:
    def rows(person: User, units: Iterable[int], since: date, until: date) -> Rows:
        found = Submission.objects.visible_to(person).filter(condition, unit__in=units)
        return found.filter(received_on__gte=since, received_on__lt=until).order_by(
            "received_on", "id"
        )

    return rows


def _cases(day: str) -> Callable[[User, Iterable[int], date, date], Rows]:
    def rows(person: User, units: Iterable[int], since: date, until: date) -> Rows:
        found = Case.objects.visible_to(person).first_hand().filter(unit__in=units)
        between = {f"{day}__gte": since, f"{day}__lt": until}
        return found.filter(is_followed=True, **between).order_by(day, "id")

    return rows


_PETITIONS = Q(kind__in=[Kind.PETITION, Kind.REFLECTION, Kind.QUESTION])
REGISTERED: dict[str, Registered] = {
    one.key: one
    for one in (
        Registered("letters", _("đơn nhận trong kỳ"), Measure.LETTERS, _letters(Q())),
        Registered(
            "complaints", _("đơn khiếu nại"), Measure.LETTERS, _letters(Q(kind=Kind.COMPLAINT))
        ),
        Registered(
            "denunciations", _("đơn tố cáo"), Measure.LETTERS, _letters(Q(kind=Kind.DENUNCIATION))
        ),
        Registered(
            "petitions", _("đơn kiến nghị, phản ánh"), Measure.LETTERS, _letters(_PETITIONS)
        ),
        Registered("cases.opened", _("vụ việc mở trong kỳ"), Measure.CASES, _cases("opened_on")),
        Registered(
            "cases.answered", _("vụ việc trả lời trong kỳ"), Measure.CASES, _cases("answered_on")
        ),
        Registered(
            "cases.settled", _("vụ việc giải quyết xong"), Measure.CASES, _cases("settled_on")
        ),
    )
}
_OWN_CHOICES = [(one.key, one.name) for one in REGISTERED.values()]
COLUMNS = {
    key_of(code, number): Registered(
        key_of(code, number),
        name_of(tables()[code], number),
        measure_of(tables()[code], number),
        None,
        (code, number),
    )
    for code, number in counted_columns()
}
REGISTERED |= COLUMNS
REGISTER_CHOICES: list[Any] = [
    ("", "–"),
    *_OWN_CHOICES,
    (_("Biểu thống kê"), [(one.key, one.name) for one in COLUMNS.values()]),
]


def rows_of(key: str, unit: int, span: Span, person: User) -> Rows | None:
    """The rows that the register counts for a unit and those it took over from.

    None for a column of a statutory table.
    """
    since, until = span.days
    find = REGISTERED[key].rows
    if find is None:
        return None
    return find(person, UnitTree.on(span.last_day).with_predecessors([unit]), since, until)


def counts_of(keys: Iterable[str], unit: int, span: Span, person: User) -> dict[str, int]:
    """What the register counts, by key; unknown keys are left out."""
    since, until = span.days
    wanted = [REGISTERED[key] for key in dict.fromkeys(keys) if key in REGISTERED]
    found = _counted_columns(wanted, unit, span, person)
    own = [one for one in wanted if one.rows is not None]
    units = UnitTree.on(span.last_day).with_predecessors([unit]) if own else frozenset()
    for one in own:
        if one.rows is not None:
            found[one.key] = one.rows(person, units, since, until).count()
    return found


def _counted_columns(
    wanted: Iterable[Registered], unit: int, span: Span, person: User
) -> dict[str, int]:
    keys = {one.column: one.key for one in wanted if one.column is not None}
    if not keys:
        return {}
    since, until = span.days
    counted = counted_at(keys, unit, person, since, until, span.last_day)
    return {keys[column]: count for column, count in counted.items()}
