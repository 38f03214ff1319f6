"""The reception book of a unit and a period: on the page, to print, as .xlsx."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gandan.accounts.models import User
from gandan.audit.services import record, record_read
from gandan.domain.confidentiality import Confidentiality
from gandan.domain.periods import Period, PeriodError, month, read_period
from gandan.domain.reception import book_columns
from gandan.law.selectors import current
from gandan.reception.book import BOOK_UP_TO, Line, book_lines
from gandan.reception.counting import counts_by_host
from gandan.reception.exports import write_book
from gandan.reception.forms import ReasonForm
from gandan.reception.models import Visit
from gandan.units.models import Unit
from gandan.units.policy import reach_of, today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames


class BookFilter(forms.Form):
    unit = forms.ChoiceField(label=gettext_lazy("Nơi tiếp"), required=False)
    period = forms.CharField(label=gettext_lazy("Kỳ"), required=False, max_length=40)

    def __init__(self, data: object, *, person: User, names: UnitNames) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        units = names.choices(reach_of(person).units())
        choices = [(str(pk), name) for pk, name in units]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]

    def clean_period(self) -> Period:
        written = self.cleaned_data["period"]
        try:
            return read_period(written) if written else month(today().year, today().month)
        except PeriodError as error:
            text = _("Ghi kỳ như 11/2026, quý IV/2026, 2026 hoặc 2026-11-01..2026-11-16.")
            raise forms.ValidationError(text) from error


@dataclass(frozen=True)
class Book:
    unit: int
    unit_name: str
    period: Period
    visits: QuerySet[Visit]
    lines: list[Line]
    has_names: bool
    is_cut: bool


def _filter(request: StaffRequest) -> BookFilter:
    """What was asked for; the book of one's own office and month when nothing was."""
    day = today()
    given = {
        "unit": request.GET.get("unit") or str(reach_of(request.user).home_unit or ""),
        "period": request.GET.get("period") or f"{day.month}/{day.year}",
    }
    return BookFilter(given, person=request.user, names=UnitNames.on(day))


def _book(request: StaffRequest, form: BookFilter) -> Book:
    unit, period = int(form.cleaned_data["unit"]), form.cleaned_data["period"]
    names, person = UnitNames.on(today()), request.user
    visits = Visit.objects.visible_to(person).filter(
        unit=unit,
        submission__received_on__gte=period.since,
        submission__received_on__lt=period.until,
    )
    has_names = unit in reach_of(person).own_units
    lines = book_lines(visits, person, names, with_names=has_names)
    is_cut = len(lines) == BOOK_UP_TO and visits.count() > BOOK_UP_TO
    return Book(unit, names[unit], period, visits, lines, has_names, is_cut)


def book(request: StaffRequest) -> HttpResponse:
    """Names of visitors are read here, so the reading goes on record."""
    form = _filter(request)
    if not form.is_valid():
        context = {"form": form, "columns": book_columns()}
        return render(request, "reception/book.html", context, status=422)
    found = _book(request, form)
    counts, parts = counts_by_host(found.visits, request.user, current().numbers)
    record("reception_book.viewed", _subject(found), by=request.user, period=found.period.label)
    return render(
        request,
        "reception/book.html",
        {
            "form": form,
            "book": found,
            "columns": book_columns(),
            "counts": counts,
            "parts": parts,
            "reason_form": ReasonForm(auto_id="xuat_%s"),
        },
    )


def _subject(found: Book) -> str:
    return Unit.objects.values_list("code", flat=True).get(pk=found.unit)


def book_export(request: StaffRequest) -> HttpResponse | FileResponse:
    form, why = _filter(request), ReasonForm(request.GET)
    if not form.is_valid() or not why.is_valid():
        faults = [*form.errors.values(), *why.errors.values()]
        messages.error(request, str(faults[0][0]))
        query = {name: request.GET.get(name, "") for name in ("unit", "period")}
        return redirect(f"{reverse('reception:book')}?{urlencode(query)}")
    found = _book(request, form)
    if found.is_cut:
        messages.error(request, _("Sổ quá dài để xuất một lần. Chọn kỳ ngắn hơn."))
        return redirect("reception:book")
    reason = why.cleaned_data["reason"]
    record_read(
        "reception_book.exported",
        _subject(found),
        by=request.user,
        data_class=Confidentiality.PERSONAL,
        reason=reason,
        period=found.period.label,
        rows=len(found.lines),
    )
    file = write_book(
        found.lines,
        unit_name=found.unit_name,
        is_synthetic=Unit.objects.get(pk=found.unit).is_synthetic,
        period=found.period,
        reason=reason,
        by=request.user,
    )
    return FileResponse(file, as_attachment=True, filename="so-tiep-cong-dan.xlsx")
