"""The paper of a stored pack: its head, its page as edited, its sources, its stamp."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from gandan.briefing.assembly import Page, assemble
from gandan.briefing.fitting import Fit, fit_of
from gandan.briefing.models import Pack
from gandan.briefing.papers import paper_of
from gandan.documents import Document
from gandan.domain.dates import format_date
from gandan.overview.publishing import head_for, layout_for

CODES = 12  # of a source on paper; the page of the source has all


def page_of(pack: Pack) -> Page:
    return assemble(pack.content, pack.edits)


def document_of(pack: Pack, *, outward: bool = False) -> Document:
    """Made from what is stored with the pack only, so a frozen one gives the same for ever."""
    return paper_of(
        page_of(pack),
        pack.content,
        _sources(pack),
        title=abstract_of(pack),
        head=head_for(pack.scope, pack.until, frozen_at=pack.frozen_at),
        stamp=_stamp(pack),
        outward=outward,
    )


def abstract_of(pack: Pack) -> str:
    day = format_date(date.fromisoformat(pack.content["as_of"]))
    return f"{pack.title}, số liệu đến ngày {day}"


def _stamp(pack: Pack) -> str:
    if not pack.frozen_at:
        return "Bản nháp"
    day = format_date(timezone.localtime(pack.frozen_at).date())
    return f"{pack.frozen_by} chốt ngày {day}, mã chốt {pack.content_hash[:16]}"


def fit_on_paper(pack: Pack, edits: Mapping[str, Any]) -> Fit:
    """How the first part of ``pack`` stands on the paper of its unit with ``edits``."""
    return fit_of(
        assemble(pack.content, edits),
        pack.content,
        title=abstract_of(pack),
        head=head_for(pack.scope, pack.until, frozen_at=None),
        look=layout_for(pack.scope),
    )


def _sources(pack: Pack) -> dict[str, dict[str, Any]]:
    found = {}
    for source in pack.sources.order_by("id"):
        codes = [row.get("about") or row["code"] for row in source.rows[:CODES]]
        if source.kind in {source.Kind.LETTERS, source.Kind.CASES}:
            codes = [row["code"] for row in source.rows[:CODES]]
        found[source.key] = {
            "label": source.label,
            "unit": source.unit,
            "total": str(source.total),
            "codes": codes,
            "more": len(source.rows) > CODES,
        }
    return found
