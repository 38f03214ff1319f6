"""Indicators and forms: the catalogue, and a builder on a page or from a workbook."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.core.language import localized
from gandan.core.undo import done
from gandan.domain.statistics import tables
from gandan.reports.forms import IndicatorForm, LayoutForm, NewForm
from gandan.reports.layouts import LayoutError, from_sheet, lines_of, read_cells, read_sections
from gandan.reports.models import FormVersion, Indicator, ReportForm
from gandan.reports.registered import registered
from gandan.reports.services.defining import (
    define_indicator,
    lay_out,
    next_version,
    publish,
    start_form,
)
from gandan.reports.services.refusals import ReportRefusedError
from gandan.reports.services.statutory_forms import form_from_table
from gandan.reports.sheets import SheetError, sheet_rows
from gandan.units.policy import today
from gandan.units.requests import StaffRequest


def indicator_list(request: StaffRequest) -> HttpResponse:
    rows = [
        {"indicator": one, "counts": getattr(registered(one.register_key), "name", "")}
        for one in Indicator.objects.order_by("code", "-since")
    ]
    return render(request, "reports/indicator_list.html", {"rows": rows, "today": today()})


def indicator_new(request: StaffRequest) -> HttpResponse:
    """A new indicator, or a new definition of one that is there."""
    earlier = Indicator.objects.filter(code=request.GET.get("code", "")).order_by("-since").first()
    form = IndicatorForm(request.POST or None, initial=_known(earlier))
    if request.method == "POST" and form.is_valid():
        try:
            made = define_indicator(form.save(commit=False), by=request.user)
        except ReportRefusedError as error:
            form.add_error("since", str(error))
        else:
            done(request, _("Đã thêm định nghĩa của %(code)s.") % {"code": made.code})
            return redirect("reports:indicator_list")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "earlier": earlier}
    return render(request, "reports/indicator_new.html", context, status=status)


def _known(earlier: Indicator | None) -> dict[str, Any]:
    if earlier is None:
        return {}
    names = [name for name in IndicatorForm.Meta.fields if name != "since"]
    return {name: getattr(earlier, name) for name in names}


def form_list(request: StaffRequest) -> HttpResponse:
    forms = ReportForm.objects.order_by("name").prefetch_related("versions")
    rows = [{"form": one, "versions": sorted(one.versions.all(), key=_number)} for one in forms]
    return render(request, "reports/form_list.html", {"rows": rows})


def _number(version: FormVersion) -> int:
    return version.number


def form_new(request: StaffRequest) -> HttpResponse:
    form = NewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            with transaction.atomic():
                version = start_form(data["code"], data["name"], data["basis"], by=request.user)
        except IntegrityError:
            form.add_error("code", _("Mã mẫu này đã có."))
        else:
            return redirect("reports:form_edit", code=version.form.code)
    status = 422 if request.method == "POST" else 200
    choices = [(code, localized(t.name, t.name_en)) for code, t in tables().items()]
    context = {"form": form, "tables": choices}
    return render(request, "reports/form_new.html", context, status=status)


@require_POST
def form_from_statistics(request: StaffRequest) -> HttpResponse:
    """A draft form with the columns of a statutory table; it is published like any other."""
    code = request.POST.get("table", "")
    if code not in tables():
        raise Http404
    try:
        version = form_from_table(code, by=request.user, day=today())
    except ReportRefusedError as error:
        messages.error(request, str(error))
        return redirect("reports:form_new")
    done(request, _("Đã lập bản nháp từ biểu %(code)s.") % {"code": code})
    return redirect("reports:form_detail", code=version.form.code)


def form_detail(request: StaffRequest, code: str) -> HttpResponse:
    chosen = get_object_or_404(ReportForm, code=code)
    versions = list(chosen.versions.select_related("by").order_by("-number"))
    wanted = request.GET.get("ban", "")
    shown = next((v for v in versions if str(v.number) == wanted), versions[0])
    context = {
        "chosen": chosen,
        "versions": versions,
        "shown": shown,
        "cells": shown.cells.select_related("indicator").order_by("order"),
        "sections": shown.sections.order_by("order"),
    }
    return render(request, "reports/form_detail.html", context)


def form_edit(request: StaffRequest, code: str) -> HttpResponse:
    """Edit the draft; a form in use gets its next version."""
    chosen = get_object_or_404(ReportForm, code=code)
    if request.method != "POST":
        latest = chosen.versions.order_by("-number").first()
        assert latest is not None
        cells, sections = lines_of(latest)
        form = LayoutForm(initial={"cells": cells, "sections": sections})
        return _edit_page(request, chosen, form)
    form = LayoutForm(request.POST, request.FILES)
    if not form.is_valid():
        return _edit_page(request, chosen, form, status=422)
    data = form.cleaned_data
    try:
        if data["file"]:
            rows = sheet_rows(data["file"].name, data["file"].read())
            cells_told, sections_told = from_sheet(rows)
        else:
            cells_told, sections_told = read_cells(data["cells"]), read_sections(data["sections"])
        with transaction.atomic():
            draft = next_version(chosen, by=request.user)
            lay_out(draft, cells_told, sections_told, by=request.user, day=today())
    except (LayoutError, SheetError) as error:
        form.add_error("file", str(error))
        return _edit_page(request, chosen, form, status=422)
    except ReportRefusedError as error:
        form.add_error("file" if data["file"] else "cells", str(error))
        return _edit_page(request, chosen, form, status=422)
    done(request, _("Đã lưu bản nháp %(number)d.") % {"number": draft.number})
    return redirect("reports:form_detail", code=chosen.code)


def _edit_page(
    request: StaffRequest, chosen: ReportForm, form: LayoutForm, *, status: int = 200
) -> HttpResponse:
    catalogue = Indicator.objects.in_force(today()).order_by("code")
    context = {"chosen": chosen, "form": form, "catalogue": catalogue}
    return render(request, "reports/form_edit.html", context, status=status)


@require_POST
def form_publish(request: StaffRequest, code: str) -> HttpResponse:
    chosen = get_object_or_404(ReportForm, code=code)
    draft = get_object_or_404(chosen.versions, published_at=None)
    try:
        publish(draft, note=request.POST.get("note", "")[:300], by=request.user)
    except ReportRefusedError as error:
        messages.error(request, str(error))
    else:
        done(request, _("Đã đưa bản %(number)d vào dùng.") % {"number": draft.number})
    return redirect("reports:form_detail", code=chosen.code)
