"""The problems of a period: what and where, who must act, what was done, what comes next."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from gandan.briefing.gathering.book import Entered, Row
from gandan.briefing.gathering.ground import Ground
from gandan.briefing.sentences import Piece, Sentence, joined, sentence, to_rows
from gandan.casework.late import COUNTED
from gandan.casework.models import Case, Raising, Turn
from gandan.concerns.models import Concern, Membership
from gandan.concerns.selectors import ConcernChange, changes_of
from gandan.domain.dates import format_date

CANDIDATES = 20
HOLDERS = 3
TRENDS = {
    "new": "mới",
    "growing": "tăng rõ",
    "steady": "",
    "fading": "giảm rõ",
    "unknown": "",
}
COPIES = (Raising.Role.EXACT_COPY, Raising.Role.NEAR_COPY)


@dataclass
class Letter:
    code: str
    on: date
    place: str
    signers: int | None
    is_copy: bool = False

    @property
    def row(self) -> Row:
        return Row(self.code, self.place, self.on)


@dataclass
class Matter:
    """A case as far as a pack tells of it."""

    code: str
    holder: int
    turn: str
    is_followed: bool
    answered_on: date | None
    settled_on: date | None
    carried_out_on: date | None
    due_on: date | None
    due_kind: str

    @property
    def is_open(self) -> bool:
        return self.is_followed and self.turn in {Turn.OFFICE, Turn.OUTSIDE}

    def is_late(self, day: date) -> bool:
        late = self.due_on is not None and self.due_on < day
        return self.is_open and late and self.due_kind in COUNTED

    @property
    def row(self) -> Row:
        return Row(self.code, "", self.due_on)


@dataclass
class Facts:
    """All that the register holds of one concern."""

    change: ConcernChange
    now: list[Letter] = field(default_factory=list)
    earlier: list[Letter] = field(default_factory=list)
    cases: dict[str, Matter] = field(default_factory=dict)

    @property
    def concern(self) -> Concern:
        return self.change.concern

    @property
    def followed(self) -> list[Matter]:
        return [case for case in self.cases.values() if case.is_followed]

    @property
    def answered_on(self) -> date | None:
        return min((c.answered_on for c in self.followed if c.answered_on), default=None)

    @property
    def again(self) -> list[Letter]:
        """Letters of the period that came after the matter was answered."""
        day = self.answered_on
        return [letter for letter in self.now if day and letter.on > day]


def facts_of(ground: Ground) -> list[Facts]:
    """The concerns of the scope with letters in the period, the weightiest first."""
    standing = Concern.objects.filter(scope=ground.scope).standing()
    found = changes_of(standing, ground.period, ground.before)
    facts = {change.concern.pk: Facts(change) for change in found}
    told = [change.concern.pk for change in found[:CANDIDATES]]
    _add_letters(ground, facts)
    _add_cases({key: facts[key] for key in told})
    return [facts[change.concern.pk] for change in found]


def _add_letters(ground: Ground, facts: dict[int, Facts]) -> None:
    members = Membership.objects.exclude(decided=Membership.Decided.REMOVED).filter(
        concern__in=facts,
        submission__received_on__gte=ground.before.since,
        submission__received_on__lt=ground.period.until,
    )
    rows = members.order_by("submission__received_on", "submission_id").values_list(
        "concern_id",
        "submission__code",
        "submission__received_on",
        "submission__place",
        "submission__signers",
    )
    for concern, code, on, place, signers in rows:
        assert on is not None
        letters = facts[concern].now if on >= ground.period.since else facts[concern].earlier
        letters.append(Letter(code, on, place, signers))


def _add_cases(facts: dict[int, Facts]) -> None:
    """The standing cases that the letters of each concern raise, whenever they came."""
    links = Raising.objects.filter(
        submission__memberships__concern__in=facts, case__in=Case.objects.for_many().standing()
    ).exclude(submission__memberships__decided=Membership.Decided.REMOVED)
    rows = links.order_by("case_id").values_list(
        "submission__memberships__concern",
        "submission__code",
        "role",
        "case__code",
        "case__handling_unit",
        "case__turn",
        "case__is_followed",
        "case__answered_on",
        "case__settled_on",
        "case__carried_out_on",
        "case__next_due_on",
        "case__next_due_kind",
    )
    copies: dict[int, set[str]] = defaultdict(set)
    concern: int
    letter: str
    code: str
    rest: list[Any]
    for concern, letter, role, code, *rest in rows:
        if concern not in facts:
            continue
        facts[concern].cases.setdefault(code, Matter(code, *rest))
        if role in COPIES:
            copies[concern].add(letter)
    for concern, codes in copies.items():
        for own in facts[concern].now:
            own.is_copy = own.code in codes


def short_name(concern: Concern) -> str:
    """What and where in a few words: lấn chiếm đất công, phường Đồng Vân."""
    what, _colon, where = concern.title.partition(": ")
    ward = where.rpartition(", ")[2]
    return f"{what}, {ward}" if ward and ward not in what else what


def problem_of(facts: Facts, ground: Ground) -> dict[str, Any]:
    """A problem with its sentences, as kept in the content of a pack."""
    concern = facts.concern
    key = concern.engine_key
    said = [
        _what(facts, ground, f"{key}:what"),
        _who(facts, ground, f"{key}:who"),
        _done(facts, ground, f"{key}:done"),
        _next(facts, ground, f"{key}:next"),
    ]
    return {
        "key": key,
        "code": concern.code,
        "title": concern.title,
        "short": short_name(concern),
        "place": concern.place,
        "confirmed": concern.state == Concern.State.CONFIRMED,
        "now": facts.change.now,
        "before": facts.change.before,
        "trend": facts.change.trend,
        "first_on": concern.first_on.isoformat() if concern.first_on else None,
        "again": len(facts.again),
        "late": sum(case.is_late(ground.day) for case in facts.cases.values()),
        "owned": any(case.is_open for case in facts.cases.values()),
        "sentences": to_rows(said),
    }


def letters_source(facts: Facts, ground: Ground) -> Entered:
    label = f"{facts.concern.title}: đơn nhận {ground.period.label}"
    return ground.book.enter("letters", label, "đơn", (letter.row for letter in facts.now))


def _what(facts: Facts, ground: Ground, id: str) -> Sentence:
    """35 đơn (kỳ trước 12, tăng rõ), 3 đơn ký chung có 41 người, từ 03/4/2026."""
    parts: list[str | Piece] = [letters_source(facts, ground).piece()]
    parts += [" (", *_before(facts, ground), ")", *_people(facts, ground)]
    if facts.concern.first_on:
        parts.append(f", từ {format_date(facts.concern.first_on)}")
    return sentence(id, *parts, ".")


def _before(facts: Facts, ground: Ground) -> list[str | Piece]:
    trend = TRENDS[facts.change.trend]
    word = f", {trend}" if trend else ""
    if not facts.earlier:
        return [f"kỳ trước không có{word}"]
    label = f"{facts.concern.title}: đơn nhận {ground.before.label}"
    rows = (letter.row for letter in facts.earlier)
    earlier = ground.book.enter("letters", label, "đơn", rows)
    return ["kỳ trước ", earlier.bare(), word]


def _people(facts: Facts, ground: Ground) -> list[str | Piece]:
    """Who signed, where letters say it; copies of a letter are not counted again."""
    joint = [x for x in facts.now if x.signers and x.signers > 1 and not x.is_copy]
    if not joint:
        return []
    title = facts.concern.title
    letters = ground.book.enter(
        "letters",
        f"{title}: đơn có nhiều người ký, không kể bản sao",
        "đơn",
        (x.row for x in joint),
    )
    people = ground.book.enter(
        "letters",
        f"{title}: số người ký ghi trong các đơn ký chung, không kể bản sao",
        "người",
        (Row(x.code, x.place, x.on, Decimal(x.signers or 0)) for x in joint),
    )
    return [", ", letters.piece(), " ký chung có ", people.piece()]


def _who(facts: Facts, ground: Ground, id: str) -> Sentence:
    holders = Counter(case.holder for case in facts.cases.values() if case.is_open)
    if not holders:
        text = "đơn mới chưa giao đơn vị nào." if facts.followed else "chưa giao đơn vị nào."
        return sentence(id, text, rests=[letters_source(facts, ground).key])
    parts: list[list[str | Piece]] = []
    for unit, _count in sorted(holders.items(), key=lambda h: (-h[1], ground.names[h[0]]))[
        :HOLDERS
    ]:
        name = ground.names[unit]
        held = [c.row for c in facts.cases.values() if c.is_open and c.holder == unit]
        label = f"{facts.concern.title}: vụ việc {name} đang giữ"
        parts.append([f"{name} (", ground.book.enter("cases", label, "vụ việc", held).piece(), ")"])
    more = len(holders) - HOLDERS
    ending = f" và {more} đơn vị khác." if more > 0 else "."
    return sentence(id, *joined(parts, ", "), ending)


def _done(facts: Facts, ground: Ground, id: str) -> Sentence:
    followed = facts.followed
    if not followed:
        return sentence(id, "chưa mở vụ việc nào.", rests=[letters_source(facts, ground).key])
    title, day = facts.concern.title, ground.day
    answered = [case for case in followed if _by(case.answered_on, day)]
    settled = [case for case in followed if _by(case.settled_on, day)]
    book = ground.book
    everything = _followed(facts, ground)
    said: list[str | Piece] = ["trả lời "]
    if answered:
        found = book.enter("cases", f"{title}: vụ việc đã trả lời", "vụ việc", _rows(answered))
        said += [found.bare(), " trên ", everything.piece()]
    else:
        said = ["chưa trả lời vụ việc nào trong ", everything.piece()]
    if settled:
        found = book.enter("cases", f"{title}: vụ việc đã xong", "vụ việc", _rows(settled))
        said += [", xong ", found.bare()]
    if facts.again and facts.answered_on:
        label = f"{title}: đơn đến sau ngày trả lời đầu tiên"
        again = book.enter("letters", label, "đơn", (x.row for x in facts.again))
        said += [f"; sau ngày trả lời {format_date(facts.answered_on)} còn ", again.piece()]
    return sentence(id, *said, ".")


def _next(facts: Facts, ground: Ground, id: str) -> Sentence:
    """The one step that the state of the cases asks for; a proposal until a person keeps it."""
    title, day = facts.concern.title, ground.day
    late = [case for case in facts.cases.values() if case.is_late(day)]
    if late:
        oldest = min(late, key=lambda case: (case.due_on or day, case.code))
        assert oldest.due_on is not None
        source = ground.book.enter("cases", f"{title}: vụ việc quá hạn", "vụ việc", _rows(late))
        since = format_date(oldest.due_on)
        name = ground.names[oldest.holder]
        return sentence(id, f"{name} giải quyết ", source.piece(), f" quá hạn từ {since}.")
    rests = [_followed(facts, ground).key if facts.followed else letters_source(facts, ground).key]
    if facts.again:
        return sentence(id, "kiểm tra lại tại chỗ.", rests=rests)
    if not facts.followed:
        return sentence(id, "giao một đơn vị chủ trì, có ngày xong.", rests=rests)
    owed = [(c.due_on, c.holder) for c in facts.cases.values() if c.is_open and c.due_on]
    if owed:
        due_on, holder = min(owed)
        text = f"{ground.names[holder]} trả lời trước hết ngày {format_date(due_on)}."
        return sentence(id, text, rests=rests)
    return sentence(id, "hỏi lại người gửi xem việc đã xong chưa.", rests=rests)


def _followed(facts: Facts, ground: Ground) -> Entered:
    label = f"{facts.concern.title}: vụ việc theo dõi"
    return ground.book.enter("cases", label, "vụ việc", _rows(facts.followed))


def _by(on: date | None, day: date) -> bool:
    return on is not None and on <= day


def _rows(cases: Iterable[Matter]) -> Sequence[Row]:
    return [case.row for case in cases]
