"""Cases: the list, and one case with its letters and steps."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.audit.services import record
from gandan.casework.models import Case, Submission
from gandan.casework.selectors import with_letter_counts
from gandan.casework.services.renaming import rename_case
from gandan.core.pages import page_of
from gandan.core.undo import done
from gandan.units.policy import today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames

LETTERS_SHOWN = 200


def case_list(request: StaffRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:200]
    cases = Case.objects.visible_to(request.user).standing().order_by("-opened_on", "-id")
    if query:
        cases = cases.filter(code__iexact=query) | cases.filter(title__icontains=query)
    return render(
        request,
        "casework/case_list.html",
        {
            "page": page_of(with_letter_counts(cases), request.GET.get("page")),
            "q": query,
            "names": UnitNames.on(today()),
        },
    )


def case_detail(request: StaffRequest, code: str) -> HttpResponse:
    case = get_object_or_404(
        Case.objects.visible_to(request.user).select_related("merged_into"), code=code
    )
    record("case.viewed", case, by=request.user)
    visible = Submission.objects.visible_to(request.user)
    raisings = (
        case.raisings.filter(submission__in=visible)
        .select_related("submission")
        .order_by("submission__received_on", "id")
    )
    return render(
        request,
        "casework/case_detail.html",
        {
            "case": case,
            "raisings": raisings[:LETTERS_SHOWN],
            "letters": raisings.count(),
            "steps": case.steps.select_related("submission", "by").order_by("-id")[:100],
            "names": UnitNames.on(today()),
        },
    )


@require_POST
def case_rename(request: StaffRequest, code: str) -> HttpResponse:
    case = get_object_or_404(Case.objects.visible_to(request.user), code=code)
    title = " ".join(request.POST.get("title", "").split())[:300]
    if not title:
        messages.error(request, _("Ghi tên vụ việc rồi lưu lại."))
    elif rename_case(case, title, by=request.user):
        done(request, _("Đã đổi tên vụ việc."))
    return redirect("casework:case_detail", code=code)
