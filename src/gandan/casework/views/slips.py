"""A printed slip for each case (phiếu xử lý): what goes with the paper file from desk to desk."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from gandan.casework.desk import rows_of
from gandan.casework.models import Case
from gandan.units.policy import today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames


def slips(request: StaffRequest, cases: list[Case]) -> HttpResponse:
    day, names = today(), UnitNames.on(today())
    context = {"rows": rows_of(cases, day, names), "names": names, "day": day}
    return render(request, "casework/case_slip.html", context)


def case_slip(request: StaffRequest, code: str) -> HttpResponse:
    rows = Case.objects.visible_to(request.user).select_related("unit", "officer")
    return slips(request, [get_object_or_404(rows, code=code)])
