"""Refusals of reception: write one down, the supervisor's view of each."""

import secrets
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.accounts.models import User
from gandan.casework.models import Submission
from gandan.core.pages import page_of
from gandan.core.undo import done
from gandan.papers.explanations import issue_text
from gandan.papers.models import Paper
from gandan.papers.selectors import papers_of
from gandan.papers.services.drafting import PaperError
from gandan.reception.forms import NoticeForm, RefusalForm, ViewForm
from gandan.reception.models import Refusal
from gandan.reception.services import refusing
from gandan.reception.services.papering import (
    REFUSAL,
    SOURCE,
    NoEarlierLetterError,
    ProtectedVisitError,
    draft_refusal,
)
from gandan.units.models import Unit
from gandan.units.policy import reach_of, today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames

STATES = [*Refusal.State.choices]


def refusal_list(request: StaffRequest) -> HttpResponse:
    """Those that wait for a view first: an unlawful refusal must be put right soon."""
    rows = Refusal.objects.visible_to(request.user)
    state = request.GET.get("state", "")
    wanted = rows.filter(state=state) if state in Refusal.State.values else rows
    context = {
        "page": page_of(wanted.order_by("-refused_on", "-id"), request.GET.get("page")),
        "waiting": rows.filter(state=Refusal.State.WAITING).count(),
        "state": state,
        "states": STATES,
        "names": UnitNames.on(today()),
    }
    return render(request, "reception/refusal_list.html", context)


def refusal_new(request: StaffRequest) -> HttpResponse:
    duties = request.asked_duties
    initial = {
        "key": secrets.token_hex(16),
        "refused_on": today(),
        "unit": str(reach_of(request.user).home(duties) or ""),
        "earlier": request.GET.get("earlier", ""),
    }
    form = RefusalForm(request.POST or None, person=request.user, duties=duties, initial=initial)
    if request.method == "POST" and form.is_valid() and (made := _refuse(request, form)):
        done(request, _("Đã ghi từ chối tiếp; chờ ý kiến người phụ trách."))
        return redirect("reception:refusal_detail", code=made.code)
    status = 422 if request.method == "POST" else 200
    return render(request, "reception/refusal_new.html", {"form": form}, status=status)


def _refuse(request: StaffRequest, form: RefusalForm) -> Refusal | None:
    data = form.cleaned_data
    code, earlier = data["earlier"].strip().upper(), None
    if code:
        earlier = Submission.objects.visible_to(request.user).filter(code=code).first()
        if earlier is None:
            form.add_error("earlier", _("Không tìm thấy đơn này. Xem lại số, hoặc để trống."))
            return None
    unit = Unit.objects.get(pk=int(data["unit"]))
    try:
        return refusing.refuse(
            form.refused(), unit=unit, by=request.user, key=data["key"], earlier=earlier
        )
    except refusing.IncompleteRefusalError as error:
        form.add_error(None, [forms.ValidationError(fault) for fault in error.faults])
    return None


def _get(request: StaffRequest, code: UUID) -> Refusal:
    rows = Refusal.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("by", "supervisor", "earlier"), code=code)


def refusal_detail(request: StaffRequest, code: UUID) -> HttpResponse:
    return _page(request, _get(request, code))


def _page(
    request: StaffRequest,
    refusal: Refusal,
    view: ViewForm | None = None,
    notice: NoticeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    waits_for_me = Refusal.objects.visible_to(request.user).waiting_for(request.user)
    papers = _papers(refusal, request.user)
    numbered = next((paper.number for paper in papers if paper.number), "")
    context = {
        "refusal": refusal,
        "unit_name": UnitNames.on(refusal.refused_on)[refusal.unit_id],
        "may_judge": waits_for_me.filter(pk=refusal.pk).exists(),
        "is_own": refusal.unit_id in reach_of(request.user).own_units,
        "view_form": view or ViewForm(auto_id="yk_%s"),
        "papers": papers,
        "notice_form": notice or NoticeForm(auto_id="tb_%s", initial={"number": numbered}),
        "form": view or notice,
    }
    return render(request, "reception/refusal_detail.html", context, status=status)


def _papers(refusal: Refusal, person: User) -> list[Paper]:
    """Notices drafted for the earlier letter since the day of the refusal, the newest first."""
    if refusal.earlier is None:
        return []
    rows = papers_of(SOURCE, refusal.earlier.code, person).filter(form=REFUSAL)
    return list(rows.filter(created_at__gte=refusal.at)[:10])


@require_POST
def refusal_judge(request: StaffRequest, code: UUID) -> HttpResponse:
    led = reach_of(request.user).rows("unit", request.asked_duties)
    rows = Refusal.objects.visible_to(request.user).filter(led)
    refusal = get_object_or_404(rows.select_related("by", "supervisor", "earlier"), code=code)
    form = ViewForm(request.POST, auto_id="yk_%s")
    if form.is_valid():
        upheld = form.cleaned_data["decision"] == Refusal.State.UPHELD
        try:
            view = form.cleaned_data["view"]
            refusing.judge(refusal, upheld=upheld, view=view, by=request.user)
        except refusing.IncompleteRefusalError as error:
            form.add_error(None, [forms.ValidationError(fault) for fault in error.faults])
        except refusing.OwnRefusalError:
            form.add_error(None, _("Người đã từ chối không tự cho ý kiến. Nhờ lãnh đạo khác."))
        except refusing.JudgedError:
            form.add_error(None, _("Người khác vừa ghi ý kiến. Tải lại trang để xem."))
        else:
            done(request, _("Đã ghi ý kiến về việc từ chối."))
            return redirect("reception:refusal_detail", code=code)
    return _page(request, refusal, view=form, status=422)


@require_POST
def refusal_paper(request: StaffRequest, code: UUID) -> HttpResponse:
    """Draft the notice of refusal from what was written down, and open it."""
    own = reach_of(request.user).desks(request.asked_duties)
    rows = Refusal.objects.visible_to(request.user).filter(unit__in=own)
    refusal = get_object_or_404(rows.select_related("earlier", "unit"), code=code)
    try:
        paper = draft_refusal(refusal, by=request.user, day=today())
    except NoEarlierLetterError:
        messages.error(
            request, _("Chưa ghi đơn trước đó nên chưa biết gửi ai. Soạn thông báo trống.")
        )
        return redirect("papers:paper_new", "TCD-01")
    except ProtectedVisitError:
        messages.error(
            request, _("Đơn trước là tố cáo: thông báo soạn ở vụ việc, không ghi họ tên ở đây.")
        )
    except PaperError as error:
        messages.error(request, issue_text(error))
    else:
        done(request, _("Đã soạn thông báo từ chối. Xem lại trước khi ban hành."))
        return redirect("papers:paper_detail", code=paper.code)
    return redirect("reception:refusal_detail", code=code)


@require_POST
def refusal_notice(request: StaffRequest, code: UUID) -> HttpResponse:
    rows = Refusal.objects.visible_to(request.user)
    own = reach_of(request.user).desks(request.asked_duties)
    refusal = get_object_or_404(rows.filter(unit__in=own), code=code)
    form = NoticeForm(request.POST, auto_id="tb_%s")
    if not form.is_valid():
        return _page(request, refusal, notice=form, status=422)
    refusing.note_notice(refusal, number=form.cleaned_data["number"], by=request.user)
    done(request, _("Đã ghi số thông báo."))
    return redirect("reception:refusal_detail", code=code)
