"""Write down what a decision orders and what was carried out of it; wrong rows are annulled.

The rules are in ``gandan.domain.execution``. The state of the case and these facts never
disagree: a change that would make them is refused, and so is a step.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.execution import Execution, decision_of, execution_of, may_order, may_report
from gandan.casework.execution_words import NOTHING, recorded
from gandan.casework.models import CarriedOut, Case, CaseStep, OrderedAmount, Ordering
from gandan.casework.models.execution import BY_THE_STEP
from gandan.casework.services.annulling import annul_rows, plain_amounts
from gandan.casework.services.filing import attach
from gandan.casework.services.stepping import hold
from gandan.casework.services.writing import write_step
from gandan.core import moment
from gandan.domain.execution import (
    Amounts,
    ExecutionError,
    Finish,
    contradictions,
    order_findings,
    over,
    parts_too_large,
    summed,
)


class NotYoursError(Exception):
    """The person may not write this of the case."""


class WhyNeededError(ValueError):
    """A change of what was written, or more than ordered, needs a reason."""


class ResultDayError(ValueError):
    """The day lies before the decision or has not come."""


class NoPaperError(ValueError):
    """What was written as the paper is what the step "carried out" says by itself."""


class NothingToCarryOutError(ValueError):
    """Nobody wrote what the decision orders, or it orders nothing."""


@dataclass(frozen=True)
class Ordered:
    """What a person writes that a decision orders; ``why`` is needed from the second time on."""

    needed: bool
    amounts: Amounts
    other: str = ""
    why: str = ""


@dataclass(frozen=True)
class Result:
    """What was carried out on a day; ``why_over`` where that is more than was ordered."""

    amounts: Amounts
    on: date
    paper: str
    why_over: str = ""
    file: Any = None


@transaction.atomic
def write_ordering(case: Case, ordered: Ordered, *, by: User) -> Ordering:
    """Keep what the decision of ``case`` orders as its current version.

    A case that was carried out already did all of it on that day, and results say so.

    Raises ``NotYoursError``, ``WhyNeededError``, ``execution.ExecutionError`` and
    ``stepping.CaseMovedOnError``.
    """
    if not may_order(by, case):
        raise NotYoursError
    # Before anything is read: of two first versions the second finds that the case moved on.
    hold(case)
    known = _known(case)
    found = order_findings(
        needed=ordered.needed, amounts=ordered.amounts, has_other=bool(ordered.other.strip())
    )
    if found:
        raise ExecutionError(*found)
    if known.ordering and not ordered.why.strip():
        raise WhyNeededError
    made = _new_version(known, ordered, by=by)
    said = recorded(ordered.amounts, made.other)
    write_step(case, "execution_ordered", by=by, on=known.decided_on, note=said or NOTHING)
    amounts = plain_amounts(ordered.amounts)
    record("case.execution_ordered", case, by=by, number=made.number, **amounts)
    after = _known(case)
    if after.finish == Finish.CARRIED_OUT:
        after = _carried_out_already(after, why=made.why_changed, by=by)
    _refuse_contradiction(after)
    return made


@transaction.atomic
def write_result(case: Case, result: Result, *, by: User) -> list[CarriedOut]:
    """Keep what was carried out on a day, a row for each amount.

    Raises ``NotYoursError``, ``NothingToCarryOutError``, ``ResultDayError``, ``WhyNeededError``,
    ``NoPaperError``, ``execution.ExecutionError``, ``stepping.CaseMovedOnError`` and
    ``FileRefusedError``.
    """
    if not may_report(by, case):
        raise NotYoursError
    hold(case)
    known = _known(case)
    if not known.needed:
        raise NothingToCarryOutError
    if not known.decided_on <= result.on <= moment.today():
        raise ResultDayError
    paper = result.paper.strip()[:200]
    if paper == BY_THE_STEP:
        raise NoPaperError
    after = summed([*known.done.items(), *result.amounts.items()])
    if found := parts_too_large(after):
        raise ExecutionError(*found)
    more = {finding.measure for finding in over(known.ordered, after)} & set(result.amounts)
    if more and not result.why_over.strip():
        raise WhyNeededError
    file = None
    if result.file:
        (file,) = attach(case, [result.file], purpose="proof", by=by)
    rows = [
        CarriedOut.objects.create(
            case=case, step=known.decision, measure=measure, amount=amount, on=result.on,
            paper=paper, file=file, by=by, at=moment.now(),
            why_over=result.why_over.strip()[:300] if measure in more else "",
        )
        for measure, amount in result.amounts.items()
    ]  # fmt: skip
    _tell_done(case, result.amounts, paper, on=result.on, by=by)
    return rows


@transaction.atomic
def annul_result(row: CarriedOut, why: str, *, by: User) -> None:
    """Take a wrong row out of the sums; it stays on record with who annulled it and why.

    Raises ``NotYoursError``, ``WhyNeededError``, ``execution.ExecutionError`` and
    ``stepping.CaseMovedOnError``.
    """
    case = row.case
    if not may_report(by, case):
        raise NotYoursError
    if not why.strip():
        raise WhyNeededError
    hold(case)
    annul_rows(case, CarriedOut.objects.filter(pk=row.pk), why, by=by)
    _refuse_contradiction(_known(case))


def _known(case: Case) -> Execution:
    """Raises ``NothingToCarryOutError`` where no decision stands."""
    decision = decision_of(case)
    if decision is None:
        raise NothingToCarryOutError
    return execution_of(case, decision)


def _new_version(known: Execution, ordered: Ordered, *, by: User) -> Ordering:
    decision: CaseStep = known.decision
    Ordering.objects.filter(step=decision, is_current=True).update(is_current=False)
    made = Ordering.objects.create(
        case=known.case,
        step=decision,
        number=len(known.versions) + 1,
        decided_on=known.decided_on,
        is_needed=ordered.needed,
        other=ordered.other.strip()[:300],
        why_changed=ordered.why.strip()[:300] if known.versions else "",
        by=by,
        at=moment.now(),
    )
    OrderedAmount.objects.bulk_create(
        OrderedAmount(ordering=made, measure=measure, amount=amount)
        for measure, amount in ordered.amounts.items()
    )
    return made


def _carried_out_already(known: Execution, *, why: str, by: User) -> Execution:
    """What the step that says so tells: all that is ordered was done on its day.

    What it told of an earlier version is annulled, for the reason of the new one.
    """
    case, on = known.case, known.case.carried_out_on
    assert on is not None
    told = CarriedOut.objects.standing().by_the_step().filter(step=known.decision)
    if annul_rows(case, told, why, by=by):
        known = _known(case)
    if rest := known.left:
        CarriedOut.objects.bulk_create(
            CarriedOut(
                case=case, step=known.decision, measure=measure, amount=amount, on=on,
                paper=BY_THE_STEP, by=by, at=moment.now(),
            )
            for measure, amount in rest.items()
        )  # fmt: skip
        _tell_done(case, rest, BY_THE_STEP, on=on, by=by)
    return _known(case)


def _tell_done(case: Case, amounts: Amounts, paper: str, *, on: date, by: User) -> None:
    """Put results into the history of the case and the log."""
    words = recorded(amounts, paper, done=True)
    write_step(case, "execution_done", by=by, on=on, note=words)
    record("case.execution_done", case, by=by, on=on.isoformat(), **plain_amounts(amounts))


def _refuse_contradiction(after: Execution) -> None:
    found = contradictions(
        after.finish, needed=after.needed, ordered=after.ordered, done=after.done
    )
    if found:
        raise ExecutionError(*found)
