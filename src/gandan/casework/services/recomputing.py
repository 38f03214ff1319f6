"""Due dates computed again: after a wrong day of receipt, a changed calendar or a changed limit."""

from collections.abc import Callable
from datetime import date

from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.models import Case, Clock
from gandan.casework.rules import rules_in_use
from gandan.casework.services import terms
from gandan.casework.services.opening import opening_clocks
from gandan.casework.services.stepping import hold, settle_down
from gandan.casework.services.writing import write_step
from gandan.core import moment
from gandan.domain.deadlines import Rules, StartEvent

BLOCK = 500


@transaction.atomic
def restart_from_receipt(case: Case, received_on: date | None, *, by: User | None) -> None:
    """The day of receipt was wrong or unknown: what counts from it counts anew."""
    hold(case)
    was, case.opened_on = case.opened_on, received_on
    case.save(update_fields=["opened_on"])
    facts = {"was": was, "received_on": received_on}
    step = write_step(case, "receipt_corrected", by=by, facts=facts)
    running = case.clocks.filter(state__in=terms.OPEN)
    for clock in running.filter(start_event__in=[StartEvent.RECEIPT, ""]):
        if received_on is None:
            clock.state, clock.closed_on, clock.closed_by = (
                Clock.State.DROPPED,
                moment.today(),
                step,
            )
        else:
            clock.start_on = received_on
            terms.compute(clock, rules_in_use(), case.unit.code)
        clock.save()
    if (
        case.is_followed
        and received_on
        and not case.clocks.exclude(state=Clock.State.DROPPED).exists()
    ):
        for clock in opening_clocks(case, step=step, rules=rules_in_use()):
            clock.save(force_insert=True)
    settle_down(case, changes={}, on=moment.today())


def recompute_due_dates(
    rules: Rules,
    *,
    by: User | None,
    why: str = "",
    progress: Callable[[int], None] | None = None,
) -> int:
    """Compute every open due date under ``rules``; log each that moves; return how many did.

    Called when an administrator has changed the calendar or a row of law. Each block of cases
    is one transaction, so it may be stopped and run again.
    """
    moved, last, seen = 0, 0, 0
    while block := _next_cases(after=last):
        with transaction.atomic():
            moved += sum(_recompute(case, rules, by=by, why=why) for case in block)
        last, seen = block[-1].pk, seen + len(block)
        if progress:
            progress(seen)
    return moved


def _next_cases(*, after: int) -> list[Case]:
    with_clocks = Clock.objects.filter(state__in=terms.OPEN).values("case")
    rows = Case.objects.filter(pk__in=with_clocks, pk__gt=after).select_related("unit")
    return list(rows.order_by("pk")[:BLOCK])


def _recompute(case: Case, rules: Rules, *, by: User | None, why: str) -> int:
    moved = []
    for clock in terms.open_clocks(case):
        was = clock.due_on
        terms.compute(clock, rules, case.unit.code)
        if clock.due_on != was:
            clock.save()
            moved.append({"clock": clock.code, "was": was, "due_on": clock.due_on})
    if not moved:
        return 0
    hold(case)
    for row in moved:
        write_step(case, "due_moved", by=by, facts=row, note=why)
        record(
            "case.due_moved",
            case,
            by=by,
            why=why,
            clock=row["clock"],
            was=str(row["was"] or ""),
            due_on=str(row["due_on"] or ""),
        )
    settle_down(case, changes={}, on=moment.today())
    return len(moved)
