"""What is late, by the unit that has it: for leaders, for their page and for the digest."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q, QuerySet

from gandan.casework.models import Case, DueKind, Turn

COUNTED = (DueKind.LIMIT, DueKind.PROMISE, DueKind.INTERNAL)


@dataclass(frozen=True)
class LateUnit:
    """A unit with late cases: how many, of which by a limit of the law, the oldest due day."""

    unit: int
    code: str
    cases: int
    statutory: int
    oldest: date


def late_cases(cases: QuerySet[Case], day: date) -> QuerySet[Case]:
    """Those of ``cases`` that are late, the oldest due day first."""
    rows = cases.filter(
        turn__in=[Turn.OFFICE, Turn.OUTSIDE], next_due_on__lt=day, next_due_kind__in=COUNTED
    )
    return rows.order_by("next_due_on", "id")


def late_by_unit(cases: QuerySet[Case], day: date) -> list[LateUnit]:
    """Units with late cases, those with the oldest first."""
    counted = (
        late_cases(cases, day)
        .order_by()
        .values("handling_unit", "handling_unit__code")
        .annotate(
            cases=Count("id"),
            statutory=Count("id", filter=Q(next_due_kind=DueKind.LIMIT)),
            oldest=Min("next_due_on"),
        )
    )
    rows = [
        LateUnit(
            row["handling_unit"],
            row["handling_unit__code"],
            row["cases"],
            row["statutory"],
            row["oldest"],
        )
        for row in counted
    ]
    return sorted(rows, key=lambda row: (row.oldest, -row.cases))
