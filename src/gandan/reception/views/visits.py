"""One visit: entry, facts with correction, the page that the visitor signs."""

import secrets
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.audit.services import record
from gandan.casework.models import Attachment, Case, Submission
from gandan.casework.services.joining import AlreadyHandledError
from gandan.casework.services.people import RepresentativesError
from gandan.casework.services.registering import EmptyTextError
from gandan.casework.services.stepping import CaseMovedOnError
from gandan.core.undo import done
from gandan.domain.provisions import shipped_rows
from gandan.papers.selectors import papers_of
from gandan.reception.forms import VisitCorrectionForm, VisitForm
from gandan.reception.models import Booking, Conclusion, Visit
from gandan.reception.protecting import is_protected
from gandan.reception.selectors import Earlier, with_cases
from gandan.reception.services import receiving
from gandan.reception.services.booking import BookingMovedOnError
from gandan.reception.services.papering import RECEIPT, SOURCE
from gandan.sealed.services.sealing import SealingRefusedError
from gandan.units.models import Unit
from gandan.units.policy import reach_of, today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames


def visit_new(request: StaffRequest) -> HttpResponse:
    source = request.POST if request.method == "POST" else request.GET
    booking = _booking(request, source.get("booking", ""))
    code = source.get("earlier", "")
    if booking and booking.earlier and not code:
        code = booking.earlier.code
    earlier, duties = _earlier(request, code), request.asked_duties
    if request.method != "POST":
        form = VisitForm(
            initial=_initial(request, earlier, booking), person=request.user, duties=duties
        )
        return _form_page(request, form, earlier, booking)
    form = VisitForm(request.POST, person=request.user, duties=duties)
    if form.is_valid() and (visit := _receive(request, form, earlier, booking)):
        text = _("Đã ghi lượt tiếp; đơn %(code)s.") % {"code": visit.submission.code}
        done(request, text)
        return redirect("reception:visit_detail", code=visit.code)
    return _form_page(request, form, earlier, booking, status=422)


def _initial(
    request: StaffRequest, earlier: Earlier | None, booking: Booking | None
) -> dict[str, object]:
    initial: dict[str, object] = {
        "key": secrets.token_hex(16),
        "received_on": today(),
        "people": 1,
        "unit": str(reach_of(request.user).home(request.asked_duties) or ""),
        "session": request.GET.get("session", ""),
    }
    if earlier:
        initial |= {"earlier": earlier.submission.code, "place": earlier.submission.place}
    if booking:
        at_hand = booking.session and booking.session.on <= today()
        initial |= {
            "booking": booking.slip,
            "sender_name": booking.name,
            "sender_phone": booking.phone,
            "text": booking.matter,
            "people": booking.people,
            "unit": str(booking.unit_id),
            "session": str(booking.session_id) if at_hand else "",
        }
    return initial


def _booking(request: StaffRequest, slip: str) -> Booking | None:
    """The appointment that the visitor comes with, while it is open."""
    if not slip:
        return None
    rows = Booking.objects.visible_to(request.user).open().select_related("session", "earlier")
    return rows.filter(slip=slip.strip().upper()).first()


def _earlier(request: StaffRequest, code: str) -> Earlier | None:
    """The letter that was chosen as of the same matter, as far as the person may see it."""
    letter = Submission.objects.visible_to(request.user).filter(code=code.strip()).first()
    return with_cases([letter], request.user)[0] if letter else None


def _receive(
    request: StaffRequest, form: VisitForm, earlier: Earlier | None, booking: Booking | None
) -> Visit | None:
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
            booking=booking,
        )
    except receiving.KeyUsedError as error:
        _start_anew(form, error.visit)
    except BookingMovedOnError:
        form.add_error(None, _("Hẹn này vừa được sửa. Xem lại danh sách hẹn rồi ghi."))
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


def _start_anew(form: VisitForm, made: Visit) -> None:
    """The form had been sent already; with a key of its own it can be sent as another visit."""
    form.start_anew(made, secrets.token_hex(16))
    text = _(
        "Mẫu này đã ghi thành đơn %(code)s, lời khác lời vừa gõ. Bấm Ghi lượt tiếp lần nữa để ghi thêm một lượt."
    )
    form.add_error(None, text % {"code": made.submission.code})


def _form_page(
    request: StaffRequest,
    form: VisitForm,
    earlier: Earlier | None,
    booking: Booking | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "earlier": earlier, "booking": booking}
    return render(request, "reception/visit_new.html", context, status=status)


def _get(request: StaffRequest, code: UUID) -> Visit:
    rows = Visit.objects.visible_to(request.user)
    related = ("submission", "session", "by", "earlier", "unit")
    return get_object_or_404(rows.select_related(*related), code=code)


def own_visit(request: StaffRequest, code: UUID) -> Visit:
    """A visit of one's own desk, to write at; those above only read it."""
    visit = _get(request, code)
    if visit.unit_id not in reach_of(request.user).desks(request.asked_duties):
        raise Http404
    return visit


def case_of(request: StaffRequest, visit: Visit) -> Case | None:
    """The case that the visit belongs to, as far as the person may see it."""
    return with_cases([visit.submission], request.user)[0].case


def visit_detail(request: StaffRequest, code: UUID) -> HttpResponse:
    visit = _get(request, code)
    record("visit.viewed", visit, by=request.user)
    initial = {name: getattr(visit, name) for name in receiving.CORRECTABLE}
    return _page(request, visit, VisitCorrectionForm(initial=initial))


def _page(
    request: StaffRequest, visit: Visit, form: VisitCorrectionForm, status: int = 200
) -> HttpResponse:
    case = case_of(request, visit)
    earlier = Submission.objects.visible_to(request.user).filter(later_visits=visit)
    context = {
        "visit": visit,
        "form": form,
        "case": case,
        "is_protected": is_protected(visit, case),
        "earlier": earlier.first(),
        "unit_name": UnitNames.on(today())[visit.unit_id],
        "is_own": visit.unit_id in reach_of(request.user).own_units,
        "handed": visit.handed.all(),
        "files": _files(request, visit),
        "receipts": papers_of(SOURCE, visit.submission.code, request.user).filter(form=RECEIPT)[
            :10
        ],
        "conclusions": Conclusion.objects.filter(visit=visit).with_waits().order_by("id"),
        "today": today(),
    }
    return render(request, "reception/visit_detail.html", context, status=status)


def _files(request: StaffRequest, visit: Visit) -> list[Attachment]:
    """Files that came with the visit, where they lie: a case that was merged keeps its own."""
    seen = Case.objects.visible_to(request.user)
    rows = visit.submission.attachments.filter(is_void=False, case__in=seen)
    return list(rows.select_related("file", "case").order_by("id"))


@require_POST
def visit_edit(request: StaffRequest, code: UUID) -> HttpResponse:
    visit = own_visit(request, code)
    form = VisitCorrectionForm(request.POST)
    if not form.is_valid():
        return _page(request, visit, form, status=422)
    if receiving.correct_visit(visit, form.cleaned_data, by=request.user):
        done(request, _("Đã sửa lượt tiếp."))
    return redirect("reception:visit_detail", code=code)


def visit_confirmation(request: StaffRequest, code: UUID) -> HttpResponse:
    """What was said, on one sheet for the visitor to read and sign."""
    visit = _get(request, code)
    case = case_of(request, visit)
    record("visit.printed", visit, by=request.user)
    hidden = is_protected(visit, case) or visit.unit_id not in reach_of(request.user).own_units
    context = {
        "visit": visit,
        "case": case,
        "hides_name": hidden,
        "representatives": [] if hidden or case is None else case.representatives.order_by("id"),
        "rights": list(shipped_rows("reception", "right")),
        "handed": visit.handed.all(),
        "unit_name": UnitNames.on(today())[visit.unit_id],
    }
    return render(request, "reception/visit_confirmation.html", context)
