"""Periods of the reporting regime (15th to 14th) by code and name, for forms that choose one."""

from datetime import date

from django.utils.translation import gettext as _

from gandan.core.language import day as in_days
from gandan.core.language import is_english
from gandan.domain.periods import Period
from gandan.domain.statistics import reporting_month, reporting_periods

YEARS_BACK = 2
MONTHS_SHOWN = 24
_ENGLISH = {
    "q1": "Quarter 1", "q2": "Quarter 2", "q3": "Quarter 3", "q4": "Quarter 4",
    "half": "First half", "nine_months": "Nine months", "year": "Year",
}  # fmt: skip


def coded_period(code: str) -> Period | None:
    """The period of a code as 2026-q3 or 2026-m9; None when there is none."""
    year, _dash, name = code.partition("-")
    if not year.isascii() or not year.isdigit() or not 2000 <= int(year) <= 2100:
        return None
    if name.startswith("m") and name[1:].isdigit() and 1 <= int(name[1:]) <= 12:
        return reporting_month(int(year), int(name[1:]))
    found = (one.period for one in reporting_periods(int(year)) if one.code == name)
    return next(found, None)


def coded_period_name(code: str) -> str:
    """The name with its days: people check a cut-off before they believe a figure."""
    found = coded_period(code)
    assert found is not None
    year, _dash, name = code.partition("-")
    if is_english():
        label = f"{_ENGLISH.get(name) or f'Month {name[1:]}'} {year}"
    else:
        label = found.label.removesuffix(" (kỳ thống kê)")
    return f"{label} ({in_days(found.since)} – {in_days(found.last_day)})"


def regime_choices(today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """The periods in groups, the newest first; none that has not begun."""
    years = range(today.year + 1, today.year - YEARS_BACK, -1)
    regime = [f"{year}-{one.code}" for year in years for one in reporting_periods(year)]
    months = [f"{year}-m{n}" for year in years for n in range(12, 0, -1)]
    return [
        (_("Kỳ của chế độ báo cáo"), _named(regime, today)),
        (_("Tháng, cắt như quý"), _named(months, today)[:MONTHS_SHOWN]),
    ]


def _named(codes: list[str], today: date) -> list[tuple[str, str]]:
    begun = [code for code in codes if (found := coded_period(code)) and found.since <= today]
    return [(code, coded_period_name(code)) for code in begun]
