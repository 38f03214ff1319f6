"""Drafts of packs made anew when a letter in them turns out to be kept from their readers."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gandan.briefing.models import Pack
from gandan.briefing.services.drafting import make_anew
from gandan.briefing.services.refusals import PackChangedError
from gandan.casework.models import Case
from gandan.jobs.services import Running, enqueue, handler
from gandan.units.policy import UnitTree, today

KIND = "briefing.drafts_anew"
TRIES = 3


def register() -> None:
    handler(KIND, _("Tính lại các tài liệu giao ban đang soạn"))(run_drafts)


def queue_drafts(case: Case) -> None:
    """Queue the drafts that may have counted the letters of ``case``."""
    units = {*case.submissions.values_list("unit", flat=True), case.unit_id, case.handling_unit_id}
    scopes = sorted(UnitTree.on(today()).line(units))
    if Pack.objects.filter(scope__in=scopes, state=Pack.State.DRAFT).exists():
        enqueue(KIND, {"scopes": scopes})


def run_drafts(running: Running) -> dict[str, Any]:
    """What was frozen stays as it is: it says what was known then."""
    drafts = Pack.objects.filter(scope__in=running.payload["scopes"], state=Pack.State.DRAFT)
    keys = list(drafts.order_by("id").values_list("pk", flat=True))
    for place, key in enumerate(keys, start=1):
        _anew(key)
        running.progress(place, len(keys))
    return {"drafts": len(keys)}


def _anew(key: int) -> None:
    """A person may be writing in the draft: then it is read and computed once more."""
    for attempt in range(TRIES):
        pack = Pack.objects.select_related("scope").filter(pk=key, state=Pack.State.DRAFT).first()
        if pack is None:
            return
        try:
            make_anew(pack, day=today())
            return
        except PackChangedError:
            if attempt == TRIES - 1:
                raise
