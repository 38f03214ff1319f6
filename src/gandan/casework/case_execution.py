"""The part of a case's page about execution: what is owed, what was done, what is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

from gandan.accounts.models import User
from gandan.casework.execution import (
    PROCEDURES,
    Execution,
    decision_in,
    decision_of,
    execution_of,
    may_order,
    may_report,
)
from gandan.casework.execution_words import amount_words, done_label, finding_words, label
from gandan.casework.models import CarriedOut, Case, CaseStep, Ordering
from gandan.domain.execution import Finish, OrderedMeasure, summed
from gandan.domain.kinds import Kind


@dataclass(frozen=True)
class MeasureLine:
    """A measure read across; "" where there is nothing to say."""

    name: str
    ordered: str
    done: str
    left: str


@dataclass(frozen=True)
class ResultLine:
    row: CarriedOut
    words: str


@dataclass(frozen=True)
class VersionLine:
    row: Ordering
    amounts: list[str]


@dataclass(frozen=True)
class ExecutionPart:
    known: Execution
    may_order: bool
    may_report: bool

    @classmethod
    def of(
        cls, case: Case, person: User, steps: Sequence[CaseStep], *, is_whole: bool
    ) -> "ExecutionPart | None":
        """``steps`` from the newest; where they are the whole history, it says what to ask for."""
        if is_whole and case.procedure in PROCEDURES:
            decision = decision_in(steps)
        else:
            decision = decision_of(case)
        if decision is None:
            return None
        has_rows = not is_whole or any(step.name == "execution_ordered" for step in steps)
        known = execution_of(case, decision) if has_rows else Execution(case, decision)
        return cls(known, may_order(person, case), may_report(person, case))

    @property
    def is_denunciation(self) -> bool:
        return self.known.case.kind == Kind.DENUNCIATION

    @property
    def lines(self) -> list[MeasureLine]:
        ordered, done, left = self.known.ordered, self.known.done, self.known.left
        return [_line(one, ordered, done, left) for one in OrderedMeasure if one in ordered | done]

    @property
    def results(self) -> list[ResultLine]:
        """The newest first."""
        return [ResultLine(row, _said(row)) for row in reversed(self.known.rows)]

    @property
    def versions(self) -> list[VersionLine]:
        """The newest first; amounts were read with the versions."""
        return [VersionLine(row, _amounts_of(row)) for row in self.known.versions]

    @property
    def over(self) -> list[str]:
        return [finding_words(finding) for finding in self.known.over]

    @property
    def is_all_done(self) -> bool:
        """Everything that an amount can say is done, and nobody has said yet that it is."""
        known = self.known
        is_open = known.finish == Finish.OPEN
        return is_open and bool(known.ordered) and bool(known.done) and not known.left


def _line(
    measure: OrderedMeasure,
    ordered: dict[OrderedMeasure, int],
    done: dict[OrderedMeasure, int],
    left: dict[OrderedMeasure, int],
) -> MeasureLine:
    said = [
        amount_words(measure, amounts[measure]) if measure in amounts else ""
        for amounts in (ordered, done, left)
    ]
    return MeasureLine(label(measure), *said)


def _amounts_of(row: Ordering) -> list[str]:
    amounts = summed((one.measure, one.amount) for one in row.amounts.all())
    return [f"{label(one)}: {amount_words(one, amount)}" for one, amount in amounts.items()]


def _said(row: CarriedOut) -> str:
    measure = OrderedMeasure(row.measure)
    return f"{done_label(measure)}: {amount_words(measure, row.amount)}"
