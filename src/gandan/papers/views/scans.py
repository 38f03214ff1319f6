"""Scans of incoming papers: upload, pages, the text that a person confirms."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.audit.services import record_read
from gandan.core.undo import done
from gandan.domain.confidentiality import Confidentiality
from gandan.papers.forms import ScanForm, TextForm
from gandan.papers.models import IncomingEntry, Scan
from gandan.papers.scanning import ScanError, draw_page, ocr_program
from gandan.papers.services import scanning
from gandan.papers.views.incoming import detail_page, get_entry
from gandan.papers.views.rights import may_write, written
from gandan.units.requests import StaffRequest

SHOWN_PAGES = 30


@require_POST
def scan_add(request: StaffRequest, code: UUID) -> HttpResponse:
    entry = get_entry(request, code, to_write=True)
    form = ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        return detail_page(request, entry, form, status=422)
    try:
        scan = scanning.add_scan(entry, form.cleaned_data["file"], by=request.user)
    except scanning.ScanRefusedError as error:
        form.add_error("file", _refusal(error.code))
        return detail_page(request, entry, form, status=422)
    done(request, _("Đã nhận bản quét. Máy đang đọc; chữ đọc được cần người xác nhận."))
    return redirect("papers:scan_detail", code=scan.code)


def _refusal(code: str) -> str:
    return {
        "secret": _("Văn bản mật: không tải bản quét lên đây."),
        "empty": _("Tệp rỗng. Quét lại rồi tải lên."),
        "size": _("Tệp lớn hơn 40 MB. Quét ở độ phân giải thấp hơn rồi tải lên."),
        "kind": _("Chỉ nhận tệp .pdf, .jpg hoặc .png."),
    }[code]


def _get(request: StaffRequest, code: UUID, *, to_write: bool = False) -> Scan:
    visible = IncomingEntry.objects.visible_to(request.user)
    if to_write:
        visible = visible.filter(written(request))
    rows = Scan.objects.filter(entry__in=visible)
    return get_object_or_404(rows.select_related("entry__unit", "confirmed_by"), code=code)


def scan_detail(request: StaffRequest, code: UUID) -> HttpResponse:
    scan = _get(request, code)
    _record(request, scan, "page")
    return _page(request, scan, TextForm(initial={"text": scan.text or scan.machine_text}))


def _page(request: StaffRequest, scan: Scan, form: TextForm, status: int = 200) -> HttpResponse:
    """The pages beside the text; only a confirmed text helps search."""
    return render(
        request,
        "papers/scan_detail.html",
        {
            "scan": scan,
            "entry": scan.entry,
            "form": form,
            "pages": range(1, min(scan.pages, SHOWN_PAGES) + 1),
            "more_pages": max(0, scan.pages - SHOWN_PAGES),
            "may_write": may_write(request, scan.entry.unit_id),
            "has_ocr": bool(ocr_program()),
        },
        status=status,
    )


@require_POST
def scan_confirm(request: StaffRequest, code: UUID) -> HttpResponse:
    scan = _get(request, code, to_write=True)
    form = TextForm(request.POST)
    if not form.is_valid():
        return _page(request, scan, form, status=422)
    scanning.confirm_text(scan, form.cleaned_data["text"], by=request.user)
    done(request, _("Đã lưu chữ của bản quét. Từ nay tìm được văn bản này theo chữ bên trong."))
    return redirect("papers:incoming_detail", code=scan.entry.code)


def _record(request: StaffRequest, scan: Scan, what: str) -> None:
    record_read(
        "scan.viewed",
        scan,
        by=request.user,
        data_class=Confidentiality(scan.entry.data_class),
        reason=str(scan.entry),
        what=what,
    )


def scan_page(request: StaffRequest, code: UUID, page: int) -> HttpResponse:
    """A page drawn anew: nothing of the uploaded file reaches the browser."""
    scan = _get(request, code)
    if not 1 <= page <= scan.pages:
        raise Http404
    try:
        picture = draw_page(scanning.path_of(scan), page)
    except ScanError:
        raise Http404 from None
    headers = {"Cache-Control": "private, max-age=600"}
    return HttpResponse(picture, content_type="image/png", headers=headers)


def scan_original(request: StaffRequest, code: UUID) -> FileResponse:
    """The file exactly as it was uploaded, only ever as a download."""
    scan = _get(request, code)
    _record(request, scan, "original")
    file = default_storage.open(scan.stored_as)
    return FileResponse(
        file, as_attachment=True, filename=scan.name, content_type="application/octet-stream"
    )
