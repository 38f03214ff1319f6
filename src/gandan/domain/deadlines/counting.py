"""Count days and office hours from an event, forwards or backwards.

The day of the event is not counted (Civil Code 91/2015/QH13, art. 147.2); a last day on which
nobody works moves to the next working day (art. 148.5), for a term counted backwards to the
working day before, because moving it forward would make the notice too short.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gandan.domain.deadlines.clocks import Suspension
from gandan.domain.deadlines.rules import HANOI, OfficeHours
from gandan.domain.workdays import Calendar

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Counting:
    """How the days of one term are counted."""

    calendar: Calendar
    in_working_days: bool
    suspensions: Sequence[Suspension] = ()
    backwards: bool = False

    @property
    def step(self) -> timedelta:
        return -ONE_DAY if self.backwards else ONE_DAY

    def counts(self, day: date) -> bool:
        if self.is_suspended(day):
            return False
        return not self.in_working_days or self.calendar.is_working_day(day)

    def is_suspended(self, day: date) -> bool:
        return bool(self.suspensions) and any(s.covers(day) for s in self.suspensions)

    def last_day(self, start: date, amount: int) -> date:
        """The day on which ``amount`` counted days have gone by.

        An event on a day off, counted back from in working days, is counted from as if it were
        on the working day before: else one working day too few would lie between.
        """
        if not self.in_working_days and not self.suspensions:
            return start + amount * self.step
        day = self.rolled(start) if self.backwards and self.in_working_days else start
        while amount:
            day += self.step
            amount -= self.counts(day)
        return day

    def rolled(self, day: date) -> date:
        """``day``, or the nearest working day on the allowed side."""
        while not self.calendar.is_working_day(day) or self.is_suspended(day):
            day += self.step
        return day

    def counted_before(self, start: date, stop: date) -> int:
        """How many counted days lie after ``start`` and before ``stop``."""
        return sum(self.counts(start + n * ONE_DAY) for n in range(1, (stop - start).days))


def add_office_time(
    moment: datetime, amount: timedelta, *, calendar: Calendar, office: OfficeHours
) -> datetime:
    """The instant at which ``amount`` of office time after ``moment`` has gone by."""
    now = moment.astimezone(HANOI)
    day = now.date()
    while True:
        for first, last in office.spans if calendar.is_working_day(day) else ():
            begin = max(now, datetime.combine(day, first, HANOI))
            open_for = datetime.combine(day, last, HANOI) - begin
            if open_for >= amount:
                return begin + amount
            amount -= max(open_for, timedelta())
        day += ONE_DAY


def subtract_office_time(
    moment: datetime, amount: timedelta, *, calendar: Calendar, office: OfficeHours
) -> datetime:
    """The instant from which ``amount`` of office time is left before ``moment``."""
    now = moment.astimezone(HANOI)
    day = now.date()
    while True:
        for first, last in reversed(office.spans) if calendar.is_working_day(day) else ():
            end = min(now, datetime.combine(day, last, HANOI))
            open_for = end - datetime.combine(day, first, HANOI)
            if open_for >= amount:
                return end - amount
            amount -= max(open_for, timedelta())
        day -= ONE_DAY


def office_time_between(
    since: datetime, until: datetime, *, calendar: Calendar, office: OfficeHours
) -> timedelta:
    """Office time from ``since`` to ``until``; nothing when ``until`` lies before."""
    first_instant, last_instant = since.astimezone(HANOI), until.astimezone(HANOI)
    total, day = timedelta(), first_instant.date()
    while day <= last_instant.date():
        for first, last in office.spans if calendar.is_working_day(day) else ():
            begin = max(first_instant, datetime.combine(day, first, HANOI))
            end = min(last_instant, datetime.combine(day, last, HANOI))
            total += max(end - begin, timedelta())
        day += ONE_DAY
    return total
