"""Papers handed over at the desk: the list, scans and photos, the receipt (form 02/TCD)."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from django.db import transaction
from django.db.models import F

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.models import Attachment, Case
from gandan.casework.services.filing import attach
from gandan.reception.models import HandedPaper, Visit
from gandan.reception.protecting import is_protected

MOST = 40


class ListMovedOnError(Exception):
    """Somebody changed the list meanwhile; look at it again."""


class HandwritingError(ValueError):
    """A scan of a denunciation shows the hand that wrote it: it is sealed, never filed openly."""


class NoCaseError(ValueError):
    """There is no case to keep the files in."""


@dataclass(frozen=True)
class Handed:
    name: str
    copy: str
    sheets: int
    condition: str = ""


def mark_of(rows: Iterable[HandedPaper]) -> str:
    """A short mark of the list as it stands, for telling that it changed meanwhile."""
    plain = [[row.name, row.copy, row.sheets, row.condition] for row in rows]
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()[:16]


@transaction.atomic
def write_list(visit: Visit, papers: Sequence[Handed], *, mark: str, by: User) -> bool:
    """Replace the list of papers; say whether anything changed.

    Raises ``ListMovedOnError`` when the list is no longer the one of ``mark``.
    """
    # The row of the visit is written first, so that two lists at once come one after the other.
    Visit.objects.filter(pk=visit.pk).update(people=F("people"))
    rows = list(visit.handed.all())
    if mark_of(rows) != mark:
        raise ListMovedOnError
    before = [(row.name, row.copy, row.sheets, row.condition) for row in rows]
    wanted = list(papers)[:MOST]
    if before == [astuple(one) for one in wanted]:
        return False
    visit.handed.all().delete()
    HandedPaper.objects.bulk_create(
        HandedPaper(
            visit=visit,
            place=place,
            name=one.name,
            copy=one.copy,
            sheets=one.sheets,
            condition=one.condition,
            by=by,
        )
        for place, one in enumerate(wanted)
    )
    sheets = sum(one.sheets for one in wanted)
    record("visit.papers_listed", visit, by=by, papers=len(wanted), sheets=sheets)
    return True


@transaction.atomic
def add_files(
    visit: Visit, case: Case | None, uploads: Iterable[Any], *, by: User
) -> list[Attachment]:
    """Keep scans and photos with the case. Raises ``HandwritingError``, ``NoCaseError``,
    ``casework.services.filing.FileRefusedError``; nothing is kept then."""
    if is_protected(visit, case):
        raise HandwritingError
    if case is None:
        raise NoCaseError
    purpose = Attachment.Purpose.ENCLOSURE
    return attach(case, uploads, purpose=purpose, by=by, submission=visit.submission)
