"""The rows behind a cell: found by the same rule that counted them, so they are as many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from gandan.accounts.models import User
from gandan.casework.models import Case, Ordering, Raising, Submission
from gandan.core.pages import PAGE
from gandan.domain.statistics import CellUnit, Equality, Number
from gandan.domain.statistics_counting import Counting, Register
from gandan.reception.models import ReceptionSession, Visit
from gandan.statutory.lines import Line
from gandan.statutory.registers import Registers


@dataclass(frozen=True)
class Row:
    """``url_name`` and ``code`` are "" where the person may not open the row itself.

    ``amount`` is what the row adds to the cell, where that is not simply one.
    """

    label: str
    on: date | None
    title: str
    at: int
    url_name: str = ""
    code: Any = ""
    amount: Number | None = None
    case: str = ""


@dataclass(frozen=True)
class Found:
    """``figure`` is the cell, ``total`` how many rows make it up; ``rows`` are those of one page."""

    figure: Number
    total: int
    rows: list[Row]
    number: int
    total_is_more: bool = False

    @property
    def has_amounts(self) -> bool:
        return any(row.amount is not None for row in self.rows)

    @property
    def has_next(self) -> bool:
        return self.number * PAGE < self.total

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def first(self) -> int:
        return (self.number - 1) * PAGE + 1

    @property
    def last(self) -> int:
        return (self.number - 1) * PAGE + len(self.rows)

    @property
    def next(self) -> int:
        return self.number + 1

    @property
    def previous(self) -> int:
        return self.number - 1


def rows_of(
    counting: Counting, column: int, line: Line, registers: Registers, *, page: int
) -> Found:
    """The rows that one cell counts."""
    unit, register = counting.table.column(column).unit, counting.register_of(column)
    pairs = [
        (one.count, key)
        for one, key in registers.each(register, unit)
        if one.at in line.units and column in counting.columns_of(unit, one.facts)
    ]
    figure = sum(n for n, _key in pairs)
    if register == Register.EXECUTING:
        return _of_execution(unit, pairs, figure, page)
    return _page(register, unit, [key for _count, key in pairs], figure, registers, page)


def left_over(
    counting: Counting, equality: Equality, line: Line, registers: Registers, *, page: int
) -> Found:
    """The rows that a sum loses or counts twice: in the total and not in exactly one part."""
    unit = counting.table.column(equality.total).unit
    keys = []
    for one, key in registers.each(counting.register, unit):
        columns = counting.columns_of(unit, one.facts)
        times = sum(part in columns for part in equality.parts)
        if one.at in line.units and times != (equality.total in columns):
            keys.append(key)
    return _page(counting.register, unit, keys, len(keys), registers, page)


def _of_execution(
    unit: CellUnit, pairs: Sequence[tuple[Number, int]], figure: Number, page: int
) -> Found:
    """A row for each case, with what it adds; by the day of its decision."""
    amounts: dict[int, Number] = {}
    for amount, key in pairs:
        amounts[key] = amounts.get(key, 0) + amount
    number, wanted = _wanted(list(amounts), page)
    orders = Ordering.objects.standing().filter(case__in=wanted)
    decided = dict(orders.order_by("pk").values_list("case", "decided_on"))
    counts = unit == CellUnit.DOCUMENTS
    rows = [
        replace(
            row,
            on=decided.get(key, row.on),
            amount=None if counts else amounts[key],
        )
        for key, row in zip(wanted, _cases(wanted), strict=True)
    ]
    return Found(figure, len(amounts), rows, number)


def _wanted(keys: Sequence[int], page: int) -> tuple[int, Sequence[int]]:
    """The page that is there, and the keys on it."""
    number = min(max(page, 1), max(1, -(-len(keys) // PAGE)))
    return number, keys[(number - 1) * PAGE : number * PAGE]


def _page(
    register: Register,
    unit: CellUnit,
    keys: Sequence[int],
    figure: Number,
    registers: Registers,
    page: int,
) -> Found:
    number, wanted = _wanted(keys, page)
    person = registers.asked.person
    if unit == CellUnit.SESSIONS:
        rows = _sessions(wanted)
    elif register == Register.RECEPTION:
        rows = _visits(wanted, person, counts_people=unit == CellUnit.PEOPLE)
    elif unit == CellUnit.LETTERS:
        rows = _letters(wanted, person)
    else:
        rows = _cases(wanted)
    return Found(figure, len(keys), list(rows), number)


def _in_order(found: dict[int, Any], keys: Sequence[int]) -> Iterator[Any]:
    return (found[key] for key in keys if key in found)


def _sessions(keys: Sequence[int]) -> Iterator[Row]:
    for one in _in_order(ReceptionSession.objects.in_bulk(keys), keys):
        title = f"{one.leader}, {one.get_state_display()}"
        yield Row(one.place, one.on, title, one.unit_id, "reception:session_detail", one.code)


def _visits(keys: Sequence[int], person: User, *, counts_people: bool) -> Iterator[Row]:
    rows = Visit.objects.visible_to(person).select_related("submission", "session")
    visits = rows.in_bulk(keys)
    cases = _standing_cases([one.submission_id for one in visits.values()], person)
    for one in _in_order(visits, keys):
        letter = one.submission
        yield Row(
            letter.code,
            letter.received_on,
            letter.heading,
            one.unit_id,
            "reception:visit_detail",
            one.code,
            amount=one.people if counts_people else None,
            case=cases.get(one.submission_id, ""),
        )


def _standing_cases(letters: Sequence[int], person: User) -> dict[int, str]:
    cases = Case.objects.visible_to(person).standing()
    links = Raising.objects.filter(submission__in=letters).of(cases).order_by("-id")
    return dict(links.values_list("submission", "case__code"))


def _letters(keys: Sequence[int], person: User) -> Iterator[Row]:
    links = Raising.objects.select_related("submission", "case").in_bulk(keys)
    letters = [one.submission_id for one in links.values()]
    seen = set(
        Submission.objects.visible_to(person).filter(pk__in=letters).values_list("pk", flat=True)
    )
    cases = set(_standing_cases(letters, person).values())
    for link in _in_order(links, keys):
        letter, is_seen = link.submission, link.submission_id in seen
        yield Row(
            letter.code,
            letter.received_on,
            letter.heading if is_seen else link.case.title,
            letter.unit_id,
            "casework:submission_detail" if is_seen else "",
            letter.code if is_seen else "",
            case=link.case.code if link.case.code in cases else "",
        )


def _cases(keys: Sequence[int]) -> Iterator[Row]:
    for one in _in_order(Case.objects.in_bulk(keys), keys):
        yield Row(one.code, one.opened_on, one.title, one.unit_id, "casework:case_detail", one.code)
