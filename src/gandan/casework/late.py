"""What is late, by the unit that has it: for leaders, for their page and for the digest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery

from gandan.casework.models import Case, DueKind, Turn
from gandan.units.models import Unit

TURNS = (Turn.OFFICE, Turn.OUTSIDE)
COUNTED = (DueKind.LIMIT, DueKind.PROMISE, DueKind.INTERNAL)


@dataclass(frozen=True)
class LateUnit:
    """A unit with late cases: how many, of which by a limit of the law, the oldest due day."""

    unit: int
    code: str
    cases: int
    statutory: int
    oldest: date


def late_cases(cases: QuerySet[Case], day: date, turns: Sequence[Turn] = TURNS) -> QuerySet[Case]:
    """Those of ``cases`` that are late, the oldest due day first."""
    turn = Q(turn__in=turns) if len(turns) > 1 else Q(turn=turns[0])
    rows = cases.filter(turn, next_due_on__lt=day, next_due_kind__in=COUNTED)
    return rows.order_by("next_due_on", "id")


def late_keys(cases: QuerySet[Case], day: date, first: int, up_to: int) -> list[int]:
    """Keys of the late ones of ``cases`` in order, from ``first`` (counted from 0) to ``up_to``.

    Of each turn apart, as an index has them; both at once would be sorted whole for each page.
    """
    both: list[tuple[date, int]] = []
    for turn in TURNS:
        late = late_cases(cases, day, [turn]).values_list("next_due_on", "id")
        both += [(on, key) for on, key in late[:up_to] if on is not None]
    return [key for _on, key in sorted(both)[first:up_to]]


def late_by_unit(cases: QuerySet[Case], day: date) -> list[LateUnit]:
    """Units with late cases, those with the oldest first."""
    # The code is asked for each unit found, not joined to each case.
    code = Unit.objects.filter(pk=OuterRef("handling_unit")).values("code")
    counted = (
        late_cases(cases, day)
        .order_by()
        .values("handling_unit")
        .annotate(
            cases=Count("id"),
            statutory=Count("id", filter=Q(next_due_kind=DueKind.LIMIT)),
            oldest=Min("next_due_on"),
        )
        .annotate(code=Subquery(code))
    )
    rows = [
        LateUnit(row["handling_unit"], row["code"], row["cases"], row["statutory"], row["oldest"])
        for row in counted
    ]
    return sorted(rows, key=lambda row: (row.oldest, -row.cases))
