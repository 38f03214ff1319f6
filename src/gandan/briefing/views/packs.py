"""Pages of packs: list, make, read, open a source, compare, freeze, delete, export."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.audit.services import record
from gandan.briefing.comparing import compare
from gandan.briefing.fitting import longest_part
from gandan.briefing.forms import PackForm
from gandan.briefing.models import Pack
from gandan.briefing.pages import PART_NAMES, parts_of, source_rows
from gandan.briefing.papers import first_figures
from gandan.briefing.publishing import document_of, page_of
from gandan.briefing.rights import MAKING, may_decide, may_make, may_write
from gandan.briefing.services import drafting
from gandan.briefing.services.refusals import PackRefusedError
from gandan.core.language import typed_period
from gandan.core.pages import page_of as list_page
from gandan.core.undo import done
from gandan.documents import LAYOUTS, layout, to_docx, to_pdf
from gandan.overview.publishing import layout_for
from gandan.overview.selectors import periods_to_choose, recent_months
from gandan.overview.webpage import whole_page
from gandan.units.models import Duty, Unit
from gandan.units.policy import reach_of, today
from gandan.units.requests import StaffRequest

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}


def pack_for(request: StaffRequest, code: Any) -> Pack:
    rows = Pack.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("scope", "frozen_by", "created_by", "last"), code=code
    )


def pack_list(request: StaffRequest) -> HttpResponse:
    rows = Pack.objects.visible_to(request.user).select_related("scope", "created_by", "frozen_by")
    rows = rows.defer("content", "edits").order_by("-until", "-id")
    home = reach_of(request.user).home(MAKING)
    return render(
        request,
        "briefing/pack_list.html",
        {
            "page": list_page(rows, request.GET.get("page")),
            "may_make": home is not None and may_make(request.user, home),
        },
    )


def pack_new(request: StaffRequest) -> HttpResponse:
    scope = get_object_or_404(Unit, pk=reach_of(request.user).home(request.asked_duties))
    recent = recent_months(request.user, today())
    context: dict[str, Any] = {"periods": periods_to_choose(recent.newest.last_day)}
    if request.method != "POST":
        context["form"] = PackForm(initial={"period": typed_period(recent.telling)})
        return render(request, "briefing/pack_new.html", context)
    form = PackForm(request.POST)
    if not form.is_valid():
        context |= {"form": form, "has_errors": True}
        return render(request, "briefing/pack_new.html", context, status=422)
    pack = drafting.draft(
        scope, form.chosen(), title=form.cleaned_data["title"], by=request.user, day=today()
    )
    done(request, _("Đã lập bản nháp. Xem từng câu, sửa và chốt trước giờ giao ban."))
    return redirect("briefing:pack_detail", code=pack.code)


def pack_detail(request: StaffRequest, code: Any) -> HttpResponse:
    pack = pack_for(request, code)
    record("pack.viewed", str(pack.code), by=request.user)
    page = page_of(pack)
    own = layout_for(pack.scope)
    return render(
        request,
        "briefing/pack_detail.html",
        {
            "pack": pack,
            "page": page,
            "parts": parts_of(page),
            "figures": first_figures(pack.content),
            "may_write": may_write(request.user, pack),
            # Whoever leads comes to read: pens are out of the way until they are asked for.
            "writing": may_write(request.user, pack)
            and (reach_of(request.user).has(Duty.SYNTHESIS_OFFICER) or "sua" in request.GET),
            "may_decide": may_decide(request.user, pack),
            "longest": "" if pack.fits else PART_NAMES[longest_part(page)],
            "changes": pack.changes.select_related("by").order_by("-id")[:8],
            "can_undo": pack.changes.filter(undone_at=None).exists(),
            "tasks": pack.tasks.order_by("due_on", "id"),
            "matches": pack.is_draft or drafting.content_hash(pack) == pack.content_hash,
            "layouts": [
                (name, layout(name).name) for name in sorted(LAYOUTS, key=lambda n: n != own)
            ],
        },
    )


def pack_source(request: StaffRequest, code: Any, key: str) -> HttpResponse:
    """The rows behind a figure, as they were counted; the same for every reader."""
    pack = pack_for(request, code)
    source = get_object_or_404(pack.sources, key=key)
    rows, page = source_rows(source, request.GET.get("page"))
    context = {"pack": pack, "source": source, "rows": rows, "page": page}
    return render(request, "briefing/pack_source.html", context)


def pack_annex(request: StaffRequest, code: Any) -> HttpResponse:
    """What follows the first page: all concerns, tables by unit, what reports say otherwise."""
    pack = pack_for(request, code)
    return render(request, "briefing/pack_annex.html", {"pack": pack, "content": pack.content})


def pack_compare(request: StaffRequest, code: Any) -> HttpResponse:
    pack = pack_for(request, code)
    last = pack.last
    if last is None:
        return render(request, "briefing/pack_compare.html", {"pack": pack, "last": None})
    found = compare(pack.content, page_of(pack), last.content, page_of(last))
    context = {"pack": pack, "last": last, "found": found}
    return render(request, "briefing/pack_compare.html", context)


@require_POST
def pack_refresh(request: StaffRequest, code: Any) -> HttpResponse:
    pack = writable(request, code)
    try:
        drafting.recompute(pack, by=request.user, day=today())
    except PackRefusedError as error:
        messages.error(request, str(error))
    else:
        done(request, _("Đã tính lại từ sổ. Câu đã sửa tay giữ nguyên."))
    return redirect("briefing:pack_detail", code=pack.code)


def writable(request: StaffRequest, code: Any) -> Pack:
    """A pack that the person may change, or the page of a frozen one says that it is frozen."""
    pack = pack_for(request, code)
    if not may_make(request.user, pack.scope_id):
        raise Http404
    return pack


def pack_freeze(request: StaffRequest, code: Any) -> HttpResponse:
    """Freezing cannot be undone, so it has a page of its own that says what it does."""
    pack = writable(request, code)
    page = page_of(pack)
    if request.method != "POST":
        longest = "" if pack.fits else PART_NAMES[longest_part(page)]
        context = {"pack": pack, "page": page, "longest": longest}
        return render(request, "briefing/pack_freeze.html", context)
    try:
        drafting.freeze(pack, by=request.user)
    except PackRefusedError as error:
        messages.error(request, str(error))
    else:
        done(request, _("Đã chốt tài liệu. Sau giao ban, ghi kết luận để giao việc."))
    return redirect("briefing:pack_detail", code=pack.code)


def pack_delete(request: StaffRequest, code: Any) -> HttpResponse:
    """A deleted draft does not come back, so it is asked on a page of its own."""
    pack = writable(request, code)
    if request.method != "POST" and pack.is_draft:
        return render(request, "briefing/pack_delete.html", {"pack": pack})
    try:
        drafting.delete_draft(pack, by=request.user)
    except PackRefusedError as error:
        messages.error(request, str(error))
        return redirect("briefing:pack_detail", code=pack.code)
    done(request, _("Đã xóa bản nháp."))
    return redirect("briefing:pack_list")


def pack_export(request: StaffRequest, code: Any, kind: str) -> HttpResponse:
    """The paper as a file; every export is on record."""
    if kind not in KINDS:
        raise Http404
    pack = pack_for(request, code)
    chosen = request.GET.get("layout", "")
    look = chosen if chosen in LAYOUTS else layout_for(pack.scope)
    outward = request.GET.get("cong_khai") == "1" and kind != "json"
    record("pack.exported", str(pack.code), by=request.user, kind=kind, outward=outward)
    if kind == "json":
        body = json.dumps(
            {"content": pack.content, "edits": pack.edits}, ensure_ascii=False, indent=1
        ).encode()
    else:
        document = document_of(pack, outward=outward)
        if kind == "docx":
            body = to_docx(document, layout(look))
        elif kind == "pdf":
            body = to_pdf(document, layout(look))
        else:
            body = whole_page(document, look).encode()
    name = f"giao-ban-{pack.since}{'-cong-khai' if outward else ''}.{kind}"
    return HttpResponse(
        body,
        content_type=KINDS[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
