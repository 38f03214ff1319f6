"""Which due dates move when the calendar or a limit changes, and why."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from gandan.domain.dates import format_date
from gandan.domain.deadlines.calculation import Due, due
from gandan.domain.deadlines.clocks import Clock, ClockError
from gandan.domain.deadlines.limits import NoTimeLimitError, UnknownLimitError
from gandan.domain.deadlines.rules import Rules
from gandan.domain.workdays import Calendar

Key = TypeVar("Key", bound=Hashable)
NOT_COMPUTABLE = (ClockError, NoTimeLimitError, UnknownLimitError)


@dataclass(frozen=True)
class Moved(Generic[Key]):
    """A due date that is another under the new rules.

    ``after`` is None when the new rules give none; ``problem`` then says why. ``days`` are the
    days between start and end of which the calendar now says otherwise.
    """

    key: Key
    clock: Clock
    before: Due | None
    after: Due | None
    days: tuple[date, ...] = ()
    problem: str = ""

    @property
    def words(self) -> str:
        """One Vietnamese sentence for the log and for the person who handles the case."""
        old = format_date(self.before.on) if self.before else "chưa có"
        new = format_date(self.after.on) if self.after else f"không tính được ({self.problem})"
        why = []
        if self.days:
            why.append("lịch làm việc đổi ngày " + ", ".join(map(format_date, self.days)))
        if self.before and self.after and self.before.rule != self.after.rule:
            why.append(f"quy định {self.clock.code} đã sửa")
        return f"Hạn {self.clock.code} từ {old} thành {new}" + (
            f": {'; '.join(why)}." if why else "."
        )


def moved_dues(
    clocks: Iterable[tuple[Key, Clock]], before: Rules, after: Rules
) -> Iterator[Moved[Key]]:
    """Yield the clocks whose last day differs between the two sets of rules.

    A clock that has no due date under either set is passed over.
    """
    for key, clock in clocks:
        old, _ = _try(clock, before)
        new, problem = _try(clock, after)
        if (old and (old.on, old.at)) == (new and (new.on, new.at)):
            continue
        ends = [found.on for found in (old, new) if found] + [clock.start]
        days = changed_days(before.calendar, after.calendar, min(ends), max(ends))
        yield Moved(key, clock, old, new, days, problem)


def changed_days(before: Calendar, after: Calendar, first: date, last: date) -> tuple[date, ...]:
    """The days from ``first`` to ``last`` that are worked under one calendar only."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(d for d in days if before.is_working_day(d) != after.is_working_day(d))


def _try(clock: Clock, rules: Rules) -> tuple[Due | None, str]:
    try:
        return due(clock, rules), ""
    except NOT_COMPUTABLE as error:
        return None, str(error)
