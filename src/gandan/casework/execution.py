"""What is known of the execution of one case: its decision, what that orders, what was done."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from gandan.accounts.models import User
from gandan.casework.acting import acting_duties
from gandan.casework.models import CarriedOut, Case, CaseStep, Ordering
from gandan.domain.duties import FOCAL_POINT, HANDLER, LEADER
from gandan.domain.execution import (
    DECIDING,
    FINISHING,
    Finding,
    Finish,
    OrderedMeasure,
    left,
    over,
    summed,
)
from gandan.domain.flags import Flag
from gandan.domain.procedure import Procedure

# The procedures that end in a decision or conclusion that somebody has to carry out.
PROCEDURES = frozenset(
    {Procedure.COMPLAINT_FIRST, Procedure.COMPLAINT_SECOND, Procedure.DENUNCIATION}
)
# Whoever settles writes what was ordered; whoever may report the decision carried out reports.
ORDERING = frozenset({HANDLER, LEADER})
REPORTING = frozenset({HANDLER, LEADER, FOCAL_POINT})


@dataclass
class Execution:
    """``ordering`` is None while nobody wrote what the decision orders."""

    case: Case
    decision: CaseStep
    ordering: Ordering | None = None
    versions: list[Ordering] = field(default_factory=list)
    rows: list[CarriedOut] = field(default_factory=list)

    @cached_property
    def ordered(self) -> dict[OrderedMeasure, int]:
        amounts = self.ordering.amounts.all() if self.ordering else ()
        return summed((row.measure, row.amount) for row in amounts)

    @cached_property
    def done(self) -> dict[OrderedMeasure, int]:
        return summed((row.measure, row.amount) for row in self.rows if row.stands)

    @property
    def left(self) -> dict[OrderedMeasure, int]:
        return left(self.ordered, self.done)

    @property
    def over(self) -> list[Finding]:
        return over(self.ordered, self.done)

    @property
    def needed(self) -> bool | None:
        return self.ordering.is_needed if self.ordering else None

    @property
    def decided_on(self) -> date:
        assert self.decision.on is not None
        return self.decision.on

    @property
    def finish(self) -> Finish:
        return finish_of(self.case)


def finish_of(case: Case) -> Finish:
    if case.carried_out_on is not None:
        return Finish.CARRIED_OUT
    closed = Flag.NOTHING_TO_CARRY_OUT in case.flag_set
    return Finish.NOTHING if closed else Finish.OPEN


def decision_in(steps: Iterable[CaseStep]) -> CaseStep | None:
    """The newest decision or conclusion that stands; ``steps`` from the newest."""
    undone = set()
    for step in steps:
        if step.undoes_id:
            undone.add(step.undoes_id)
        elif step.name in DECIDING and step.pk not in undone and step.on is not None:
            return step
    return None


def decision_of(case: Case) -> CaseStep | None:
    if case.procedure not in PROCEDURES:
        return None
    rows = case.steps.filter(name__in=DECIDING, undone_by=None, on__isnull=False)
    return rows.order_by("-id").first()


def execution_of(case: Case, decision: CaseStep) -> Execution:
    """Read in three queries: the versions, the amounts of the current one, the results."""
    rows = Ordering.objects.filter(step=decision).select_related("by")
    versions = list(rows.prefetch_related("amounts").order_by("-number"))
    done = CarriedOut.objects.filter(step=decision).select_related("by", "annulled_by", "file")
    current = next((row for row in versions if row.is_current), None)
    return Execution(case, decision, current, versions, list(done.order_by("on", "id")))


def may_order(person: User, case: Case) -> bool:
    return bool(acting_duties(person, case, "decide") & ORDERING)


def may_report(person: User, case: Case) -> bool:
    return bool(acting_duties(person, case, FINISHING) & REPORTING)
