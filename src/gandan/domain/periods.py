"""Periods: two days (or instants) and a label, half-open ``[since, until)``; any length."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from gandan.domain.dates import DateError, format_date, read_date
from gandan.vietnamese import fold


class PeriodError(ValueError):
    """The text names no period, or it ends before it begins."""


@dataclass(frozen=True)
class Period:
    """From ``since`` to before ``until``."""

    label: str
    since: date
    until: date

    def __post_init__(self) -> None:
        if self.since >= self.until:
            raise PeriodError("Kỳ phải kết thúc sau khi bắt đầu.")

    def __contains__(self, day: date) -> bool:
        return self.since <= day < self.until

    @property
    def last_day(self) -> date:
        return self.until - timedelta(days=1)

    def previous(self) -> "Period":
        """The period before: whole months before whole months, else as many days before."""
        if self.since.day == self.until.day:
            months = _months(self.since, self.until)
            since = _shift(self.since, -months)
            if since.day == self.since.day:
                return named(since, self.since)
        return named(self.since - (self.until - self.since), self.since)


def month(year: int, number: int) -> Period:
    since = date(year, number, 1)
    return Period(f"tháng {number}/{year}", since, _shift(since, 1))


def quarter(year: int, number: int) -> Period:
    if not 1 <= number <= 4:
        raise PeriodError("Một năm có bốn quý.")
    since = date(year, 3 * number - 2, 1)
    return Period(f"quý {'I II III IV'.split()[number - 1]}/{year}", since, _shift(since, 3))


def year(number: int) -> Period:
    return Period(f"năm {number}", date(number, 1, 1), date(number + 1, 1, 1))


def named(since: date, until: date) -> Period:
    """A period with the label that fits: month, quarter, year, or its two days."""
    if since.day == 1 and until.day == 1:
        months = _months(since, until)
        if months == 1:
            return month(since.year, since.month)
        if months == 3 and since.month % 3 == 1:
            return quarter(since.year, since.month // 3 + 1)
        if months == 12 and since.month == 1:
            return year(since.year)
    last = until - timedelta(days=1)
    return Period(f"{format_date(since)} đến {format_date(last)}", since, until)


def read_period(text: str) -> Period:
    """Read 2026, 2026-Q2, quý II/2026, 2026-06, tháng 6/2026, 2026-06-15..2026-07-15.

    Of two days the second is the day before which the period ends.

    Raises ``PeriodError``.
    """
    written = fold(text).strip()
    try:
        return _read(written)
    except (DateError, ValueError) as error:
        if isinstance(error, PeriodError):
            raise
        raise PeriodError(f"“{text[:60]}” không phải một kỳ: {error}") from error


def _read(written: str) -> Period:
    if match := re.fullmatch(r"(?:nam )?(\d{4})", written):
        return year(int(match[1]))
    if match := re.fullmatch(r"(\d{4})-?q(\d)", written):
        return quarter(int(match[1]), int(match[2]))
    if match := re.fullmatch(r"quy (iv|i{1,3}|\d)[/ ]?(?:nam )?(\d{4})", written):
        number = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(match[1]) or int(match[1])
        return quarter(int(match[2]), number)
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})", written):
        return month(int(match[1]), int(match[2]))
    if match := re.fullmatch(r"(?:thang )?(\d{1,2})/(\d{4})", written):
        return month(int(match[2]), int(match[1]))
    first, separator, second = written.partition("..")
    if not separator:
        raise PeriodError(f"“{written[:60]}” không phải một kỳ. Ghi như 2026-Q2 hoặc 2026-06.")
    return named(read_date(first), read_date(second))


def _months(since: date, until: date) -> int:
    return (until.year - since.year) * 12 + until.month - since.month


def _shift(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    return first + timedelta(days=min(day.day, _days_in(first)) - 1)


def _days_in(first: date) -> int:
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return (following - first).days


HANOI = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")  # no summer time since 1975


@dataclass(frozen=True)
class Span:
    """From one instant to before another, with a label: "tháng 10, trưa 14/9 đến trưa 14/10"."""

    label: str
    since: datetime
    until: datetime

    def __post_init__(self) -> None:
        if self.since.tzinfo is None or self.until.tzinfo is None:
            raise PeriodError("Mốc của kỳ phải có múi giờ.")
        if self.since >= self.until:
            raise PeriodError("Kỳ phải kết thúc sau khi bắt đầu.")

    @property
    def days(self) -> tuple[date, date]:
        """First day, and the day after the last: a day belongs to the span that holds its 0:00.

        So each day belongs to exactly one of spans that follow each other, noon to noon too.
        """
        return _next_midnight(self.since), _next_midnight(self.until)

    @property
    def last_day(self) -> date:
        return self.days[1] - timedelta(days=1)


def span_of(period: Period) -> Span:
    """The whole days of a period, in Hà Nội."""
    since, until = (datetime.combine(d, time(), HANOI) for d in (period.since, period.until))
    return Span(period.label, since, until)


def _next_midnight(instant: datetime) -> date:
    local = instant.astimezone(HANOI)
    return local.date() + timedelta(days=local.time() != time())
