"""One visit: entry, facts with correction, the page that the visitor signs."""

import secrets
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.audit.services import record
from gandan.casework.models import Case, Submission
from gandan.casework.services.joining import AlreadyHandledError
from gandan.casework.services.people import RepresentativesError
from gandan.casework.services.registering import EmptyTextError
from gandan.casework.services.stepping import CaseMovedOnError
from gandan.core.undo import done
from gandan.domain.provisions import shipped_rows
from gandan.reception.forms import VisitCorrectionForm, VisitForm
from gandan.reception.models import Visit
from gandan.reception.protecting import PROTECTED
from gandan.reception.selectors import Earlier, with_cases
from gandan.reception.services import receiving
from gandan.sealed.services.sealing import SealingRefusedError
from gandan.units.models import Unit
from gandan.units.policy import reach_of, today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames


def visit_new(request: StaffRequest) -> HttpResponse:
    source = request.POST if request.method == "POST" else request.GET
    earlier = _earlier(request, source.get("earlier", ""))
    if request.method != "POST":
        form = VisitForm(initial=_initial(request, earlier), person=request.user)
        return _form_page(request, form, earlier)
    form = VisitForm(request.POST, person=request.user)
    if form.is_valid() and (visit := _receive(request, form, earlier)):
        text = _("Đã ghi lượt tiếp; đơn %(code)s.") % {"code": visit.submission.code}
        done(request, text)
        return redirect("reception:visit_detail", code=visit.code)
    return _form_page(request, form, earlier, status=422)


def _initial(request: StaffRequest, earlier: Earlier | None) -> dict[str, object]:
    initial: dict[str, object] = {
        "key": secrets.token_hex(16),
        "received_on": today(),
        "people": 1,
        "unit": str(reach_of(request.user).home_unit or ""),
        "session": request.GET.get("session", ""),
    }
    if earlier:
        initial |= {"earlier": earlier.submission.code, "place": earlier.submission.place}
    return initial


def _earlier(request: StaffRequest, code: str) -> Earlier | None:
    """The letter that was chosen as of the same matter, as far as the person may see it."""
    letter = Submission.objects.visible_to(request.user).filter(code=code.strip()).first()
    return with_cases([letter], request.user)[0] if letter else None


def _receive(request: StaffRequest, form: VisitForm, earlier: Earlier | None) -> Visit | None:
    """Enter the visit, or say on the form why not."""
    data = form.cleaned_data
    try:
        return receiving.receive(
            form.told(),
            form.visitor(),
            unit=Unit.objects.get(pk=int(data["unit"])),
            by=request.user,
            key=data["key"],
            session=form.sessions.get(data["session"]),
            earlier=(earlier.submission, earlier.case) if earlier and earlier.case else None,
        )
    except receiving.WrongSessionError:
        form.add_error("session", _("Buổi tiếp này không phải của ngày và nơi đã ghi."))
    except receiving.OtherMatterError:
        text = _("Tố cáo là vụ việc riêng. Ghi lượt tiếp mới, không gắn vào việc trước.")
        form.add_error("kind", text)
    except (RepresentativesError, SealingRefusedError) as error:
        field = "representatives" if isinstance(error, RepresentativesError) else None
        form.add_error(field, str(error))
    except EmptyTextError:
        form.add_error("text", _("Ghi ít nhất một câu: việc gì, ở đâu."))
    except (AlreadyHandledError, CaseMovedOnError):
        text = _("Vụ việc trước vừa thay đổi. Tìm lại vụ việc rồi ghi lượt tiếp.")
        form.add_error(None, text)
    return None


def _form_page(
    request: StaffRequest, form: VisitForm, earlier: Earlier | None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "earlier": earlier}
    return render(request, "reception/visit_new.html", context, status=status)


def _get(request: StaffRequest, code: UUID) -> Visit:
    rows = Visit.objects.visible_to(request.user)
    related = ("submission", "session", "by", "earlier")
    return get_object_or_404(rows.select_related(*related), code=code)


def _case_of(request: StaffRequest, visit: Visit) -> Case | None:
    return with_cases([visit.submission], request.user)[0].case


def visit_detail(request: StaffRequest, code: UUID) -> HttpResponse:
    visit = _get(request, code)
    record("visit.viewed", visit, by=request.user)
    initial = {name: getattr(visit, name) for name in receiving.CORRECTABLE}
    return _page(request, visit, VisitCorrectionForm(initial=initial))


def _page(
    request: StaffRequest, visit: Visit, form: VisitCorrectionForm, status: int = 200
) -> HttpResponse:
    case = _case_of(request, visit)
    earlier = Submission.objects.visible_to(request.user).filter(later_visits=visit)
    context = {
        "visit": visit,
        "form": form,
        "case": case,
        "is_protected": is_protected(visit, case),
        "earlier": earlier.first(),
        "unit_name": UnitNames.on(today())[visit.unit_id],
        "is_own": visit.unit_id in reach_of(request.user).own_units,
    }
    return render(request, "reception/visit_detail.html", context, status=status)


def is_protected(visit: Visit, case: Case | None) -> bool:
    """Whether the name stands on no page: a denunciation, known as one now or at the desk."""
    kinds = {case.kind if case else "", visit.submission.kind}
    return visit.sealed is not None or bool(kinds & PROTECTED)


@require_POST
def visit_edit(request: StaffRequest, code: UUID) -> HttpResponse:
    visit = _get(request, code)
    form = VisitCorrectionForm(request.POST)
    if not form.is_valid():
        return _page(request, visit, form, status=422)
    if receiving.correct_visit(visit, form.cleaned_data, by=request.user):
        done(request, _("Đã sửa lượt tiếp."))
    return redirect("reception:visit_detail", code=code)


def visit_confirmation(request: StaffRequest, code: UUID) -> HttpResponse:
    """What was said, on one sheet for the visitor to read and sign."""
    visit = _get(request, code)
    case = _case_of(request, visit)
    record("visit.printed", visit, by=request.user)
    hidden = is_protected(visit, case) or visit.unit_id not in reach_of(request.user).own_units
    context = {
        "visit": visit,
        "case": case,
        "hides_name": hidden,
        "representatives": [] if hidden or case is None else case.representatives.order_by("id"),
        "rights": list(shipped_rows("reception", "right")),
        "unit_name": UnitNames.on(today())[visit.unit_id],
    }
    return render(request, "reception/visit_confirmation.html", context)
