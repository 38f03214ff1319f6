"""Files into the register from a page: upload, progress, what needs a look."""

import tempfile
from collections.abc import Iterable

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from gandan.casework import examples
from gandan.casework.forms import UploadForm
from gandan.casework.models import ImportBatch
from gandan.casework.services.uploading import receive_upload
from gandan.core.language import workbook_words
from gandan.core.pages import page_of
from gandan.core.sheets import Sheet, write_xlsx
from gandan.jobs.models import Job, State
from gandan.units.models import Unit
from gandan.units.policy import reach_of, today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames

PROBLEMS_SHOWN = 200


def import_new(request: StaffRequest) -> HttpResponse:
    person, duties = request.user, request.asked_duties
    if request.method != "POST":
        initial = {"unit": str(reach_of(person).home(duties) or "")}
        form = UploadForm(initial=initial, person=person, duties=duties)
        return render(request, "casework/import_new.html", _context(request, form))
    form = UploadForm(request.POST, request.FILES, person=person, duties=duties)
    if not form.is_valid():
        return render(request, "casework/import_new.html", _context(request, form), status=422)
    unit = Unit.objects.get(pk=int(form.cleaned_data["unit"]))
    batch = receive_upload(form.cleaned_data["file"], unit=unit, by=request.user)
    return redirect("casework:import_detail", code=batch.code)


def _context(request: StaffRequest, form: UploadForm) -> dict[str, object]:
    batches = list(_batches(request)[:10])
    shown = {"HEADER": examples.HEADER, "ROWS": examples.ROWS}
    return {"form": form, "batches": batches, "failed": _failed(batches), "example": shown}


def _failed(batches: Iterable[ImportBatch]) -> set[str]:
    """Codes of the batches whose reading was given up."""
    open_codes = [str(batch.code) for batch in batches if not batch.finished_at]
    dead = Job.objects.filter(kind="casework.import", state=State.DEAD)
    found = dead.filter(payload__batch__in=open_codes) if open_codes else dead.none()
    return {job.payload["batch"] for job in found}


def _batches(request: StaffRequest):  # type: ignore[no-untyped-def]
    rows = ImportBatch.objects.filter(reach_of(request.user).rows("unit"))
    return rows.select_related("by").order_by("-id")


def import_list(request: StaffRequest) -> HttpResponse:
    page = page_of(_batches(request), request.GET.get("page"))
    context = {"page": page, "failed": _failed(page.rows), "names": UnitNames.on(today())}
    return render(request, "casework/import_list.html", context)


def import_detail(request: StaffRequest, code: str) -> HttpResponse:
    batch = get_object_or_404(_batches(request), code=code)
    job = Job.objects.filter(kind="casework.import", payload__batch=str(batch.code)).first()
    earlier = (
        _batches(request)
        .filter(sha256=batch.sha256, unit=batch.unit, finished_at__isnull=False, id__lt=batch.id)
        .first()
    )
    return render(
        request,
        "casework/import_detail.html",
        {
            "batch": batch,
            "job": job,
            "earlier": earlier,
            "problems": batch.problems.order_by("id")[:PROBLEMS_SHOWN],
            "names": UnitNames.on(today()),
        },
    )


def import_problems(request: StaffRequest, code: str) -> FileResponse:
    """All places of a file that need a look, as a sheet to work through."""
    batch = get_object_or_404(_batches(request), code=code)
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    header = [_("Ở đâu"), _("Mức"), _("Vì sao và cách sửa"), _("Nội dung giữ lại")]
    levels = {"error": _("lỗi"), "warning": _("lưu ý")}
    rows = (
        [p.address, levels.get(p.severity, p.severity), f"{p.meaning}\n{p.message}".strip(), p.kept]
        for p in batch.problems.order_by("id").iterator()
    )
    sheet = Sheet(_("Chỗ cần xem"), header, rows)
    write_xlsx(file, [sheet], notes=[(_("Tệp"), batch.name)], words=workbook_words())
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="cho-can-xem.xlsx")
