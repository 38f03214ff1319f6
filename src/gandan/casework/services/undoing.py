"""Take the last step of a case back: what it changed is restored, both rows stay on record."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.execution_words import findings_words
from gandan.casework.models import (
    Answer,
    Attachment,
    Case,
    CaseStep,
    Clock,
    Extension,
    Guidance,
    Referral,
    Suspension,
)
from gandan.casework.services.annulling import take_execution_back, why_results_stay
from gandan.casework.services.handling_days import keep_first_handling
from gandan.casework.services.remembering import put_back
from gandan.casework.services.stepping import hold
from gandan.casework.services.writing import write_step
from gandan.core import moment
from gandan.domain.execution import ExecutionError
from gandan.domain.procedure import Party, Procedure, WorkflowStep, shipped_table
from gandan.domain.procedure.taking_back import changed_since
from gandan.units.models import Duty
from gandan.units.policy import reach_of

LOOKED_BACK = 50
UNDO_FOR = timedelta(hours=24)
# Told to others, but a second slip puts it right as long as nobody acted on the first.
RECALLABLE = frozenset({"refer", "refer_again", "ask_supplement", "remind", "confirm_settled"})
# Steps of the register itself that may be taken back here; copies have their own way.
OWN_STEPS = frozenset({"kind_set", "flags_set"})
OUTSIDE = frozenset(
    {Party.SENDER, Party.RESPONDENT, Party.ACCUSED, Party.ACCUSED_MANAGER, Party.FORWARDER}
)


class NotUndoableError(Exception):
    """The step cannot be taken back; the message says why and what to do."""


def is_final(step: WorkflowStep) -> bool:
    """Whether the step goes out to people or opens a file elsewhere: it is confirmed first."""
    if step.code in RECALLABLE:
        return False
    return bool(step.papers) or bool(OUTSIDE & set(step.tells))


def step_of_table(procedure: str, name: str) -> WorkflowStep | None:
    """The row of the workflow tables by procedure and code; None for the register's own steps."""
    if not procedure:
        return None
    rows = (s for s in shipped_table().of(Procedure(procedure)) if s.code == name)
    return next(rows, None)


def why_not_undo(case: Case, step: CaseStep, person: User, now: datetime) -> str:
    """Why ``person`` cannot take back ``step``, the newest one; "" when they can."""
    row = step_of_table(step.procedure, step.name)
    if not step.before or (row is None and step.name not in OWN_STEPS):
        return _("Bước này không hoàn tác ở đây.")
    if row is not None and is_final(row):
        return _("Bước này đã báo ra ngoài nên không hoàn tác; ghi bước tiếp theo để sửa.")
    if now - step.at > UNDO_FOR:
        return _("Đã quá 24 giờ nên không hoàn tác được nữa.")
    if step.by_id != person.pk and not leads(person, case):
        return _("Người đã ghi bước này hoặc lãnh đạo mới hoàn tác được.")
    return ""


def last_step(case: Case) -> CaseStep | None:
    """The newest step that changed the case and still stands."""
    return newest_standing(case.steps.select_related("by").order_by("-id")[:LOOKED_BACK])


def newest_standing(steps: Iterable[CaseStep]) -> CaseStep | None:
    """The same from steps that were read already, the newest first."""
    return next(standing_steps(steps), None)


def standing_steps(steps: Iterable[CaseStep]) -> Iterator[CaseStep]:
    """Of ``steps``, the newest first, those that changed the case and were not taken back."""
    taken_back = set()
    for step in steps:
        if step.undoes_id:
            taken_back.add(step.undoes_id)
        elif step.before and step.pk not in taken_back:
            yield step


@transaction.atomic
def undo_step(case: Case, step: CaseStep, *, by: User) -> CaseStep:
    """Restore how the case stood before ``step``.

    Raises ``NotUndoableError`` and ``stepping.CaseMovedOnError``.
    """
    if last_step(case) != step:
        raise NotUndoableError(_("Đã có bước sau; chỉ hoàn tác được bước mới nhất."))
    if why := why_not_undo(case, step, by, moment.now()):
        raise NotUndoableError(why)
    hold(case)
    if why := why_results_stay(step):
        raise NotUndoableError(why)
    back = _put_back(case, step, by=by)
    try:
        take_execution_back(case, step, by=by)
    except ExecutionError as error:
        raise NotUndoableError(findings_words(error.findings)) from error
    record("case.step_undone", case, by=by, step=step.name)
    return back


def leads(person: User, case: Case) -> bool:
    return case.unit_id in reach_of(person).units([Duty.LEADER])


def _put_back(case: Case, step: CaseStep, *, by: User) -> CaseStep:
    since = case.steps.filter(pk__gt=step.pk).values_list("name", flat=True)
    put_back(case, step.before, without=changed_since(since))
    facts = {"step": step.name, "from": step.stage_to}
    back = write_step(case, "undone", by=by, facts=facts, undoes=step)
    withdraw_rows(step, back)
    keep_first_handling(case, step.name)
    return back


def withdraw_rows(step: CaseStep, back: CaseStep) -> None:
    """Rows that the step made stay, and no longer count."""
    day = moment.today()
    Clock.objects.filter(opened_by=step).update(
        state=Clock.State.DROPPED, closed_by=back, closed_on=day
    )
    Referral.objects.filter(step=step).update(state=Referral.State.RECALLED, is_open=False)
    for model in (Guidance, Extension, Suspension, Answer, Attachment):
        model._default_manager.filter(step=step).update(is_void=True)
