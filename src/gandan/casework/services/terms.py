"""Clocks of a case: open, stop, suspend, resume, lengthen, compute again.

Every function works on rows of one case inside the caller's transaction. What a term comes to
is decided by ``gandan.domain.deadlines``; here it is only written down.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from gandan.casework.models import Case, CaseStep, Clock, DueKind, Suspension
from gandan.domain import deadlines
from gandan.domain.deadlines import (
    ClockError,
    NoTimeLimitError,
    Rules,
    Sense,
    StillSuspendedError,
    TimeLimit,
    UnknownLimitError,
)
from gandan.domain.flags import Flag

ALL = "*"
OPEN = (Clock.State.RUNNING, Clock.State.SUSPENDED)
NOT_COMPUTABLE = (ClockError, NoTimeLimitError, UnknownLimitError)


@dataclass(frozen=True)
class NextDue:
    """The nearest day of a case: which clock or promise gives it."""

    on: date
    code: str
    kind: DueKind


def new_clock(
    code: str, start: date, *, case: Case, step: CaseStep | None, rules: Rules, unit_code: str = ""
) -> Clock:
    """An unsaved clock with its due date, or with the reason why there is none."""
    clock = Clock(case=case, code=code, start_on=start, opened_by=step)
    flags = conditions_of(case.flag_set)
    _write(clock, *_computed(rules, code, start, flags, unit_code))
    clock.conditions = sorted(flags & _asked(rules, clock))
    return clock


def conditions_of(flags: Collection[Flag]) -> frozenset[str]:
    """Those flags that give a row of the table another amount."""
    known = {str(condition) for condition in deadlines.Condition}
    return frozenset(str(flag) for flag in flags) & known


@lru_cache(maxsize=4096)
def _computed(
    rules: Rules, code: str, start: date, conditions: frozenset[str], unit_code: str
) -> tuple[deadlines.Due | None, str]:
    """Letters of one day have the same due date, and an import brings thousands of them."""
    try:
        limit = rules.limits.on(code, start, unit_code)
        held = frozenset(deadlines.Condition(c) for c in conditions) & limit.conditions
        found = deadlines.due(deadlines.Clock(code, start, held, unit_code=unit_code), rules)
    except NOT_COMPUTABLE as error:
        return None, str(error)
    return found, ""


def _asked(rules: Rules, clock: Clock) -> frozenset[str]:
    try:
        limit = rules.limits.on(clock.code, clock.start_on)
    except NOT_COMPUTABLE:
        return frozenset()
    return frozenset(str(condition) for condition in limit.conditions)


def _write(clock: Clock, found: deadlines.Due | None, problem: str) -> None:
    clock.due_on = found.on if found else None
    clock.due_at = found.at if found else None
    clock.problem = problem[:300]
    clock.days_left = None
    if found:
        clock.explanation = list(found.explanation)
        clock.article = found.article[:200]
        clock.sense = found.rule.sense
        clock.is_internal = found.rule.is_internal
        clock.start_event = found.rule.starts_on[0]


def as_domain(clock: Clock, unit_code: str = "") -> deadlines.Clock:
    """The clock as the rules want it, with its extensions and suspensions."""
    lengthened = tuple(
        deadlines.Extension(
            row.amount,
            deadlines.Finding(frozenset(deadlines.Criterion(c) for c in row.criteria), row.note),
            row.decided_on,
            str(row.by),
        )
        for row in sorted(clock.extensions.all(), key=lambda row: row.pk)
        if row.amount and not row.is_void
    )
    stood = tuple(
        deadlines.Suspension(row.since, row.until, row.ground)
        for row in clock.suspensions.all()
        if not row.is_void
    )
    return deadlines.Clock(
        clock.code,
        clock.start_on,
        frozenset(deadlines.Condition(c) for c in clock.conditions),
        lengthened,
        stood,
        clock.start_at,
        unit_code=unit_code,
    )


def compute(clock: Clock, rules: Rules, unit_code: str = "") -> None:
    """Set the due date of ``clock`` anew; the caller saves it."""
    try:
        _write(clock, deadlines.due(as_domain(clock, unit_code), rules), "")
    except StillSuspendedError as error:
        clock.due_on = clock.due_at = None
        clock.days_left, clock.problem = error.left, str(error)[:300]
    except NOT_COMPUTABLE as error:
        _write(clock, None, str(error))


def open_clocks(case: Case) -> list[Clock]:
    clocks = list(case.clocks.filter(state__in=OPEN).select_related("opened_by").order_by("id"))
    for clock in clocks:
        clock.case = case
    return clocks


def start(
    case: Case, starts: Iterable[tuple[str, date]], *, step: CaseStep | None, rules: Rules
) -> list[Clock]:
    """Open clocks by code and first day; one that runs already starts afresh."""
    made = []
    for code, day in starts:
        again = case.clocks.filter(code=code, state__in=OPEN)
        again.update(state=Clock.State.DROPPED, closed_on=day, closed_by=step)
        clock = new_clock(code, day, case=case, step=step, rules=rules, unit_code=case.unit.code)
        clock.save(force_insert=True)
        made.append(clock)
    return made


def stop(clocks: Iterable[Clock], codes: Collection[str], *, on: date, step: CaseStep) -> None:
    """Close the clocks that a step meets: in time, or late."""
    for clock in clocks:
        if clock.code not in codes or not clock.is_open:
            continue
        if clock.due_on is None:
            clock.state = Clock.State.DROPPED
        else:
            clock.state = Clock.State.MISSED if is_late(clock, on) else Clock.State.MET
        clock.closed_on, clock.closed_by = on, step
        clock.save(update_fields=["state", "closed_on", "closed_by"])


def is_late(clock: Clock, on: date) -> bool:
    """Whether ``on`` is too late.

    What lasts until a day cannot be ended too late; a notice that must go out ahead of an event
    is late by the day of the notice, on which its clock was opened.
    """
    if clock.due_on is None or clock.sense == Sense.LASTING:
        return False
    if clock.sense == Sense.AHEAD and clock.opened_by and clock.opened_by.on:
        on = clock.opened_by.on
    return on > clock.due_on


def drop(clocks: Iterable[Clock], codes: Collection[str], *, on: date, step: CaseStep) -> None:
    """Close the clocks that no longer matter; ``*`` means all that are open."""
    for clock in clocks:
        if clock.is_open and (ALL in codes or clock.code in codes):
            clock.state = Clock.State.DROPPED
            clock.closed_on, clock.closed_by = on, step
            clock.save(update_fields=["state", "closed_on", "closed_by"])


def suspend(
    clocks: Iterable[Clock],
    codes: Collection[str],
    *,
    since: date,
    ground: str,
    step: CaseStep,
    rules: Rules,
) -> None:
    for clock in clocks:
        if clock.code in codes and clock.state == Clock.State.RUNNING:
            Suspension.objects.create(clock=clock, step=step, ground=ground, since=since)
            clock.state = Clock.State.SUSPENDED
            compute(clock, rules, clock.case.unit.code)
            clock.save()


def resume(clocks: Iterable[Clock], codes: Collection[str], *, until: date, rules: Rules) -> None:
    for clock in clocks:
        if clock.code in codes and clock.state == Clock.State.SUSPENDED:
            clock.suspensions.filter(until=None, is_void=False).update(until=until)
            clock.state = Clock.State.RUNNING
            compute(clock, rules, clock.case.unit.code)
            clock.save()


def take_on_conditions(case: Case, clocks: Iterable[Clock], rules: Rules) -> None:
    """A flag such as "complex" was set: the terms that it changes are computed again."""
    held = conditions_of(case.flag_set)
    for clock in clocks:
        wanted = sorted(held & _asked(rules, clock))
        if clock.is_open and clock.conditions != wanted:
            clock.conditions = wanted
            compute(clock, rules, case.unit.code)
            clock.save()


def next_due(clocks: Iterable[Clock], promised_for: date | None = None) -> NextDue | None:
    """The nearest day among open clocks and a promise; a mere waiting time counts last."""
    found = [
        NextDue(_day(clock), clock.code, _kind(clock))
        for clock in clocks
        if clock.state == Clock.State.RUNNING and clock.due_on
    ]
    if promised_for:
        found.append(NextDue(promised_for, "promise", DueKind.PROMISE))
    return min(found, key=lambda due: (due.kind == DueKind.WAIT, due.on), default=None)


def _day(clock: Clock) -> date:
    """The last day; once a notice ahead is out, the event itself is what comes next."""
    assert clock.due_on is not None
    return clock.start_on if clock.sense == Sense.AHEAD else clock.due_on


def _kind(clock: Clock) -> DueKind:
    if clock.sense != Sense.WITHIN:
        return DueKind.WAIT
    return DueKind.INTERNAL if clock.is_internal else DueKind.LIMIT


def limit_of(clock: Clock, rules: Rules) -> TimeLimit | None:
    """The row of the table that the clock runs by; None when none covers its day."""
    try:
        return rules.limits.on(clock.code, clock.start_on, clock.case.unit.code)
    except NOT_COMPUTABLE:
        return None
