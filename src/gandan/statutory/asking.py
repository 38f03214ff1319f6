"""Who asks for which units and days, and what is known of a case at the end of a period.

What a case came to is read from its dated steps, not from where it stands today, so an earlier
period keeps its figures when the case goes on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Case as Switch
from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, Value, When

from gandan.accounts.models import User
from gandan.casework.models import (
    Case,
    CaseStep,
    Submission,
    kept_from,
)
from gandan.casework.models.cases import CaseQuerySet
from gandan.casework.models.submissions import SubmissionQuerySet
from gandan.domain.procedure import Procedure
from gandan.domain.statistics_counting import (
    ENDING,
    WITHDRAWN,
    Facts,
    content_of,
    handling_steps,
    settling_steps,
)
from gandan.units.policy import UnitTree, reach_of


@dataclass(frozen=True)
class Asked:
    """Rows of ``units`` that ``person`` may see, of the days ``[since, until)``.

    ``not_about``: units whose denunciations are left out besides, whoever asks. The report of a
    unit is its own paper, so its figures must not change with who writes it.
    """

    person: User
    units: frozenset[int]
    since: date
    until: date
    not_about: frozenset[int] = frozenset()

    @property
    def letters(self) -> SubmissionQuerySet:
        """The letters that may be counted, wherever and whenever they were received."""
        rows = Submission.objects.visible_to(self.person)
        return rows.not_about_units(self.not_about) if self.not_about else rows

    @property
    def cases(self) -> CaseQuerySet:
        rows = Case.objects.visible_to(self.person)
        return rows.not_about_units(self.not_about) if self.not_about else rows

    def of_units(self, path: str) -> Q:
        """Rows of the units and in reach; no list where these are all units there are."""
        reach = reach_of(self.person)
        units = self.units & reach.units()
        return Q() if len(units) >= reach.unit_count > 0 else Q(**{f"{path}__in": units})

    @property
    def kept_away(self) -> QuerySet[Any, Any]:
        """Keys of letters that may not be counted, for rows that lead to a letter."""
        return kept_from(self.person, self.not_about)

    def for_report_of(self, unit: int) -> "Asked":
        """The same for the unit's own paper: no denunciation of it or of one above it."""
        tree = UnitTree.on(self.until - timedelta(days=1))
        return replace(self, not_about=tree.accused_with([unit]))

    def between(self, field: str) -> Q:
        return Q(**{f"{field}__gte": self.since, f"{field}__lt": self.until})


def steps_of(case: str) -> QuerySet[CaseStep]:
    """The standing steps of the case at the path ``case`` of the outer query."""
    return CaseStep.objects.filter(case=OuterRef(case), undone_by=None)


def truth(condition: Q) -> Switch:
    """A condition as 1 or 0 that rows can be grouped by; no database has to convert it."""
    return Switch(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def is_again(path: str) -> Switch:
    """A later round, or the second instance of a complaint."""
    second = Q(**{f"{path}procedure": Procedure.COMPLAINT_SECOND})
    return truth(Q(**{f"{path}round__gt": 1}) | second)


def late_terms(until: date) -> Q:
    """Terms that ended before ``until`` and were not kept."""
    late = Q(closed_on=None) | Q(closed_on__gt=F("due_on"))
    return Q(due_on__lt=until) & late


def facts_of(row: Mapping[str, Any]) -> Facts:
    """Facts from a row of values; what a register does not ask for keeps its default."""
    handled = row.get("handling") or ""
    return Facts(
        kind=row.get("kind") or "",
        is_carried=bool(row.get("carried")),
        handling=handling_steps()[handled] if handled else "",
        is_left_out=bool(row.get("copy")) or row.get("found_eligible") is False,
        content=content_of(row.get("field") or "", row.get("topic") or ""),
        is_settled=row.get("settling") in settling_steps()[0],
        is_again=bool(row.get("again")),
        is_brought=bool(row.get("brought")),
        is_overdue=bool(row.get("overdue")),
        ending=_ending(row),
        result=row.get("result") or "",
        timing=row.get("timing") or "",
    )


def _ending(row: Mapping[str, Any]) -> str:
    ended = ENDING.get(row.get("ending") or "", "")
    return WITHDRAWN if ended and row.get("ground") == WITHDRAWN else ended
