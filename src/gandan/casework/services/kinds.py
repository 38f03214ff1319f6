"""Say of a case what kind of matter it is: the workflow table and the clocks follow."""

from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.acting import acting_duties
from gandan.casework.models import Case, CaseStep, Clock
from gandan.casework.procedures import procedure_of
from gandan.casework.rules import rules_in_use
from gandan.casework.services import terms
from gandan.casework.services.keeping_away import keep_away
from gandan.casework.services.opening import opening_clocks
from gandan.casework.services.remembering import remember
from gandan.casework.services.stepping import hold, settle_down, take_step
from gandan.casework.services.writing import write_step
from gandan.core import moment
from gandan.domain.confidentiality import Confidentiality
from gandan.domain.flags import Flag
from gandan.domain.kinds import KEPT_FROM_ACCUSED, Kind
from gandan.domain.procedure import Procedure, Stage, next_steps

# Once handling has begun another kind would need other steps than those already taken.
EARLY = frozenset({Stage.RECEIVED, Stage.CLASSIFIED, Stage.CHECKING, Stage.AWAITING_SENDER})


class TooLateForKindError(Exception):
    """Handling has begun under another workflow table; undo or close it first."""


@transaction.atomic
def classify_case(case: Case, kind: str, field: str, *, by: User) -> CaseStep | None:
    """Set kind and field, and take the step "classify" when the person may.

    Raises ``TooLateForKindError``, ``stepping.CaseMovedOnError``.
    """
    step = set_kind(case, kind, field, by=by)
    offered = next_steps(
        Procedure(case.procedure),
        Stage(case.stage),
        day=moment.today(),
        duties=acting_duties(by, case, "classify"),
        flags=case.flag_set,
    )
    if kind != Kind.MIXED and any(n.step.code == "classify" and n.is_open for n in offered):
        return take_step(case, "classify", by=by)
    return step


@transaction.atomic
def set_kind(case: Case, kind: str, field: str, *, by: User | None) -> CaseStep | None:
    """Change kind and field; None when nothing changes. See ``classify_case`` for errors."""
    if (case.kind, case.field) == (kind, field):
        return None
    procedure = procedure_of(kind, case.unit.kind, second=case.is_second_instance)
    early = Stage(case.stage) in EARLY
    if procedure != case.procedure and not early:
        raise TooLateForKindError(case.code)
    hold(case)
    before = remember(case)
    changes = {"kind": kind, "field": field}
    if kind in KEPT_FROM_ACCUSED:
        changes["confidentiality"] = str(Confidentiality.DENUNCIATION)
    if procedure != case.procedure:
        changes |= {"procedure": str(procedure), "stage": str(Stage.RECEIVED)}
    for name, value in changes.items():
        setattr(case, name, value)
    step = write_step(case, "kind_set", by=by, before=before, facts=changes)
    if "procedure" in changes and case.is_followed:
        _change_clocks(case, step)
    settle_down(case, changes=changes, on=moment.today())
    keep_away(case, by=by)
    record("case.kind_set", case, by=by, kind=kind, field=field, was=before["case"]["kind"])
    return step


def _change_clocks(case: Case, step: CaseStep) -> None:
    """Clocks of the new table run from the same receipt; those it does not know are dropped."""
    wanted = {clock.code: clock for clock in opening_clocks(case, step=step, rules=rules_in_use())}
    kept = set()
    for clock in case.clocks.exclude(state=Clock.State.DROPPED):
        kept.add(clock.code)
        if clock.is_open and clock.code not in wanted:
            clock.state, clock.closed_by, clock.closed_on = (
                Clock.State.DROPPED,
                step,
                moment.today(),
            )
            clock.save(update_fields=["state", "closed_by", "closed_on"])
    for code, clock in wanted.items():
        if code not in kept:
            clock.save(force_insert=True)


@transaction.atomic
def set_flags(case: Case, flags: frozenset[Flag], *, by: User | None) -> bool:
    """Set the flags that a reader of the letter decides; those set by work stay as they are.

    Clocks that a flag opens or lengthens follow. Return whether anything changed.
    """
    chosen = {str(f) for f in flags if not f.is_set_by_work}
    wanted = sorted(chosen | {f for f in case.flags if Flag(f).is_set_by_work})
    if wanted == sorted(case.flags):
        return False
    hold(case)
    before = remember(case)
    case.flags = wanted
    step = write_step(case, "flags_set", by=by, before=before, facts={"flags": wanted})
    if case.is_followed and Stage(case.stage) in EARLY:
        _change_clocks(case, step)
    terms.take_on_conditions(case, terms.open_clocks(case), rules_in_use())
    settle_down(case, changes={"flags": wanted}, on=moment.today())
    record("case.flags_set", case, by=by, flags=wanted, was=before["case"]["flags"])
    return True
