"""Who asks for which units and days, and what is known of a case at the end of a period.

What a case came to is read from its dated steps, not from where it stands today, so an earlier
period keeps its figures when the case goes on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import BooleanField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models import Case as Switch

from gandan.accounts.models import User
from gandan.casework.models import (
    Case,
    CaseStep,
    Clock,
    EligibilityCheck,
    Raising,
    Submission,
    kept_from,
)
from gandan.casework.models.cases import CaseQuerySet
from gandan.casework.models.submissions import SubmissionQuerySet
from gandan.domain.procedure import Procedure
from gandan.domain.statistics_counting import (
    ENDING,
    SETTLEMENT_TERMS,
    WITHDRAWN,
    Facts,
    content_of,
    handling_steps,
    settling_steps,
)
from gandan.units.policy import UnitTree


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
    """A condition as a value that rows can be grouped by."""
    return Switch(
        When(condition, then=Value(True)), default=Value(False), output_field=BooleanField()
    )


def is_again(path: str) -> Switch:
    """A later round, or the second instance of a complaint."""
    second = Q(**{f"{path}procedure": Procedure.COMPLAINT_SECOND})
    return truth(Q(**{f"{path}round__gt": 1}) | second)


def handling(case: str, until: date) -> Subquery:
    """The step by which the case was handled before ``until``; null while it was not."""
    steps = steps_of(case).filter(name__in=handling_steps(), on__lt=until)
    return Subquery(steps.order_by("-id").values("name")[:1])


def was_handled(case: str, before: date) -> Exists:
    return Exists(steps_of(case).filter(name__in=handling_steps(), on__lt=before))


def settling(case: str, until: date) -> Subquery:
    """The last step that made the case settled or took that back."""
    grants, revokes = settling_steps()
    steps = steps_of(case).filter(name__in=grants | revokes, on__lt=until)
    return Subquery(steps.order_by("-id").values("name")[:1])


def found_eligible(case: str, until: date) -> Subquery:
    checks = EligibilityCheck.objects.filter(case=OuterRef(case), on__lt=until)
    return Subquery(checks.order_by("-id").values("is_eligible")[:1])


def is_overdue(case: str, until: date) -> Exists:
    """A term of settlement ended before ``until`` and was not kept."""
    terms = Clock.objects.filter(case=OuterRef(case), code__in=SETTLEMENT_TERMS, due_on__lt=until)
    late = Q(closed_on=None) | Q(closed_on__gt=F("due_on"))
    return Exists(terms.exclude(state=Clock.State.DROPPED).filter(late))


def first_topic(case: str) -> Subquery:
    letters = Raising.objects.filter(case=OuterRef(case)).order_by("id")
    return Subquery(letters.values("submission__topic")[:1])


def of_case(cases: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    """Cases with the facts that the tables of handling and settlement judge by."""
    found: QuerySet[Any] = cases.annotate(
        handling=handling("pk", asked.until),
        settling=settling("pk", asked.until),
        found_eligible=found_eligible("pk", asked.until),
        again=is_again(""),
        overdue=is_overdue("pk", asked.until),
        topic=first_topic("pk"),
    )
    return found


CASE_FACTS = (
    "kind", "field", "topic", "handling", "settling", "found_eligible", "again", "overdue",
)  # fmt: skip


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
        went_to_investigators=bool(row.get("investigators")),
    )


def _ending(row: Mapping[str, Any]) -> str:
    ended = ENDING.get(row.get("ending") or "", "")
    return WITHDRAWN if ended and row.get("ground") == WITHDRAWN else ended
