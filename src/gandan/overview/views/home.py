"""The first page after signing in: where each person's work is."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from gandan.units.models import Duty
from gandan.units.policy import reach_of
from gandan.units.requests import StaffRequest

FIRST_PAGES = (
    (Duty.LEADER, "overview:leader"),
    (Duty.SYNTHESIS_OFFICER, "concerns:concern_list"),
    (Duty.INSPECTOR, "overview:leader"),
    (Duty.HANDLER, "casework:work_list"),
    (Duty.RECEPTION_OFFICER, "casework:submission_new"),
    (Duty.FOCAL_POINT, "casework:work_list"),
    (Duty.ADMINISTRATOR, "jobs:job_list"),
)


def home(request: StaffRequest) -> HttpResponse:
    reach = reach_of(request.user)
    for duty, route in FIRST_PAGES:
        if reach.has(duty):
            return redirect(route)
    return render(request, "overview/no_duty.html")
