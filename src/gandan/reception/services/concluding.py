"""The conclusion of a reception: written down, told to the citizen, followed until it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.models import Case
from gandan.casework.services.writing import write_step
from gandan.domain.deadlines import Clock, Due, due
from gandan.law.selectors import current_rules
from gandan.reception.models import Conclusion, Visit
from gandan.reception.protecting import is_protected
from gandan.reception.telling import TASK_GIVEN, TASK_WITHDRAWN, tell_task
from gandan.units.models import Unit

State = Conclusion.State
TELL_LIMIT = "TCD-TL"


class ProtectedVisitError(ValueError):
    """What is decided about a denunciation stands in its case, where fewer people read it."""


class ConclusionMovedOnError(Exception):
    """Somebody closed the conclusion meanwhile; look at it again."""


class DayError(ValueError):
    """A day that lies before the reception, or after today."""


@dataclass(frozen=True)
class Concluded:
    """What the leader concluded. The task goes to a unit of the network or a body by name."""

    text: str
    carry_out_by: date
    assigned_unit: Unit | None = None
    assigned_name: str = ""
    opinions: str = ""
    contact: str = ""


def tell_by(visit: Visit) -> Due:
    """The last day for telling the citizen, with its sum (Law 42/2013/QH13, art. 28.1)."""
    day = visit.submission.received_on
    if day is None:
        raise DayError
    return due(Clock(TELL_LIMIT, day), current_rules())


@transaction.atomic
def conclude(
    found: Concluded, visit: Visit, case: Case | None, *, by: User, key: str
) -> Conclusion:
    """Write down one task; the case of the visit gets a line of its own.

    The same ``key`` again returns the same. Raises ``ProtectedVisitError``, ``DayError``.
    """
    if known := Conclusion.objects.filter(key=key).first():
        return known
    if is_protected(visit, case):
        raise ProtectedVisitError
    last = tell_by(visit).on
    if visit.submission.received_on and found.carry_out_by < visit.submission.received_on:
        raise DayError
    conclusion = Conclusion.objects.create(
        key=key,
        visit=visit,
        unit=visit.unit,
        text=found.text,
        opinions=found.opinions,
        assigned_unit=found.assigned_unit,
        assigned_name=found.assigned_name,
        contact=found.contact,
        carry_out_by=found.carry_out_by,
        tell_by=last,
        by=by,
    )
    _note_in_case(case, conclusion, "reception_concluded", by=by, note=found.text)
    record("conclusion.written", conclusion, by=by, due=str(found.carry_out_by))
    tell_task(conclusion, TASK_GIVEN, by=by)
    return conclusion


@transaction.atomic
def note_told(conclusion: Conclusion, *, on: date, by: User, today: date) -> None:
    """The citizen was told. Raises ``DayError``, ``ConclusionMovedOnError``."""
    check_day(conclusion, on, today)
    rows = Conclusion.objects.filter(pk=conclusion.pk, told_on=None)
    if not rows.exclude(state=State.WITHDRAWN).update(told_on=on):
        raise ConclusionMovedOnError
    conclusion.refresh_from_db()
    record("conclusion.told", conclusion, by=by, on=str(on))


@transaction.atomic
def finish(
    conclusion: Conclusion, case: Case | None, *, on: date, outcome: str, by: User, today: date
) -> None:
    """It was carried out; a report that waits is settled with it.

    Raises ``DayError``, ``ConclusionMovedOnError``.
    """
    check_day(conclusion, on, today)
    changes = {"state": State.DONE, "done_on": on, "outcome": outcome}
    _change(conclusion, changes, was=State.OPEN)
    conclusion.reports.filter(state="sent").update(state="accepted")
    _note_in_case(case, conclusion, "reception_carried_out", by=by, note=outcome)
    record("conclusion.done", conclusion, by=by, on=str(on))


@transaction.atomic
def withdraw(conclusion: Conclusion, case: Case | None, *, reason: str, by: User) -> None:
    """It was written by mistake or the leader took it back; a report that waits goes back too.

    Raises ``ConclusionMovedOnError``.
    """
    changes = {"state": State.WITHDRAWN, "outcome": reason}
    _change(conclusion, changes, was=State.OPEN)
    conclusion.reports.filter(state="sent").update(state="returned", answer=reason)
    _note_in_case(case, conclusion, "reception_withdrawn", by=by, note=reason)
    record("conclusion.withdrawn", conclusion, by=by)
    tell_task(conclusion, TASK_WITHDRAWN, by=by)


@transaction.atomic
def reopen(conclusion: Conclusion, case: Case | None, *, by: User) -> None:
    """The way back from "done" and "withdrawn". Raises ``ConclusionMovedOnError``."""
    if conclusion.state == State.OPEN:
        raise ConclusionMovedOnError
    was_withdrawn, reason = conclusion.state == State.WITHDRAWN, conclusion.outcome
    changes = {"state": State.OPEN, "done_on": None, "outcome": ""}
    _change(conclusion, changes, was=conclusion.state)
    _note_in_case(case, conclusion, "reception_reopened", by=by, note="")
    record("conclusion.reopened", conclusion, by=by)
    # A report that was settled with the conclusion waits again.
    last = conclusion.reports.order_by("-id").first()
    settled = Q(state="returned", answer=reason) if was_withdrawn else Q(state="accepted")
    if last is not None:
        conclusion.reports.filter(settled, pk=last.pk).update(state="sent", answer="")
    if was_withdrawn:
        tell_task(conclusion, TASK_GIVEN, by=by)


def hold_open(conclusion: Conclusion) -> None:
    """Claim it for this transaction while it is open. Raises ``ConclusionMovedOnError``."""
    _change(conclusion, {"state": State.OPEN}, was=State.OPEN)


def check_day(conclusion: Conclusion, on: date, today: date) -> None:
    came = conclusion.visit.submission.received_on
    if on > today or (came and on < came):
        raise DayError


def _change(conclusion: Conclusion, changes: Mapping[str, object], *, was: str) -> None:
    if not Conclusion.objects.filter(pk=conclusion.pk, state=was).update(**changes):
        raise ConclusionMovedOnError
    conclusion.refresh_from_db()


def _note_in_case(
    case: Case | None, conclusion: Conclusion, name: str, *, by: User, note: str
) -> None:
    if case is not None:
        letter = conclusion.visit.submission
        write_step(case, name, by=by, submission=letter, note=note)
