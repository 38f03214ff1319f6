"""The steps of a sum: what was counted, what was not, and why the last day is the last day.

A step is a stable English code with its facts; ``in_vietnamese`` and ``in_english`` word it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from gandan.domain import citations
from gandan.domain.dates import format_date
from gandan.domain.deadlines.clocks import Clock
from gandan.domain.deadlines.counting import Counting
from gandan.domain.deadlines.limits import TimeLimit
from gandan.domain.deadlines.vocabulary import Condition, Sense, StartEvent, TimeUnit
from gandan.domain.provisions import Mark
from gandan.domain.workdays import SkippedDay

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


@dataclass(frozen=True)
class Step:
    """One step of the sum; ``facts`` hold days, amounts and names."""

    code: str
    facts: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, **{name: _plain(value) for name, value in self.facts.items()}}


def explain(
    clock: Clock,
    limit: TimeLimit,
    counting: Counting,
    *,
    counted: date,
    on: date,
    at: datetime | None = None,
) -> tuple[tuple[Step, ...], tuple[SkippedDay, ...]]:
    """The steps that lead from the event to ``on``, and the days off that were not counted."""
    first, last = sorted((clock.start, counted))
    skipped = _skipped(counting, clock.start, first, last)
    steps = [
        Step("event", {"event": limit.starts_on[0], "day": clock.start, "moment": clock.moment}),
        _amount_step(clock, limit),
        *_without_effect(clock, limit),
        *_lengthened(clock, limit, last),
    ]
    if skipped:
        steps.append(Step("skipped", {"days": skipped}))
    if worked := _worked_instead(counting, clock.start, first, last):
        steps.append(Step("worked", {"days": worked}))
    if on != counted:
        reason = counting.calendar.reason_off(counted)
        facts = {"day": counted, "reason": reason, "to": on, "sense": limit.sense}
        steps.append(Step("rolled", facts))
    steps.append(Step("due", {"day": on, "at": at, "sense": limit.sense}))
    steps += _warnings(limit, counting, min(clock.start, on), max(clock.start, on))
    return tuple(steps), skipped


def _amount_step(clock: Clock, limit: TimeLimit) -> Step:
    holding = clock.conditions & limit.conditions
    facts = {
        "rule": limit.code,
        "name": limit.name,
        "name_en": limit.name_en,
        "amount": limit.amount_under(clock.conditions),
        "unit": limit.unit,
        "sense": limit.sense,
        "conditions": tuple(sorted(holding)),
        "article": limit.article,
    }
    return Step("amount", facts)


def _without_effect(clock: Clock, limit: TimeLimit) -> list[Step]:
    idle = sorted(clock.conditions - limit.conditions)
    return [Step("without_effect", {"condition": condition}) for condition in idle]


def _lengthened(clock: Clock, limit: TimeLimit, last: date) -> list[Step]:
    steps = []
    for number, extension in enumerate(clock.extensions, start=1):
        facts = {
            "number": number,
            "amount": extension.amount,
            "unit": limit.unit,
            "by": extension.by,
            "decided_on": extension.decided_on,
            "criteria": tuple(sorted(extension.finding.criteria)) if extension.finding else (),
            "note": extension.finding.note if extension.finding else "",
        }
        steps.append(Step("extended", facts))
    for suspension in clock.suspensions:
        until = suspension.until
        if until is None or suspension.since > last:
            continue
        days = (until - max(suspension.since, clock.start + timedelta(days=1))).days
        if days > 0:
            facts = {
                "since": suspension.since,
                "until": until,
                "days": days,
                "reason": suspension.reason,
            }
            steps.append(Step("suspended", facts))
    return steps


def _skipped(counting: Counting, start: date, first: date, last: date) -> tuple[SkippedDay, ...]:
    if not counting.in_working_days:
        return ()
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(
        SkippedDay(day, reason)
        for day in days
        if (day != start or counting.backwards) and not counting.is_suspended(day)
        if (reason := counting.calendar.reason_off(day))
    )


def _worked_instead(
    counting: Counting, start: date, first: date, last: date
) -> tuple[SkippedDay, ...]:
    """Weekend days that are worked in exchange for another day."""
    if not counting.in_working_days:
        return ()
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(
        SkippedDay(day, row.name)
        for day in days
        if day != start and day.weekday() >= 5 and counting.counts(day)
        if (row := counting.calendar.row(day))
    )


def _warnings(limit: TimeLimit, counting: Counting, first: date, last: date) -> list[Step]:
    steps = []
    for year in range(first.year, last.year + 1):
        if not counting.calendar.is_confirmed(year):
            steps.append(Step("calendar_not_confirmed", {"year": year}))
    if limit.is_internal:
        steps.append(Step("internal", {"rule": limit.code}))
    elif not limit.is_certain:
        steps.append(Step("to_check", {"mark": limit.mark, "doubt": limit.doubt}))
    return steps


def _plain(value: object) -> Any:
    if isinstance(value, SkippedDay):
        return {"day": value.day.isoformat(), "reason": value.reason}
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, str) else value


def in_vietnamese(step: Step) -> str:
    return _VIETNAMESE[step.code](step.facts)


def in_english(step: Step) -> str:
    return _ENGLISH[step.code](step.facts)


def _vi_event(facts: Mapping[str, Any]) -> str:
    event = StartEvent(facts["event"]).label
    if facts["moment"] is not None:
        return f"Mốc: {event} lúc {facts['moment']:%H:%M} ngày {format_date(facts['day'])}."
    return f"Mốc: {event} ngày {format_date(facts['day'])}; ngày này không tính."


def _vi_amount(facts: Mapping[str, Any]) -> str:
    lead = {Sense.WITHIN: "không quá", Sense.LASTING: "đủ", Sense.AHEAD: "trước ít nhất"}
    unit = TimeUnit(facts["unit"]).label
    words = f"{facts['name']}: {lead[facts['sense']]} {facts['amount']} {unit}"
    if facts["conditions"]:
        words += " (" + ", ".join(Condition(c).label for c in facts["conditions"]) + ")"
    basis = citations.in_vietnamese(facts["article"])
    return f"{words}, theo {basis}." if basis else f"{words}."


def _vi_extended(facts: Mapping[str, Any]) -> str:
    words = f"Gia hạn lần {facts['number']}: thêm {facts['amount']} {TimeUnit(facts['unit']).label}"
    if facts["by"]:
        words += f", {facts['by']} quyết định"
    if facts["decided_on"]:
        words += f" ngày {format_date(facts['decided_on'])}"
    return words + (f"; lý do: {facts['note']}." if facts["note"] else ".")


def _vi_suspended(facts: Mapping[str, Any]) -> str:
    span = f"từ {format_date(facts['since'])} đến trước {format_date(facts['until'])}"
    reason = f" ({facts['reason']})" if facts["reason"] else ""
    return f"Tạm đình chỉ {span}{reason}: không tính {facts['days']} ngày."


def _days(days: tuple[SkippedDay, ...]) -> str:
    return "; ".join(f"{format_date(d.day)} {d.reason}" for d in days)


def _vi_due(facts: Mapping[str, Any]) -> str:
    day = facts["day"]
    name = f"{WEEKDAYS[day.weekday()]} {format_date(day)}"
    if facts["at"] is not None:
        name = f"{facts['at']:%H:%M} {name}"
    lead = {Sense.WITHIN: "Hạn cuối", Sense.LASTING: "Kết thúc", Sense.AHEAD: "Chậm nhất"}
    return f"{lead[facts['sense']]}: {name}."


def _vi_rolled(facts: Mapping[str, Any]) -> str:
    words = f"Ngày {format_date(facts['day'])} là ngày nghỉ ({facts['reason']})"
    if facts["sense"] == Sense.AHEAD:
        return f"{words}, lùi về ngày làm việc trước đó {format_date(facts['to'])}."
    return f"{words}, chuyển sang ngày làm việc tiếp theo {format_date(facts['to'])}."


def _vi_to_check(facts: Mapping[str, Any]) -> str:
    return f"Cần kiểm tra căn cứ: {facts['doubt'] or Mark(facts['mark']).label}".rstrip(".") + "."


Wording = Callable[[Mapping[str, Any]], str]
_VIETNAMESE: dict[str, Wording] = {
    "event": _vi_event,
    "amount": _vi_amount,
    "without_effect": lambda f: f"Không làm đổi thời hạn này: {Condition(f['condition']).label}.",
    "extended": _vi_extended,
    "suspended": _vi_suspended,
    "skipped": lambda f: f"Không tính ngày nghỉ: {_days(f['days'])}.",
    "worked": lambda f: f"Có tính ngày làm bù: {_days(f['days'])}.",
    "rolled": _vi_rolled,
    "due": _vi_due,
    "calendar_not_confirmed": lambda f: (
        f"Lịch nghỉ năm {f['year']} chưa có thông báo chính thức; hạn có thể đổi."
    ),
    "internal": lambda f: "Đây là mức phục vụ nội bộ, không phải thời hạn luật định.",
    "to_check": _vi_to_check,
}


def _en_day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _en_event(facts: Mapping[str, Any]) -> str:
    event = StartEvent(facts["event"]).label_en
    if facts["moment"] is not None:
        return f"Event: {event} at {facts['moment']:%H:%M} on {_en_day(facts['day'])}."
    return f"Event: {event} on {_en_day(facts['day'])}; that day is not counted."


def _en_amount(facts: Mapping[str, Any]) -> str:
    lead = {Sense.WITHIN: "within", Sense.LASTING: "for", Sense.AHEAD: "at least"}
    words = f"{facts['name_en']}: {lead[facts['sense']]} {facts['amount']} "
    words += TimeUnit(facts["unit"]).label_en + (" before" if facts["sense"] == Sense.AHEAD else "")
    if facts["conditions"]:
        words += " (" + ", ".join(Condition(c).label_en for c in facts["conditions"]) + ")"
    return f"{words}, {facts['article']}." if facts["article"] else f"{words}."


def _en_extended(facts: Mapping[str, Any]) -> str:
    unit = TimeUnit(facts["unit"]).label_en
    words = f"Extension {facts['number']}: {facts['amount']} more {unit}"
    if facts["by"]:
        words += f", decided by {facts['by']}"
    if facts["decided_on"]:
        words += f" on {_en_day(facts['decided_on'])}"
    return words + (f"; reason: {facts['note']}." if facts["note"] else ".")


def _en_suspended(facts: Mapping[str, Any]) -> str:
    span = f"from {_en_day(facts['since'])} until before {_en_day(facts['until'])}"
    reason = f" ({facts['reason']})" if facts["reason"] else ""
    return f"Suspended {span}{reason}: {facts['days']} days not counted."


def _en_reason(reason: str) -> str:
    return {"Thứ Bảy": "Saturday", "Chủ nhật": "Sunday"}.get(reason, reason)


def _en_days(days: tuple[SkippedDay, ...]) -> str:
    return "; ".join(f"{_en_day(d.day)} {_en_reason(d.reason)}" for d in days)


def _en_due(facts: Mapping[str, Any]) -> str:
    name = f"{facts['day']:%A} {_en_day(facts['day'])}"
    if facts["at"] is not None:
        name = f"{facts['at']:%H:%M} {name}"
    lead = {Sense.WITHIN: "Last day", Sense.LASTING: "Ends", Sense.AHEAD: "At the latest"}
    return f"{lead[facts['sense']]}: {name}."


_ENGLISH: dict[str, Wording] = {
    "event": _en_event,
    "amount": _en_amount,
    "without_effect": lambda f: f"Makes no difference here: {Condition(f['condition']).label_en}.",
    "extended": _en_extended,
    "suspended": _en_suspended,
    "skipped": lambda f: f"Days off, not counted: {_en_days(f['days'])}.",
    "worked": lambda f: f"Worked in exchange, counted: {_en_days(f['days'])}.",
    "rolled": lambda f: (
        f"{_en_day(f['day'])} is a day off ({_en_reason(f['reason'])}): "
        f"moved to the working day {_en_day(f['to'])}."
    ),
    "due": _en_due,
    "calendar_not_confirmed": lambda f: (
        f"The days off of {f['year']} are not announced yet; the day may change."
    ),
    "internal": lambda f: "This is an office's own service level, not a term of the law.",
    "to_check": lambda f: (
        f"Basis to be checked: {f['doubt'] or Mark(f['mark']).label_en}".rstrip(".") + "."
    ),
}
