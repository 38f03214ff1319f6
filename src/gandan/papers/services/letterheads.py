"""Letterheads: what a unit's papers carry from a day on; earlier ones stay as they were."""

from datetime import date
from typing import Any

from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.papers.models import Letterhead
from gandan.units.models import Unit

FIELDS = (
    "system",
    "superior",
    "issuer",
    "symbol",
    "letter_symbol",
    "place",
    "address",
    "phone",
    "collective",
    "head_title",
    "authority",
    "signing",
    "basis",
    "archive",
    "term",
)


@transaction.atomic
def set_letterhead(
    unit: Unit, values: dict[str, Any], *, since: date, by: User | None
) -> Letterhead:
    """Let ``values`` count from ``since``; the one in force before ends on that day.

    A letterhead that began on the same day is corrected; a later one stays.
    """
    chosen = {name: values[name] for name in FIELDS if name in values}
    before = unit.letterheads.filter(since__lt=since).order_by("-since").first()
    later = unit.letterheads.filter(since__gt=since).order_by("since").first()
    if before and (before.until is None or before.until > since):
        before.until = since
        before.save(update_fields=["until"])
    made, _new = Letterhead.objects.update_or_create(
        unit=unit, since=since, defaults={**chosen, "until": later.since if later else None}
    )
    record("letterhead.changed", unit, by=by, since=since.isoformat(), symbol=made.symbol)
    return made
