"""Dates as people here write them: day first; what is not a date is an error, not a guess."""

import re
from datetime import date

EARLIEST, LATEST = 1945, 2100
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:[T ].*)?")
_WORDS = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)


class DateError(ValueError):
    """The text is not a date; ``code`` is stable, the message is for the person."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def read_date(text: str) -> date:
    """Read 31/12/2026, 31-12-2026, 31.12.2026, 2026-12-31, "ngày 4 tháng 9 năm 2026".

    Raises ``DateError``: not_a_date, short_year, no_such_day, month_first, out_of_range.
    """
    written = " ".join(text.split()).strip(" .,;")
    if match := _WORDS.fullmatch(written):
        return _date(match[1], match[2], match[3], written)
    if match := _YEAR_FIRST.fullmatch(written):
        return _date(match[3], match[2], match[1], written)
    if match := _DAY_FIRST.fullmatch(written):
        if len(match[3]) == 2:
            raise DateError("short_year", f"“{written}”: ghi năm đủ bốn chữ số.")
        return _date(match[1], match[2], match[3], written)
    raise DateError("not_a_date", f"“{written[:40]}” không phải ngày. Ghi như 04/9/2026.")


def _date(day: str, month: str, year: str, written: str) -> date:
    d, m, y = int(day), int(month), int(year)
    if m > 12 and d <= 12:
        raise DateError("month_first", f"“{written}”: ghi ngày trước, tháng sau, như 25/12/2026.")
    try:
        found = date(y, m, d)
    except ValueError:
        raise DateError("no_such_day", f"“{written}”: không có ngày này.") from None
    if not EARLIEST <= y <= LATEST:
        raise DateError("out_of_range", f"“{written}”: năm phải từ {EARLIEST} đến {LATEST}.")
    return found


def format_date(day: date) -> str:
    """As official letters write it: two digits for the day and for months 1 and 2."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"
