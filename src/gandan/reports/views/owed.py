"""What the person's unit owes, and a report opened from it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gandan.reports.rights import may_open_for, may_send, may_write
from gandan.reports.selectors import owed_by
from gandan.reports.services.refusals import ReportRefusedError
from gandan.reports.services.writing import open_report
from gandan.reports.views.fetching import owed_round_for
from gandan.reports.words import LOOKS, standing_word
from gandan.units.policy import today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames


def owed_list(request: StaffRequest) -> HttpResponse:
    day = today()
    names = UnitNames.on(day)
    rows = [
        {
            "owed": owed,
            "unit": names[owed.unit],
            "office": names[owed.round.office_id],
            "look": LOOKS[owed.standing],
            "word": standing_word(owed.standing, owed.late),
            "may_open": may_open_for(request.user, owed.unit),
            "may_write": owed.report is not None and may_write(request.user, owed.report),
            "may_send": owed.report is not None and may_send(request.user, owed.report),
        }
        for owed in owed_by(request.user, day)
    ]
    return render(request, "reports/owed_list.html", {"rows": rows})


@require_POST
def report_open(request: StaffRequest, code: str, unit: int) -> HttpResponse:
    """Open the unit's report of a round; the second time it is the same report."""
    round_ = owed_round_for(request.user, code)
    if not may_open_for(request.user, unit):
        raise Http404
    try:
        report = open_report(round_, unit, by=request.user)
    except ReportRefusedError as error:
        messages.error(request, str(error))
        return redirect("reports:owed_list")
    return redirect("reports:report_edit", code=report.code)
