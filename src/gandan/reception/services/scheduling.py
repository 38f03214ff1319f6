"""Plan the sessions of leaders and write down what came of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.core import moment
from gandan.reception.models import ReceptionSession, Visit
from gandan.units.models import Unit

State = ReceptionSession.State
EMPTY = {
    "state": State.PLANNED,
    "received_by": "",
    "reason": "",
    "moved_to": None,
    "recorded_by": None,
    "recorded_at": None,
}


class SessionMovedOnError(Exception):
    """Somebody wrote down the outcome meanwhile; look at the session again."""


class NotYetError(ValueError):
    """The day of the session has not come: nothing was held or missed."""


class HasVisitsError(ValueError):
    """Visitors were entered at this session, so somebody did receive."""


class AlreadyPlannedError(ValueError):
    """The same person receives at the same hour already."""


@dataclass(frozen=True)
class Plan:
    """The facts that the law wants published (Law 42/2013/QH13, art. 24)."""

    starts_at: time
    place: str
    kind: str
    leader: str
    role: str = ""
    content: str = ""
    posted_on: date | None = None


@dataclass(frozen=True)
class Outcome:
    """``received_by`` and ``reason`` for a delegated session, ``reason`` for a missed one."""

    state: str
    received_by: str = ""
    reason: str = ""


@transaction.atomic
def plan(wanted: Plan, days: Iterable[date], *, unit: Unit, by: User) -> list[ReceptionSession]:
    """Put sessions on ``days``. Raises ``AlreadyPlannedError``; nothing is planned then."""
    made = []
    for day in sorted(set(days)):
        values = {"starts_at": wanted.starts_at, "leader": wanted.leader}
        if ReceptionSession.objects.filter(unit=unit, on=day, **values).exists():
            raise AlreadyPlannedError(day)
        session = ReceptionSession.objects.create(
            unit=unit,
            on=day,
            place=wanted.place,
            kind=wanted.kind,
            role=wanted.role,
            content=wanted.content,
            posted_on=wanted.posted_on,
            planned_by=by,
            **values,
        )
        record("reception.planned", session, by=by, unit=unit.code, on=str(day))
        made.append(session)
    return made


@transaction.atomic
def write_outcome(session: ReceptionSession, outcome: Outcome, *, by: User, today: date) -> None:
    """Held, delegated or missed. Raises ``NotYetError``, ``HasVisitsError``,
    ``SessionMovedOnError``."""
    if session.on > today:
        raise NotYetError
    if outcome.state == State.MISSED and _has_visits(session, by):
        raise HasVisitsError
    _change(session, {**vars(outcome), **_signed(by)}, was=State.PLANNED)
    record("reception.recorded", session, by=by, state=str(outcome.state))


@transaction.atomic
def postpone(
    session: ReceptionSession, *, to: date, reason: str, posted_on: date | None, by: User
) -> ReceptionSession:
    """Move a session for a good reason to a day that is announced (art. 24.4).

    Raises ``HasVisitsError``, ``SessionMovedOnError``, ``AlreadyPlannedError``.
    """
    if _has_visits(session, by):
        raise HasVisitsError
    wanted = Plan(
        session.starts_at,
        session.place,
        session.kind,
        session.leader,
        session.role,
        session.content,
        posted_on,
    )
    (later,) = plan(wanted, [to], unit=session.unit, by=by)
    changes = {"state": State.POSTPONED, "reason": reason, "moved_to": later, **_signed(by)}
    _change(session, changes, was=State.PLANNED)
    record("reception.postponed", session, by=by, to=str(to))
    return later


@transaction.atomic
def take_outcome_back(session: ReceptionSession, *, by: User) -> None:
    """A wrong outcome is taken back; a postponed session stays, its new day stands already.

    Raises ``SessionMovedOnError``.
    """
    if session.state not in (State.HELD, State.DELEGATED, State.MISSED):
        raise SessionMovedOnError
    was = session.state
    _change(session, dict(EMPTY), was=was)
    record("reception.taken_back", session, by=by, was=str(was))


def _has_visits(session: ReceptionSession, by: User) -> bool:
    """Visits that ``by`` may know of: a refusal must not tell of one that is kept from them."""
    return Visit.objects.visible_to(by).filter(session=session).exists()


def _signed(by: User) -> dict[str, object]:
    return {"recorded_by": by, "recorded_at": moment.now()}


def _change(session: ReceptionSession, changes: dict[str, object], *, was: str) -> None:
    """Compare and set: two people cannot write down two outcomes."""
    rows = ReceptionSession.objects.filter(pk=session.pk, state=was)
    if not rows.update(**changes):
        raise SessionMovedOnError
    session.refresh_from_db()
