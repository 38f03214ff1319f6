"""Units as of any day, and the coverage page: boards staffed, heads on the committee."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from gandan.core.form_fields import date_fault
from gandan.domain.coverage import Coverage
from gandan.domain.dates import DateError, read_date
from gandan.units.models import Appointment, Unit, in_force
from gandan.units.policy import today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames, coverage_on, units_on
from gandan.units.selectors import coverage_rows as board_rows

FIGURES = {
    "expected": _("Đơn vị phải có khối dân vận"),
    "staffed": _("Đã bố trí cán bộ"),
    "vacant": _("Chưa bố trí cán bộ"),
    "headed": _("Có người đứng đầu"),
    "without_head": _("Chưa có người đứng đầu"),
    "heads_on_committee": _("Người đứng đầu là ủy viên ban thường vụ"),
}


def _day(request: StaffRequest) -> date:
    """The day asked for; a wrong one is said and today is shown."""
    wanted = request.GET.get("day", "").strip()
    if not wanted:
        return today()
    try:
        return read_date(wanted)
    except DateError as error:
        messages.error(request, date_fault(error.code, wanted))
        return today()


def unit_list(request: StaffRequest) -> HttpResponse:
    day = _day(request)
    context = {"day": day, "versions": units_on(day), "names": UnitNames.on(day)}
    return render(request, "units/unit_list.html", context)


def unit_detail(request: StaffRequest, code: str) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.select_related("area"), code=code)
    day = _day(request)
    context = {
        "unit": unit,
        "day": day,
        "versions": unit.versions.select_related("parent").order_by("since"),
        "before": _links(unit.predecessions, "predecessor"),
        "after": _links(unit.successions, "successor"),
        "appointments": Appointment.objects.filter(in_force(day), unit=unit)
        .select_related("person")
        .order_by("-is_head", "person__name_key"),
        "names": UnitNames.on(date.max),
    }
    return render(request, "units/unit_detail.html", context)


def _links(successions: Any, side: str) -> list[dict[str, Any]]:
    """Units that this one took over from, or that took over from it, in order of time."""
    return [
        {"other": getattr(row, side), "on": row.on, "wording": row.wording, "basis": row.basis}
        for row in successions.select_related(side).order_by("on", "id")
    ]


def coverage(request: StaffRequest) -> HttpResponse:
    day = _day(request)
    found = coverage_on(day)
    rows = board_rows(found, day)
    return render(request, "units/coverage.html", {"day": day, "found": found, "rows": rows})


def coverage_rows(request: StaffRequest, which: str) -> HttpResponse:
    """The units behind one figure of the coverage page."""
    if which not in FIGURES:
        raise Http404
    day = _day(request)
    found = coverage_on(day)
    codes = _codes(found, which)
    versions = [v for v in units_on(day) if v.unit.code in codes]
    context: dict[str, Any] = {"day": day, "title": FIGURES[which], "versions": versions}
    context["heads"] = {
        a.unit_id: a.person.full_name
        for a in Appointment.objects.filter(in_force(day), is_head=True).select_related("person")
    }
    return render(request, "units/coverage_rows.html", context)


def _codes(found: Coverage, which: str) -> frozenset[str]:
    codes: frozenset[str] = getattr(found, which)
    return codes
