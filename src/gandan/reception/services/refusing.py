"""Write down a refusal of reception, and the view of the supervisor who did not refuse."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.models import Submission
from gandan.core import moment
from gandan.domain.reception import refusal_faults
from gandan.reception.models import Refusal
from gandan.units.models import Unit

State = Refusal.State
# The supervisor speaks after the refusal was written down; until then it waits.
_TO_COME = "…"


class IncompleteRefusalError(ValueError):
    """What the law wants is not there; ``faults`` says what, in words."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


class JudgedError(Exception):
    """The refusal was judged meanwhile."""


class OwnRefusalError(ValueError):
    """Nobody judges a refusal of their own."""


@dataclass(frozen=True)
class Refused:
    on: date
    ground: str
    explanation: str
    notice_number: str = ""


@transaction.atomic
def refuse(
    refused: Refused, *, unit: Unit, by: User, key: str, earlier: Submission | None = None
) -> Refusal:
    """Write down a refusal; the same ``key`` again returns the same. Raises
    ``IncompleteRefusalError``."""
    if found := Refusal.objects.filter(key=key).first():
        return found
    faults = refusal_faults(refused.ground, refused.explanation, _TO_COME, on=refused.on)
    if faults:
        raise IncompleteRefusalError(faults)
    refusal = Refusal.objects.create(
        key=key,
        unit=unit,
        refused_on=refused.on,
        ground=refused.ground,
        explanation=refused.explanation,
        notice_number=refused.notice_number,
        earlier=earlier,
        by=by,
    )
    record("refusal.registered", refusal, by=by, unit=unit.code, ground=refused.ground)
    return refusal


@transaction.atomic
def judge(refusal: Refusal, *, upheld: bool, view: str, by: User) -> None:
    """The supervisor's view. Raises ``OwnRefusalError``, ``IncompleteRefusalError``,
    ``JudgedError``."""
    if refusal.by_id == by.pk:
        raise OwnRefusalError
    on = refusal.refused_on
    if faults := refusal_faults(refusal.ground, refusal.explanation, view, on=on):
        raise IncompleteRefusalError(faults)
    state = State.UPHELD if upheld else State.OVERTURNED
    changed = Refusal.objects.filter(pk=refusal.pk, state=State.WAITING).update(
        state=state, supervisor=by, supervisor_view=view.strip(), decided_at=moment.now()
    )
    if not changed:
        raise JudgedError
    refusal.refresh_from_db()
    record("refusal.judged", refusal, by=by, state=str(state))


@transaction.atomic
def note_notice(refusal: Refusal, *, number: str, by: User) -> None:
    """Write down the number of the written notice (form 01/TCD)."""
    refusal.notice_number = number
    refusal.save(update_fields=["notice_number"])
    record("refusal.notice_noted", refusal, by=by, number=number)
