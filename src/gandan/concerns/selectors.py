"""Read concerns: the letters behind each sentence, and how they came in over time."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from gandan.casework.models import Submission
from gandan.concerns.models import Concern, Membership
from gandan.domain.periods import Period
from gandan.synthesis import changes

WEEKS = 26


@dataclass(frozen=True)
class ConcernChange:
    """A concern with its letters of a period and of the one before."""

    concern: Concern
    now: int
    before: int
    trend: str


@dataclass(frozen=True)
class Source:
    """A sentence of the extract beside the letter that it stands in."""

    number: int
    sentence: dict[str, Any]
    submission: Submission | None

    @property
    def is_exact(self) -> bool:
        """Whether the sentence still stands at its place in the letter."""
        if self.submission is None:
            return False
        span = self.submission.text[self.sentence["start"] : self.sentence["end"]]
        return bool(span == self.sentence["text"])


def sources_of(concern: Concern, visible: QuerySet[Submission]) -> list[Source]:
    codes = [sentence["source"] for sentence in concern.extract]
    letters = {letter.code: letter for letter in visible.filter(code__in=codes)}
    return [
        Source(number, sentence, letters.get(sentence["source"]))
        for number, sentence in enumerate(concern.extract, start=1)
    ]


def letters_by_week(concern: Concern) -> list[tuple[date, int]]:
    """Letters of each week (Monday), from the first to the last; at most half a year back."""
    days = list(
        concern.memberships.exclude(decided=Membership.Decided.REMOVED)
        .exclude(submission__received_on=None)
        .values_list("submission__received_on", flat=True)
    )
    if not days:
        return []
    mondays = Counter(day - timedelta(days=day.weekday()) for day in days if day)
    last = max(mondays)
    first = max(min(mondays), last - timedelta(weeks=WEEKS - 1))
    count = (last - first).days // 7 + 1
    weeks = (first + timedelta(weeks=n) for n in range(count))
    return [(week, mondays.get(week, 0)) for week in weeks]


def changes_of(concerns: QuerySet[Concern], period: Period, before: Period) -> list[ConcernChange]:
    """Those of ``concerns`` with letters in the period, confirmed ones first, then by size."""
    members = Membership.objects.exclude(decided=Membership.Decided.REMOVED).filter(
        concern__in=concerns,
        submission__received_on__gte=before.since,
        submission__received_on__lt=period.until,
    )
    now: Counter[int] = Counter()
    earlier: Counter[int] = Counter()
    for concern, day in members.values_list("concern_id", "submission__received_on"):
        assert day is not None
        (now if day >= period.since else earlier)[concern] += 1
    exposure = (period.until - period.since) / (before.until - before.since)
    keys = sorted(now)
    found = changes([now[k] for k in keys], [earlier[k] for k in keys], exposure=exposure)
    rows = Concern.objects.in_bulk(keys)
    out = []
    for key, change in zip(keys, found, strict=True):
        row = rows[key]
        is_new = row.first_on is not None and row.first_on >= period.since
        trend = "new" if is_new else str(change.as_known().trend)
        out.append(ConcernChange(row, change.now, change.before, trend))
    confirmed = Concern.State.CONFIRMED
    out.sort(key=lambda c: (c.concern.state != confirmed, -c.now, c.concern.code))
    return out
