"""Open an execution again that the register holds for finished by mistake, whenever it is found.

Only what those steps themselves changed is turned back: who has the case now, its name and its
other facts may have changed since and stay. Terms that ended with them run on from their own
days, under the rules of today.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.execution_words import findings_words
from gandan.casework.models import Answer, Case, CaseStep, Clock
from gandan.casework.rules import rules_in_use
from gandan.casework.services import terms
from gandan.casework.services.annulling import take_execution_back
from gandan.casework.services.handling_days import keep_first_handling
from gandan.casework.services.overriding import NoReasonError, NotALeaderError
from gandan.casework.services.remembering import values_in, values_of
from gandan.casework.services.stepping import MILESTONE_DAYS, hold, settle_down
from gandan.casework.services.undoing import (
    LOOKED_BACK,
    NotUndoableError,
    leads,
    standing_steps,
    step_of_table,
    withdraw_rows,
)
from gandan.casework.services.writing import write_step
from gandan.casework.subjects import about
from gandan.core import moment
from gandan.domain.conflicts import is_clear
from gandan.domain.deadlines import StartEvent
from gandan.domain.execution import FINISHING, ExecutionError
from gandan.domain.procedure.taking_back import ending
from gandan.units.hierarchy import Hierarchy
from gandan.units.models import Unit


def ending_of(case: Case) -> list[CaseStep]:
    """The steps that a leader may take back, the newest first; empty where there are none."""
    return ending_in(case.steps.select_related("by").order_by("-id")[:LOOKED_BACK])


def ending_in(steps: Iterable[CaseStep]) -> list[CaseStep]:
    """The same from steps that were read already, the newest first."""
    moves = [one for one in standing_steps(steps) if one.stage_from != one.stage_to]
    return moves[: ending([one.name for one in moves])]


@transaction.atomic
def reopen_execution(case: Case, why: str, *, by: User) -> list[CaseStep]:
    """Take back that a case was carried out, or closed as ordering nothing, by mistake.

    A leader of the unit does, with a reason; what the steps told of execution goes with them.
    Raises ``NotUndoableError``, ``overriding.NotALeaderError``, ``overriding.NoReasonError`` and
    ``stepping.CaseMovedOnError``.
    """
    if not leads(by, case):
        raise NotALeaderError
    if not (why := why.strip()):
        raise NoReasonError
    steps = ending_of(case)
    if not steps:
        raise NotUndoableError(
            _("Bước mới nhất không phải bước thực hiện xong hay kết thúc việc thi hành.")
        )
    hold(case)
    backs = [_turn_back(case, step, why, by=by) for step in steps]
    try:
        for step in steps:
            take_execution_back(case, step, by=by)
    except ExecutionError as error:
        raise NotUndoableError(findings_words(error.findings)) from error
    names = [step.name for step in steps]
    record("case.execution_reopened", case, by=by, reason=why, steps=names)
    return backs


def _turn_back(case: Case, step: CaseStep, why: str, *, by: User) -> CaseStep:
    changes = _changes(case, step)
    case.stage = changes["stage"]
    facts = {"step": step.name, "from": step.stage_to}
    back = write_step(case, "execution_reopened", by=by, facts=facts, note=why, undoes=step)
    _run_on(case, step)
    _forget_deed(step)
    withdraw_rows(step, back)
    settle_down(case, changes=changes, on=moment.today())
    keep_first_handling(case, step.name)
    return back


def _changes(case: Case, step: CaseStep) -> dict[str, Any]:
    """Stage, flags and days as if ``step`` had not been; where the case lay, if it may again."""
    row, was = step_of_table(step.procedure, step.name), step.before["case"]
    assert row is not None
    set_then = {str(flag) for flag in row.sets} - set(was["flags"])
    cleared_then = {str(flag) for flag in row.clears} & set(was["flags"])
    flags = (set(case.flags) - set_then) | cleared_then
    changes: dict[str, Any] = {"stage": was["stage"], "flags": sorted(flags)}
    known = values_in(Case, was)
    changes |= {name: known[name] for name in (MILESTONE_DAYS[one] for one in row.grants)}
    holder = was["handling_unit_id"]
    if step.name == FINISHING and holder != was["unit_id"] and _may_lie_at(holder, case):
        changes["handling_unit"] = Unit.objects.get(pk=holder)
    return changes


def _may_lie_at(unit: int, case: Case) -> bool:
    tree = Hierarchy.on(moment.today())
    return tree.places[unit].is_living and is_clear(unit, about(case), tree)


def _run_on(case: Case, step: CaseStep) -> None:
    """Terms that ended with ``step`` count on; a day of receipt corrected since holds for them."""
    running = {clock.code for clock in terms.open_clocks(case)}
    known = values_of(Clock, step.before["clocks"])
    for clock in Clock.objects.filter(case=case, closed_by=step):
        clock.case = case
        if clock.code in running or clock.pk not in known:
            continue
        for name, value in known[clock.pk].items():
            setattr(clock, name, value)
        if clock.start_event in {StartEvent.RECEIPT, ""} and case.opened_on:
            clock.start_on = case.opened_on
        terms.compute(clock, rules_in_use(), case.unit.code)
        clock.save()


def _forget_deed(step: CaseStep) -> None:
    """The promise that ``step`` called kept is open again."""
    if step.name != FINISHING:
        return
    for pk, values in values_of(Answer, step.before["answers"]).items():
        Answer.objects.filter(pk=pk).update(carried_out_on=values["carried_out_on"])
