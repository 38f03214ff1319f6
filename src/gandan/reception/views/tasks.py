"""A task that a conclusion gave to a unit: what to do, the report that it is done, the answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.casework.services.looking import FileRefusedError
from gandan.core.undo import Undo, done
from gandan.reception.giving_forms import ReportForm, ReturnForm
from gandan.reception.models import Conclusion, TaskReport
from gandan.reception.selectors import task_reports
from gandan.reception.services import reporting
from gandan.reception.services.concluding import ConclusionMovedOnError, DayError
from gandan.reception.views.conclusions import fault_of, own_conclusion, page_of_conclusion
from gandan.reception.views.visits import case_of
from gandan.units.policy import reach_of, today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames


def _given(request: StaffRequest, code: UUID) -> Conclusion:
    rows = Conclusion.objects.given_to(request.user).with_waits()
    rows = rows.filter(assigned_unit__in=reach_of(request.user).units(request.asked_duties))
    return get_object_or_404(rows.select_related("unit", "visit__submission"), code=code)


def task_detail(request: StaffRequest, code: UUID) -> HttpResponse:
    """A task for the unit that must carry it out: what and by when, nothing of who came."""
    return _page(request, _given(request, code))


def _page(
    request: StaffRequest, found: Conclusion, form: ReportForm | None = None, status: int = 200
) -> HttpResponse:
    names, shown = UnitNames.on(today()), task_reports(found)
    context = {
        "conclusion": found,
        "at_unit": True,
        "unit_name": names[found.unit_id],
        "assigned": names[found.assigned_unit_id or 0],
        "reports": shown,
        "waits": any(one.state == TaskReport.State.SENT for one in shown),
        "form": form or ReportForm(initial={"on": today()}),
        "today": today(),
    }
    return render(request, "reception/task_detail.html", context, status=status)


@require_POST
def task_report(request: StaffRequest, code: UUID) -> HttpResponse:
    """The unit says that it is done: when, how, with photos or papers."""
    found = _given(request, code)
    form = ReportForm(request.POST, request.FILES)
    if form.is_valid():
        data = form.cleaned_data
        try:
            reporting.report_done(
                found,
                data["proofs"],
                on=data["on"],
                text=data["text"],
                by=request.user,
                today=today(),
            )
        except FileRefusedError as error:
            form.add_error("proofs", str(error))
        except (DayError, ConclusionMovedOnError) as error:
            form.add_error(None, fault_of(error))
        else:
            undo = Undo(reverse("reception:task_take_back", args=[code]))
            done(request, _("Đã báo nơi kết luận."), undo)
            return redirect("reception:task_detail", code=code)
    return _page(request, found, form, 422)


@require_POST
def task_take_back(request: StaffRequest, code: UUID) -> HttpResponse:
    found = _given(request, code)
    try:
        reporting.take_back(reporting.waiting(found), by=request.user)
    except ConclusionMovedOnError:
        messages.error(request, _("Báo cáo đã được xem hoặc kết luận đã đóng, không rút lại được."))
    else:
        done(request, _("Đã rút lại báo cáo."))
    return redirect("reception:task_detail", code=code)


@require_POST
def conclusion_accept(request: StaffRequest, code: UUID) -> HttpResponse:
    """Who concluded takes the report of the unit as the outcome."""
    found = own_conclusion(request, code)
    try:
        report = reporting.waiting(found)
        reporting.accept(report, case_of(request, found.visit), by=request.user, today=today())
    except (DayError, ConclusionMovedOnError) as error:
        messages.error(request, fault_of(error))
    else:
        undo = Undo(reverse("reception:conclusion_reopen", args=[code]))
        done(request, _("Đã nhận kết quả đơn vị báo."), undo)
    return redirect("reception:conclusion_detail", code=code)


@require_POST
def conclusion_send_back(request: StaffRequest, code: UUID) -> HttpResponse:
    """Who concluded says what the report lacks."""
    found = own_conclusion(request, code)
    form = ReturnForm(request.POST, auto_id="tra_%s")
    if form.is_valid():
        try:
            report = reporting.waiting(found)
            reporting.send_back(report, answer=form.cleaned_data["answer"], by=request.user)
        except ConclusionMovedOnError:
            text = _("Kết luận đã đóng hoặc báo cáo không còn chờ xem, không trả lại được.")
            form.add_error(None, text)
        else:
            done(request, _("Đã trả lại báo cáo; đơn vị được báo còn thiếu gì."))
            return redirect("reception:conclusion_detail", code=code)
    return page_of_conclusion(request, own_conclusion(request, code), 422, return_form=form)
