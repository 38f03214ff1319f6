"""The conclusion of a reception: write it, print its notice, tell the citizen, see it done."""

import secrets
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.core.pages import page_of
from gandan.core.undo import Undo, done
from gandan.papers.explanations import issue_text
from gandan.papers.selectors import papers_of
from gandan.papers.services.drafting import PaperError
from gandan.reception.giving_forms import (
    ConclusionForm,
    FinishForm,
    ReturnForm,
    ToldForm,
    WithdrawForm,
)
from gandan.reception.models import Conclusion
from gandan.reception.protecting import is_protected
from gandan.reception.selectors import cases_of_proofs, task_reports
from gandan.reception.services import concluding
from gandan.reception.services.papering import (
    CONCLUSION,
    SOURCE,
    ProtectedVisitError,
    assigned_to,
    draft_conclusion,
)
from gandan.reception.views.visits import case_of, own_visit
from gandan.units.policy import reach_of, today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames

STATES = [*Conclusion.State.choices]


def conclusion_list(request: StaffRequest) -> HttpResponse:
    """Open ones by what comes first; others when they are asked for."""
    rows = Conclusion.objects.visible_to(request.user).with_waits().by_next_day()
    state = request.GET.get("state", str(Conclusion.State.OPEN))
    wanted = rows.filter(state=state) if state in Conclusion.State.values else rows
    context = {
        "page": page_of(
            wanted.select_related("visit__submission", "visit__session"), request.GET.get("page")
        ),
        "state": state,
        "states": STATES,
        "tasks": _tasks_for(request),
        "names": UnitNames.on(today()),
        "today": today(),
    }
    return render(request, "reception/conclusion_list.html", context)


def _tasks_for(request: StaffRequest) -> list[Conclusion]:
    """Open tasks that other offices gave to the person's units: first those still to do."""
    rows = Conclusion.objects.given_to(request.user).open().with_waits()
    rows = rows.exclude(unit__in=reach_of(request.user).own_units)
    return list(rows.order_by(F("waits"), "carry_out_by", "id")[:20])


def conclusion_new(request: StaffRequest, code: UUID) -> HttpResponse:
    visit = own_visit(request, code)
    case = case_of(request, visit)
    if is_protected(visit, case):
        messages.error(request, _("Kết luận về tố cáo ghi ở vụ việc, theo thủ tục tố cáo."))
        return redirect("reception:visit_detail", code=code)
    term = concluding.tell_by(visit)
    form = ConclusionForm(
        request.POST or None,
        received_on=visit.submission.received_on or today(),
        initial={"key": secrets.token_hex(16)},
    )
    if request.method == "POST" and form.is_valid():
        made = concluding.conclude(
            form.concluded(), visit, case, by=request.user, key=form.cleaned_data["key"]
        )
        done(request, _("Đã ghi kết luận. Soạn thông báo để gửi công dân và đơn vị."))
        return redirect("reception:conclusion_detail", code=made.code)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "visit": visit, "term": term}
    return render(request, "reception/conclusion_new.html", context, status=status)


def _conclusion(request: StaffRequest, code: UUID, *, to_write: bool = False) -> Conclusion:
    rows = Conclusion.objects.visible_to(request.user).with_waits()
    if to_write:
        rows = rows.filter(unit__in=reach_of(request.user).desks(request.asked_duties))
    related = ("visit__submission", "visit__session", "visit__by", "visit__unit", "by")
    return get_object_or_404(rows.select_related(*related), code=code)


def own_conclusion(request: StaffRequest, code: UUID) -> Conclusion:
    """A conclusion of one's own desk, to write at; those above only read it."""
    return _conclusion(request, code, to_write=True)


def conclusion_detail(request: StaffRequest, code: UUID) -> HttpResponse:
    return page_of_conclusion(request, _conclusion(request, code))


def page_of_conclusion(
    request: StaffRequest, found: Conclusion, status: int = 200, **forms_given: forms.Form
) -> HttpResponse:
    case, reports = case_of(request, found.visit), task_reports(found)
    day = today()
    papers = papers_of(SOURCE, found.visit.submission.code, request.user).filter(form=CONCLUSION)
    context: dict[str, Any] = {
        "conclusion": found,
        "case": case,
        "term": concluding.tell_by(found.visit),
        "assigned": assigned_to(found, day),
        "unit_name": UnitNames.on(day)[found.unit_id],
        "papers": papers[:10],
        "is_own": found.unit_id in reach_of(request.user).own_units,
        "today": day,
        "told_form": ToldForm(initial={"on": day}, auto_id="bao_%s"),
        "finish_form": FinishForm(initial={"on": day}, auto_id="xong_%s"),
        "withdraw_form": WithdrawForm(auto_id="rut_%s"),
        "return_form": ReturnForm(auto_id="tra_%s"),
        "reports": reports,
        "seen_cases": cases_of_proofs(reports, request.user),
    }
    context |= forms_given
    context["form"] = next(iter(forms_given.values()), None)
    return render(request, "reception/conclusion_detail.html", context, status=status)


@require_POST
def conclusion_notice(request: StaffRequest, code: UUID) -> HttpResponse:
    """Draft the notice and open it."""
    found = own_conclusion(request, code)
    case = case_of(request, found.visit)
    try:
        paper = draft_conclusion(found, case, by=request.user, day=today())
    except ProtectedVisitError:
        messages.error(request, _("Kết luận về tố cáo ghi ở vụ việc, theo thủ tục tố cáo."))
        return redirect("reception:conclusion_detail", code=code)
    except PaperError as error:
        messages.error(request, issue_text(error))
        return redirect("reception:conclusion_detail", code=code)
    done(request, _("Đã soạn thông báo kết luận. Xem lại trước khi ban hành."))
    return redirect("papers:paper_detail", code=paper.code)


@require_POST
def conclusion_told(request: StaffRequest, code: UUID) -> HttpResponse:
    found = own_conclusion(request, code)
    form = ToldForm(request.POST, auto_id="bao_%s")
    if form.is_valid():
        try:
            concluding.note_told(found, on=form.cleaned_data["on"], by=request.user, today=today())
        except (concluding.DayError, concluding.ConclusionMovedOnError) as error:
            form.add_error(None, fault_of(error))
        else:
            done(request, _("Đã ghi ngày báo công dân."))
            return redirect("reception:conclusion_detail", code=code)
    return page_of_conclusion(request, _conclusion(request, code), 422, told_form=form)


@require_POST
def conclusion_finish(request: StaffRequest, code: UUID) -> HttpResponse:
    found = own_conclusion(request, code)
    form = FinishForm(request.POST, auto_id="xong_%s")
    if form.is_valid():
        data = form.cleaned_data
        try:
            concluding.finish(
                found,
                case_of(request, found.visit),
                on=data["on"],
                outcome=data["outcome"],
                by=request.user,
                today=today(),
            )
        except (concluding.DayError, concluding.ConclusionMovedOnError) as error:
            form.add_error(None, fault_of(error))
        else:
            done(request, _("Đã ghi kết luận được thực hiện."), _undo(code))
            return redirect("reception:conclusion_detail", code=code)
    return page_of_conclusion(request, _conclusion(request, code), 422, finish_form=form)


@require_POST
def conclusion_withdraw(request: StaffRequest, code: UUID) -> HttpResponse:
    found = own_conclusion(request, code)
    form = WithdrawForm(request.POST, auto_id="rut_%s")
    if form.is_valid():
        why = form.cleaned_data["reason"]
        try:
            concluding.withdraw(found, case_of(request, found.visit), reason=why, by=request.user)
        except concluding.ConclusionMovedOnError as error:
            form.add_error(None, fault_of(error))
        else:
            done(request, _("Đã rút kết luận."), _undo(code))
            return redirect("reception:conclusion_detail", code=code)
    return page_of_conclusion(request, _conclusion(request, code), 422, withdraw_form=form)


@require_POST
def conclusion_reopen(request: StaffRequest, code: UUID) -> HttpResponse:
    found = own_conclusion(request, code)
    try:
        concluding.reopen(found, case_of(request, found.visit), by=request.user)
    except concluding.ConclusionMovedOnError:
        done(request, _("Kết luận này đang được theo dõi."))
    else:
        done(request, _("Đã mở lại để theo dõi."))
    return redirect("reception:conclusion_detail", code=code)


def _undo(code: UUID) -> Undo:
    return Undo(reverse("reception:conclusion_reopen", args=[code]))


def fault_of(error: Exception) -> str:
    if isinstance(error, concluding.DayError):
        return _("Ngày phải từ ngày tiếp đến hôm nay.")
    return _("Người khác vừa sửa kết luận này. Tải lại trang để xem.")
