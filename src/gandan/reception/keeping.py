"""What the log and the papers keep of a reception, and who must not see it."""

from typing import Any

from django.db.models import Q

from gandan.accounts.models import User
from gandan.audit import veils
from gandan.casework.models import Submission, kept_from
from gandan.papers import visibility
from gandan.papers.models import Paper
from gandan.reception.models import Booking, Conclusion, Refusal, Visit
from gandan.reception.services.papering import SOURCE


def register() -> None:
    veils.hide(entries_kept)
    visibility.narrow(SOURCE, papers_seen)


def entries_kept(person: Any) -> Q:
    """Entries about visits of letters that denounce a unit in the line of ``person``."""
    visits = Visit.objects.filter(submission__in=kept_from(person))
    refusals = Refusal.objects.filter(earlier__in=kept_from(person))
    bookings = Booking.objects.filter(
        Q(visit__in=visits.values("pk")) | Q(earlier__in=kept_from(person))
    )
    conclusions = Conclusion.objects.filter(visit__in=visits.values("pk"))
    letters = kept_from(person).values("submission__code")
    papers = Paper.objects.filter(source_kind=SOURCE, source_code__in=letters)
    # The log writes these codes in ways of its own.
    hexes = {
        "reception.visit": visits,
        "reception.refusal": refusals,
        "reception.conclusion": conclusions,
    }
    found = Q(subject_kind="reception.booking", subject__in=bookings.values("slip"))
    for kind, rows in hexes.items():
        codes = [code.hex for code in rows.values_list("code", flat=True)]
        found |= Q(subject_kind=kind, subject__in=codes)
    drafts = [str(code) for code in papers.values_list("code", flat=True)]
    return found | Q(subject_kind="papers.paper", subject__in=drafts)


def papers_seen(person: User) -> Q:
    """Papers about a visit are seen by whoever sees the visitor's letter."""
    return Q(source_code__in=Submission.objects.visible_to(person).values("code"))
