"""How much of a term is left, or by how much it is late, in the unit of its row."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from gandan.domain.deadlines.calculation import Due
from gandan.domain.deadlines.counting import office_time_between
from gandan.domain.deadlines.rules import Rules
from gandan.domain.deadlines.vocabulary import TimeUnit
from gandan.domain.workdays import Calendar


@dataclass(frozen=True)
class Remaining:
    """``amount`` of ``unit`` until the last day, or since it when ``is_late``."""

    amount: int
    unit: TimeUnit
    is_late: bool

    @property
    def words(self) -> str:
        if self.amount == 0 and not self.is_late:
            return "hết hạn hôm nay"
        return f"{'quá' if self.is_late else 'còn'} {self.amount} {self.unit.label}"


def remaining(due: Due, today: date, calendar: Calendar) -> Remaining:
    """Days left after ``today`` up to the last day; working days for rows in working days.

    A term is late from the day after its last day, even when that is a day off.
    """
    is_late = today > due.on
    first, last = (due.on, today) if is_late else (today, due.on)
    if due.rule.unit != TimeUnit.WORKING_DAY:
        return Remaining((last - first).days, TimeUnit.DAY, is_late)
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return Remaining(sum(map(calendar.is_working_day, days)), TimeUnit.WORKING_DAY, is_late)


def remaining_hours(due: Due, now: datetime, rules: Rules) -> Remaining:
    """Hours left, begun hours counted whole; office hours for rows in office hours.

    Raises ``ValueError`` for a term in days.
    """
    if due.at is None:
        raise ValueError("the term is not in hours")
    is_late = now > due.at
    first, last = (due.at, now) if is_late else (now, due.at)
    if due.rule.unit == TimeUnit.OFFICE_HOUR:
        span = office_time_between(first, last, calendar=rules.calendar, office=rules.office)
    else:
        span = last - first
    return Remaining(ceil(span / timedelta(hours=1)), due.rule.unit, is_late)
