"""The paper of a stored digest, with its head, what was written by hand, and its stamp."""

from datetime import date, datetime

from django.utils import timezone

from gandan.casework.models import Submission
from gandan.documents import Document
from gandan.domain.dates import format_date
from gandan.overview.models import Digest
from gandan.overview.papers import PaperHead, paper_of
from gandan.units.models import Unit
from gandan.units.selectors import head_of, version_on

# Boards of the Party write by the Party's guidance, everybody else by Decree 30.
PARTY_KINDS = frozenset({"board"})


def layout_for(unit: Unit) -> str:
    """The name of the layout in which ``unit`` issues its papers."""
    return "party_hd05" if unit.kind in PARTY_KINDS else "state_nd30"


def head_for(scope: Unit, until: date, *, frozen_at: datetime | None) -> PaperHead:
    """The head of a paper of ``scope`` on a period before ``until``; a draft has no day."""
    day = timezone.localtime(frozen_at).date() if frozen_at else None
    version = version_on(scope, until)
    signer = head_of(scope, day or until)
    return PaperHead(
        issuer=version.name if version else scope.code,
        day=day,
        signer_title=signer.post if signer else "",
        signer=signer.person.full_name if signer else "",
        synthetic=scope.is_synthetic,
    )


def document_of(digest: Digest) -> Document:
    """The document is made from frozen content only, so it is the same for ever."""
    return paper_of(
        digest.content,
        head=head_for(digest.scope, digest.until, frozen_at=digest.frozen_at),
        foreword=digest.edits.get("foreword", ""),
        closing=digest.edits.get("closing", ""),
        about=_about(digest),
        stamp=f"Mã chốt {digest.content_hash[:16]}" if digest.content_hash else "Bản nháp",
    )


def _about(digest: Digest) -> dict[str, str]:
    """When and where each quoted letter was received; these facts are part of the register."""
    codes = {s["source"] for c in digest.content["concerns"] for s in c["extract"]}
    codes |= {code for c in digest.content["concerns"][:20] for code in c["sources"][:8]}
    rows = Submission.objects.filter(code__in=codes).values_list("code", "received_on", "place")
    return {
        code: ", ".join(part for part in (day and f"nhận ngày {format_date(day)}", place) if part)
        for code, day, place in rows
    }
