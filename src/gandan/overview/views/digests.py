"""Pages of digests: list, draft, edit, freeze, export."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.audit.services import record
from gandan.casework.models import Submission
from gandan.concerns.models import Concern
from gandan.core.language import typed_period
from gandan.core.pages import page_of
from gandan.core.undo import done
from gandan.documents import LAYOUTS, layout, to_docx, to_html, to_pdf
from gandan.overview.forms import DigestEditForm, DigestForm
from gandan.overview.models import Digest
from gandan.overview.papers import TOLD_CONCERNS
from gandan.overview.publishing import document_of, layout_for
from gandan.overview.selectors import periods_to_choose, recent_months
from gandan.overview.services import digesting
from gandan.overview.webpage import whole_page
from gandan.units.models import Unit
from gandan.units.policy import reach_of, today
from gandan.units.requests import StaffRequest

CONCERNS_SHOWN = 12
SOURCES_SHOWN = 60
KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}


def digest_list(request: StaffRequest) -> HttpResponse:
    rows = Digest.objects.visible_to(request.user).select_related("created_by", "frozen_by")
    rows = rows.defer("content").order_by("-until", "-id")
    return render(
        request, "overview/digest_list.html", {"page": page_of(rows, request.GET.get("page"))}
    )


def digest_new(request: StaffRequest) -> HttpResponse:
    recent = recent_months(request.user, today())
    context: dict[str, Any] = {"periods": periods_to_choose(recent.newest.last_day)}
    if request.method != "POST":
        context["form"] = DigestForm(initial={"period": typed_period(recent.telling)})
        return render(request, "overview/digest_new.html", context)
    form = DigestForm(request.POST)
    if not form.is_valid():
        context |= {"form": form, "has_errors": True}
        return render(request, "overview/digest_new.html", context, status=422)
    scope = get_object_or_404(Unit, pk=reach_of(request.user).home(request.asked_duties))
    digest = digesting.draft(
        scope, form.chosen(), title=form.cleaned_data["title"], by=request.user, day=today()
    )
    done(request, _("Đã soạn bản nháp. Xem lại từng câu trước khi chốt."))
    return redirect("overview:digest_detail", code=digest.code)


def _get(request: StaffRequest, code: Any, *, to_write: bool = False) -> Digest:
    """A digest to read; to write at one, a duty of the route is held over its scope."""
    rows = Digest.objects.visible_to(request.user)
    if to_write:
        rows = rows.filter(reach_of(request.user).rows("scope", request.asked_duties))
    return get_object_or_404(rows.select_related("scope", "frozen_by", "created_by"), code=code)


def digest_detail(request: StaffRequest, code: Any) -> HttpResponse:
    digest = _get(request, code)
    record("digest.viewed", str(digest.code), by=request.user)
    shown = digest.content["concerns"][:CONCERNS_SHOWN]
    codes = {code for concern in shown for code in concern["sources"][:SOURCES_SHOWN]}
    visible = Submission.objects.visible_to(request.user)
    standing = Concern.objects.visible_to(request.user).filter(
        engine_key__in=[concern["id"] for concern in shown], scope=digest.scope
    )
    own = layout_for(digest.scope)
    article = to_html(document_of(digest), layout(own))
    return render(
        request,
        "overview/digest_detail.html",
        {
            "digest": digest,
            # Made by ``documents.html``, which escapes every text.
            "article": mark_safe(article),  # noqa: S308
            "shown": shown,
            "known": set(visible.filter(code__in=codes).values_list("code", flat=True)),
            "concern_codes": dict(standing.values_list("engine_key", "code")),
            "still": _still_to_do(digest),
            "matches": digest.state == Digest.State.DRAFT
            or digesting.content_hash(digest) == digest.content_hash,
            "layouts": [
                (name, layout(name).name) for name in sorted(LAYOUTS, key=lambda n: n != own)
            ],
        },
    )


def _still_to_do(digest: Digest) -> dict[str, int | bool]:
    """What a careful officer looks at before the paper is frozen."""
    told = digest.content["concerns"][:TOLD_CONCERNS]
    unconfirmed = sum(1 for concern in told if not concern["confirmed"])
    return {
        "told": len(told),
        "unconfirmed": unconfirmed,
        "confirmed": len(told) - unconfirmed,
        "closing": bool(digest.edits.get("closing", "").strip()),
    }


def digest_edit(request: StaffRequest, code: Any) -> HttpResponse:
    digest = _get(request, code, to_write=True)
    initial = {"title": digest.title, **digest.edits}
    form = DigestEditForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            digesting.edit(
                digest, title=form.cleaned_data["title"], parts=form.cleaned_data, by=request.user
            )
        except digesting.DigestFrozenError:
            return _frozen(request, digest)
        done(request, _("Đã lưu bản nháp."))
        return redirect("overview:digest_detail", code=code)
    status = 422 if request.method == "POST" else 200
    return render(
        request, "overview/digest_edit.html", {"form": form, "digest": digest}, status=status
    )


@require_POST
def digest_refresh(request: StaffRequest, code: Any) -> HttpResponse:
    digest = _get(request, code, to_write=True)
    try:
        digesting.recompute(digest, by=request.user, day=today())
    except digesting.DigestFrozenError:
        return _frozen(request, digest)
    done(request, _("Đã tính lại số liệu từ sổ đơn."))
    return redirect("overview:digest_detail", code=code)


def digest_freeze(request: StaffRequest, code: Any) -> HttpResponse:
    """Freezing cannot be undone, so it has a page of its own that says what it does."""
    digest = _get(request, code, to_write=True)
    if request.method != "POST":
        context = {"digest": digest, "still": _still_to_do(digest)}
        return render(request, "overview/digest_freeze.html", context)
    try:
        digesting.freeze(digest, by=request.user)
    except digesting.DigestFrozenError:
        return _frozen(request, digest)
    done(request, _("Đã chốt bản tổng hợp."))
    return redirect("overview:digest_detail", code=code)


def digest_delete(request: StaffRequest, code: Any) -> HttpResponse:
    """A deleted draft does not come back, so it is asked on a page of its own."""
    digest = _get(request, code, to_write=True)
    if request.method != "POST":
        if digest.state != Digest.State.DRAFT:
            return _frozen(request, digest)
        return render(request, "overview/digest_delete.html", {"digest": digest})
    try:
        digesting.delete_draft(digest, by=request.user)
    except digesting.DigestFrozenError:
        return _frozen(request, digest)
    done(request, _("Đã xóa bản nháp."))
    return redirect("overview:digest_list")


def _frozen(request: StaffRequest, digest: Digest) -> HttpResponse:
    messages.error(request, _("Bản đã chốt không sửa được. Soạn bản mới cho cùng kỳ nếu cần."))
    return redirect("overview:digest_detail", code=digest.code)


def digest_export(request: StaffRequest, code: Any, kind: str) -> HttpResponse:
    """The paper as a file; every export is on record."""
    if kind not in KINDS:
        raise Http404
    digest = _get(request, code)
    chosen = request.GET.get("layout", "")
    look = chosen if chosen in LAYOUTS else layout_for(digest.scope)
    record("digest.exported", str(digest.code), by=request.user, kind=kind)
    document = document_of(digest)
    if kind == "json":
        body = json.dumps(digest.content, ensure_ascii=False, indent=1).encode()
    elif kind == "docx":
        body = to_docx(document, layout(look))
    elif kind == "pdf":
        body = to_pdf(document, layout(look))
    else:
        body = whole_page(document, look).encode()
    return HttpResponse(
        body,
        content_type=KINDS[kind],
        headers={"Content-Disposition": f'attachment; filename="tong-hop-{digest.since}.{kind}"'},
    )
