"""The register of incoming papers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gandan.core.pages import COUNT_FOUND_UP_TO, COUNT_UP_TO, count_of, page_of
from gandan.core.undo import done
from gandan.papers import exports
from gandan.papers.explanations import number_text
from gandan.papers.filters import IncomingFilter, known_query, narrow_incoming
from gandan.papers.forms import IncomingForm, ScanForm
from gandan.papers.models import IncomingEntry
from gandan.papers.selectors import letterhead_on
from gandan.papers.services import registering
from gandan.papers.services.numbering import NumberError
from gandan.papers.views.outgoing import book_of, chosen_book, record_register
from gandan.papers.views.rights import may_write, written
from gandan.units.models import Unit
from gandan.units.policy import reach_of, today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames

EDITABLE = (*registering.IncomingLine.__dataclass_fields__, "source_code")


def incoming_list(request: StaffRequest) -> HttpResponse:
    form = IncomingFilter(request.GET or {}, person=request.user)
    narrowed = narrow_incoming(IncomingEntry.objects.visible_to(request.user), form)
    up_to = COUNT_FOUND_UP_TO if request.GET.get("q") else COUNT_UP_TO
    return render(
        request,
        "papers/incoming_list.html",
        {
            "form": form,
            "page": page_of(narrowed.rows, request.GET.get("page"), count_up_to=up_to),
            "in_use": narrowed.in_use,
            "names": UnitNames.on(today()),
            "query": known_query(request.GET, IncomingFilter),
            "book": book_of(request),
            "may_write": may_write(request),
            "today": today(),
        },
    )


def incoming_export(request: StaffRequest) -> HttpResponse | FileResponse:
    form = IncomingFilter(request.GET or {}, person=request.user)
    narrowed = narrow_incoming(IncomingEntry.objects.visible_to(request.user), form)
    query = known_query(request.GET, IncomingFilter)
    total, more = count_of(narrowed.rows)
    if more or total > exports.EXPORT_UP_TO:
        messages.error(request, _("Danh sách quá dài để xuất một lần. Thu hẹp bộ lọc rồi xuất."))
        return redirect(f"{reverse('papers:incoming_list')}?{query}")
    record_register(request, "incoming", rows=total, query=query)
    names = UnitNames.on(today())
    file = exports.write_incoming(narrowed.rows, names, by=request.user, query=query)
    return FileResponse(file, as_attachment=True, filename="so-van-ban-den.xlsx")


def incoming_book(request: StaffRequest) -> HttpResponse:
    unit, year = chosen_book(request)
    rows = IncomingEntry.objects.visible_to(request.user).filter(unit=unit, arrived_on__year=year)
    record_register(request, "incoming", unit=unit.code, year=year)
    lines = rows.order_by("number")[: exports.BOOK_UP_TO]
    made = exports.incoming_book(lines, letterhead_on(unit, today()), year)
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="so-den-{unit.code}-{year}.pdf"'},
    )


def incoming_new(request: StaffRequest) -> HttpResponse:
    duties = request.asked_duties
    home = str(reach_of(request.user).home(duties) or "")
    initial = {"unit": home, "arrived_on": today(), "source_code": request.GET.get("source", "")}
    form = IncomingForm(request.POST or None, person=request.user, duties=duties, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            entry = _register(request, form)
        except NumberError as error:
            form.add_error(None, number_text(error))
        else:
            done(request, _("Đã vào sổ, số đến %(number)d.") % {"number": entry.number})
            return redirect("papers:incoming_detail", code=entry.code)
    status = 422 if request.method == "POST" else 200
    return render(request, "papers/incoming_new.html", {"form": form}, status=status)


def _register(request: StaffRequest, form: IncomingForm) -> IncomingEntry:
    source = form.cleaned_data["source_code"].strip()
    return registering.register_incoming(
        form.line(),
        unit=Unit.objects.get(pk=int(form.cleaned_data["unit"])),
        by=request.user,
        today=today(),
        source_kind="other" if source else "",
        source_code=source,
    )


def get_entry(request: StaffRequest, code: UUID, *, to_write: bool = False) -> IncomingEntry:
    rows = IncomingEntry.objects.visible_to(request.user)
    if to_write:
        rows = rows.filter(written(request))
    return get_object_or_404(rows.select_related("unit", "registered_by"), code=code)


def incoming_detail(request: StaffRequest, code: UUID) -> HttpResponse:
    return detail_page(request, get_entry(request, code), ScanForm())


def detail_page(
    request: StaffRequest, entry: IncomingEntry, form: Any, status: int = 200
) -> HttpResponse:
    return render(
        request,
        "papers/incoming_detail.html",
        {
            "entry": entry,
            "scans": entry.scans.order_by("id"),
            "form": form,
            "may_write": may_write(request, entry.unit_id),
            "unit_name": UnitNames.on(entry.arrived_on)[entry.unit_id],
            "letterhead": letterhead_on(entry.unit, entry.arrived_on),
        },
        status=status,
    )


def incoming_edit(request: StaffRequest, code: UUID) -> HttpResponse:
    entry, duties = get_entry(request, code, to_write=True), request.asked_duties
    initial = {name: getattr(entry, name) for name in EDITABLE}
    form = IncomingForm(request.POST or None, person=request.user, duties=duties, initial=initial)
    # The number belongs to the unit's book, so the unit stays.
    form.fields.pop("unit")
    if request.method == "POST" and form.is_valid():
        source = form.cleaned_data["source_code"].strip()
        try:
            changed = registering.correct_incoming(
                entry, form.line(), source_code=source, by=request.user
            )
        except ValueError:
            form.add_error("arrived_on", _("Số đến thuộc sổ của năm: không đổi sang năm khác."))
        else:
            if changed:
                done(request, _("Đã sửa dòng sổ."))
            return redirect("papers:incoming_detail", code=code)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "entry": entry}
    return render(request, "papers/incoming_edit.html", context, status=status)
