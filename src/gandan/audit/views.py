"""The log, for inspectors and administrators: who did or read what, and the proofs of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from gandan.audit.actions import ACTIONS
from gandan.audit.continuity import write_continuity
from gandan.audit.models import Checkpoint, Entry
from gandan.audit.receipts import as_file
from gandan.audit.selectors import (
    NotSequencedError,
    consistency_proof,
    newest_checkpoint,
    receipt_for,
)
from gandan.audit.signing import log_key
from gandan.audit.tree import NotInTreeError
from gandan.core.pages import page_of

HEADS_SHOWN = 30


def entry_list(request: HttpRequest) -> HttpResponse:
    subject = request.GET.get("q", "").strip()[:80]
    action = request.GET.get("action", "")
    entries = Entry.objects.visible_to(request.user).order_by("-id")
    if subject:
        entries = entries.filter(subject=subject) | entries.filter(actor_name=subject)
    if action in ACTIONS:
        entries = entries.filter(action=action)
    context = {
        "page": page_of(entries, request.GET.get("page")),
        "q": subject,
        "action": action,
        "actions": sorted(ACTIONS.items(), key=lambda item: str(item[1])),
    }
    return render(request, "audit/entry_list.html", context)


def entry_proof(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The receipt of one entry, which anybody can check without this server."""
    entry = get_object_or_404(Entry.objects.visible_to(request.user), uid=uid)
    try:
        receipt = receipt_for(entry)
    except NotSequencedError:
        messages.info(request, _("Mục này chưa vào cây nhật ký. Chờ vài giây rồi tải lại."))
        return redirect("audit:entry_list")
    return _file(as_file(receipt), f"bien-nhan-{entry.uid.hex[:12]}.txt")


def checkpoint_list(request: HttpRequest) -> HttpResponse:
    """The newest signed heads, to be kept where this server's keepers cannot reach."""
    context = {
        "heads": Checkpoint.objects.order_by("-size")[:HEADS_SHOWN],
        "key": log_key(),
    }
    return render(request, "audit/checkpoint_list.html", context)


def checkpoint_file(request: HttpRequest, size: int) -> HttpResponse:
    head = get_object_or_404(Checkpoint, size=size)
    return _file(head.note, f"moc-nhat-ky-{head.size}.txt")


def log_key_file(request: HttpRequest) -> HttpResponse:
    return _file(f"{log_key().text}\n", "khoa-nhat-ky.txt")


def continuity_file(request: HttpRequest) -> HttpResponse:
    """That the log of an earlier head was only added to since."""
    written = request.GET.get("from", "")
    head = newest_checkpoint()
    try:
        old = int(written) if written.isascii() and len(written) < 19 else 0
        proof = consistency_proof(old, head.size if head else 0)
    except (NotInTreeError, ValueError):
        messages.error(request, _("Ghi số mục của một mốc đã có, ví dụ 120."))
        return redirect("audit:checkpoint_list")
    note = head.note if head else ""
    return _file(write_continuity(old, proof, note), f"noi-tiep-tu-{old}.txt")


def _file(text: str, name: str) -> HttpResponse:
    return HttpResponse(
        text,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
