"""One table, or all tables of a period, as a workbook in the layout of the forms."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from gandan.audit.services import record
from gandan.domain.statistics import slug_of, tables
from gandan.papers.selectors import letterhead_on
from gandan.statutory.pages import Filled
from gandan.statutory.papers import MAKERS
from gandan.statutory.papers import table_paper as make_paper
from gandan.statutory.periods import Chosen, chosen_of
from gandan.statutory.views.asked import period_form, table_of
from gandan.statutory.workbooks import Frame, write_tables
from gandan.units.policy import today
from gandan.units.requests import StaffRequest

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_sheet(request: StaffRequest, slug: str) -> HttpResponse | FileResponse:
    return _workbook(request, [table_of(slug).code], slug)


def all_sheets(request: StaffRequest) -> HttpResponse | FileResponse:
    return _workbook(request, list(tables()), "bo-bieu-thong-ke")


def table_paper(request: StaffRequest, slug: str, kind: str) -> HttpResponse:
    """The table as a paper to sign, on the letterhead of the unit."""
    if kind not in MAKERS:
        raise Http404
    code, form = table_of(slug).code, period_form(request)
    if not form.is_valid():
        back = reverse("statutory:table_detail", args=[slug])
        return redirect(f"{back}?{request.GET.urlencode()}")
    chosen = chosen_of(form)
    frame = _frame(request, chosen)
    with override("vi"):
        grid = Filled.of(chosen, request.user).for_paper(code)
        made = make_paper(grid, frame, letterhead_on(chosen.unit, today()), kind)
    _record(request, chosen, [code])
    name = f"{slug}-{chosen.period.last_day:%Y-%m-%d}.{kind}"
    types = {"pdf": "application/pdf", "docx": DOCX}
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type=types[kind], headers=headers)


def _frame(request: StaffRequest, chosen: Chosen) -> Frame:
    now, synthetic = timezone.localtime(), chosen.unit.is_synthetic
    return Frame(chosen.unit_name, chosen.period, str(request.user), now, synthetic)


def _record(request: StaffRequest, chosen: Chosen, codes: list[str]) -> None:
    period = chosen.period.label
    record("statistics.exported", chosen.unit, by=request.user, tables=codes, period=period)


def _workbook(request: StaffRequest, codes: list[str], name: str) -> HttpResponse | FileResponse:
    form = period_form(request)
    if not form.is_valid():
        back = reverse("statutory:table_list")
        if len(codes) == 1:
            back = reverse("statutory:table_detail", args=[slug_of(codes[0])])
        return redirect(f"{back}?{request.GET.urlencode()}")
    chosen = chosen_of(form)
    filled = Filled.of(chosen, request.user)
    frame = _frame(request, chosen)
    with override("vi"):
        file = write_tables([filled.for_paper(code) for code in codes], frame)
    _record(request, chosen, codes)
    filename = f"{name}-{chosen.period.last_day:%Y-%m-%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=filename, content_type=XLSX)
