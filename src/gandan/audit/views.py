"""The log, for inspectors and administrators: who did or read what, newest first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gandan.audit.actions import ACTIONS
from gandan.audit.models import Checkpoint, Entry
from gandan.core.pages import page_of


def entry_list(request: HttpRequest) -> HttpResponse:
    subject = request.GET.get("q", "").strip()[:80]
    action = request.GET.get("action", "")
    entries = Entry.objects.order_by("-id")
    if subject:
        entries = entries.filter(subject=subject) | entries.filter(actor_name=subject)
    if action in ACTIONS:
        entries = entries.filter(action=action)
    context = {
        "page": page_of(entries, request.GET.get("page")),
        "q": subject,
        "action": action,
        "actions": sorted(ACTIONS.items(), key=lambda item: str(item[1])),
        "checkpoint": Checkpoint.objects.order_by("-position").first(),
    }
    return render(request, "audit/entry_list.html", context)
