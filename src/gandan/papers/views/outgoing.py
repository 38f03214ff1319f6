"""The register of outgoing papers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.audit.services import record_read
from gandan.core.pages import COUNT_FOUND_UP_TO, COUNT_UP_TO, count_of, page_of
from gandan.core.undo import done
from gandan.domain.confidentiality import Confidentiality
from gandan.domain.issuing import NoTermError
from gandan.papers import exports
from gandan.papers.explanations import issue_text
from gandan.papers.filters import OutgoingFilter, known_query, narrow_outgoing
from gandan.papers.forms import OutgoingCorrectionForm, OutgoingForm, ReasonForm
from gandan.papers.models import OutgoingEntry, Paper
from gandan.papers.selectors import letterhead_on
from gandan.papers.services import registering
from gandan.papers.services.drafting import PaperError
from gandan.papers.services.issuing import FutureDayError
from gandan.papers.services.numbering import NumberError
from gandan.papers.views.rights import may_write, written
from gandan.units.models import Unit
from gandan.units.policy import reach_of, today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames

CORRECTABLE = registering.CORRECTABLE


def outgoing_list(request: StaffRequest) -> HttpResponse:
    form = OutgoingFilter(request.GET or {}, person=request.user)
    rows = OutgoingEntry.objects.visible_to(request.user).select_related("paper")
    narrowed = narrow_outgoing(rows, form)
    up_to = COUNT_FOUND_UP_TO if request.GET.get("q") else COUNT_UP_TO
    return render(
        request,
        "papers/outgoing_list.html",
        {
            "form": form,
            "page": page_of(narrowed.rows, request.GET.get("page"), count_up_to=up_to),
            "in_use": narrowed.in_use,
            "names": UnitNames.on(today()),
            "query": known_query(request.GET, OutgoingFilter),
            "book": book_of(request),
            "may_write": may_write(request),
        },
    )


def book_of(request: StaffRequest) -> dict[str, object]:
    """Which book the print button means: the unit that is filtered for, else one's own."""
    wanted = request.GET.get("unit", "")
    unit = wanted if wanted.isdigit() else str(reach_of(request.user).home_unit or "")
    return {"unit": unit, "year": today().year}


def outgoing_export(request: StaffRequest) -> HttpResponse | FileResponse:
    form = OutgoingFilter(request.GET or {}, person=request.user)
    narrowed = narrow_outgoing(OutgoingEntry.objects.visible_to(request.user), form)
    query = known_query(request.GET, OutgoingFilter)
    total, more = count_of(narrowed.rows)
    if more or total > exports.EXPORT_UP_TO:
        messages.error(request, _("Danh sách quá dài để xuất một lần. Thu hẹp bộ lọc rồi xuất."))
        return redirect(f"{reverse('papers:outgoing_list')}?{query}")
    record_register(request, "outgoing", rows=total, query=query)
    names = UnitNames.on(today())
    file = exports.write_outgoing(narrowed.rows, names, by=request.user, query=query)
    return FileResponse(file, as_attachment=True, filename="so-van-ban-di.xlsx")


def record_register(request: StaffRequest, book: str, **details: Any) -> None:
    record_read(
        "register.exported", book, by=request.user, data_class=Confidentiality.INTERNAL, **details
    )


def chosen_book(request: StaffRequest) -> tuple[Unit, int]:
    """The unit and year whose book is printed; 404 for what is out of reach."""
    unit, year = request.GET.get("unit", ""), request.GET.get("year", "")
    if not (unit.isdigit() and year.isdigit() and len(year) == 4 and len(unit) < 12):
        raise Http404
    if int(unit) not in reach_of(request.user).units():
        raise Http404
    return get_object_or_404(Unit, pk=int(unit)), int(year)


def outgoing_book(request: StaffRequest) -> HttpResponse:
    """The book of a unit and a year as PDF, to print and bind."""
    unit, year = chosen_book(request)
    rows = OutgoingEntry.objects.visible_to(request.user).filter(unit=unit, issued_on__year=year)
    record_register(request, "outgoing", unit=unit.code, year=year)
    lines = rows.order_by("series__kind", "number")[: exports.BOOK_UP_TO]
    made = exports.outgoing_book(lines, letterhead_on(unit, today()), year)
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="so-di-{unit.code}-{year}.pdf"'},
    )


def outgoing_new(request: StaffRequest) -> HttpResponse:
    """A number for a paper that was made elsewhere."""
    duties = request.asked_duties
    home = str(reach_of(request.user).home(duties) or "")
    initial = {"unit": home, "issued_on": today()}
    form = OutgoingForm(request.POST or None, person=request.user, duties=duties, initial=initial)
    if request.method == "POST" and form.is_valid():
        unit = Unit.objects.get(pk=int(form.cleaned_data["unit"]))
        try:
            entry = registering.register_outgoing(
                form.line(), unit=unit, by=request.user, today=today()
            )
        except FutureDayError as error:
            form.add_error("issued_on", issue_text(error))
        except (PaperError, NumberError, NoTermError) as error:
            form.add_error(None, issue_text(error))
        else:
            done(request, _("Đã cấp số %(number)s.") % {"number": entry.symbol})
            return redirect("papers:outgoing_detail", code=entry.code)
    status = 422 if request.method == "POST" else 200
    return render(request, "papers/outgoing_new.html", {"form": form}, status=status)


def _get(request: StaffRequest, code: UUID, *, to_write: bool = False) -> OutgoingEntry:
    rows = OutgoingEntry.objects.visible_to(request.user)
    if to_write:
        rows = rows.filter(written(request))
    return get_object_or_404(rows.select_related("unit", "registered_by"), code=code)


def outgoing_detail(request: StaffRequest, code: UUID) -> HttpResponse:
    entry = _get(request, code)
    initial = {name: getattr(entry, name) for name in CORRECTABLE}
    return _page(request, entry, OutgoingCorrectionForm(initial=initial))


def _page(
    request: StaffRequest, entry: OutgoingEntry, form: OutgoingCorrectionForm, status: int = 200
) -> HttpResponse:
    """A line of the register, with the fields that may be corrected."""
    return render(
        request,
        "papers/outgoing_detail.html",
        {
            "entry": entry,
            "paper": Paper.objects.visible_to(request.user).filter(entry=entry).first(),
            "is_made_here": Paper.objects.filter(entry=entry).exists(),
            "form": form,
            "may_write": may_write(request, entry.unit_id),
            "unit_name": UnitNames.on(entry.issued_on)[entry.unit_id],
        },
        status=status,
    )


@require_POST
def outgoing_edit(request: StaffRequest, code: UUID) -> HttpResponse:
    entry = _get(request, code, to_write=True)
    form = OutgoingCorrectionForm(request.POST)
    if not form.is_valid():
        return _page(request, entry, form, status=422)
    if registering.correct_outgoing(entry, form.cleaned_data, by=request.user):
        done(request, _("Đã sửa dòng sổ %(number)s.") % {"number": entry.symbol})
    return redirect("papers:outgoing_detail", code=code)


def outgoing_cancel(request: StaffRequest, code: UUID) -> HttpResponse:
    entry = _get(request, code, to_write=True)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            registering.cancel_outgoing(entry, reason=form.cleaned_data["reason"], by=request.user)
        except registering.MadeHereError:
            form.add_error(None, _("Văn bản soạn ở đây: hủy ở trang văn bản."))
        else:
            done(request, _("Đã hủy số %(number)s.") % {"number": entry.symbol})
            return redirect("papers:outgoing_detail", code=code)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "entry": entry}
    return render(request, "papers/outgoing_cancel.html", context, status=status)
