"""The mapping of columns to the national database: read, entered, confirmed, exported."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.audit.services import record
from gandan.core.undo import done
from gandan.domain.statistics import Table, slug_of, tables
from gandan.statutory.forms import TargetForm
from gandan.statutory.models import NationalField
from gandan.statutory.national import (
    Coverage,
    export_rows,
    mapped_columns,
    write_csv,
    write_workbook,
)
from gandan.statutory.pages import Filled, table_name
from gandan.statutory.periods import chosen_of
from gandan.statutory.services.mapping import MappingRefusedError, confirm_target, set_target
from gandan.statutory.views.asked import period_form, table_of
from gandan.statutory.views.exports import XLSX
from gandan.units.models import Duty
from gandan.units.policy import REGISTER_DUTIES, reach_of
from gandan.units.requests import StaffRequest

CONFIRMING = (Duty.ADMINISTRATOR, Duty.LEADER, Duty.INSPECTOR)


def national_map(request: StaffRequest) -> HttpResponse:
    mapped = mapped_columns()
    reach = reach_of(request.user)
    groups = [
        {
            "table": table,
            "slug": slug_of(table.code),
            "name": table_name(table),
            "rows": [one for one in mapped if one.table.code == table.code],
            "coverage": Coverage.of([one for one in mapped if one.table.code == table.code]),
        }
        for table in tables().values()
    ]
    context = {
        "groups": groups,
        "coverage": Coverage.of(mapped),
        "may_confirm": reach.has(*CONFIRMING),
        "form": period_form(request) if reach.has(*REGISTER_DUTIES) else None,
    }
    return render(request, "statutory/national_map.html", context)


def national_edit(request: StaffRequest, slug: str, column: int) -> HttpResponse:
    table = table_of(slug)
    _check(table, column)
    versions = list(
        NationalField.objects.filter(table=table.code, column=column)
        .select_related("entered_by", "confirmed_by")
        .order_by("-number")
    )
    initial = {"after": 0} if not versions else {
        "after": versions[0].number, "target": versions[0].target, "source": versions[0].source,
    }  # fmt: skip
    form = TargetForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            set_target(
                table.code, column, data["target"], data["source"],
                after=data["after"], by=request.user,
            )  # fmt: skip
        except MappingRefusedError as error:
            form.add_error(None, str(error))
        else:
            done(request, _("Đã ghi mã của %(table)s, cột %(column)d. Người khác phải xác nhận.")
                 % {"table": table.code, "column": column})  # fmt: skip
            return redirect(f"{reverse('statutory:national_map')}#{slug}")
    context = {
        "table": table,
        "name": table_name(table),
        "column": table.column(column),
        "versions": versions,
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "statutory/national_edit.html", context, status=status)


def _check(table: Table, column: int) -> None:
    if not 1 <= column <= len(table.columns):
        raise Http404


@require_POST
def national_confirm(request: StaffRequest, slug: str, column: int) -> HttpResponse:
    table = table_of(slug)
    rows = NationalField.objects.current().filter(table=table.code, column=column)
    number = request.POST.get("number", "")
    field = get_object_or_404(rows, number=int(number) if number.isdigit() else 0)
    try:
        confirm_target(field, by=request.user)
    except MappingRefusedError as error:
        messages.error(request, str(error))
    else:
        done(request, _("Đã xác nhận mã của %(table)s, cột %(column)d.")
             % {"table": table.code, "column": column})  # fmt: skip
    return redirect(f"{reverse('statutory:national_map')}#{slug}")


def national_export(request: StaffRequest, kind: str) -> HttpResponse | FileResponse:
    """The confirmed columns of a unit and period; refused while there is none."""
    if kind not in {"csv", "xlsx"}:
        raise Http404
    form, mapped = period_form(request), mapped_columns()
    coverage = Coverage.of(mapped)
    if not form.is_valid() or not coverage.confirmed:
        fault = next((e[0] for e in form.errors.values()), _("Chưa có mã nào được xác nhận."))
        messages.error(request, str(fault))
        return redirect("statutory:national_map")
    chosen = chosen_of(form)
    rows = export_rows(Filled.of(chosen, request.user), mapped)
    name = f"csdl-quoc-gia-{chosen.period.last_day:%Y-%m-%d}-thieu-{coverage.unmapped}-cot.{kind}"
    record(
        "statistics.exported",
        chosen.unit,
        by=request.user,
        tables=["national"],
        period=chosen.period.label,
    )
    if kind == "csv":
        response = HttpResponse(write_csv(rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    file = write_workbook(rows, coverage, period=chosen.period, by=str(request.user))
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
