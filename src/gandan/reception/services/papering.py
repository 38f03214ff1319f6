"""Draft the papers of a reception from what the desk wrote: nothing is typed twice."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from gandan.accounts.models import User
from gandan.casework.models import Case
from gandan.casework.services.joining import standing_case
from gandan.domain.confidentiality import Confidentiality
from gandan.domain.dates import format_date
from gandan.papers.models import Paper
from gandan.papers.services.drafting import draft_paper
from gandan.reception.models import Conclusion, Refusal, Visit
from gandan.reception.protecting import PROTECTED, is_protected
from gandan.reception.telling import leaders_of
from gandan.units.models import Appointment, in_force
from gandan.units.selectors import UnitNames

SOURCE = "visit"
RECEIPT, CONCLUSION, REFUSAL = "TCD-02", "TCD-KL", "TCD-01"
# Grounds of the law that want a written notice, as the form says them.
REFUSALS = {
    "settled_and_notified": "reviewed",
    "answered_nothing_new": "answered",
    "final_judgment": "final_judgment",
    "handled_elsewhere": "elsewhere",
    "outside_categories": "outside",
}
COPIES = 2
LONGEST_TOLD = 600


class ProtectedVisitError(ValueError):
    """A paper that is kept would tell who denounced."""


class NoEarlierLetterError(ValueError):
    """The refusal names no earlier letter, so nobody whom the notice could be sent to."""


class NothingHandedError(ValueError):
    """There is no paper to give a receipt for."""


@transaction.atomic
def draft_receipt(visit: Visit, case: Case | None, *, by: User, day: date) -> Paper:
    """The receipt of papers, form 02/TCD.

    The form names who gave them and is kept, so there is none for a denunciation: its papers
    stand on the page that is printed to be signed. Raises ``NothingHandedError``,
    ``ProtectedVisitError``, ``PaperError``.
    """
    if is_protected(visit, case):
        raise ProtectedVisitError
    rows = list(visit.handed.all())
    if not rows:
        raise NothingHandedError
    facts: dict[str, Any] = _reception(visit, day) | {
        "started_at": timezone.localtime(visit.registered_at).replace(tzinfo=None, microsecond=0),
        "received_papers": [
            [str(n), row.name, str(row.get_copy_display()), str(row.sheets), row.condition]
            for n, row in enumerate(rows, start=1)
        ],
        "copies": COPIES,
    }
    return _draft(RECEIPT, facts, visit, by=by, day=day)


@transaction.atomic
def draft_conclusion(conclusion: Conclusion, case: Case | None, *, by: User, day: date) -> Paper:
    """The notice of conclusion. Raises ``ProtectedVisitError``, ``PaperError``."""
    visit = conclusion.visit
    if is_protected(visit, case):
        raise ProtectedVisitError
    facts = _reception(visit, day) | {
        "conclusion": conclusion.text,
        "opinions": conclusion.opinions,
        "assigned_unit": assigned_to(conclusion, day),
        "carry_out_by": conclusion.carry_out_by,
        "contact": conclusion.contact,
    }
    return _draft(CONCLUSION, facts, visit, by=by, day=day)


@transaction.atomic
def draft_refusal(refusal: Refusal, *, by: User, day: date) -> Paper:
    """The notice of refusal, form 01/TCD: whom it is to stands in the earlier letter.

    Raises ``NoEarlierLetterError``, ``ProtectedVisitError``, ``PaperError``.
    """
    letter = refusal.earlier
    if letter is None:
        raise NoEarlierLetterError
    case = standing_case(letter)
    if {case.kind, letter.kind} & PROTECTED or Visit.objects.filter(
        submission=letter, sealed__isnull=False
    ).exists():
        raise ProtectedVisitError
    facts: dict[str, Any] = {
        "reception_on": refusal.refused_on,
        "reception_place": f"Nơi tiếp công dân, {UnitNames.on(day)[refusal.unit_id]}",
        "told": letter.text[:LONGEST_TOLD],
        "sender_name": letter.sender_name,
        "sender_address": letter.sender_address,
        "settled_by": _settled_by(case),
        "reception_refusal": REFUSALS.get(refusal.ground, ""),
        "detail": refusal.explanation,
    }
    return draft_paper(
        REFUSAL,
        facts,
        unit=refusal.unit,
        by=by,
        day=day,
        source_kind=SOURCE,
        source_code=letter.code,
        data_class=Confidentiality.PERSONAL,
    )


def _settled_by(case: Case) -> str:
    """The last answer that went out, as a paper is cited; "" when there is none in the register."""
    answer = case.answers.filter(is_void=False, told_on__isnull=False).order_by("-id").first()
    if answer is None or not answer.document_number:
        return ""
    office = answer.unit_name or UnitNames.on(answer.answered_on)[answer.unit_id or case.unit_id]
    return (
        f"Văn bản số {answer.document_number} ngày {format_date(answer.answered_on)} của {office}"
    )


def assigned_to(conclusion: Conclusion, day: date) -> str:
    if conclusion.assigned_unit_id:
        return UnitNames.on(day)[conclusion.assigned_unit_id]
    return conclusion.assigned_name


def _reception(visit: Visit, day: date) -> dict[str, Any]:
    """What both papers say of the visit."""
    letter, session = visit.submission, visit.session
    host, post = host_of(visit)
    place = session.place if session else f"Nơi tiếp công dân, {UnitNames.on(day)[visit.unit_id]}"
    return {
        "reception_on": letter.received_on,
        "reception_place": place,
        "reception_kind": str(visit.kind),
        "host": host,
        "host_post": post,
        "told": letter.text[:LONGEST_TOLD],
        "sender_name": letter.sender_name,
        "sender_address": letter.sender_address,
    }


def host_of(visit: Visit) -> tuple[str, str]:
    """Name and post of who received; a schedule writes both in one line."""
    if visit.session is None:
        held = Appointment.objects.filter(in_force(_day(visit)), person=visit.by).first()
        return visit.by.full_name, held.post if held else ""
    written = visit.session.received_by or visit.session.leader
    for leader in leaders_of(visit.unit_id):
        if leader.full_name and written.endswith(leader.full_name):
            return leader.full_name, written.removesuffix(leader.full_name).strip(" ,")
    return written, ""


def _day(visit: Visit) -> date:
    return visit.submission.received_on or timezone.localdate(visit.registered_at)


def _draft(form: str, facts: dict[str, Any], visit: Visit, *, by: User, day: date) -> Paper:
    return draft_paper(
        form,
        facts,
        unit=visit.unit,
        by=by,
        day=day,
        source_kind=SOURCE,
        source_code=visit.submission.code,
        data_class=Confidentiality.PERSONAL,
    )
