"""Answered, settled, carried out: three counts over the same cases, side by side, never added."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from gandan.casework.models import Answer, Case, Clock
from gandan.domain.periods import Period
from gandan.domain.procedure import Stage


@dataclass(frozen=True)
class Rates:
    """Cases opened in a period, and how far they came by ``day``.

    ``owed`` are those that promised a measure or must be carried out: the base of
    ``carried_out``. Shares are in [0, 1], None when there is nothing to divide by.
    """

    period: Period
    cases: int
    answered: int
    settled: int
    carried_out: int
    owed: int

    @property
    def answered_share(self) -> float | None:
        return self.answered / self.cases if self.cases else None

    @property
    def settled_share(self) -> float | None:
        return self.settled / self.cases if self.cases else None

    @property
    def carried_out_share(self) -> float | None:
        return self.carried_out / self.owed if self.owed else None


def owed() -> Q:
    """Cases in which something must be done: a measure was promised, a decision is in effect."""
    promised = Answer.objects.filter(
        promised_for__isnull=False, is_void=False, told_on__isnull=False
    )
    return (
        Q(pk__in=promised.values("case"))
        | Q(carried_out_on__isnull=False)
        | Q(stage=Stage.EFFECTIVE)
    )


def rates_of(cases: QuerySet[Case], period: Period, day: date) -> Rates:
    """The three counts over the first-hand ones of ``cases``; a matter referred counts once."""
    opened = Q(opened_on__gte=period.since, opened_on__lt=period.until)
    rows = cases.filter(opened, merged_into=None, came_by=None, is_followed=True)
    counts = rows.aggregate(
        cases=Count("id"),
        answered=Count("id", filter=Q(answered_on__lte=day)),
        settled=Count("id", filter=Q(settled_on__lte=day)),
        carried_out=Count("id", filter=Q(carried_out_on__lte=day)),
        owed=Count("id", filter=owed()),
    )
    return Rates(period=period, **counts)


@dataclass(frozen=True)
class OnTime:
    """Terms of the law that ended by ``day``: how many of them in time."""

    in_time: int
    ended: int

    @property
    def share(self) -> float | None:
        return self.in_time / self.ended if self.ended else None


def on_time(cases: QuerySet[Case], period: Period, day: date) -> OnTime:
    """Terms of cases opened in the period; an office's own service levels are left out."""
    opened = Q(case__opened_on__gte=period.since, case__opened_on__lt=period.until)
    ended = Clock.objects.filter(
        opened, case__in=cases.values("pk"), is_internal=False, closed_on__lte=day
    ).aggregate(
        met=Count("id", filter=Q(state=Clock.State.MET)),
        missed=Count("id", filter=Q(state=Clock.State.MISSED)),
    )
    return OnTime(ended["met"], ended["met"] + ended["missed"])
