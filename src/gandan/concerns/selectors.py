"""Read concerns: the letters behind each sentence, and how they came in over time."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from gandan.casework.models import Submission
from gandan.concerns.models import Concern, Membership

WEEKS = 26


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
