"""Draft the paper that a step of the case asks for, filled from the file."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.casework.case_page import CasePage
from gandan.casework.case_papers import draft_for
from gandan.casework.views.case_steps import visible_case
from gandan.core.undo import done
from gandan.documents.filling import FactValueError, TemplateError
from gandan.papers.models import PaperState
from gandan.papers.services.drafting import PaperError
from gandan.units.policy import today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames


@require_POST
def case_paper(request: StaffRequest, code: str, form: str) -> HttpResponse:
    """Open the draft of a form that this case offers; a draft that waits is not made twice."""
    case, day = visible_case(request, code), today()
    seen = CasePage(case, request.user, day, UnitNames.on(day))
    chosen = next((one for one in seen.offered_papers if one.form.code == form), None)
    if chosen is None or not seen.may_draft:
        raise Http404
    waiting = next((p for p in chosen.papers if p.state == PaperState.DRAFT), None)
    if waiting is not None:
        return redirect("papers:paper_edit", code=waiting.code)
    try:
        paper = draft_for(case, chosen.form, by=request.user, day=day)
    except (PaperError, TemplateError, FactValueError):
        messages.error(request, _("Chưa soạn được văn bản này từ hồ sơ. Soạn ở mục Văn bản."))
        return redirect("casework:case_detail", code=code)
    done(request, _("Đã soạn từ hồ sơ vụ việc. Xem lại, điền ô còn trống, rồi ban hành."))
    return redirect("papers:paper_edit", code=paper.code)
