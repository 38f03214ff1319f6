"""Letters and cases of handling, with what each case came to looked up for all of them at once.

A city has tens of thousands of them in a quarter. Asking the steps of each in the query that
groups them took seconds; here the rows, the steps, the checks and the terms are read once each
and put together by the key of the case.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import RawSQL

from gandan.casework.models import Case, CaseStep, Clock, EligibilityCheck, Raising
from gandan.core.bulk import one_of, plain_rows
from gandan.domain.statistics import CellUnit
from gandan.domain.statistics_counting import (
    OFFICIAL_FIELDS,
    SETTLEMENT_TERMS,
    Tallied,
    handling_steps,
    settling_steps,
)
from gandan.reception.models import Visit
from gandan.statutory.asking import Asked, facts_of, is_again, late_terms, truth

PART = Raising.Role.PART
COPIES = (Raising.Role.EXACT_COPY, Raising.Role.NEAR_COPY)
BESIDES = (*COPIES, Raising.Role.SUPPLEMENT)
LETTER = ("kind", "carried", "copy", "brought", "again")
CASE = ("kind", "field", "again")
FOUND = ("handling", "settling", "found_eligible", "overdue", "topic")
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Looked:
    """Rows (key, unit of the network, case, then ``plain``) of handling; see ``CameTo``."""

    unit: CellUnit
    parts: tuple[QuerySet[Any], ...]
    at: str
    case: str
    plain: tuple[str, ...]
    came_to: "CameTo"
    # Cases count once they were handled; letters that nobody handled count as that.
    handled_only: bool = False

    @cached_property
    def rows(self) -> Rows:
        """Letters or cases of the period, and those from before that nobody had handled."""
        columns = ("pk", self.at, self.case, *self.plain)
        first, *more = (part.values_list(*columns) for part in self.parts)
        found: dict[int, tuple[Any, ...]] = {}
        for row in plain_rows(first.union(*more, all=True) if more else first):
            found.setdefault(row[0], row)
        return [found[key] for key in sorted(found)]

    def facts(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        return (*row[3:], *self.came_to.of(row[2], whole="field" in self.plain))

    def read(self) -> Iterator[tuple[Any, int, tuple[Any, ...]]]:
        """Key, unit and facts of each row that counts."""
        handling = len(self.plain)
        for row in self.rows:
            facts = self.facts(row)
            if facts[handling] or not self.handled_only:
                yield row[0], row[1], facts

    def named(self, facts: tuple[Any, ...]) -> dict[str, Any]:
        named = dict(zip((*self.plain, *FOUND), facts, strict=False))
        # Only letters are carried over: a case is told by its letters.
        return named if "copy" in named else named | {"carried": False}

    def grouped(self) -> Iterator[Tallied]:
        counted = Counter((at, facts) for _key, at, facts in self.read())
        for (at, facts), n in counted.items():
            yield Tallied(at, self.unit, facts_of(self.named(facts)), n)

    def each(self) -> Iterator[tuple[Tallied, int]]:
        """Every row by itself with its primary key."""
        known: dict[tuple[Any, ...], Tallied] = {}
        for key, at, facts in self.read():
            one = (at, facts)
            if one not in known:
                known[one] = Tallied(at, self.unit, facts_of(self.named(facts)), 1)
            yield known[one], key


class CameTo:
    """What cases came to before the end of a period; ``sources`` say which cases."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.sources: list[Looked] = []

    @cached_property
    def _cases(self) -> RawSQL:
        return one_of({row[2] for source in self.sources for row in source.rows})

    def of(self, case: int, *, whole: bool) -> tuple[Any, ...]:
        """Its facts in the order of ``FOUND``; the last two are told of cases only."""
        nothing = (0, None)
        came_to = tuple(
            known.get(case, nothing)[1]
            for known in (self._handling, self._settling, self._eligible)
        )
        if not whole:
            return came_to
        return (*came_to, case in self._overdue, self._topics.get(case, (0, ""))[1])

    @cached_property
    def _steps(self) -> Rows:
        grants, revokes = settling_steps()
        names = {*handling_steps(), *grants, *revokes}
        rows = CaseStep.objects.filter(
            case__in=self._cases, name__in=names, on__lt=self.asked.until, undone_by=None
        )
        return plain_rows(rows.values_list("case_id", "id", "name"))

    @cached_property
    def _handling(self) -> dict[int, tuple[int, str]]:
        names = handling_steps()
        return _newest(row for row in self._steps if row[2] in names)

    @cached_property
    def _settling(self) -> dict[int, tuple[int, str]]:
        grants, revokes = settling_steps()
        names = grants | revokes
        return _newest(row for row in self._steps if row[2] in names)

    @cached_property
    def _eligible(self) -> dict[int, tuple[int, bool]]:
        rows = EligibilityCheck.objects.filter(case__in=self._cases, on__lt=self.asked.until)
        return _newest(rows.values_list("case_id", "id", "is_eligible"))

    @cached_property
    def _overdue(self) -> frozenset[int]:
        terms = Clock.objects.filter(case__in=self._cases, code__in=SETTLEMENT_TERMS)
        rows = terms.filter(late_terms(self.asked.until)).exclude(state=Clock.State.DROPPED)
        return frozenset(rows.values_list("case_id", flat=True))

    @cached_property
    def _topics(self) -> dict[int, tuple[int, str]]:
        """Topics of the first letters, where the tables ask for them."""
        rows = Raising.objects.filter(case__in=self._cases, case__field__in=OFFICIAL_FIELDS)
        found: dict[int, tuple[int, str]] = {}
        for case, key, topic in rows.values_list("case_id", "id", "submission__topic"):
            if case not in found or key < found[case][0]:
                found[case] = (key, topic)
        return found


def _newest(rows: Any) -> dict[int, tuple[int, Any]]:
    """The row with the highest key for each case."""
    found: dict[int, tuple[int, Any]] = {}
    for case, key, value in rows:
        if case not in found or key > found[case][0]:
            found[case] = (key, value)
    return found


def to_handle(asked: Asked) -> tuple[Looked, Looked]:
    """Letters to be handled in the period, and the cases that were handled."""
    came_to = CameTo(asked)
    letters = Looked(
        CellUnit.LETTERS, _letters_to_handle(asked), "submission__unit", "case_id", LETTER, came_to
    )
    cases = Looked(
        CellUnit.CASES, _handled_cases(asked), "unit", "pk", CASE, came_to, handled_only=True
    )
    came_to.sources += [letters, cases]
    return letters, cases


def brought(asked: Asked) -> tuple[Looked, Looked]:
    """Letters that visitors brought in the period, and the cases that these raise."""
    came_to, days = CameTo(asked), asked.between("submission__received_on")
    # Visits are few beside letters, so they are asked first.
    received = Q(submission__in=Visit.objects.filter(days).values("submission"))
    parts = (_marked(_letters(asked).filter(received), carried=False),)
    letters = Looked(CellUnit.LETTERS, parts, "submission__unit", "case_id", LETTER, came_to)
    links = Raising.objects.filter(received).exclude(submission__in=asked.kept_away)
    own = _own_cases(asked).filter(pk__in=links.values("case"))
    parts = (_case_marked(own),)
    cases = Looked(CellUnit.CASES, parts, "unit", "pk", CASE, came_to)
    came_to.sources += [letters, cases]
    return letters, cases


def _letters_to_handle(asked: Asked) -> tuple[QuerySet[Any], ...]:
    """Letters received in the period, and those from before that nobody had handled by then."""
    received = _letters(asked).filter(asked.between("submission__received_on"))
    carried = _letters(asked).filter(submission__received_on__lt=asked.since)
    waiting, besides = _waiting(asked, "case__"), Raising.objects.filter(role__in=BESIDES)
    # A case is opened by its first letter, on the day of that: an index of cases finds those
    # from before. Other letters may be older than their case; they are fewer and asked apart.
    parts = (
        received,
        *(carried.filter(role=Raising.Role.FIRST, case__in=part) for part in _old(asked)),
        *(carried.filter(one, pk__in=besides.values("pk")) for one in waiting),
    )
    return tuple(_marked(part, carried=n > 0) for n, part in enumerate(parts))


def _waiting(asked: Asked, path: str = "") -> tuple[Q, Q]:
    """Cases that waited for their handling when the period began: until now, or until later."""
    asleep = Q(**{f"{path}rested_on__lt": asked.since})
    return (
        Q(**{f"{path}first_handled_on": None}) & ~asleep,
        Q(**{f"{path}first_handled_on__gte": asked.since}),
    )


def _old(asked: Asked) -> tuple[QuerySet[Any, Any], ...]:
    """Keys of cases that waited and came before; a later round is younger than its letters."""
    before = Q(opened_on__lt=asked.since) | Q(earlier__isnull=False) | Q(came_by__isnull=False)
    rows = Case.objects.filter(before, is_followed=True, merged_into=None)
    return tuple(rows.filter(one).values("pk") for one in _waiting(asked))


def _handled_cases(asked: Asked) -> tuple[QuerySet[Any], ...]:
    """Cases first handled in the period; those handled before, with a new letter of the period."""
    letters = Raising.objects.filter(asked.between("submission__received_on"))
    new = letters.exclude(role__in=COPIES).exclude(submission__in=asked.kept_away)
    own = _own_cases(asked)
    before = own.filter(first_handled_on__lt=asked.since)
    more = new.filter(role=Raising.Role.SUPPLEMENT)
    # The day of a first letter was corrected after somebody had handled it.
    corrected = before.filter(Exists(new.filter(case=OuterRef("pk"))), opened_on__gte=asked.since)
    parts = (
        own.filter(asked.between("first_handled_on")),
        before.filter(pk__in=more.values("case")),
        corrected,
    )
    return tuple(_case_marked(part) for part in parts)


def _letters(asked: Asked) -> QuerySet[Any]:
    """Each letter that may be counted once, by the standing case that it raised first."""
    others = Raising.objects.filter(submission=OuterRef("submission"), case__merged_into=None)
    earlier = others.filter(pk__lt=OuterRef("pk")).exclude(role=PART)
    rows = Raising.objects.filter(
        asked.of_units("submission__unit"),
        ~Exists(earlier),
        case__merged_into=None,
        case__is_followed=True,
    )
    return rows.exclude(role=PART).exclude(submission__in=asked.kept_away).order_by()


def _marked(rows: QuerySet[Any], *, carried: bool) -> QuerySet[Any]:
    brought = Q(submission__visit__isnull=False)
    found: QuerySet[Any] = rows.annotate(
        kind=F("case__kind"),
        carried=Value(int(carried), output_field=IntegerField()),
        copy=truth(Q(role__in=COPIES)),
        brought=Value(0, output_field=IntegerField()) if carried else truth(brought),
        again=is_again("case__"),
    )
    return found


def _case_marked(rows: QuerySet[Any]) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.order_by().annotate(again=is_again(""))
    return found


def _own_cases(asked: Asked) -> QuerySet[Any]:
    """Cases of the units, without those opened for a referral: no matter twice."""
    rows = asked.cases.first_hand().filter(asked.of_units("unit"))
    return rows.filter(is_followed=True, opened_on__lt=asked.until)
