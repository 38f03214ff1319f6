"""The law that the office works by, for the pure rules; kept per process until it changes.

Before anything was seeded (a fresh database, most tests) the shipped law applies.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gandan.domain import competence, eligibility, letters, reception
from gandan.domain.competence import CompetenceRule
from gandan.domain.deadlines import LimitBook, Rules, shipped_rules
from gandan.domain.deadlines.limits import limit_from
from gandan.domain.deadlines.rules import office_hours_from
from gandan.domain.eligibility import Condition
from gandan.domain.letters import LegalNumbers
from gandan.domain.questions import OpenQuestion, open_questions
from gandan.domain.reception import Minimum
from gandan.domain.workdays import Calendar, CalendarDay, DayKind
from gandan.law.models import CalendarRow, LawRow, LawState, QuestionAnswer
from gandan.law.tables import Table


@dataclass(frozen=True)
class CurrentLaw:
    """Everything an office may change, read and ready; ``stamp`` tells one state from another."""

    stamp: str
    rules: Rules
    conditions: tuple[Condition, ...]
    competence: tuple[CompetenceRule, ...]
    numbers: LegalNumbers
    minimums: tuple[Minimum, ...]


_known: CurrentLaw | None = None


def current() -> CurrentLaw:
    """The law as it stands now; one short query, and all rows only after a change."""
    global _known
    state = LawState.objects.filter(pk=1).first()
    if state is None or not state.number:
        return _shipped()
    if _known is None or _known.stamp != state.stamp:
        _known = _read(state)
    return _known


def current_rules() -> Rules:
    """Time limits, calendar and office hours, for ``gandan.domain.deadlines.due``."""
    return current().rules


def rules_after(change: int) -> Rules:
    """The rules as they stood after a change; 0 is the shipped law."""
    rows = LawRow.objects.filter(table__in=[Table.TIME_LIMIT, Table.OFFICE_HOURS]).after(change)
    days = CalendarRow.objects.after(change)
    contents = list(rows.order_by("id").values_list("table", "content"))
    return _rules(contents, days) if contents else shipped_rules()


def questions() -> list[tuple[OpenQuestion, QuestionAnswer | None]]:
    """The open questions of the law, each with the last thing that was noted about it."""
    answers = {
        answer.question: answer
        for answer in QuestionAnswer.objects.select_related("by").order_by("id")
    }
    return [(question, answers.get(question.code)) for question in open_questions()]


def calendar_rows(year: int) -> list[CalendarRow]:
    """The current exceptions of a year in order, those taken out left aside."""
    rows = CalendarRow.objects.current().filter(day__year=year, is_withdrawn=False)
    return list(rows.select_related("entered_by").order_by("day"))


def _shipped() -> CurrentLaw:
    return CurrentLaw(
        "",
        shipped_rules(),
        eligibility.shipped_conditions(),
        competence.shipped_rules(),
        letters.shipped_numbers(),
        reception.shipped_minimums(),
    )


def _read(state: LawState) -> CurrentLaw:
    rows = list(LawRow.objects.current().order_by("id").values_list("table", "content"))
    of: dict[str, list[dict[str, Any]]] = {}
    for table, content in rows:
        of.setdefault(table, []).append(content)
    return CurrentLaw(
        state.stamp,
        _rules(rows, CalendarRow.objects.current()),
        tuple(eligibility.condition_from(row) for row in of.get(Table.ELIGIBILITY, ())),
        tuple(competence.competence_from(row) for row in of.get(Table.COMPETENCE, ())),
        LegalNumbers(letters.number_from(row) for row in of.get(Table.LETTERS, ())),
        tuple(reception.minimum_from(row) for row in of.get(Table.MINIMUM, ())),
    )


def _rules(contents: Iterable[tuple[str, dict[str, Any]]], days: Iterable[CalendarRow]) -> Rules:
    limits, office = [], shipped_rules().office
    for table, content in contents:
        if table == Table.TIME_LIMIT:
            limits.append(limit_from(content))
        elif table == Table.OFFICE_HOURS:
            office = office_hours_from(content)
    return Rules(LimitBook(limits), Calendar(_days(days)), office)


def _days(rows: Iterable[CalendarRow]) -> Iterable[CalendarDay]:
    for row in rows:
        if not row.is_withdrawn:
            yield CalendarDay(
                row.day, DayKind(row.kind), row.name, row.source, is_confirmed=row.is_confirmed
            )
