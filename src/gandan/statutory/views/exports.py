"""One table, or all tables of a period, as a workbook in the layout of the forms."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from gandan.audit.services import record
from gandan.domain.statistics import slug_of, tables
from gandan.statutory.pages import Filled
from gandan.statutory.periods import chosen_of
from gandan.statutory.views.asked import period_form, table_of
from gandan.statutory.workbooks import Frame, write_tables
from gandan.units.requests import StaffRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_sheet(request: StaffRequest, slug: str) -> HttpResponse | FileResponse:
    return _workbook(request, [table_of(slug).code], slug)


def all_sheets(request: StaffRequest) -> HttpResponse | FileResponse:
    return _workbook(request, list(tables()), "bo-bieu-thong-ke")


def _workbook(request: StaffRequest, codes: list[str], name: str) -> HttpResponse | FileResponse:
    form = period_form(request)
    if not form.is_valid():
        back = reverse("statutory:table_list")
        if len(codes) == 1:
            back = reverse("statutory:table_detail", args=[slug_of(codes[0])])
        return redirect(f"{back}?{request.GET.urlencode()}")
    chosen = chosen_of(form)
    filled = Filled.of(chosen, request.user)
    frame = Frame(
        chosen.unit_name,
        chosen.period,
        str(request.user),
        timezone.localtime(),
        chosen.unit.is_synthetic,
    )
    with override("vi"):
        file = write_tables([filled.grid(code) for code in codes], frame)
    record(
        "statistics.exported",
        chosen.unit,
        by=request.user,
        tables=codes,
        period=chosen.period.label,
    )
    filename = f"{name}-{chosen.period.last_day:%Y-%m-%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=filename, content_type=XLSX)
