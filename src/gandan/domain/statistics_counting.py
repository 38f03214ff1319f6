"""What the register can count for the statutory tables: facts of a row, and which columns it is in.

The terms are the product's own reading of the headings (data/statistics_counting.toml); a column
without terms is not in the register. Each row is judged alone, so a cell and its rows agree.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from gandan.domain.execution import OrderedMeasure, Side
from gandan.domain.kinds import Kind
from gandan.domain.procedure import Milestone, Outcome, shipped_table
from gandan.domain.provisions import Mark, ProvisionError, shipped_rows
from gandan.domain.reception import Host
from gandan.domain.statistics import CellUnit, Equality, Number, Table, tables

PETITIONS = frozenset({Kind.PETITION, Kind.REFLECTION, Kind.QUESTION})
WITHDRAWN, TERMINATED, DECIDED = "withdrawn", "terminated", "decided"


class Register(StrEnum):
    """Which rows a table looks at."""

    RECEPTION = "reception"
    DESK = "desk"
    HANDLING = "handling"
    SETTLING = "settling"
    EXECUTING = "executing"


class Content(StrEnum):
    """What a matter is about, as the tables sort it."""

    POLICY = "policy"
    LAND = "land"
    OFFICIAL = "official"
    CORRUPTION = "corruption"
    OTHER_ADMINISTRATIVE = "other_administrative"
    NO_FIELD = "no_field"


_CONTENT = {
    "": Content.NO_FIELD,
    "khac": Content.NO_FIELD,
    "dat-dai": Content.LAND,
    "xay-dung-nha-o": Content.LAND,
    "chinh-sach-xa-hoi": Content.POLICY,
    "can-bo-chong-tham-nhung": Content.OFFICIAL,
}
# Where the topic decides besides the field.
OFFICIAL_FIELDS = tuple(name for name, content in _CONTENT.items() if content == Content.OFFICIAL)
_CORRUPTION = frozenset({"nhung-nhieu-hoi-lo", "tham-o-che-do", "thu-hoi-tai-san"})


def content_of(field: str, topic: str) -> Content:
    found = _CONTENT.get(field, Content.OTHER_ADMINISTRATIVE)
    return Content.CORRUPTION if found == Content.OFFICIAL and topic in _CORRUPTION else found


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of a row on the last day of the period.

    ``handling`` is what handling came to (an ``Outcome``, "withdrawn", or "" while unhandled),
    ``ending`` how settlement ended ("decided", "withdrawn", "terminated", or "").
    ``is_again``: not the first reception, round or instance of the matter. ``is_brought``: a
    visitor brought the letter in the period. ``timing`` is "met"
    or "missed" once the term of settlement has ended. ``side`` and ``measure`` are of rows of
    execution: an amount, or a decision where there is no measure.
    """

    kind: str = ""
    is_carried: bool = False
    handling: str = ""
    is_left_out: bool = False
    content: Content = Content.NO_FIELD
    is_settled: bool = False
    is_again: bool = False
    is_brought: bool = False
    is_overdue: bool = False
    ending: str = ""
    result: str = ""
    timing: str = ""
    side: str = ""
    measure: str = ""
    is_finished: bool = False
    host: str = ""
    is_group: bool = False

    @property
    def is_eligible(self) -> bool:
        """Handled, and neither a copy, found lacking, filed away nor withdrawn."""
        return bool(self.handling) and not (
            self.is_left_out or self.handling in {Outcome.FILE, WITHDRAWN}
        )


_COMPETENT = frozenset({Outcome.ACCEPT, Outcome.REFUSE, Outcome.CHECK_FOR_MANAGEMENT})
_REFERRED = frozenset({Outcome.REFER, Outcome.RETURN, Outcome.TO_INVESTIGATORS})
_OUTSIDE = _REFERRED | {Outcome.GUIDE, Outcome.URGE}


def _content(wanted: Content) -> Callable[[Facts], bool]:
    return lambda row: row.content == wanted


def _host(wanted: Host) -> Callable[[Facts], bool]:
    return lambda row: row.host == wanted


def _ended(how: str) -> Callable[[Facts], bool]:
    return lambda row: row.ending == how


def _side(wanted: Side) -> Callable[[Facts], bool]:
    return lambda row: row.side == wanted


def _measure(wanted: OrderedMeasure) -> Callable[[Facts], bool]:
    return lambda row: row.measure == wanted


def _result(wanted: str) -> Callable[[Facts], bool]:
    return lambda row: row.result == wanted


# name: (what holds, words, words in English)
_TERMS: dict[str, tuple[Callable[[Facts], bool], str, str]] = {
    "any": (lambda row: True, "mọi dòng", "every row"),
    "staff": (_host(Host.STAFF), "tiếp thường xuyên", "by staff"),
    "head": (_host(Host.HEAD), "thủ trưởng tiếp", "by the head"),
    "delegated": (_host(Host.DELEGATED), "ủy quyền tiếp", "by a delegate"),
    "group": (lambda row: row.is_group, "đoàn đông người", "large group"),
    "first": (lambda row: not row.is_again, "lần đầu", "first time"),
    "again": (lambda row: row.is_again, "từ lần hai", "second time or later"),
    "carried": (lambda row: row.is_carried, "nhận trước kỳ", "received before the period"),
    "received": (lambda row: not row.is_carried, "nhận trong kỳ", "received in the period"),
    "handled": (lambda row: bool(row.handling), "đã xử lý", "handled"),
    "unhandled": (lambda row: not row.handling, "chưa xử lý", "not handled"),
    "eligible": (lambda row: row.is_eligible, "đủ điều kiện xử lý", "eligible"),
    "complaint": (lambda row: row.kind == Kind.COMPLAINT, "khiếu nại", "complaint"),
    "denunciation": (lambda row: row.kind == Kind.DENUNCIATION, "tố cáo", "denunciation"),
    "petition": (lambda row: row.kind in PETITIONS, "kiến nghị, phản ánh, hỏi", "petition"),
    "settled": (lambda row: row.is_settled, "đã giải quyết xong", "settled"),
    "unsettled": (lambda row: not row.is_settled, "chưa giải quyết xong", "not settled"),
    "overdue": (lambda row: row.is_overdue, "quá hạn giải quyết", "overdue"),
    "in_time": (lambda row: not row.is_overdue, "chưa quá hạn", "not overdue"),
    "competent": (lambda row: row.handling in _COMPETENT, "thuộc thẩm quyền", "competent"),
    "outside": (lambda row: row.handling in _OUTSIDE, "không thuộc thẩm quyền", "not competent"),
    "guided": (lambda row: row.handling == Outcome.GUIDE, "đã hướng dẫn", "guided"),
    "referred": (lambda row: row.handling in _REFERRED, "đã chuyển hoặc trả lại", "referred"),
    "urged": (lambda row: row.handling == Outcome.URGE, "đã đôn đốc cấp dưới", "urged below"),
    "policy": (_content(Content.POLICY), "chế độ, chính sách", "policy"),
    "land": (_content(Content.LAND), "đất đai, nhà cửa", "land and housing"),
    "official": (_content(Content.OFFICIAL), "công chức, công vụ", "officials"),
    "corruption": (_content(Content.CORRUPTION), "tham nhũng", "corruption"),
    "other_administrative": (
        _content(Content.OTHER_ADMINISTRATIVE), "lĩnh vực hành chính khác", "other administration"
    ),
    "no_field": (_content(Content.NO_FIELD), "lĩnh vực khác", "other field"),
    "decided": (_ended(DECIDED), "đã ra quyết định, kết luận trong kỳ", "decided in the period"),
    "withdrawn": (_ended(WITHDRAWN), "đình chỉ vì rút toàn bộ", "ended by withdrawal"),
    "terminated": (_ended(TERMINATED), "đình chỉ vì lý do khác", "terminated otherwise"),
    "right": (_result("right"), "đúng", "right"),
    "wrong": (_result("wrong"), "sai", "wrong"),
    "right_in_part": (_result("right_in_part"), "đúng một phần", "right in part"),
    "upheld": (_result("upheld"), "công nhận quyết định lần đầu", "first decision upheld"),
    "changed": (_result("changed"), "hủy, sửa quyết định lần đầu", "first decision changed"),
    "met_limit": (lambda row: row.timing == "met", "đúng thời hạn", "in time"),
    "missed_limit": (lambda row: row.timing == "missed", "quá thời hạn", "late"),
    "ordered": (_side(Side.ORDERED), "quyết định, kết luận trong kỳ", "ordered in the period"),
    "owed": (_side(Side.OWED), "còn phải thi hành trong kỳ", "to carry out in the period"),
    "done": (_side(Side.DONE), "đã thi hành trong kỳ", "carried out in the period"),
    "decision": (
        lambda row: bool(row.side) and not row.measure,
        "quyết định, kết luận có nội dung phải thi hành",
        "decisions that order something",
    ),
    "finished": (lambda row: row.is_finished, "đã thực hiện xong", "carried out"),
}  # fmt: skip


def _inside(words: str) -> str:
    """As it reads after other words."""
    return words[0].lower() + words[1:]


_TERMS |= {
    one.value: (_measure(one), _inside(one.row.label), _inside(one.row.label_en))
    for one in OrderedMeasure
}
# What investigating bodies did is another thing than what was passed on to them.
_TERMS |= {
    f"{one}_done": (_measure(one), _inside(one.row.done), _inside(one.row.done_en))
    for one in OrderedMeasure
    if not one.row.is_owed
}


@dataclass(frozen=True)
class Rule:
    """All of ``terms`` must hold; of each, one of its alternatives."""

    terms: tuple[tuple[str, ...], ...]

    def holds(self, facts: Facts) -> bool:
        return all(any(_TERMS[name][0](facts) for name in either) for either in self.terms)

    @property
    def words(self) -> str:
        return self._worded(1, " hoặc ")

    @property
    def words_en(self) -> str:
        return self._worded(2, " or ")

    def _worded(self, language: int, either: str) -> str:
        parts = (either.join(str(_TERMS[name][language]) for name in names) for names in self.terms)
        return "; ".join(parts)


@dataclass(frozen=True)
class Beside:
    """Rows that belong to the total of a sum but for which the form has no column.

    They are told beside the table with the reason, so that the sum can be checked all the same.
    """

    equality: Equality
    rule: Rule
    why: str
    why_en: str

    @property
    def number(self) -> int:
        """Where ``tally`` keeps them: no column has a number below 1."""
        return -self.equality.total


@dataclass(frozen=True)
class Counting:
    """How one table is counted. ``kinds`` is empty where all matters count.

    ``amounts`` are the columns that are read from the register of execution, whatever the
    register of the table; ``reading`` says how that was understood, ``mark`` how far it is sure.
    """

    table: Table
    register: Register
    kinds: frozenset[str]
    rules: Mapping[int, Rule]
    beside: tuple[Beside, ...] = ()
    amounts: frozenset[int] = frozenset()
    reading: str = ""
    reading_en: str = ""
    mark: Mark = Mark.UNVERIFIED

    @property
    def registers(self) -> tuple[Register, ...]:
        """All that the table reads, its own first."""
        more = self.amounts and self.register != Register.EXECUTING
        return (self.register, Register.EXECUTING) if more else (self.register,)

    def register_of(self, number: int) -> Register:
        return Register.EXECUTING if number in self.amounts else self.register

    def takes(self, facts: Facts) -> bool:
        return not self.kinds or facts.kind in self.kinds

    def columns_of(self, unit: CellUnit, facts: Facts) -> list[int]:
        """The columns that a row of this unit of count stands in, or ``Beside.number``."""
        if not self.takes(facts):
            return []
        found = [
            number
            for number, rule in self.rules.items()
            if self.table.column(number).unit == unit
            and (number in self.amounts) == bool(facts.side)
            and rule.holds(facts)
        ]
        if facts.side:
            return found
        return found + [
            one.number
            for one in self.beside
            if self.table.column(one.equality.total).unit == unit and one.rule.holds(facts)
        ]


@dataclass(frozen=True)
class Tallied:
    """``count`` rows (or people, or an amount) of one unit of the network with the same facts."""

    at: int
    unit: CellUnit
    facts: Facts
    count: Number


def tally(counting: Counting, rows: Iterable[Tallied]) -> dict[int, dict[int, Number]]:
    """The cells by unit of the network; a column that the register counts is never absent."""
    numbers = [*counting.rules, *(one.number for one in counting.beside)]
    found: dict[int, dict[int, Number]] = defaultdict(lambda: dict.fromkeys(numbers, 0))
    for row in rows:
        cells = found[row.at]
        for number in counting.columns_of(row.unit, row.facts):
            cells[number] += row.count
    return dict(found)


@cache
def countings() -> dict[str, Counting]:
    """How each shipped table is counted."""
    known = {row["code"]: row for row in shipped_rows("statistics_counting", "counting")}
    return {code: _counting(table, known[code]) for code, table in tables().items()}


def _counting(table: Table, row: Mapping[str, Any]) -> Counting:
    def rules(name: str) -> dict[int, Rule]:
        return dict(_rule(table, line) for line in row.get(name, "").strip().splitlines())

    amounts = rules("amounts")
    return Counting(
        table,
        Register(row["register"]),
        frozenset(row.get("kinds", ())),
        dict(sorted((rules("columns") | amounts).items())),
        tuple(_beside(table, line) for line in row.get("beside", "").strip().splitlines()),
        frozenset(amounts),
        row.get("reading", ""),
        row.get("reading_en", ""),
        Mark(row.get("mark", Mark.UNVERIFIED)),
    )


def _beside(table: Table, line: str) -> Beside:
    """``23 | eligible referred | why | why in English``: of the first sum of column 23."""
    number, terms, why, why_en = (part.strip() for part in line.split("|"))
    equality = next((one for one in table.equalities if one.total == int(number)), None)
    if equality is None:
        raise ProvisionError(f"{table.code}: cột {number} không phải là tổng")
    return Beside(equality, _rule(table, f"{number} | {terms}")[1], why, why_en)


def _rule(table: Table, line: str) -> tuple[int, Rule]:
    number, _bar, text = line.partition("|")
    terms = tuple(tuple(part.split("/")) for part in text.split())
    unknown = {name for names in terms for name in names} - _TERMS.keys()
    if not terms or unknown or not 1 <= int(number) <= len(table.columns):
        raise ProvisionError(f"{table.code}: không đọc được cách đếm “{line}”")
    return int(number), Rule(terms)


# Steps after handling that carry an outcome of their own: reminders, a second referral.
_AFTER_HANDLING = frozenset(
    {"ask_supplement", "remind", "remind_again", "ask_to_mend", "escalate", "refer_again"}
)


@cache
def handling_steps() -> dict[str, str]:
    """The steps by which a letter counts as handled, and what handling then came to."""
    steps = {
        step.code: str(step.outcome)
        for step in shipped_table().steps
        if step.outcome and step.code not in _AFTER_HANDLING
    }
    return steps | {"withdraw": WITHDRAWN}


@cache
def settling_steps() -> tuple[frozenset[str], frozenset[str]]:
    """The steps that make a matter settled, and those that take this back."""
    steps = shipped_table().steps
    grants = frozenset(step.code for step in steps if Milestone.SETTLED in step.grants)
    revokes = frozenset(step.code for step in steps if Milestone.SETTLED in step.revokes)
    return grants, revokes | {"came_back"}


ACCEPTING = frozenset({"accept", "accept_again", "take_over"})
ENDING = {"decide": DECIDED, "conclude": DECIDED, "terminate": TERMINATED}
TO_INVESTIGATORS = "hand_to_investigators"
# The terms of settlement: complaints first and second, of discipline, denunciations.
SETTLEMENT_TERMS = ("KN-1", "KN-2", "KN-KL", "TC-1")
