"""The rows that the statutory tables look at, one register for each kind of table.

Each is asked once for all units and grouped by the facts that the tables judge by, so neither
units nor columns add queries. A cell's own rows come from the same query before grouping.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform

from gandan.casework.models import CaseStep, Clock, Raising
from gandan.domain.kinds import Kind
from gandan.domain.statistics import CellUnit
from gandan.domain.statistics_counting import (
    ACCEPTING,
    ENDING,
    SETTLEMENT_TERMS,
    Counting,
    Register,
    Tallied,
)
from gandan.statutory.asking import Asked, facts_of, is_again, steps_of, truth
from gandan.statutory.executions import Executions
from gandan.statutory.handled import Looked, brought, to_handle
from gandan.statutory.receptions import Receptions

SETTLED_FACTS = ("kind", "again", "ending", "ground", "result", "timing")


@dataclass(frozen=True)
class Source:
    """Rows with their facts: ``at`` is the path to the unit of the network."""

    rows: QuerySet[Any]
    unit: CellUnit
    at: str
    facts: tuple[str, ...]

    def grouped(self) -> Iterator[Tallied]:
        rows = self.rows.order_by().values(self.at, *self.facts).annotate(n=Count("pk"))
        for row in rows:
            yield Tallied(row[self.at], self.unit, facts_of(row), row["n"])

    def each(self) -> Iterator[tuple[Tallied, int]]:
        """Every row by itself with its primary key."""
        for row in self.rows.order_by("pk").values("pk", self.at, *self.facts):
            yield Tallied(row[self.at], self.unit, facts_of(row), 1), row["pk"]


class Registers:
    """The registers for one question; each is read at most once."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self._known: dict[Register, list[Tallied]] = {}
        self._sources: dict[Register, tuple[Source | Looked, Source | Looked]] = {}

    @cached_property
    def receptions(self) -> Receptions:
        return Receptions(self.asked)

    @cached_property
    def executions(self) -> Executions:
        return Executions(self.asked)

    def of(self, counting: Counting) -> Iterator[Tallied]:
        """All that a table counts, from each register that it reads."""
        for register in counting.registers:
            yield from self.tallied(register)

    def tallied(self, register: Register) -> list[Tallied]:
        if register not in self._known:
            self._known[register] = list(self._read(register))
        return self._known[register]

    def _read(self, register: Register) -> Iterator[Tallied]:
        if register in _READ_SINGLY:
            yield from (one for one, _key in self._singly(register).each())
            return
        for source in self.sources(register):
            yield from source.grouped()

    def each(self, register: Register, unit: CellUnit) -> Iterator[tuple[Tallied, int]]:
        """The rows that are counted in ``unit``: letters (as raisings), cases, visits, …"""
        if register in _READ_SINGLY:
            yield from (pair for pair in self._singly(register).each() if pair[0].unit == unit)
            return
        for source in self.sources(register):
            if source.unit == unit:
                yield from source.each()

    def _singly(self, register: Register) -> Receptions | Executions:
        return self.receptions if register == Register.RECEPTION else self.executions

    def sources(self, register: Register) -> tuple[Source | Looked, Source | Looked]:
        """Letters and cases of a register; each is read once."""
        if register not in self._sources:
            self._sources[register] = _SOURCES[register](self.asked)
        return self._sources[register]


def _accepted(asked: Asked) -> QuerySet[Any]:
    """Cases under settlement in the period, those that came by referral too."""
    accepted = CaseStep.objects.filter(name__in=ACCEPTING, on__lt=asked.until, undone_by=None)
    over = steps_of("pk").filter(name__in=ENDING, on__lt=asked.since)
    rows = asked.cases.standing().filter(asked.of_units("unit"))
    return rows.filter(
        ~Exists(over),
        pk__in=accepted.values("case"),
        is_followed=True,
        kind__in=[Kind.COMPLAINT, Kind.DENUNCIATION],
    )


def cases_to_settle(asked: Asked) -> Source:
    ended = steps_of("pk").filter(asked.between("on"), name__in=ENDING).order_by("-id")
    terms = Clock.objects.filter(
        asked.between("closed_on"),
        case=OuterRef("pk"),
        code__in=SETTLEMENT_TERMS,
        state__in=[Clock.State.MET, Clock.State.MISSED],
    )
    rows = _accepted(asked).annotate(
        again=is_again(""),
        ending=Subquery(ended.values("name")[:1]),
        ground=Subquery(ended.values(ground=KeyTextTransform("termination_ground", "facts"))[:1]),
        timing=Subquery(terms.order_by("-id").values("state")[:1]),
    )
    return Source(rows, CellUnit.CASES, "unit", SETTLED_FACTS)


def settled_letters(asked: Asked) -> Source:
    """The letters of these cases, wherever they were received."""
    rows = Raising.objects.filter(
        case__in=_accepted(asked).values("pk"), submission__received_on__lt=asked.until
    ).exclude(submission__in=asked.kept_away)
    rows = rows.annotate(
        carried=truth(Q(submission__received_on__lt=asked.since)), kind=F("case__kind")
    )
    return Source(rows, CellUnit.LETTERS, "case__unit", ("kind", "carried"))


def to_settle(asked: Asked) -> tuple[Source, Source]:
    return settled_letters(asked), cases_to_settle(asked)


# Few beside letters: their rows are read one by one.
_READ_SINGLY = frozenset({Register.RECEPTION, Register.EXECUTING})
_SOURCES: dict[Register, Callable[[Asked], tuple[Source | Looked, Source | Looked]]] = {
    Register.DESK: brought,
    Register.HANDLING: to_handle,
    Register.SETTLING: to_settle,
}
