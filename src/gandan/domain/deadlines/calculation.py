"""The due date of a clock under the rules, with every step of the sum."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from gandan.domain import citations
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
        words = (
            f"Đang tạm đình chỉ từ {since:%d/%m/%Y}; còn {left} {limit.unit.label} khi tiếp tục."
        )
        super().__init__("still_suspended", words)
        self.limit, self.since, self.left = limit, since, left


@dataclass(frozen=True)
class Due:
    """The last day of a term, and how it was found.

    ``at`` is the instant for rows in hours. ``skipped`` are days that were not counted because
    nobody works, each with its name.
    """

    on: date
    rule: TimeLimit
    clock: Clock
    steps: tuple[Step, ...]
    skipped: tuple[SkippedDay, ...] = ()
    at: datetime | None = None

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

    @property
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
    steps, skipped = explain(clock, limit, counting, counted=counted, on=on)
    return Due(on, limit, clock, steps, skipped)


def _limit(clock: Clock, rules: Rules) -> TimeLimit:
    """The row that applies: by the law of the day that the row itself names."""
    limit = rules.limits.on(clock.code, clock.decided_on or clock.start, clock.unit_code)
    if limit.decided_by not in limit.starts_on and clock.decided_on is None:
        words = f"{limit.code}: cần biết ngày {limit.decided_by.label} để chọn luật áp dụng."
        raise MissingDayError("missing_deciding_day", words)
    return limit


def _check(clock: Clock, limit: TimeLimit, rules: Rules) -> None:
    if faults := size_faults(limit, clock.extensions):
        raise ClockError("extension_not_allowed", " ".join(faults))
    for suspension in clock.suspensions:
        # A suspension is made under the law of its own day, which may be newer than the term's.
        if not rules.limits.on(clock.code, suspension.since, clock.unit_code).suspension:
            words = f"Ngày {suspension.since:%d/%m/%Y} luật chưa cho tạm đình chỉ {limit.code}."
            raise ClockError("suspension_not_allowed", words)


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
        raise MissingDayError("missing_moment", f"{limit.code} tính theo giờ: ghi cả giờ bắt đầu.")
    amount = timedelta(hours=limit.amount_under(clock.conditions))
    ahead = limit.sense == Sense.AHEAD
    if limit.unit == TimeUnit.HOUR:
        at = clock.moment.astimezone(HANOI) + (-amount if ahead else amount)
    else:
        shift = subtract_office_time if ahead else add_office_time
        at = shift(clock.moment, amount, calendar=rules.calendar, office=rules.office)
    counting = Counting(rules.calendar, in_working_days=False, backwards=ahead)
    steps, skipped = explain(clock, limit, counting, counted=at.date(), on=at.date(), at=at)
    return Due(at.date(), limit, clock, steps, skipped, at)
