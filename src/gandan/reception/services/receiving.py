"""Receive a visitor: one visit, one submission, the case it belongs to, all in one transaction."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.models import Case, Submission
from gandan.casework.services.correcting import correct
from gandan.casework.services.joining import attach_supplement, standing_case
from gandan.casework.services.kinds import set_kind
from gandan.casework.services.people import set_representatives
from gandan.casework.services.registering import Received, register
from gandan.casework.services.repeating import NotAnsweredError, report_again
from gandan.domain.kinds import Channel
from gandan.reception.models import Booking, ReceptionSession, Visit
from gandan.reception.protecting import PROTECTED
from gandan.reception.services.booking import arrive
from gandan.sealed.identity import Identity
from gandan.sealed.services.sealing import seal
from gandan.units.models import Unit


class WrongSessionError(ValueError):
    """The session is of another unit or day, or nobody received at it."""


class OtherMatterError(ValueError):
    """A denunciation does not join a case that is none: its letters are open to more people."""


class KeyUsedError(Exception):
    """The form was sent before with other words; ``visit`` is what it made then."""

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit.submission.code)
        self.visit = visit


@dataclass(frozen=True)
class Visitor:
    """Who came: kept with the submission, or sealed when it is a denunciation."""

    name: str = ""
    address: str = ""
    phone: str = ""
    representatives: tuple[tuple[str, str], ...] = ()

    def __repr__(self) -> str:
        """A name must not reach a log through a traceback."""
        return "Visitor(…)"

    def identity(self) -> Identity | None:
        named = "; ".join(", ".join(part for part in one if part) for one in self.representatives)
        if not (self.name or self.address or self.phone or named):
            return None
        return Identity(name=self.name, address=self.address, phone=self.phone, note=named)


@dataclass(frozen=True)
class Told:
    """What was said at the desk; ``people`` counts heads."""

    text: str
    received_on: date
    kind: str = ""
    place: str = ""
    people: int = 1
    demand: str = ""
    settled_by: str = ""
    remarks: str = ""


@transaction.atomic
def receive(
    told: Told,
    visitor: Visitor,
    *,
    unit: Unit,
    by: User,
    key: str,
    session: ReceptionSession | None = None,
    earlier: tuple[Submission, Case] | None = None,
    booking: Booking | None = None,
) -> Visit:
    """Enter a visit; ``earlier`` is a letter of the same matter with its case, ``booking`` the
    appointment that the visitor had.

    The same ``key`` again returns the same visit; with other words it raises ``KeyUsedError``.
    Raises ``WrongSessionError``, ``OtherMatterError``, ``booking.BookingMovedOnError``, and what
    ``register``, ``seal``, ``set_representatives`` and ``joining.attach_supplement`` raise;
    nothing stays then.
    """
    if session and (session.unit_id != unit.pk or session.on != told.received_on):
        raise WrongSessionError
    if session and not ReceptionSession.objects.receiving().filter(pk=session.pk).exists():
        raise WrongSessionError
    kind = _kind_of(told.kind, earlier)
    is_secret = kind in PROTECTED
    submission = register(_received(told, visitor, is_secret), unit=unit, by=by, key=key)
    if found := Visit.objects.filter(submission=submission).select_related("submission").first():
        if found.submission.original_text != told.text.replace("\x00", "\u2400"):
            raise KeyUsedError(found)
        return found
    case = standing_case(submission)
    if kind:
        set_kind(case, kind, case.field, by=by)
    if earlier:
        case = _join(submission, earlier[1], by=by)
    identity = visitor.identity() if is_secret else None
    if visitor.representatives and not is_secret:
        _name_representatives(case, visitor, by=by, on=told.received_on)
    visit = Visit.objects.create(
        submission=submission,
        unit=unit,
        session=session,
        people=told.people,
        earlier=earlier[0] if earlier else None,
        demand=told.demand,
        settled_by=told.settled_by,
        remarks=told.remarks,
        sealed=seal(identity, unit=unit, by=by) if identity else None,
        by=by,
    )
    record("visit.registered", visit, by=by, submission=submission.code, people=told.people)
    if booking:
        arrive(booking, visit, by=by)
    return visit


def _kind_of(chosen: str, earlier: tuple[Submission, Case] | None) -> str:
    """The kind that was chosen, or "denunciation" when the earlier matter is one."""
    if earlier is None:
        return chosen
    if earlier[1].kind in PROTECTED:
        return earlier[1].kind
    if chosen in PROTECTED:
        raise OtherMatterError
    return chosen


def _received(told: Told, visitor: Visitor, is_secret: bool) -> Received:
    shown = Visitor() if is_secret else visitor
    return Received(
        text=told.text,
        received_on=told.received_on,
        channel=Channel.VISIT,
        place=told.place,
        sender_name=shown.name,
        sender_address=shown.address,
        sender_phone=shown.phone,
        signers=told.people if told.people > 1 else None,
    )


def _join(submission: Submission, earlier: Case, *, by: User) -> Case:
    """A supplement while the earlier case is open, else its next round one level up."""
    try:
        return report_again(submission, earlier, by=by)
    except NotAnsweredError:
        attach_supplement(submission, earlier, by=by)
    return standing_case(submission)


def _name_representatives(case: Case, visitor: Visitor, *, by: User, on: date) -> None:
    """Those named before stay: a second group of one matter does not push them out."""
    if not case.representatives.exists():
        case.refresh_from_db()
        set_representatives(case, visitor.representatives, by=by, on=on)


CORRECTABLE = ("people", "demand", "settled_by", "remarks")


@transaction.atomic
def correct_visit(visit: Visit, values: dict[str, Any], *, by: User) -> list[str]:
    """Correct what the desk wrote about a visit; return the names of the fields that changed."""
    changed = [n for n in CORRECTABLE if n in values and getattr(visit, n) != values[n]]
    if not changed:
        return []
    for name in changed:
        setattr(visit, name, values[name])
    visit.save(update_fields=changed)
    if "people" in changed:
        signers = visit.people if visit.people > 1 else None
        correct(visit.submission, {"signers": signers}, by=by)
    record("visit.corrected", visit, by=by, fields=changed)
    return changed
