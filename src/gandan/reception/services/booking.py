"""Appointments: asked for, given a time at a session, moved, kept, missed, cancelled."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.db.models import F

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.models import Submission
from gandan.domain.codes import ALPHABET
from gandan.reception.models import Booking, ReceptionSession, Visit
from gandan.reception.telling import tell_booked
from gandan.units.models import Unit

State = Booking.State
SLIP_LENGTH = 6


class BookingMovedOnError(Exception):
    """Somebody changed the appointment meanwhile; look at it again."""


class NobodyReceivesError(ValueError):
    """The session is of another unit, was missed or moved, or its day has passed."""


class NotYetError(ValueError):
    """Nobody failed to come before the day."""


class NoTimeYetError(ValueError):
    """Without a time nobody can have failed to come."""


class NoReasonError(ValueError):
    """Moving, cancelling and noting an absence need a reason."""


@dataclass(frozen=True)
class Wish:
    """What the citizen says on asking; every word may stay empty."""

    name: str = ""
    phone: str = ""
    people: int = 1
    matter: str = ""
    way: str = Booking.Way.DESK

    def __repr__(self) -> str:
        """A name must not reach a log through a traceback."""
        return "Wish(…)"


@transaction.atomic
def ask(
    wish: Wish, *, unit: Unit, by: User, key: str, earlier: Submission | None = None
) -> Booking:
    """Write down that somebody asks to be received; the same ``key`` again returns the same."""
    if found := Booking.objects.filter(key=key).first():
        return found
    booking = Booking.objects.create(
        key=key,
        slip=_free_slip(),
        unit=unit,
        way=wish.way,
        name=wish.name,
        phone=wish.phone,
        people=wish.people,
        matter=wish.matter,
        earlier=earlier,
        by=by,
    )
    record("booking.asked", booking, by=by, unit=unit.code)
    return booking


def _free_slip() -> str:
    """A number at random: one in a series would tell how many others asked."""
    while True:
        slip = "H-" + "".join(secrets.choice(ALPHABET) for _ in range(SLIP_LENGTH))
        if not Booking.objects.filter(slip=slip).exists():
            return slip


@transaction.atomic
def give_time(
    booking: Booking,
    session: ReceptionSession,
    comes_at: time,
    *,
    by: User,
    today: date,
    version: int,
    reason: str = "",
) -> None:
    """Confirm the appointment, or move a confirmed one for a reason; tell the leader.

    Raises ``NobodyReceivesError``, ``NoReasonError``, ``BookingMovedOnError``.
    """
    receives = ReceptionSession.objects.filter(
        pk=session.pk, unit=booking.unit, state=ReceptionSession.State.PLANNED, on__gte=today
    )
    if not receives.exists():
        raise NobodyReceivesError
    if booking.state not in (State.ASKED, State.CONFIRMED):
        raise BookingMovedOnError
    is_move = booking.state == State.CONFIRMED
    if is_move and not reason.strip():
        raise NoReasonError
    changes = {
        "state": State.CONFIRMED,
        "session": session,
        "comes_at": comes_at,
        "reason": reason.strip(),
    }
    _change(booking, changes, version=version)
    action = "booking.moved" if is_move else "booking.confirmed"
    record(action, booking, by=by, on=str(session.on), at=f"{comes_at:%H:%M}")
    tell_booked(booking, by=by)


@transaction.atomic
def cancel(booking: Booking, *, reason: str, by: User, version: int) -> None:
    """Raises ``NoReasonError``, ``BookingMovedOnError``."""
    if not reason.strip():
        raise NoReasonError
    if not booking.is_open:
        raise BookingMovedOnError
    _change(booking, {"state": State.CANCELLED, "reason": reason.strip()}, version=version)
    record("booking.cancelled", booking, by=by)


@transaction.atomic
def note_absence(booking: Booking, *, reason: str, by: User, today: date, version: int) -> None:
    """Nobody came. Raises ``NoReasonError``, ``NotYetError``, ``NoTimeYetError``,
    ``BookingMovedOnError``."""
    if not reason.strip():
        raise NoReasonError
    if booking.session is None:
        raise NoTimeYetError
    if booking.session.on > today:
        raise NotYetError
    if booking.state != State.CONFIRMED:
        raise BookingMovedOnError
    _change(booking, {"state": State.ABSENT, "reason": reason.strip()}, version=version)
    record("booking.absent", booking, by=by)


@transaction.atomic
def take_back(booking: Booking, *, by: User, version: int) -> None:
    """Open an appointment again that was ended by mistake. Raises ``BookingMovedOnError``."""
    if booking.state not in (State.CANCELLED, State.ABSENT):
        raise BookingMovedOnError
    state = State.CONFIRMED if booking.session_id else State.ASKED
    _change(booking, {"state": state, "reason": ""}, version=version)
    record("booking.taken_back", booking, by=by)


def arrive(booking: Booking, visit: Visit, *, by: User) -> None:
    """The visitor has come: from now on the visit alone says who it is and about what.

    Call it in the transaction that enters the visit. Raises ``BookingMovedOnError``.
    """
    if not booking.is_open:
        raise BookingMovedOnError
    emptied = {"name": "", "phone": "", "matter": "", "earlier": None}
    changes = {"state": State.CAME, "visit": visit, **emptied}
    _change(booking, changes, version=booking.version)
    record("booking.came", booking, by=by)


def _change(booking: Booking, changes: Mapping[str, object], *, version: int) -> None:
    rows = Booking.objects.filter(pk=booking.pk, version=version)
    if not rows.update(version=F("version") + 1, **changes):
        raise BookingMovedOnError
    booking.refresh_from_db()
