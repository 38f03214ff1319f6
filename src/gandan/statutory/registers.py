"""The rows that the statutory tables look at, one register for each kind of table.

Each is asked once for all units and grouped by the facts that the tables judge by, so neither
units nor columns add queries. A cell's own rows come from the same query before grouping.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform

from gandan.casework.models import Clock, Raising
from gandan.domain.kinds import Kind
from gandan.domain.statistics import CellUnit
from gandan.domain.statistics_counting import (
    ACCEPTING,
    ENDING,
    SETTLEMENT_TERMS,
    TO_INVESTIGATORS,
    Register,
    Tallied,
)
from gandan.statutory.asking import (
    CASE_FACTS,
    Asked,
    facts_of,
    found_eligible,
    handling,
    is_again,
    of_case,
    settling,
    steps_of,
    truth,
    was_handled,
)
from gandan.statutory.receptions import Receptions

PART = Raising.Role.PART
COPIES = (Raising.Role.EXACT_COPY, Raising.Role.NEAR_COPY)
LETTER_FACTS = (
    "kind",
    "carried",
    "handling",
    "settling",
    "found_eligible",
    "again",
    "copy",
    "brought",
)
SETTLED_FACTS = ("kind", "again", "ending", "ground", "result", "timing", "investigators")


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

    @cached_property
    def receptions(self) -> Receptions:
        return Receptions(self.asked)

    def tallied(self, register: Register) -> list[Tallied]:
        if register not in self._known:
            self._known[register] = list(self._read(register))
        return self._known[register]

    def _read(self, register: Register) -> Iterator[Tallied]:
        letters, cases = (None, None) if register == Register.RECEPTION else self.sources(register)
        if letters is None or cases is None:
            yield from (one for one, _key in self.receptions.each())
            return
        if register == Register.DESK:
            # They are among the letters to be handled, which other tables want as well.
            for one in self.tallied(Register.HANDLING):
                if one.unit == CellUnit.LETTERS and one.facts.is_brought:
                    yield one
        else:
            yield from letters.grouped()
        yield from cases.grouped()

    def each(self, register: Register, unit: CellUnit) -> Iterator[tuple[Tallied, int]]:
        """The rows that are counted in ``unit``: letters (as raisings), cases, visits, …"""
        if register == Register.RECEPTION:
            yield from (pair for pair in self.receptions.each() if pair[0].unit == unit)
            return
        for source in self.sources(register):
            if source.unit == unit:
                yield from source.each()

    def sources(self, register: Register) -> tuple[Source, Source]:
        """Letters and cases of a register."""
        letters, cases = {
            Register.DESK: (desk_letters, desk_cases),
            Register.HANDLING: (letters_to_handle, handled_cases),
            Register.SETTLING: (settled_letters, cases_to_settle),
        }[register]
        return letters(self.asked), cases(self.asked)


def _letters(asked: Asked) -> QuerySet[Any]:
    """Each visible letter once, by the case that it raised first and that still stands."""
    others = Raising.objects.filter(submission=OuterRef("submission"), case__merged_into=None)
    earlier = others.filter(pk__lt=OuterRef("pk")).exclude(role=PART)
    rows = Raising.objects.filter(
        ~Exists(earlier),
        submission__in=asked.letters,
        submission__unit__in=asked.units,
        submission__received_on__lt=asked.until,
        case__merged_into=None,
        case__is_followed=True,
    ).exclude(role=PART)
    return rows.annotate(
        carried=truth(Q(submission__received_on__lt=asked.since)),
        handling=handling("case", asked.until),
        settling=settling("case", asked.until),
        found_eligible=found_eligible("case", asked.until),
        again=is_again("case__"),
        copy=truth(Q(role__in=COPIES)),
        brought=truth(Q(submission__visit__isnull=False, submission__received_on__gte=asked.since)),
    )


def _with_kind(rows: QuerySet[Any]) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.annotate(kind=F("case__kind"))
    return found


def letters_to_handle(asked: Asked) -> Source:
    """Letters received in the period, and those from before that nobody had handled by then."""
    # A case that rested before the period was over by then; this spares the look at its steps.
    waking = Q(case__rested_on=None) | Q(case__rested_on__gte=asked.since)
    carried = waking & ~was_handled("case", asked.since)
    left = Q(submission__received_on__gte=asked.since) | carried
    rows = _with_kind(_letters(asked).filter(left))
    return Source(rows, CellUnit.LETTERS, "submission__unit", LETTER_FACTS)


def handled_cases(asked: Asked) -> Source:
    """Cases that were handled, with a letter of the period or carried over into it."""
    letters = Raising.objects.filter(asked.between("submission__received_on"))
    new = letters.exclude(role__in=COPIES).exclude(submission__in=asked.kept_away)
    waking = Q(rested_on=None) | Q(rested_on__gte=asked.since)
    left = Q(pk__in=new.values("case")) | (waking & ~was_handled("pk", asked.since))
    rows = of_case(_own_cases(asked).filter(left), asked).filter(handling__isnull=False)
    return Source(rows, CellUnit.CASES, "unit", CASE_FACTS)


def desk_letters(asked: Asked) -> Source:
    """Letters that visitors brought in the period."""
    rows = _letters(asked).filter(brought=True)
    return Source(_with_kind(rows), CellUnit.LETTERS, "submission__unit", LETTER_FACTS)


def desk_cases(asked: Asked) -> Source:
    brought = Raising.objects.filter(
        asked.between("submission__received_on"), submission__visit__isnull=False
    ).exclude(submission__in=asked.kept_away)
    rows = of_case(_own_cases(asked).filter(pk__in=brought.values("case")), asked)
    return Source(rows, CellUnit.CASES, "unit", CASE_FACTS)


def _own_cases(asked: Asked) -> QuerySet[Any]:
    """Cases of the units, without those opened for a referral: no matter twice."""
    rows = asked.cases.first_hand()
    return rows.filter(unit__in=asked.units, is_followed=True, opened_on__lt=asked.until)


def _accepted(asked: Asked) -> QuerySet[Any]:
    """Cases under settlement in the period, those that came by referral too."""
    accepted = steps_of("pk").filter(name__in=ACCEPTING, on__lt=asked.until)
    over = steps_of("pk").filter(name__in=ENDING, on__lt=asked.since)
    rows = asked.cases.standing()
    return rows.filter(
        Exists(accepted),
        ~Exists(over),
        unit__in=asked.units,
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
    handed = steps_of("pk").filter(asked.between("on"), name=TO_INVESTIGATORS)
    rows = _accepted(asked).annotate(
        again=is_again(""),
        ending=Subquery(ended.values("name")[:1]),
        ground=Subquery(ended.values(ground=KeyTextTransform("termination_ground", "facts"))[:1]),
        timing=Subquery(terms.order_by("-id").values("state")[:1]),
        investigators=Exists(handed),
    )
    return Source(rows, CellUnit.CASES, "unit", SETTLED_FACTS)


def settled_letters(asked: Asked) -> Source:
    """The letters of these cases, wherever they were received."""
    rows = Raising.objects.filter(
        case__in=_accepted(asked).values("pk"), submission__received_on__lt=asked.until
    ).exclude(submission__in=asked.kept_away)
    rows = rows.annotate(carried=truth(Q(submission__received_on__lt=asked.since)))
    return Source(_with_kind(rows), CellUnit.LETTERS, "case__unit", ("kind", "carried"))
