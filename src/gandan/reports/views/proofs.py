"""Files that prove a figure."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.casework.file_response import stored_response
from gandan.casework.services.looking import FileRefusedError
from gandan.core.undo import done
from gandan.reports.cells import cells_of
from gandan.reports.forms import ProofForm
from gandan.reports.rights import may_write
from gandan.reports.services.refusals import ReportRefusedError
from gandan.reports.services.writing import add_proof, remove_proof
from gandan.reports.views.fetching import report_for
from gandan.units.requests import StaffRequest


@require_POST
def proof_add(request: StaffRequest, code: str) -> HttpResponse:
    report = report_for(request.user, code)
    if not may_write(request.user, report):
        raise Http404
    cells = cells_of(report.round.version)
    form = ProofForm(cells, request.POST, request.FILES)
    if not form.is_valid():
        refused = str(form.errors.get("file", [""])[0]) if request.FILES else ""
        messages.error(request, refused or _("Chọn tệp minh chứng rồi gửi lại."))
        return redirect("reports:report_edit", code=report.code)
    cell = next((c for c in cells if c.code == form.cleaned_data["cell"]), None)
    try:
        proof = add_proof(report, cell, form.cleaned_data["file"], by=request.user)
    except (FileRefusedError, ReportRefusedError) as error:
        messages.error(request, str(error))
    else:
        done(request, _("Đã kèm %(name)s.") % {"name": proof.name})
    return redirect("reports:report_edit", code=report.code)


def proof_file(request: StaffRequest, code: str, proof: str) -> FileResponse:
    report = report_for(request.user, code)
    row = get_object_or_404(report.proofs.filter(is_void=False).select_related("file"), code=proof)
    return stored_response(row.file, row.name)


@require_POST
def proof_remove(request: StaffRequest, code: str, proof: str) -> HttpResponse:
    report = report_for(request.user, code)
    if not may_write(request.user, report):
        raise Http404
    row = get_object_or_404(
        report.proofs.filter(is_void=False).select_related("report"), code=proof
    )
    try:
        remove_proof(row, by=request.user)
    except ReportRefusedError as error:
        messages.error(request, str(error))
    else:
        done(request, _("Đã gỡ %(name)s khỏi báo cáo.") % {"name": row.name})
    return redirect("reports:report_edit", code=report.code)
