"""Drafts of digests made anew when a letter in them turns out to be kept from their readers."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gandan.casework.models import Case
from gandan.jobs.services import Running, enqueue, handler
from gandan.overview.models import Digest
from gandan.overview.services.digesting import make_anew
from gandan.units.policy import UnitTree, today

KIND = "overview.drafts_anew"


def register() -> None:
    handler(KIND, _("Tính lại các bản tổng hợp đang soạn"))(run_drafts)


def queue_drafts(case: Case) -> None:
    """Queue the drafts that may have counted the letters of ``case``."""
    received_at = case.submissions.values_list("unit", flat=True)
    scopes = sorted(UnitTree.on(today()).line(received_at))
    if Digest.objects.filter(scope__in=scopes, state=Digest.State.DRAFT).exists():
        enqueue(KIND, {"scopes": scopes})


def run_drafts(running: Running) -> dict[str, Any]:
    """What was frozen stays as it is: it says what was known then."""
    drafts = Digest.objects.filter(
        scope__in=running.payload["scopes"], state=Digest.State.DRAFT
    ).select_related("scope")
    for digest in drafts.order_by("id"):
        make_anew(digest, day=today())
    return {"drafts": len(drafts)}
