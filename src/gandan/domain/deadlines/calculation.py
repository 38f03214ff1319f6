"""The due date of a clock under the rules, with every step of the sum."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from gandan.domain import citations
from gandan.domain.dates import format_date
from gandan.domain.deadlines.clocks import Clock, ClockError, Suspension
from gandan.domain.deadlines.counting import Counting, add_office_time, subtract_office_time
from gandan.domain.deadlines.explanation import Step, explain, in_english, in_vietnamese
from gandan.domain.deadlines.extensions import Extension, size_faults
from gandan.domain.deadlines.limits import TimeLimit
from gandan.domain.deadlines.rules import HANOI, Rules
from gandan.domain.deadlines.vocabulary import Sense, TimeUnit
from gandan.domain.provisions import Mark
from gandan.domain.workdays import SkippedDay


class MissingDayError(ClockError):
    """The row asks for a day or an instant that the clock does not have."""


class StillSuspendedError(ClockError):
    """The clock stands still; ``left`` of its unit remain when it runs on."""

    def __init__(self, limit: TimeLimit, since: date, left: int) -> None:
        words = f"Đang tạm đình chỉ từ {format_date(since)}; còn {left} {limit.unit.label} khi tiếp tục."
        words_en = f"Suspended since {since}; {left} {limit.unit.label_en} left when it runs on."
        super().__init__("still_suspended", words, words_en)
        self.limit, self.since, self.left = limit, since, left


@dataclass(frozen=True)
class Due:
    """The last day of a term, and how it was found.

    ``at`` is the instant for rows in hours; ``counted`` the last day before it was moved off a
    day off. The explanation is worked out when it is asked for.
    """

    on: date
    rule: TimeLimit
    clock: Clock
    counted: date
    counting: Counting = field(repr=False, compare=False)
    at: datetime | None = None

    @cached_property
    def _explained(self) -> tuple[tuple[Step, ...], tuple[SkippedDay, ...]]:
        return explain(
            self.clock, self.rule, self.counting, counted=self.counted, on=self.on, at=self.at
        )

    @property
    def steps(self) -> tuple[Step, ...]:
        return self._explained[0]

    @property
    def skipped(self) -> tuple[SkippedDay, ...]:
        """Days that were not counted because nobody works, each with its name."""
        return self._explained[1]

    @property
    def article(self) -> str:
        return self.rule.article

    @property
    def mark(self) -> Mark:
        return self.rule.mark

    @property
    def extensions(self) -> tuple[Extension, ...]:
        return self.clock.extensions

    @property
    def suspensions(self) -> tuple[Suspension, ...]:
        return self.clock.suspensions

    @cached_property
    def explanation(self) -> tuple[str, ...]:
        """The sum in Vietnamese sentences."""
        return tuple(in_vietnamese(step) for step in self.steps)

    @property
    def explanation_en(self) -> tuple[str, ...]:
        return tuple(in_english(step) for step in self.steps)

    def as_json(self) -> dict[str, Any]:
        """The published form (docs/reference/time-limits.md)."""
        found: dict[str, Any] = {
            "due": self.on.isoformat(),
            "rule": self.rule.code,
            "name": self.rule.name,
            "article": self.rule.article,
            "basis": citations.in_vietnamese(self.rule.article),
            "mark": str(self.rule.mark),
            "explanation": list(self.explanation),
            "steps": [step.as_json() for step in self.steps],
        }
        if self.at is not None:
            found["due_at"] = self.at.isoformat(timespec="minutes")
        return found


def due(clock: Clock, rules: Rules) -> Due:
    """Return the last day of ``clock``, explained.

    Raises ``UnknownLimitError``, ``NoTimeLimitError`` (no law recorded for the day),
    ``MissingDayError``, ``StillSuspendedError``, and ``ClockError`` for an extension or a
    suspension that the law does not know.
    """
    limit = _limit(clock, rules)
    _check(clock, limit, rules)
    if limit.unit.is_hours:
        return _due_at(clock, limit, rules)
    amount = limit.amount_under(clock.conditions) + sum(e.amount for e in clock.extensions)
    counting = Counting(
        rules.calendar,
        in_working_days=limit.unit == TimeUnit.WORKING_DAY,
        suspensions=_ended(clock, limit, rules, amount),
        backwards=limit.sense == Sense.AHEAD,
    )
    counted = counting.last_day(clock.start, amount)
    on = counting.rolled(counted) if limit.rolls else counted
    return Due(on, limit, clock, counted, counting)


def _limit(clock: Clock, rules: Rules) -> TimeLimit:
    """The row that applies: by the law of the day that the row itself names."""
    limit = rules.limits.on(clock.code, clock.decided_on or clock.start, clock.unit_code)
    if limit.decided_by not in limit.starts_on and clock.decided_on is None:
        words = f"{limit.code}: cần biết ngày {limit.decided_by.label} để chọn luật áp dụng."
        words_en = (
            f"{limit.code}: the day of {limit.decided_by.label_en} decides which law applies."
        )
        raise MissingDayError("missing_deciding_day", words, words_en)
    return limit


def _check(clock: Clock, limit: TimeLimit, rules: Rules) -> None:
    if faults := size_faults(limit, clock.extensions):
        words_en = f"The law does not allow {limit.code} to be extended so often or by so much."
        raise ClockError("extension_not_allowed", " ".join(faults), words_en)
    for suspension in clock.suspensions:
        # A suspension is made under the law of its own day, which may be newer than the term's.
        if not rules.limits.on(clock.code, suspension.since, clock.unit_code).suspension:
            words = f"Ngày {format_date(suspension.since)} luật chưa cho tạm đình chỉ {limit.code}."
            words_en = f"On {suspension.since} the law did not allow {limit.code} to be suspended."
            raise ClockError("suspension_not_allowed", words, words_en)


def _ended(clock: Clock, limit: TimeLimit, rules: Rules, amount: int) -> tuple[Suspension, ...]:
    """The suspensions to count with; one that is still open and stops the clock raises."""
    ended = tuple(s for s in clock.suspensions if s.until is not None)
    opened = next((s for s in clock.suspensions if s.until is None), None)
    if opened is not None:
        working = limit.unit == TimeUnit.WORKING_DAY
        before = Counting(rules.calendar, working, ended)
        used = before.counted_before(clock.start, opened.since)
        if used < amount:
            raise StillSuspendedError(limit, opened.since, amount - used)
    return ended


def _due_at(clock: Clock, limit: TimeLimit, rules: Rules) -> Due:
    if clock.moment is None:
        words = f"{limit.code} tính theo giờ: ghi cả giờ bắt đầu."
        words_en = f"{limit.code} counts in hours: enter the time as well."
        raise MissingDayError("missing_moment", words, words_en)
    amount = timedelta(hours=limit.amount_under(clock.conditions))
    ahead = limit.sense == Sense.AHEAD
    if limit.unit == TimeUnit.HOUR:
        at = clock.moment.astimezone(HANOI) + (-amount if ahead else amount)
    else:
        shift = subtract_office_time if ahead else add_office_time
        at = shift(clock.moment, amount, calendar=rules.calendar, office=rules.office)
    counting = Counting(rules.calendar, in_working_days=False, backwards=ahead)
    return Due(at.date(), limit, clock, at.date(), counting, at)
