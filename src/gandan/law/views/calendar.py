"""The calendar of working days: a year at a glance, each day that is not like its weekday."""

from calendar import Calendar as Months
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.core.form_fields import date_fault
from gandan.core.undo import done
from gandan.domain.dates import DateError, read_date
from gandan.domain.workdays import DayKind
from gandan.law import selectors
from gandan.law.forms.calendar import DayForm, YearForm
from gandan.law.models import CalendarRow
from gandan.law.services import calendar as services
from gandan.law.services.rows import LawRowError
from gandan.units.policy import today
from gandan.units.requests import StaffRequest

FIRST_YEAR, LAST_YEAR = 2015, 2050


@dataclass(frozen=True)
class DayMark:
    """One day of a month grid; ``look`` is "", "off", "rest", "work" or "today"."""

    day: date
    look: str
    name: str


def calendar(request: StaffRequest) -> HttpResponse:
    year = _year(request.GET.get("year"))
    rows = selectors.calendar_rows(year)
    rules = selectors.current_rules()
    named = {row.day: row for row in rows}
    context: dict[str, Any] = {
        "year": year,
        "years": (max(year - 1, FIRST_YEAR), min(year + 1, LAST_YEAR)),
        "rows": rows,
        "is_confirmed": rules.calendar.is_confirmed(year),
        "months": [_month(year, number, named) for number in range(1, 13)],
        "next_year": today().year + 1,
        "next_is_confirmed": rules.calendar.is_confirmed(today().year + 1),
        "year_form": YearForm(),
    }
    return render(request, "law/calendar.html", context)


def _year(text: str | None) -> int:
    this = today().year
    if text and text.isascii() and text.isdigit() and len(text) == 4:
        return min(max(int(text), FIRST_YEAR), LAST_YEAR)
    return this


def _month(year: int, number: int, named: dict[date, CalendarRow]) -> dict[str, Any]:
    weeks = [
        [_mark(day, named) if day.month == number else None for day in week]
        for week in Months().monthdatescalendar(year, number)
    ]
    return {"first": date(year, number, 1), "weeks": weeks}


def _mark(day: date, named: dict[date, CalendarRow]) -> DayMark:
    row = named.get(day)
    if row is not None:
        return DayMark(day, "work" if row.kind == DayKind.SWAP_WORK else "off", row.name)
    return DayMark(day, "rest" if day.weekday() >= 5 else "", "")


def day_edit(request: StaffRequest) -> HttpResponse:
    """Name a day, or change what is said of it."""
    form = DayForm(request.POST or None, initial=_initial(request))
    if form.is_bound and form.is_valid():
        entry = form.entry()
        try:
            services.set_day(entry, by=request.user)
        except LawRowError as error:
            form.add_error(None, str(error))
        else:
            done(request, _("Đã sửa lịch. Các hạn đang chạy được tính lại."))
            return redirect(_address(entry.day.year))
    return render(request, "law/day_edit.html", {"form": form})


def _initial(request: StaffRequest) -> dict[str, Any]:
    wanted = request.GET.get("day", "")
    if not wanted:
        return {}
    try:
        day = read_date(wanted)
    except DateError as error:
        messages.error(request, date_fault(error.code, wanted))
        return {}
    row = CalendarRow.objects.current().filter(day=day, is_withdrawn=False).first()
    if row is None:
        return {"day": day}
    names = ("kind", "name", "source", "is_confirmed")
    return {"day": day, **{name: getattr(row, name) for name in names}}


@require_POST
def day_withdraw(request: StaffRequest) -> HttpResponse:
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        raise Http404 from None
    try:
        services.withdraw_day(day, by=request.user)
    except LawRowError as error:
        messages.error(request, str(error))
    else:
        done(request, _("Đã bỏ ngày này khỏi lịch. Các hạn đang chạy được tính lại."))
    return redirect(_address(day.year))


@require_POST
def year_confirm(request: StaffRequest, year: int) -> HttpResponse:
    """The yearly notice of days off is in."""
    form = YearForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Ghi số văn bản thông báo lịch nghỉ."))
        return redirect(_address(year))
    try:
        count = services.confirm_year(year, source=form.cleaned_data["source"], by=request.user)
    except LawRowError as error:
        messages.error(request, str(error))
    else:
        done(
            request,
            _("Đã xác nhận %(count)s ngày của năm %(year)s.") % {"count": count, "year": year},
        )
    return redirect(_address(year))


def _address(year: int) -> str:
    return f"{reverse('law:calendar')}?year={year}"
