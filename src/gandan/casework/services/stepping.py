"""Take a step of the workflow tables: the one door through which a case moves.

The tables (``gandan.domain.procedure``) say who may take it, with which facts, and what it
does to stage, flags and clocks. Here that is written down in one transaction: the case by
compare-and-set, the step as a row, the clocks, what the step is about (``effects``), the log.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.acting import acting_duties
from gandan.casework.models import Case, CaseStep
from gandan.casework.rules import rules_in_use
from gandan.casework.services import terms
from gandan.casework.services.effects import EFFECTS
from gandan.casework.services.filing import attach_facts
from gandan.casework.services.handling_days import keep_first_handling
from gandan.casework.services.remembering import plain_facts, remember
from gandan.casework.services.taking import Taking
from gandan.casework.turns import turn_at
from gandan.core import moment
from gandan.domain.duties import SENDER
from gandan.domain.procedure import Milestone, Procedure, Stage, StepNotAllowedError, take
from gandan.domain.procedure import facts as known_facts
from gandan.domain.procedure.facts import FactType

# Days that a step may set ahead; every other day in a fact has come already.
AHEAD = frozenset({"dialogue_on", "meeting_on", "promised_for", "posted_until"})
RESULTS = ("first_result", "second_result", "denunciation_result")
MILESTONE_DAYS = {
    Milestone.ANSWERED: "answered_on",
    Milestone.SETTLED: "settled_on",
    Milestone.CARRIED_OUT: "carried_out_on",
}


class CaseMovedOnError(Exception):
    """Somebody has changed the case since it was read: look again, then decide."""


@transaction.atomic
def take_step(
    case: Case,
    code: str,
    *,
    by: User,
    facts: Mapping[str, Any] | None = None,
    note: str = "",
) -> CaseStep:
    """Take the step ``code`` and return its row; ``case`` is up to date afterwards.

    ``facts`` are Python values: days, words, ``Unit``, ``User``, uploaded files.

    Raises ``StepNotAllowedError`` with what is missing, ``CaseMovedOnError``, and what the
    effects raise (``answering.AnswerFailsCheckError``).
    """
    duties = acting_duties(by, case, code)
    return _take(case, code, by=by, duties=duties, given=dict(facts or {}), note=note)


@transaction.atomic
def take_for_sender(case: Case, code: str, *, facts: Mapping[str, Any]) -> CaseStep:
    """The same step when the sender takes it on the public page, where nobody is signed in.

    Raises ``StepNotAllowedError``, also for what the tables give to officers only, and
    ``CaseMovedOnError``.
    """
    return _take(case, code, by=None, duties=frozenset({SENDER}), given=dict(facts), note="")


def _take(
    case: Case,
    code: str,
    *,
    by: User | None,
    duties: frozenset[str],
    given: dict[str, Any],
    note: str,
) -> CaseStep:
    now = moment.today()
    on = legal_day(given, now)
    taken = take(
        Procedure(case.procedure),
        code,
        at=Stage(case.stage),
        duties=duties,
        facts=given,
        day=on,
        flags=case.flag_set,
    )
    check_days(case, given, now)
    hold(case)
    step = CaseStep.objects.create(
        case=case,
        name=code,
        on=on,
        at=moment.now(),
        by=by,
        procedure=case.procedure,
        stage_from=case.stage,
        stage_to=taken.stage,
        article=taken.step.article[:200],
        facts=plain_facts(given),
        note=note[:500],
        before=remember(case),
    )
    case.flags = sorted(str(flag) for flag in taken.flags)
    taking = Taking(case, taken, step, by, on, given, rules_in_use())
    attach_facts(taking)
    _move_clocks(taking)
    for effect in EFFECTS.get(code, ()):
        effect(taking)
    settle_down(case, changes=_changes(taking), on=on)
    keep_first_handling(case, code)
    record(f"case.step.{code}", case, by=by, on=on.isoformat(), to=case.stage, facts=step.facts)
    return step


def legal_day(facts: Mapping[str, Any], now: date) -> date:
    """The day that counts for the law: the step's own day in its facts, else ``now``."""
    days = [day for name, day in _days_of(facts) if name not in AHEAD and name != "received_on"]
    return min(days, default=now)


def check_days(case: Case, facts: Mapping[str, Any], now: date) -> None:
    """Raises ``StepNotAllowedError`` for a day that has not come, or was before the letter."""
    faults = {}
    for name, day in _days_of(facts):
        words = known_facts()[name].name
        if name not in AHEAD and day > now:
            faults[name] = f"{words}: không thể sau hôm nay, {now:%d/%m/%Y}."
        elif case.opened_on and day < case.opened_on:
            faults[name] = f"{words}: không thể trước ngày nhận đơn, {case.opened_on:%d/%m/%Y}."
    if faults:
        raise StepNotAllowedError("facts", " ".join(faults.values()), faults)


def _days_of(facts: Mapping[str, Any]) -> list[tuple[str, date]]:
    known = known_facts()
    return [
        (name, value)
        for name, value in facts.items()
        if name in known and known[name].type == FactType.DATE and isinstance(value, date)
    ]


def hold(case: Case) -> None:
    """Claim the case for this transaction. Raises ``CaseMovedOnError``.

    A compare-and-set, because select_for_update() does nothing on SQLite.
    """
    held = Case.objects.filter(pk=case.pk, version=case.version).update(version=F("version") + 1)
    if not held:
        raise CaseMovedOnError(case.code)
    case.version += 1


def settle_down(case: Case, *, changes: Mapping[str, Any], on: date) -> None:
    """Write ``changes`` and what follows from them: whose move it is, the nearest day."""
    for name, value in changes.items():
        setattr(case, name, value)
    stage, procedure = Stage(case.stage), Procedure(case.procedure)
    outside = case.referrals.filter(is_open=True, to_unit=None, answered_on=None).exists()
    clocks = terms.open_clocks(case)
    case.turn = turn_at(stage, procedure, case.flag_set, outside=outside, has_clocks=bool(clocks))
    due = None if case.is_resting else terms.next_due(clocks, promise_of(case))
    case.next_due_on = due.on if due else None
    case.next_due_code = due.code if due else ""
    case.next_due_kind = due.kind if due else ""
    case.is_followed = case.is_followed or due is not None
    case.rested_on = (case.rested_on or on) if case.is_resting else None
    derived = ["turn", "next_due_on", "next_due_code", "next_due_kind", "is_followed", "rested_on"]
    case.save(update_fields=[*changes, *derived])


def promise_of(case: Case) -> date | None:
    """The day by which a measure was promised and is not done yet."""
    standing = case.answers.filter(
        promised_for__isnull=False, carried_out_on=None, is_void=False, told_on__isnull=False
    )
    answer = standing.order_by("-id").first()
    return answer.promised_for if answer else None


def _changes(taking: Taking) -> dict[str, Any]:
    """What the step changes in the case itself; effects go before the general rule."""
    taken, facts = taking.taken, taking.facts
    changes: dict[str, Any] = {"stage": str(taken.stage), "flags": taking.case.flags}
    if taken.step.outcome:
        changes["outcome"] = str(taken.step.outcome)
    for milestone in taken.step.grants:
        changes[MILESTONE_DAYS[milestone]] = taking.day
    for milestone in taken.step.revokes:
        changes[MILESTONE_DAYS[milestone]] = None
    for fact in RESULTS:
        if facts.get(fact):
            changes["result"] = facts[fact]
    officer = facts.get("handler") or facts.get("verifier")
    if isinstance(officer, User):
        changes["officer"] = officer
    return changes | taking.changes


def _move_clocks(taking: Taking) -> None:
    case, taken, step, rules = taking.case, taking.taken, taking.step, taking.rules
    clocks = terms.open_clocks(case)
    terms.stop(clocks, taken.stops, on=taking.day, step=step)
    terms.drop(clocks, taken.drops, on=taking.day, step=step)
    ground = str(taking.facts.get("suspension_ground", ""))
    terms.suspend(clocks, taken.suspends, since=taking.day, ground=ground, step=step, rules=rules)
    terms.resume(clocks, taken.resumes, until=taking.day, rules=rules)
    starts = taken.days_of_clocks({"received_on": case.opened_on, **taking.facts})
    terms.start(case, starts.items(), step=step, rules=rules)
    terms.take_on_conditions(case, terms.open_clocks(case), rules)
