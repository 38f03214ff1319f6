"""A draft pack of June and a frozen one of May with a task, for pages."""

from datetime import date

from django.urls import reverse

from gandan.briefing.publishing import page_of
from gandan.briefing.services.deciding import assign
from gandan.briefing.services.drafting import draft, freeze
from gandan.domain.periods import month
from gandan.units.models import Unit


def packs_of(scope, people):
    """Codes by the beginning of the route, and the addresses that need more than a code."""
    officer = people["tonghop"]
    before = draft(scope, month(2026, 5), title="", by=officer, day=date(2026, 6, 1))
    freeze(before, by=officer)
    owner = Unit.objects.get(code="mh-p-vinh-tan")
    task = assign(
        before,
        ask="",
        text="Nạo vét cống ngõ 58",
        owner=owner,
        due_on=date(2026, 6, 20),
        by=officer,
    )
    pack = draft(scope, month(2026, 6), title="", by=officer, day=date(2026, 7, 1))
    sentence = next(page_of(pack).sentences())
    more = {
        "briefing:pack_source": reverse("briefing:pack_source", args=[pack.code, "n1"]),
        "briefing:pack_sentence": reverse("briefing:pack_sentence", args=[pack.code, sentence.id]),
        "briefing:pack_decide": reverse("briefing:pack_decide", args=[before.code]),
    }
    return {"briefing:pack": pack.code, "briefing:task": task.code}, more
