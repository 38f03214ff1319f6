"""Cases: the list, and one case with its next step, its days, letters, steps and answers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.audit.selectors import readings_of
from gandan.audit.services import record
from gandan.casework.case_filter import CaseFilter, narrowed_cases
from gandan.casework.case_page import CasePage
from gandan.casework.models import Case
from gandan.casework.selectors import with_letter_counts
from gandan.casework.services.renaming import rename_case
from gandan.casework.services.undoing import is_final
from gandan.casework.views.case_steps import own_case, step_form, suggestion, visible_case
from gandan.core.pages import COUNT_FOUND_UP_TO, COUNT_UP_TO, count_of_all, page_of
from gandan.core.undo import done
from gandan.domain.confidentiality import Confidentiality
from gandan.units.policy import today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames


def class_of(case: Case) -> Confidentiality:
    """The class of data that reading this case shows."""
    return Confidentiality(case.confidentiality)


def case_list(request: StaffRequest) -> HttpResponse:
    form, day = CaseFilter(request.GET or {}), today()
    standing = Case.objects.visible_to(request.user).standing()
    cases = narrowed_cases(standing, form, day)
    up_to = COUNT_FOUND_UP_TO if "q" in request.GET else COUNT_UP_TO
    page = page_of(
        cases.rows,
        request.GET.get("page"),
        keys=cases.keys,
        whole=with_letter_counts(Case.objects.all()),
        count=count_of_all(cases.counted.own_and_referred(request.user), up_to=up_to),
    )
    return render(
        request,
        "casework/case_list.html",
        {
            "page": page,
            "form": form,
            "names": UnitNames.on(day),
            "day": day,
        },
    )


def case_detail(request: StaffRequest, code: str) -> HttpResponse:
    """Reading a case goes on record, with the class of what it shows."""
    case, day = visible_case(request, code), today()
    record("case.viewed", case, by=request.user, data_class=class_of(case))
    seen = CasePage(case, request.user, day, UnitNames.on(day))
    primary = seen.primary
    inline = primary is not None and not is_final(primary.step) and not seen.to_confirm
    form = body = None
    if inline and primary is not None:
        body = suggestion(case, primary, day)
        form = step_form(request, case, primary, day, names=seen.names, body=body)
    context = {
        "case": case,
        "seen": seen,
        "primary": primary,
        "form": form,
        "suggested": body,
        "names": seen.names,
        "day": day,
    }
    return render(request, "casework/case_detail.html", context)


@require_POST
def case_rename(request: StaffRequest, code: str) -> HttpResponse:
    case = own_case(request, code)
    title = " ".join(request.POST.get("title", "").split())[:300]
    if not title:
        messages.error(request, _("Ghi tên vụ việc rồi lưu lại."))
    elif rename_case(case, title, by=request.user):
        done(request, _("Đã đổi tên vụ việc."))
    return redirect("casework:case_detail", code=code)


def case_readers(request: StaffRequest, code: str) -> HttpResponse:
    """Who has read what class of data of a case and of its letters."""
    case = visible_case(request, code)
    letters = case.raisings.values_list("submission__code", flat=True)[:200]
    subjects = [("casework.case", case.code), *(("casework.submission", c) for c in letters)]
    context = {"case": case, "readings": readings_of(subjects)}
    return render(request, "casework/case_readers.html", context)
