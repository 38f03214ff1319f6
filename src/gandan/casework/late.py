"""What is late, by the unit that has it: for leaders, for their page and for the digest."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, QuerySet

from gandan.accounts.models import User
from gandan.casework.models import Case, DueKind, Turn

COUNTED = (DueKind.LIMIT, DueKind.PROMISE, DueKind.INTERNAL)


@dataclass(frozen=True)
class LateUnit:
    """A unit with late cases: how many, since when the oldest is late."""

    unit: int
    cases: int
    oldest: date
    statutory: int


def late_cases(person: User, day: date) -> QuerySet[Case]:
    """Late cases in reach of ``person``, the oldest due day first."""
    rows = Case.objects.visible_to(person).filter(
        turn__in=[Turn.OFFICE, Turn.OUTSIDE], next_due_on__lt=day, next_due_kind__in=COUNTED
    )
    return rows.order_by("next_due_on", "id")


def late_by_unit(person: User, day: date) -> list[LateUnit]:
    """Units with late cases, those with the oldest first."""
    counted = (
        late_cases(person, day)
        .order_by()
        .values("handling_unit")
        .annotate(
            cases=Count("id"),
            oldest=Min("next_due_on"),
        )
    )
    statutory = dict(
        late_cases(person, day)
        .filter(next_due_kind=DueKind.LIMIT)
        .order_by()
        .values_list("handling_unit")
        .annotate(n=Count("id"))
    )
    rows = [
        LateUnit(
            row["handling_unit"],
            row["cases"],
            row["oldest"],
            statutory.get(row["handling_unit"], 0),
        )
        for row in counted
    ]
    return sorted(rows, key=lambda row: (row.oldest, -row.cases))
