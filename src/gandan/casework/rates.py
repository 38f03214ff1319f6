"""Answered, settled, carried out: three counts over the same cases, side by side, never added."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from gandan.accounts.models import User
from gandan.casework.models import Case, Clock
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
    on_time: int
    closed_terms: int

    @property
    def answered_share(self) -> float | None:
        return self.answered / self.cases if self.cases else None

    @property
    def settled_share(self) -> float | None:
        return self.settled / self.cases if self.cases else None

    @property
    def carried_out_share(self) -> float | None:
        return self.carried_out / self.owed if self.owed else None

    @property
    def on_time_share(self) -> float | None:
        return self.on_time / self.closed_terms if self.closed_terms else None


def rates_of(person: User, period: Period, day: date) -> Rates:
    """The three counts over first-hand cases in reach; a matter referred is counted once."""
    opened = Q(opened_on__gte=period.since, opened_on__lt=period.until)
    rows = Case.objects.visible_to(person).first_hand().filter(opened, is_followed=True)
    told = {"answers__is_void": False, "answers__told_on__isnull": False}
    promised = Q(answers__promised_for__isnull=False, **told) | Q(stage=Stage.EFFECTIVE)
    counts = rows.aggregate(
        cases=Count("id", distinct=True),
        answered=Count("id", filter=Q(answered_on__lte=day), distinct=True),
        settled=Count("id", filter=Q(settled_on__lte=day), distinct=True),
        carried_out=Count("id", filter=Q(carried_out_on__lte=day), distinct=True),
        owed=Count("id", filter=promised | Q(carried_out_on__isnull=False), distinct=True),
    )
    ended = Clock.objects.filter(
        case__in=rows.values("pk"), is_internal=False, closed_on__lte=day
    ).aggregate(
        met=Count("id", filter=Q(state=Clock.State.MET)),
        missed=Count("id", filter=Q(state=Clock.State.MISSED)),
    )
    return Rates(
        period=period,
        on_time=ended["met"],
        closed_terms=ended["met"] + ended["missed"],
        **counts,
    )
