"""Reports as workbooks: taken away, filled in, brought back."""

from decimal import Decimal

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gandan.core.undo import done
from gandan.reports.cells import cells_of
from gandan.reports.forms import SheetForm
from gandan.reports.pages import report_head
from gandan.reports.registered import beside_of
from gandan.reports.rights import may_write
from gandan.reports.services.refusals import ReportChangedError, ReportRefusedError
from gandan.reports.services.writing import register_of, save_report
from gandan.reports.sheets import Fault, SheetError, read_figures, sheet_rows, write_report
from gandan.reports.views.fetching import report_for
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def report_sheet(request: StaffRequest, code: str) -> FileResponse:
    report = report_for(request.user, code)
    cells = cells_of(report.round.version)
    sent = None if report.is_open else report.latest
    register = sent.register if sent else register_of(report, cells, request.user)
    beside = beside_of(register, report.unit_id, report.round.span, request.user)
    file = write_report(
        report,
        cells,
        sent.figures if sent else report.figures,
        register,
        {key: one.notes for key, one in beside.items()},
        unit=UnitNames.on(report.round.span.last_day)[report.unit_id],
        by=str(request.user),
    )
    name = f"bao-cao-{report.round.span.last_day:%Y-%m-%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def report_upload(request: StaffRequest, code: str) -> HttpResponse:
    """Take the figures of a workbook; with one fault nothing is taken, and each fault is said."""
    report = report_for(request.user, code)
    if not may_write(request.user, report):
        raise Http404
    form = SheetForm(request.POST or None, request.FILES or None)
    faults: list[Fault] = []
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        cells = cells_of(report.round.version)
        try:
            found, faults = read_figures(sheet_rows(upload.name, upload.read()), cells)
            if not faults:
                kept: dict[str, Decimal | None] = {k: Decimal(v) for k, v in report.figures.items()}
                save_report(
                    report,
                    figures=kept | found,
                    words=report.words,
                    after=report.revision,
                    by=request.user,
                )
                done(request, _("Đã nạp số liệu từ bảng tính."))
                return redirect("reports:report_edit", code=report.code)
        except (SheetError, ReportRefusedError) as error:
            form.add_error("file", str(error))
        except ReportChangedError:
            messages.error(request, _("Người khác vừa sửa báo cáo này. Nạp lại bảng tính."))
            return redirect("reports:report_edit", code=report.code)
    context = report_head(report, request.user) | {"form": form, "faults": faults}
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/report_upload.html", context, status=status)
