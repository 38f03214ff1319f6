"""The other parts of the page: what is new or worse, what is late, what is asked, what is unknown."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from gandan.briefing.gathering.book import Row
from gandan.briefing.gathering.ground import Ground
from gandan.briefing.gathering.problems import CANDIDATES, Facts, letters_source, short_name
from gandan.briefing.gathering.reported import Reported, RoundTold
from gandan.briefing.sentences import Piece, Sentence, joined, sentence
from gandan.casework.late import LateUnit, late_by_unit, late_cases
from gandan.casework.models import Case, Submission
from gandan.domain.dates import format_date
from gandan.reports.registered import REGISTERED

# The weightiest problems stand on the page themselves.
ON_PAGE = 3
LATE_NAMED = 2
# Days given where the machine proposes a day; the leader decides another.
GRACE = timedelta(days=15)


def worse_of(ground: Ground, facts: Sequence[Facts]) -> list[Sentence]:
    """New and rising problems, and those that people write about again after an answer."""
    found = []
    for id, trend, words in (
        ("worse:new", "new", "Mới"),
        ("worse:growing", "growing", "Tăng rõ"),
    ):
        own = [one for one in facts if one.change.trend == trend]
        if own:
            found.append(_listed(id, words, own, facts[:ON_PAGE], ground))
    again = [one for one in facts[:CANDIDATES] if one.again]
    if again:
        rows = [letter.row for one in again for letter in one.again]
        letters = ground.book.enter("letters", "Đơn đến sau khi việc đã trả lời", "đơn", rows)
        concerns = _concerns(ground, "Vấn đề dân gửi tiếp sau khi đã trả lời", again)
        parts = ("Đã trả lời mà dân vẫn gửi: ", letters.piece(), " ở ", concerns.piece(), ".")
        found.append(sentence("worse:again", *parts))
    if found:
        return found
    nothing = _concerns(ground, f"Vấn đề mới hoặc tăng rõ so với {ground.before.label}", [])
    text = "So với kỳ trước, chưa thấy vấn đề nào mới hoặc tăng rõ."
    return [sentence("worse:none", text, rests=[nothing.key])]


def _listed(
    id: str, words: str, own: Sequence[Facts], told: Sequence[Facts], ground: Ground
) -> Sentence:
    """Mới 11 vấn đề, như … (37 đơn): the largest that the page does not tell of already."""
    source = _concerns(ground, f"{words} so với {ground.before.label}", own)
    others = [one for one in own if one not in told]
    if not others:
        return sentence(id, f"{words} ", source.piece(), ".")
    most = max(others, key=lambda one: one.change.now)
    letters = letters_source(most, ground).piece()
    name = short_name(most.concern)
    return sentence(id, f"{words} ", source.piece(), f", như “{name}” (", letters, ").")


def _concerns(ground: Ground, label: str, own: Sequence[Facts]) -> Any:
    rows = (Row(one.concern.code, one.concern.title, one.concern.first_on) for one in own)
    return ground.book.enter("concerns", label, "vấn đề", rows)


def held_in(ground: Ground) -> QuerySet[Case]:
    """The cases that units of the scope opened or hold, without those kept from many."""
    own = Q(unit__in=ground.units) | Q(handling_unit__in=ground.units)
    return Case.objects.for_many().filter(own)


def late_rows(ground: Ground) -> list[dict[str, Any]]:
    """Late cases by unit, the oldest first, each with its source."""
    cases = held_in(ground)
    late = late_cases(cases, ground.day)
    own: dict[int, list[Row]] = {}
    for unit, code, due_on in late.values_list("handling_unit", "code", "next_due_on"):
        own.setdefault(unit, []).append(Row(code, "", due_on))
    return [_late_row(ground, row, own[row.unit]) for row in late_by_unit(cases, ground.day)]


def _late_row(ground: Ground, row: LateUnit, cases: list[Row]) -> dict[str, Any]:
    name = ground.names[row.unit]
    source = ground.book.enter("cases", f"{name}: vụ việc quá hạn", "vụ việc", cases)
    return {
        "unit": name,
        "code": row.code,
        "cases": row.cases,
        "statutory": row.statutory,
        "oldest": row.oldest.isoformat(),
        "days": (ground.day - row.oldest).days,
        "source": source.key,
    }


def late_of(ground: Ground, rows: Sequence[dict[str, Any]]) -> list[Sentence]:
    day = format_date(ground.day)
    if not rows:
        nothing = ground.book.enter("cases", f"Vụ việc quá hạn đến ngày {day}", "vụ việc", [])
        text = f"Đến ngày {day} sổ không có vụ việc nào quá hạn."
        return [sentence("late:none", text, rests=[nothing.key])]
    book = ground.book
    cases = [
        Row(code, ground.names[unit], due_on)
        for code, unit, due_on in late_cases(held_in(ground), ground.day).values_list(
            "code", "handling_unit", "next_due_on"
        )
    ]
    total = book.enter("cases", f"Vụ việc quá hạn đến ngày {day}", "vụ việc", cases)
    units = book.enter(
        "units", "Đơn vị có vụ việc quá hạn", "đơn vị", (Row(r["code"], r["unit"]) for r in rows)
    )
    told: list[list[str | Piece]] = []
    for row in rows[:LATE_NAMED]:
        figure = book.entries[row["source"]].bare()
        oldest = format_date(date.fromisoformat(row["oldest"]))
        told.append([f"{row['unit']} ", figure, f" (từ {oldest})"])
    lead = f"Đến ngày {day}: "
    middle = ", lâu nhất: " if len(rows) > 1 else ": "
    return [
        sentence(
            "late:units",
            lead,
            total.piece(),
            " ở ",
            units.piece(),
            middle,
            *joined(told, "; "),
            ".",
        )
    ]


def asks_of(
    ground: Ground,
    problems: Sequence[dict[str, Any]],
    late: Sequence[dict[str, Any]],
) -> list[Sentence]:
    """Decisions that the state of things asks for, each with its options; proposals only."""
    due = ground.day + GRACE
    by = format_date(due)
    found = []
    orphan = next((p for p in problems if not p["owned"]), None)
    if orphan:
        found.append(
            sentence(
                f"ask:owner:{orphan['key']}",
                f"Giao phường hay giao sở chủ trì “{orphan['short']}”, xong trước ngày {by}?",
                rests=orphan["sentences"][0]["pieces"][0][1:],
                due_on=due.isoformat(),
                task=f"Chủ trì giải quyết “{orphan['title']}”, báo kết quả có minh chứng.",
            )
        )
    if late:
        row = late[0]
        figure = ground.book.entries[row["source"]].piece()
        found.append(
            sentence(
                f"ask:late:{row['code']}",
                f"{row['unit']} xong ",
                figure,
                f" quá hạn trước ngày {by}, hay người đứng đầu giải trình?",
                owner=row["code"],
                due_on=due.isoformat(),
                task=f"Giải quyết xong các vụ việc quá hạn tính đến ngày {format_date(ground.day)}.",
            )
        )
    return found


def unknown_of(ground: Ground, facts: Sequence[Facts], reported: Reported) -> list[Sentence]:
    """What the pack cannot say: silent units, unread letters, what only the machine has seen."""
    found = [_coverage(ground, told) for told in reported.rounds]
    if not found:
        text = "Không có báo cáo kỳ nào của đơn vị cho đúng kỳ này."
        nothing = ground.book.enter("rounds", "Kỳ báo cáo nằm trong kỳ này", "kỳ báo cáo", [])
        found.append(sentence("unknown:reports", text, rests=[nothing.key]))
    letters = _letters(ground)
    if letters is not None:
        found.append(letters)
    machine = [one for one in facts if one.concern.state == one.concern.State.SUGGESTED]
    if machine:
        source = _concerns(ground, "Vấn đề máy gợi ý, chưa ai xác nhận", machine)
        found.append(sentence("unknown:machine", source.piece(), " mới do máy gợi ý."))
    return found


def _coverage(ground: Ground, told: RoundTold) -> Sentence:
    """3 trên 12 đơn vị đã gửi báo cáo quý II/2026 (1 gửi chậm); chưa gửi: …"""
    book, name = ground.book, f"{told.form}, {told.label}"
    sent = book.enter(
        "reports",
        f"{name}: đã gửi",
        "đơn vị",
        (
            Row(str(o.report.code), ground.names[o.unit], o.report.first_sent_on)
            for o in told.sent
            if o.report
        ),
    )
    whole = told.is_of(ground.period)
    parts: list[str | Piece] = [f"{told.form}: " if whole else f"{told.form}, {told.label}: "]
    parts += [sent.bare() if told.sent else "chưa đơn vị nào", f" trên {told.owing} đơn vị đã gửi"]
    if told.late:
        late = book.enter(
            "reports",
            f"{name}: gửi chậm",
            "đơn vị",
            (
                Row(str(o.report.code), ground.names[o.unit], o.report.first_sent_on)
                for o in told.late
                if o.report
            ),
        )
        parts += [" (", late.bare(), " gửi chậm)"]
    if told.returned:
        rows = (Row(str(o.report.code), ground.names[o.unit]) for o in told.returned if o.report)
        back = book.enter("reports", f"{name}: bị trả lại, chưa gửi lại", "đơn vị", rows)
        parts += [", ", back.bare(), " bị trả lại"]
    if told.missing:
        rows = (Row(told.code, ground.names[o.unit], told.due_on) for o in told.missing)
        silent = book.enter("rounds", f"{name}: chưa gửi", "đơn vị", rows)
        parts += [", ", silent.bare(), " chưa gửi (không tính là 0)"]
    parts.append(".")
    return sentence(f"unknown:round:{told.code}", *parts)


def _letters(ground: Ground) -> Sentence | None:
    rows = REGISTERED["letters"].rows_for_many(
        ground.units, ground.period.since, ground.period.until
    )
    by = Submission.ClassifiedBy
    parts: list[list[str | Piece]] = []
    for label, words, found in (
        ("Đơn có chữ hỏng trong kỳ", "chữ hỏng", rows.filter(is_damaged=True)),
        ("Đơn chưa phân loại trong kỳ", "chưa phân loại", rows.filter(classified_by=by.NOBODY)),
        (
            "Đơn mới có gợi ý của máy",
            "mới phân loại bằng máy",
            rows.filter(classified_by=by.MACHINE),
        ),
    ):
        own = [Row(*row) for row in found.values_list("code", "place", "received_on")]
        if own:
            entered = ground.book.enter("letters", label, "đơn", own)
            parts.append([entered.bare() if parts else entered.piece(), f" {words}"])
    undated = Submission.objects.for_many().filter(unit__in=ground.units, received_on=None)
    own = [Row(*row) for row in undated.order_by("id").values_list("code", "place")]
    if own:
        source = ground.book.enter("letters", "Đơn chưa rõ ngày nhận, không vào kỳ nào", "đơn", own)
        parts.append([source.piece(), " chưa rõ ngày nhận nên không vào kỳ nào"])
    return sentence("unknown:letters", *joined(parts, ", "), ".") if parts else None
