"""Working days from an editable calendar (Labour Code 45/2019/QH14, arts. 111 and 112;
24 November since Resolution 28/2026/QH16).

Saturdays and Sundays rest; a row of the calendar makes a day a holiday, a compensation day, a
day off that was swapped, or a Saturday on which people work instead.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files


class DayKind(StrEnum):
    HOLIDAY = "holiday"
    COMPENSATION = "compensation"
    SWAP_OFF = "swap_off"
    SWAP_WORK = "swap_work"


@dataclass(frozen=True)
class CalendarDay:
    """One exception from the week; ``is_confirmed`` is false until the yearly notice."""

    day: date
    kind: DayKind
    name: str
    source: str
    is_confirmed: bool = True


@dataclass(frozen=True)
class SkippedDay:
    day: date
    reason: str


class Calendar:
    """Which days are worked. Immutable; build a new one when a row changes."""

    def __init__(self, days: Iterable[CalendarDay]) -> None:
        rows = list(days)
        self._days = {row.day: row for row in rows}
        if len(self._days) != len(rows):
            raise ValueError("the calendar names a day twice")

    def row(self, day: date) -> CalendarDay | None:
        """What the calendar says of ``day`` itself; None for an ordinary day of the week."""
        return self._days.get(day)

    @property
    def rows(self) -> tuple[CalendarDay, ...]:
        return tuple(self._days[day] for day in sorted(self._days))

    def is_working_day(self, day: date) -> bool:
        return not self.reason_off(day)

    def reason_off(self, day: date) -> str:
        """Why nobody works on ``day``; "" for a working day."""
        row = self._days.get(day)
        if row is not None:
            return "" if row.kind == DayKind.SWAP_WORK else row.name
        return ("Thứ Bảy", "Chủ nhật")[day.weekday() - 5] if day.weekday() >= 5 else ""

    def add_working_days(self, start: date, count: int) -> date:
        """The last day of ``count`` working days; the day of the event is not counted.

        Civil Code 91/2015/QH13, art. 147.2. Raises ``ValueError`` for a negative count.
        """
        if count < 0:
            raise ValueError("count must not be negative")
        day = start
        while count:
            day += timedelta(days=1)
            count -= self.is_working_day(day)
        return day

    def add_days(self, start: date, count: int) -> date:
        """The last day of ``count`` calendar days, moved to the next working day.

        Civil Code 91/2015/QH13, arts. 147.2 and 148.5.
        """
        day = start + timedelta(days=count)
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def skipped(self, start: date, end: date) -> list[SkippedDay]:
        """The days after ``start`` up to ``end`` that are not worked, each with its reason."""
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return [SkippedDay(day, reason) for day in days if (reason := self.reason_off(day))]

    def is_confirmed(self, year: int) -> bool:
        """Whether the yearly notice of days off is in: there are rows and none is a forecast."""
        rows = [row for day, row in self._days.items() if day.year == year]
        return bool(rows) and all(row.is_confirmed for row in rows)


@cache
def standard_calendar() -> Calendar:
    """The calendar shipped with the product (data/calendar.csv)."""
    text = files("gandan.domain").joinpath("data", "calendar.csv").read_text("utf-8")
    return Calendar(
        CalendarDay(
            date.fromisoformat(row["day"]),
            DayKind(row["kind"]),
            row["name"],
            row["source"],
            row["mark"] == "confirmed",
        )
        for row in csv.DictReader(text.splitlines())
    )
