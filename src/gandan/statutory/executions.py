"""Execution as the tables count it: what decisions order, what is left of it, what was done.

Decisions are few beside letters, so they are read singly. A row is one amount of one case from
one side (``domain.execution.Side``), or one decision; its key is that of the case.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from gandan.casework.models import CarriedOut, CaseStep, OrderedAmount, Ordering
from gandan.domain.execution import FINISHING, REPLACING, OrderedMeasure, Side, cell_figure
from gandan.domain.kinds import Kind
from gandan.domain.statistics import CellUnit
from gandan.domain.statistics_counting import TO_INVESTIGATORS, Facts, Tallied
from gandan.statutory.asking import Asked, steps_of

Pair = tuple[Tallied, int]
KINDS = (Kind.COMPLAINT, Kind.DENUNCIATION)


@dataclass(frozen=True)
class Decision:
    """A decision with what it orders; ``finished_on`` and ``replaced`` as of the period's end."""

    pk: int
    step: int
    case: int
    unit: int
    kind: str
    decided_on: date
    finished_on: date | None
    replaced: bool

    def is_of(self, asked: Asked) -> bool:
        return asked.since <= self.decided_on < asked.until

    def is_open_in(self, asked: Asked) -> bool:
        """Whether it was still to be carried out when the period began, or was made in it."""
        return self.finished_on is None or self.finished_on >= asked.since


class Executions:
    """One reading of all that the tables of execution need, in five queries."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self._pairs: list[Pair] | None = None

    def each(self) -> Iterator[Pair]:
        if self._pairs is None:
            self._pairs = list(self._read())
        return iter(self._pairs)

    @property
    def _cases(self) -> QuerySet[Any]:
        rows = self.asked.cases.standing().filter(self.asked.of_units("unit"), kind__in=KINDS)
        return rows.order_by().values("pk")

    def _read(self) -> Iterator[Pair]:
        decisions = self._decisions()
        ordered = self._ordered([one.pk for one in decisions])
        done, before = self._done([one.step for one in decisions])
        yield from done
        for one in decisions:
            amounts = ordered.get(one.pk, Counter())
            if one.is_of(self.asked):
                for measure, amount in amounts.items():
                    yield _amount(one.unit, one.kind, Side.ORDERED, measure, amount), one.case
            if one.is_open_in(self.asked) and not one.replaced:
                yield from self._owed(one, amounts, before.get(one.step, Counter()))
        yield from self._handed_over()

    def _owed(self, one: Decision, ordered: Counter[str], done: Counter[str]) -> Iterator[Pair]:
        """What was left when the period began; all of it for a decision of the period."""
        facts = Facts(kind=one.kind, side=Side.OWED, is_finished=one.finished_on is not None)
        yield Tallied(one.unit, CellUnit.DOCUMENTS, facts, 1), one.case
        for measure, amount in (ordered - done).items():
            if OrderedMeasure(measure).row.is_owed:
                yield _amount(one.unit, one.kind, Side.OWED, measure, amount), one.case

    def _decisions(self) -> list[Decision]:
        """What orders something in the period, or was not carried out before it began."""
        asked = self.asked
        finished = steps_of("case").filter(name=FINISHING, on__lt=asked.until).order_by("-id")
        replaced = steps_of("case").filter(name__in=REPLACING, on__lt=asked.until)
        rows = Ordering.objects.standing().filter(
            case__in=self._cases, is_needed=True, decided_on__lt=asked.until
        )
        values: Any = rows.order_by("decided_on", "pk").values_list(
            "pk", "step", "case", "case__unit", "case__kind", "decided_on",
            Subquery(finished.values("on")[:1]), Exists(replaced),
        )  # fmt: skip
        found = [Decision(*row) for row in values]
        return [one for one in found if one.is_of(asked) or one.is_open_in(asked)]

    def _ordered(self, orderings: list[int]) -> dict[int, Counter[str]]:
        rows = OrderedAmount.objects.filter(ordering__in=orderings).order_by("pk")
        found: dict[int, Counter[str]] = {}
        for ordering, measure, amount in rows.values_list("ordering", "measure", "amount"):
            found.setdefault(ordering, Counter())[measure] += amount
        return found

    def _done(self, steps: list[int]) -> tuple[list[Pair], dict[int, Counter[str]]]:
        """What was done in the period, and before it by the decisions that are still open."""
        asked = self.asked
        rows = CarriedOut.objects.standing().filter(case__in=self._cases, on__lt=asked.until)
        rows = rows.filter(Q(on__gte=asked.since) | Q(step__in=steps))
        in_period: Counter[tuple[int, str, str, int]] = Counter()
        before: dict[int, Counter[str]] = {}
        for case, step, unit, kind, measure, on, amount in rows.order_by("on", "pk").values_list(
            "case", "step", "case__unit", "case__kind", "measure", "on", "amount"
        ):
            if on >= asked.since:
                in_period[unit, kind, measure, case] += amount
            else:
                before.setdefault(step, Counter())[measure] += amount
        done = [
            (_amount(unit, kind, Side.DONE, measure, amount), case)
            for (unit, kind, measure, case), amount in in_period.items()
        ]
        return done, before

    def _handed_over(self) -> Iterator[Pair]:
        """Files that a step passed to investigators, unless a conclusion tells of that itself.

        What is concluded after the period changes nothing in it.
        """
        measure = OrderedMeasure.CASES_INVESTIGATED
        orders = Ordering.objects.standing().filter(
            amounts__measure=measure, decided_on__lt=self.asked.until
        )
        rows = CaseStep.objects.filter(
            ~Exists(orders.filter(case=OuterRef("case"))),
            self.asked.between("on"),
            name=TO_INVESTIGATORS,
            undone_by=None,
            case__in=self._cases,
        )
        rows = rows.annotate(unit=F("case__unit"), kind=F("case__kind")).order_by("on", "pk")
        for case, unit, kind in dict.fromkeys(rows.values_list("case", "unit", "kind")):
            yield _amount(unit, kind, Side.ORDERED, measure, 1), case


def _amount(unit: int, kind: str, side: Side, measure: str, amount: int) -> Tallied:
    one = OrderedMeasure(measure)
    facts = Facts(kind=kind, side=side, measure=measure)
    return Tallied(unit, one.unit, facts, cell_figure(one, amount))
