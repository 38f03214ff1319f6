"""Citizen reception: the least days of heads, refusal, posting of schedules, the book.

Law 42/2013/QH13, arts. 12.5, 15.2.d, 18.2 and 24.4, Decree 154/2026/NĐ-CP, art. 4; as data in
data/reception.toml.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from gandan.domain.dates import format_date
from gandan.domain.deadlines import Clock, Rules, due
from gandan.domain.periods import Period
from gandan.domain.provisions import Provision, ProvisionError, provision_fields, shipped_rows
from gandan.domain.workdays import Calendar


class ReceptionKind(StrEnum):
    """Kinds of a session (Law 42/2013/QH13, art. 2.1) and the online one."""

    REGULAR = "regular"
    PERIODIC = "periodic"
    UNSCHEDULED = "unscheduled"
    ONLINE = "online"

    @property
    def label(self) -> str:
        return _KINDS[self][0]

    @property
    def label_en(self) -> str:
        return _KINDS[self][1]


class Host(StrEnum):
    """Who received: the statistics count the three apart."""

    STAFF = "staff"
    HEAD = "head"
    DELEGATED = "delegated"

    @property
    def label(self) -> str:
        return _HOSTS[self][0]

    @property
    def label_en(self) -> str:
        return _HOSTS[self][1]


_KINDS = {
    ReceptionKind.REGULAR: ("Thường xuyên", "Regular"),
    ReceptionKind.PERIODIC: ("Định kỳ", "Periodic"),
    ReceptionKind.UNSCHEDULED: ("Đột xuất", "Unscheduled"),
    ReceptionKind.ONLINE: ("Trực tuyến", "Online"),
}
_HOSTS = {
    Host.STAFF: ("Cán bộ tiếp", "Staff"),
    Host.HEAD: ("Thủ trưởng tiếp", "Head"),
    Host.DELEGATED: ("Ủy quyền tiếp", "Delegated"),
}


@dataclass(frozen=True, kw_only=True)
class Minimum(Provision):
    """The least days a head receives in person; ``per`` is week or month."""

    role: str
    name: str
    name_en: str
    days: int
    per: str


@dataclass(frozen=True, kw_only=True)
class RefusalGround(Provision):
    """``needs_notice``: the refusal must also be notified in writing (form 01/TCD)."""

    name: str
    name_en: str
    needs_notice: bool


@dataclass(frozen=True)
class BookColumn:
    number: int
    code: str
    name: str
    name_en: str


@dataclass(frozen=True)
class Session:
    """A session in a head's schedule. ``host`` is None when nobody received."""

    on: date
    kind: ReceptionKind
    host: Host | None


@dataclass(frozen=True)
class Compliance:
    """Days in a period: required by law, held in person, delegated, missed.

    ``short`` counts week by week or month by month: days held over in one do not fill another.
    """

    required: int
    held: int
    delegated: int
    missed: int
    short: int


def minimum(role: str, day: date, rows: Iterable[Minimum] | None = None) -> Minimum | None:
    """The legal minimum of a head on ``day``; None when no row is recorded."""
    candidates = shipped_minimums() if rows is None else rows
    return next((row for row in candidates if row.role == role and row.in_force(day)), None)


# The head of which kind of unit owes which minimum. Party, Front and mass organizations set
# their own reception (Law 42/2013/QH13, art. 4.3), so nothing is taken for granted there.
_HEADS = {
    "city": "province_chair",
    "district": "district_chair",
    "ward": "commune_chair",
    "commune": "commune_chair",
    "department": "agency_head",
}


def head_role(unit_kind: str) -> str:
    """The role of the head of such a unit; "" where the law sets no minimum."""
    return _HEADS.get(unit_kind, "")


def compliance(
    role: str,
    period: Period,
    sessions: Iterable[Session],
    calendar: Calendar,
    rows: Iterable[Minimum] | None = None,
) -> Compliance:
    """Compare a head's sessions of whole weeks or months inside ``period`` with the law.

    Unscheduled sessions do not count towards the minimum; a week without a working day asks
    for nothing.
    """
    known = tuple(shipped_minimums() if rows is None else rows)
    inside = [session for session in sessions if session.on in period]
    own = {s.on for s in inside if s.host == Host.HEAD and s.kind != ReceptionKind.UNSCHEDULED}
    required = short = 0
    for span in _spans(role, period, known):
        row = minimum(role, span.since, known)
        wanted = row.days if row and _has_working_day(span, calendar) else 0
        required += wanted
        short += max(0, wanted - sum(day in span for day in own))
    delegated = len({s.on for s in inside if s.host == Host.DELEGATED})
    return Compliance(required, len(own), delegated, sum(s.host is None for s in inside), short)


def _spans(role: str, period: Period, rows: tuple[Minimum, ...]) -> list[Period]:
    """The weeks or months that begin inside the period, by the law of their first day."""
    spans, day = [], period.since
    while day < period.until:
        row = minimum(role, day, rows)
        is_week = row is not None and row.per == "week"
        begins = day.weekday() == 0 if is_week else day.day == 1
        if row is not None and begins:
            until = day + timedelta(days=7) if is_week else _next_month(day)
            spans.append(Period("", day, until))
        day += timedelta(days=1)
    return spans


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _has_working_day(span: Period, calendar: Calendar) -> bool:
    days = (span.since + timedelta(days=n) for n in range((span.until - span.since).days))
    return any(map(calendar.is_working_day, days))


def may_delegate(day: date) -> bool:
    """Whether a head may let a deputy receive; the product warns and still records it."""
    rows = shipped_rows("reception", "delegation")
    return any(row["allowed"] for row in rows if Provision(**provision_fields(row)).in_force(day))


def schedule_faults(reception_on: date, posted_on: date, rules: Rules) -> list[str]:
    """What is wrong with the day on which a schedule was posted, in words."""
    latest = due(Clock("TCD-LICH", reception_on), rules).on
    if posted_on <= latest:
        return []
    day = format_date(reception_on)
    return [f"Lịch tiếp ngày {day} phải niêm yết chậm nhất ngày {format_date(latest)}."]


def refusal_faults(ground: str, explanation: str, supervisor_view: str, *, on: date) -> list[str]:
    """What a refusal of reception still lacks, in words.

    A wrongful refusal is a disciplinary offence (Decree 154/2026/NĐ-CP, arts. 41, 42), so ground,
    explanation and the supervisor's view are all wanted.
    """
    faults = []
    row = next((r for r in shipped_refusals() if r.code == ground and r.in_force(on)), None)
    if row is None:
        faults.append("Chọn căn cứ từ chối có trong quy định.")
    if len(explanation.split()) < 3:
        faults.append("Ghi rõ đã giải thích lý do cho công dân thế nào.")
    if not supervisor_view.strip():
        faults.append("Cần ý kiến của người phụ trách nơi tiếp công dân.")
    return faults


def minimum_from(row: Mapping[str, Any]) -> Minimum:
    """Raises ``ProvisionError``."""
    fields = provision_fields(row)
    if row.get("per") not in ("week", "month"):
        raise ProvisionError(f"{fields['code']}: kỳ phải là week hoặc month")
    try:
        return Minimum(
            **fields,
            role=row["role"],
            name=row["name"],
            name_en=row["name_en"],
            days=int(row["days"]),
            per=row["per"],
        )
    except (KeyError, ValueError) as error:
        raise ProvisionError(f"{fields['code']}: {error}") from error


@cache
def shipped_minimums() -> tuple[Minimum, ...]:
    return tuple(minimum_from(row) for row in shipped_rows("reception", "minimum"))


@cache
def shipped_refusals() -> tuple[RefusalGround, ...]:
    return tuple(
        RefusalGround(
            **provision_fields(row),
            name=row["name"],
            name_en=row["name_en"],
            needs_notice=row["needs_notice"],
        )
        for row in shipped_rows("reception", "refusal")
    )


@cache
def book_columns() -> tuple[BookColumn, ...]:
    """The 13 columns of the reception book (form 03/TCD of Decree 154/2026/NĐ-CP)."""
    return tuple(
        BookColumn(row["number"], row["code"], row["name"], row["name_en"])
        for row in shipped_rows("reception", "column")
    )
