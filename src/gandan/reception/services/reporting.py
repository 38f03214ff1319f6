"""A unit reports that a task of a conclusion is done; who concluded takes it or sends it back."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.models import Attachment, Case
from gandan.casework.services.filing import attach
from gandan.casework.services.joining import standing_case
from gandan.casework.services.writing import write_step
from gandan.reception.models import Conclusion, TaskReport
from gandan.reception.services.concluding import (
    ConclusionMovedOnError,
    check_day,
    finish,
    hold_open,
)
from gandan.reception.telling import TASK_RETURNED, tell_reported, tell_task

State = TaskReport.State


@transaction.atomic
def report_done(
    conclusion: Conclusion, uploads: Iterable[Any], *, on: date, text: str, by: User, today: date
) -> TaskReport:
    """The task was carried out on ``on``; proofs become files of the case of the visit.

    Raises ``DayError``, ``ConclusionMovedOnError`` when it is closed or a report waits already,
    and ``casework.services.looking.FileRefusedError``.
    """
    check_day(conclusion, on, today)
    hold_open(conclusion)
    # Asked once the conclusion is held: what a second press of the button waited for is seen.
    if conclusion.reports.filter(state=State.SENT).exists():
        raise ConclusionMovedOnError
    case = standing_case(conclusion.visit.submission)
    files = attach(case, uploads, purpose=Attachment.Purpose.PROOF, by=by)
    report = TaskReport.objects.create(conclusion=conclusion, done_on=on, text=text, by=by)
    report.proofs.set(files)
    write_step(case, "reception_reported", by=by, note=text)
    record("conclusion.reported", conclusion, by=by, on=str(on), files=len(files))
    tell_reported(conclusion, report)
    return report


def waiting(conclusion: Conclusion) -> TaskReport:
    """The report that waits for an answer. Raises ``ConclusionMovedOnError`` when none does."""
    report: TaskReport | None = conclusion.reports.filter(state=State.SENT).first()
    if report is None:
        raise ConclusionMovedOnError
    return report


@transaction.atomic
def accept(report: TaskReport, case: Case | None, *, by: User, today: date) -> None:
    """What the unit reports is the outcome; the conclusion is closed with it.

    Raises ``ConclusionMovedOnError``, also when the unit took the report back meanwhile.
    """
    _move(report, State.ACCEPTED)
    conclusion, on = report.conclusion, report.done_on
    finish(conclusion, case, on=on, outcome=report.text, by=by, today=today)


@transaction.atomic
def send_back(report: TaskReport, *, answer: str, by: User) -> None:
    """Something lacks; the unit is told what.

    Raises ``ConclusionMovedOnError``, also when the conclusion was closed: the unit could not
    report again.
    """
    _move(report, State.RETURNED, answer=answer)
    record("conclusion.report_returned", report.conclusion, by=by, reason=answer)
    tell_task(report.conclusion, TASK_RETURNED, by=by)


@transaction.atomic
def take_back(report: TaskReport, *, by: User) -> None:
    """The unit reported by mistake; proofs stay in the case. Raises ``ConclusionMovedOnError``."""
    _move(report, State.TAKEN_BACK)
    record("conclusion.report_taken_back", report.conclusion, by=by)


def _move(report: TaskReport, state: str, **changes: Any) -> None:
    hold_open(report.conclusion)
    rows = TaskReport.objects.filter(pk=report.pk, state=State.SENT)
    if not rows.update(state=state, **changes):
        raise ConclusionMovedOnError
    report.refresh_from_db()
