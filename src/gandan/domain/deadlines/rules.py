"""The rules a due date is computed from: the table of limits, the calendar, office hours."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from importlib.resources import files
from typing import Any

from gandan.domain.deadlines.limits import LimitBook, limit_from
from gandan.domain.provisions import ProvisionError, shipped_rows
from gandan.domain.workdays import Calendar, standard_calendar

# Vietnam has had one time zone without summer time since 1975.
HANOI = timezone(timedelta(hours=7))


@dataclass(frozen=True)
class OfficeHours:
    """The parts of a working day in which an office is open, in order.

    ``receives_late``: something sent after closing counts as received on that same day.
    """

    spans: tuple[tuple[time, time], ...]
    receives_late: bool = False

    def __post_init__(self) -> None:
        ends = [moment for span in self.spans for moment in span]
        if not ends or ends != sorted(set(ends)):
            raise ProvisionError("giờ làm việc phải tăng dần và không chồng nhau")

    @property
    def closes(self) -> time:
        return self.spans[-1][1]


@dataclass(frozen=True)
class Rules:
    """Everything ``due`` reads besides the clock; immutable, safe to keep for a process."""

    limits: LimitBook
    calendar: Calendar
    office: OfficeHours


def receipt_day(moment: datetime, rules: Rules) -> date:
    """The day on which something sent at ``moment`` counts as received.

    After closing time and on days off it is the next working day, unless the office counts
    the day itself.
    """
    local = moment.astimezone(HANOI)
    day = local.date()
    if rules.office.receives_late:
        return day
    if local.time() > rules.office.closes:
        day += timedelta(days=1)
    while not rules.calendar.is_working_day(day):
        day += timedelta(days=1)
    return day


def office_hours_from(row: Mapping[str, Any]) -> OfficeHours:
    """Read ``hours = ["08:00-12:00", …]``. Raises ``ProvisionError``."""
    try:
        spans = tuple(
            (time.fromisoformat(first), time.fromisoformat(last))
            for first, _, last in (span.partition("-") for span in row["hours"])
        )
        return OfficeHours(spans, receives_late=row["late_receipt"] == "same_day")
    except (KeyError, ValueError) as error:
        raise ProvisionError(f"giờ làm việc ghi như 08:00-12:00 ({error})") from error


@cache
def shipped_rules() -> Rules:
    """The law and the calendar as they come with the product."""
    text = files("gandan.domain").joinpath("data", "time_limits.toml").read_text("utf-8")
    return Rules(
        LimitBook(limit_from(row) for row in shipped_rows("time_limits", "limit")),
        standard_calendar(),
        office_hours_from(tomllib.loads(text)["office"]),
    )
