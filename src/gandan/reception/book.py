"""The reception book in its 13 columns (form 03/TCD), read from visits and their cases.

It is an official paper and Vietnamese on every page. Identity papers are not kept by the
software: column 4 is filled in by hand on the printed book. Lines are numbered as they are
shown, so that a number left out never tells of a visit that the reader may not see.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from gandan.accounts.models import User
from gandan.casework.models import Case, Guidance, Raising, Referral
from gandan.domain.dates import format_date
from gandan.domain.kinds import Kind
from gandan.domain.procedure import Outcome, Stage
from gandan.domain.reception import Host, ReceptionKind
from gandan.reception.models import Visit
from gandan.reception.protecting import PROTECTED
from gandan.units.selectors import UnitNames

BOOK_UP_TO = 5_000
SEALED_NAME = "Danh tính được giữ bí mật"
OTHERS_NAME = "Xem sổ tại nơi tiếp"


@dataclass
class _Found:
    """What casework knows of the visits of a book, by primary key."""

    cases: dict[int, Case] = field(default_factory=dict)
    guidance: dict[int, Guidance] = field(default_factory=dict)
    referrals: dict[int, Referral] = field(default_factory=dict)


Line = tuple[Any, ...]


def book_lines(
    visits: QuerySet[Visit], person: User, names: UnitNames, *, with_names: bool
) -> list[Line]:
    """A line of 13 values for each visit: number, day, text, …, a head-count in column 7."""
    rows = list(
        visits.select_related("submission", "session").order_by("submission__received_on", "id")[
            :BOOK_UP_TO
        ]
    )
    found = _find(rows, person)
    return [
        _line(number, visit, found, names, with_names=with_names)
        for number, visit in enumerate(rows, start=1)
    ]


def _find(rows: Sequence[Visit], person: User) -> _Found:
    visible = Case.objects.visible_to(person).standing()
    letters = [visit.submission_id for visit in rows]
    links = Raising.objects.filter(submission__in=letters).of(visible)
    cases = {link.submission_id: link.case for link in links.select_related("case").order_by("-id")}
    keys = [case.pk for case in cases.values()]
    guided = Guidance.objects.filter(case__in=keys, is_void=False)
    sent = Referral.objects.filter(case__in=keys, is_open=True).order_by("number")
    return _Found(cases, {one.case_id: one for one in guided}, {one.case_id: one for one in sent})


def _line(number: int, visit: Visit, found: _Found, names: UnitNames, *, with_names: bool) -> Line:
    case = found.cases.get(visit.submission_id)
    kind = (case.kind if case else "") or visit.submission.kind
    guided = found.guidance.get(case.pk) if case else None
    sent = found.referrals.get(case.pk) if case else None
    return (
        number,
        visit.submission.received_on,
        person_of(visit, kind, with_names=with_names),
        "",
        _summary(visit),
        Kind(kind).label if kind else "",
        visit.people,
        visit.settled_by,
        "x" if case and case.outcome == Outcome.ACCEPT else "",
        _sent(names, guided.competent_unit_id, guided.competent_name, guided.document_number)
        if guided
        else "",
        _sent(names, sent.to_unit_id, sent.to_name, sent.document_number) if sent else "",
        _follow_up(case),
        _remarks(visit),
    )


def person_of(visit: Visit, kind: str, *, with_names: bool) -> str:
    """Name and address; never of a denunciation, nor outside the office that received."""
    if visit.sealed or kind in PROTECTED:
        return SEALED_NAME
    if not with_names:
        return OTHERS_NAME
    letter = visit.submission
    return ", ".join(part for part in (letter.sender_name, letter.sender_address) if part)


def _summary(visit: Visit) -> str:
    said = f"{visit.submission.code}. {visit.submission.heading}"
    return f"{said} Yêu cầu: {visit.demand}" if visit.demand else said


def _sent(names: UnitNames, unit: int | None, name: str, document: str) -> str:
    body = names[unit] if unit else name
    return ", ".join(part for part in (body, document) if part)


def _follow_up(case: Case | None) -> str:
    if case is None:
        return ""
    days: tuple[tuple[str, date | None], ...] = (
        ("trả lời", case.answered_on),
        ("giải quyết xong", case.settled_on),
        ("thực hiện xong", case.carried_out_on),
    )
    done = [f"{word} {format_date(day)}" for word, day in days if day]
    return "; ".join([Stage(case.stage).label, *done])


def _remarks(visit: Visit) -> str:
    parts = [] if visit.host == Host.STAFF else [visit.host.label]
    if visit.kind != ReceptionKind.REGULAR:
        parts.append(visit.kind.label)
    if visit.earlier_id:
        parts.append("Tiếp lại")
    return ". ".join(part for part in (*parts, visit.remarks) if part)
