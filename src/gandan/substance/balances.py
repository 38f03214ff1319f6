"""What is left and what is carried over, across the sentences of a paragraph.

received = done + left; before + new = to be dealt with; before + new - done = after;
a, b and "altogether" c.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from gandan.substance.constraints import AtMost, Constraint, Sum
from gandan.substance.families import OTHERS, common_family, places
from gandan.substance.figures import Figure
from gandan.substance.flows import flow_relations
from gandan.substance.funds import fund_relations
from gandan.substance.items import Item, Statement, lists_of
from gandan.substance.relations import Relation

_PERIOD = r"(?:kỳ|kì|tháng|quý|năm)"
LEFT = re.compile(
    r"^(?:(?:số|đến|cuối|hết|nay|hiện|năm|tháng|quý|kỳ|ngày|tính|vẫn|[\d/.-]+) )*"
    r"(?:còn lại|còn tồn|tồn lại|còn|tồn đọng|đang|chưa|tồn)\b|"
    r"\b(?:còn lại|(?:chưa|đang) (?:được )?(?:giải quyết|xử lý|thực hiện|hoàn thành|triển khai|trả lời|"
    rf"thi hành|xác minh|xem xét)|chuyển (?:sang )?{_PERIOD} (?:sau|tới)|tồn cuối)\b"
)
DONE = re.compile(
    r"\bđã\b|(?<!chưa )\bxong\b|\b(?:giải quyết|xử lý|hoàn thành|thực hiện|thi hành) (?:xong|được|dứt điểm)\b|"
    r"(?<!phải )(?<!cần )(?<!chờ )(?<!quyết định )(?<!kết quả )(?<!hạn )(?<!thẩm quyền )"
    r"\b(?:giải quyết|xử lý|hoàn thành|trả lời)\b(?! theo)|"
    r"^(?:trùng|nặc danh|không đủ|không thuộc|đình chỉ|rút)\b"
)
CARRIED = re.compile(
    rf"\b(?:{_PERIOD} trước (?:chuyển|tồn|còn|để lại|mang sang)|tồn (?:từ )?{_PERIOD} trước|"
    rf"chuyển (?:từ )?{_PERIOD} trước|các {_PERIOD} trước|"
    rf"(?:số )?cũ chuyển|từ {_PERIOD} trước|chuyển sang|tồn đầu|đầu {_PERIOD}|tồn từ|chuyển tiếp)\b"
)
NEW = re.compile(
    rf"\b(?:trong {_PERIOD}|mới|phát sinh|(?:có|nhận|bổ sung) thêm|tiếp nhận mới|nhận mới|tiếp nhận|nhận|nhận được|thụ lý)\b"
)
_FAR = re.compile(r"\b(?:trong|trước|sau|bằng|mỗi|tại|với|qua)\b|(?:\S+\s+){6}")
ALL = re.compile(r"\b(?:tổng|phải|cộng|toàn bộ|tất cả)\b")
ALTOGETHER = re.compile(
    r"^(?:cộng|tổng|tổng số)(?: \w+ đồng)?$|\b(?:tổng cộng|cộng lại|cộng chung|tổng số là|tổng là|tất cả là|cả thảy)\b|"
    r"\bcả (?:hai|ba|bốn|năm|sáu|\d+) (?:đợt|đơn vị|cấp|khối|nhóm|loại|xã|phường|nguồn|kỳ|quý|lần|tháng|buổi|hội)\b"
)
WHOLE_OF = re.compile(
    r"^(?:toàn (?:tỉnh|thành phố|huyện|quận|phường|xã)|cả (?:năm|tỉnh|thành phố|huyện|quận))\b"
)
MINUS = re.compile(r"\b(?:trừ|loại|sau khi loại|bớt)\b")
# "còn có 5 mô hình" tells of more, not of what is left.
_NOT_LEFT = re.compile(
    r"\bcòn (?:có|để|được|phải nộp|nhiều|xảy ra|một số|hạn chế|hiệu lực|gặp|thiếu)\b"
)
_END = re.compile(
    r"\b(?:cuối|đến nay|hiện|hiện nay|chuyển sang|đến \w+ còn|còn lại|còn tồn|tính đến)\b"
)
SLIP = 5  # a gap of more than a fifth: the total is another one
NEAR = 7  # counts before, among which the whole is looked for
# Lists in these families may stand as sentences of their own after a total.
_SPOKEN = frozenset(
    "eligible competence kind mode round outcome success valid agree time satisfied grade sex done level registered".split()
)


@dataclass(frozen=True)
class Entry:
    """A count of a paragraph with the words that tell its role."""

    item: Item
    figure: Figure

    @property
    def words(self) -> str:
        return f"{self.item.scope} {self.item.label}".strip()

    @property
    def plain(self) -> str:
        """The label without the noun that may open it: "tổ chưa họp", "quyết định chưa thi hành"."""
        return self.item.label.removeprefix(self.figure.noun.text).strip()

    @property
    def is_left(self) -> bool:
        if "days" in self.figure.noun.classes:
            return False
        after = LEFT.search(self.item.lead)
        if after and _FAR.search(self.item.lead[after.end() :]):
            return False  # "còn lại trả lời bằng văn bản trong 10 ngày"
        own = bool(LEFT.search(self.plain) or LEFT.search(self.words))
        return own and not _NOT_LEFT.search(self.words)

    @property
    def is_done(self) -> bool:
        return bool(DONE.search(self.item.label)) and not self.is_left


def balance_relations(statements: Sequence[Statement]) -> Iterator[Relation]:
    for statement in statements:
        for siblings in lists_of(statement.items):
            if siblings and siblings[0] not in statement.items:
                inside = [Entry(item, value) for item in siblings for value in item.values]
                yield from _spoken_parts(inside)
    items = [item for s in statements for item in s.items if not item.is_rate]
    yield from fund_relations(items)
    yield from flow_relations(items)
    for run in _runs(statements):
        stock = list(_stock(run))
        yield from stock
        ends = {relation.primary.figures[0] for relation in stock}
        for place in range(1, len(run)):
            if run[place].figure not in ends:
                yield from _left(run, place)
            yield from _altogether(run, place)
        yield from _carried(run)
        yield from _spoken_parts(run)


def _runs(statements: Sequence[Statement]) -> Iterator[list[Entry]]:
    """The counts under one heading, one after another."""
    run: list[Entry] = []
    section = None
    for statement in statements:
        if statement.section != section:
            yield run
            run, section = [], statement.section
        run += [
            Entry(item, value)
            for item in statement.items
            if not item.is_rate
            for value in item.values
        ]
    yield run


# -- what is left ---------------------------------------------------------------------------


def _left(run: list[Entry], place: int) -> Iterator[Relation]:
    left = run[place]
    if not left.is_left:
        return
    before = [e for e in run[max(0, place - NEAR) : place] if e.figure.fits(left.figure)]
    before = [e for e in before if left.item.sentence - e.item.sentence <= 3]
    minus = _subtraction(before, left)
    if minus is not None:
        yield Relation("balance.left", minus, explicit=True)
        return
    primary = _primary(before, left)
    if primary is None:
        return
    after = [e for e in run[place + 1 : place + 4] if e.item.sentence == left.item.sentence]
    beside = [e.figure for e in after if e.figure.fits(left.figure)]
    yield Relation("balance.left", primary, _readings(before, left.figure, beside))


def _primary(before: list[Entry], left: Entry) -> Constraint | None:
    """A whole, then what is done of it, then the rest: in one sentence, or side by side."""
    ratio = next((e for e in reversed(before) if e.item.base is not None), None)
    # "14/15 KN quá hạn; 107 kiến nghị chưa xong" tells of two things.
    named = ratio is not None and (not left.figure.noun or _base_noun(ratio))
    if left.item.base is not None or _is_whole_of_done(ratio):
        return None  # "4/15 đạt, 1/15 chưa đạt"; "158/182 vụ đã hòa giải, 5 vụ đang hòa giải"
    if ratio is not None and ratio.item.base is not None and _close(ratio, left) and named:
        return Sum(left.figure, ((1, ratio.item.base), (-1, ratio.item.values[0])))
    done = next((e for e in reversed(before) if e.is_done), None)
    if done is None or not _close(done, left):
        return None
    alike = bool(left.figure.noun) and left.figure.noun == done.figure.noun
    if left.item.block != done.item.block and not alike:
        return None
    if not LEFT.match(left.plain) and done.item.sentence != left.item.sentence:
        return None  # "10 vụ phức tạp còn lại được nêu tên" need not be what is left of all
    earlier = before[: before.index(done)]
    wholes = [
        e
        for e in earlier
        if not e.is_left
        and e.figure.range.high >= done.figure.range.low
        and (not e.is_done or e.item.sentence == done.item.sentence)
        and (_close(e, done) or _is_received(e, done))
    ]
    if not wholes:
        return None
    largest = max(wholes, key=lambda e: e.figure.value)
    if left.figure.range.low > largest.figure.range.high:
        return AtMost(left.figure, largest.figure)
    between = [e.figure for e in before[before.index(done) + 1 :] if e.is_left]
    minus = tuple((-1, figure) for figure in (done.figure, *between))
    return Sum(left.figure, ((1, wholes[-1].figure), *minus))


def _is_whole_of_done(ratio: Entry | None) -> bool:
    """Whether the second figure of the ratio counts what is done, not all there was."""
    if ratio is None or ratio.item.base is None:
        return False
    return bool(re.match(r"(?:\S+ ){0,2}đã\b", ratio.item.base_words))


_RECEIVED = re.compile(r"\b(?:tiếp nhận|nhận|thụ lý|phải|tổng|được giao)\b")


def _is_received(whole: Entry, done: Entry) -> bool:
    """A total some sentences before, of the very noun: "tiếp nhận 15.320 phản ánh"."""
    near = done.item.sentence - whole.item.sentence <= 3
    alike = bool(whole.figure.noun) and whole.figure.noun == done.figure.noun
    return near and alike and bool(_RECEIVED.search(whole.words))


def _base_noun(entry: Entry) -> bool:
    return entry.item.base is not None and bool(entry.item.base.noun)


def _close(first: Entry, second: Entry) -> bool:
    return second.item.sentence - first.item.sentence <= 1


def _readings(before: Sequence[Entry], value: Figure, after: Sequence[Figure]) -> Iterator[Sum]:
    """Any earlier count, or two of them, less any of the counts between and beside."""
    figures = [entry.figure for entry in before]
    for place, whole in enumerate(figures):
        rest = figures[place + 1 :] + list(after)
        yield from _less(value, ((1, whole),), rest)
        for other in figures[place + 1 :]:
            more = [figure for figure in rest if figure is not other]
            yield from _less(value, ((1, whole), (1, other)), more)
    for entry in before:
        if entry.item.base is not None:
            done = entry.item.values[0]
            yield from _less(value, ((1, entry.item.base), (-1, done)), list(after))
            yield Sum(value, ((1, entry.item.base), (-1, done)))


def _less(value: Figure, plus: tuple[tuple[int, Figure], ...], rest: list[Figure]) -> Iterator[Sum]:
    for count in range(1, min(3, len(rest)) + 1):
        for chosen in combinations(rest[:6], count):
            yield Sum(value, (*plus, *((-1, figure) for figure in chosen)))


def _subtraction(before: list[Entry], left: Entry) -> Sum | None:
    """ "4.300 đơn; trừ 1.255 đơn trùng và 1.800 đơn ngoài thẩm quyền, còn 3.000"."""
    first = next((n for n, e in enumerate(before) if n and MINUS.search(e.item.label)), None)
    if first is None or before[first].item.sentence != left.item.sentence:
        return None
    minus = tuple((-1, entry.figure) for entry in before[first:])
    return Sum(left.figure, ((1, before[first - 1].figure), *minus))


# -- sums across sentences ------------------------------------------------------------------


def _altogether(run: list[Entry], place: int) -> Iterator[Relation]:
    """a, b, "tổng cộng" c: the counts of the sentence before it."""
    total = run[place]
    spoken = bool(ALTOGETHER.search(total.item.label) or ALTOGETHER.search(total.item.lead))
    called = re.match(r"(?:và )?tổng số\b", total.item.lead)
    whole = called and place > 1 and common_family(tuple(e.words for e in run[place - 2 : place]))
    spoken = spoken or bool(whole and whole[1] and whole[0])
    if not (spoken or WHOLE_OF.search(total.item.label)) or total.item.groups:
        return
    before = [
        e
        for e in run[:place]
        if e.item.sentence == total.item.sentence
        and e.figure.fits(total.figure)
        and (bool(e.figure.noun) == bool(total.figure.noun) or _BY_TIME.match(e.item.lead))
    ]
    if len(before) < 2:
        yield from _of_listed(run, total)
        return
    if not (spoken or _makes_whole(before)):
        return
    ways = [
        Sum(total.figure, tuple((1, e.figure) for e in before[first:]))
        for first in range(len(before) - 1)
    ]
    yield Relation("sum.parts", ways[0], tuple(ways[1:]))


_BY_TIME = re.compile(r"^(?:quý [ivx1-4]+|tháng \d{1,2}|6 tháng (?:đầu|cuối))\b")


def _of_listed(run: list[Entry], total: Entry) -> Iterator[Relation]:
    """ "3 tháng (tháng 6: 412 lượt, tháng 7: 388 lượt), tổng cộng 800 lượt"."""
    for entry in run:
        if entry.item.sentence != total.item.sentence or entry.figure.start > total.figure.start:
            continue
        for group in entry.item.groups:
            listed = [part.values[0] for part in group.items if part.values]
            if len(listed) > 1 and all(f.fits(total.figure) and f.noun for f in listed):
                yield Relation("sum.parts", Sum(total.figure, tuple((1, f) for f in listed)))
                return


def _makes_whole(before: list[Entry]) -> bool:
    """Levels of a province, halves or quarters of a year: together they are all of it."""
    labels = tuple(e.words for e in before)
    if common_family(labels)[0] == "level":
        return True
    halves = all(re.search(r"\b(?:đầu|cuối) năm\b", label) for label in labels)
    quarters = all(re.search(r"\bquý [ivx1-4]+\b", label) for label in labels)
    return (halves and len(before) == 2) or (quarters and len(before) == 4)


def _carried(run: list[Entry]) -> Iterator[Relation]:
    """Carried over, new, and both together, each said once under a heading."""
    rows = _with_parts(run)
    old = [
        e for e in rows if CARRIED.search(e.words) and not ALL.search(e.words) and not _is_open(e)
    ]
    if len(old) != 1:
        return
    like = [e for e in rows if e is not old[0] and e.figure.fits(old[0].figure)]
    near = [e for e in like if abs(e.item.sentence - old[0].item.sentence) <= 3]
    fresh = [
        e
        for e in near
        if NEW.search(e.words) and not ALL.search(e.words) and not DONE.search(e.words)
    ]
    whole = [e for e in near if ALL.search(e.words) and e not in fresh and not e.is_left]
    if len(fresh) != 1 or not whole:
        return
    primary = Sum(whole[0].figure, ((1, old[0].figure), (1, fresh[0].figure)))
    others = [
        Sum(a.figure, ((1, b.figure), (1, old[0].figure))) for a in like for b in like if a is not b
    ]
    yield Relation("balance.carried", primary, tuple(others))


def _is_open(entry: Entry) -> bool:
    """Left at the end, and not what "các kỳ trước chưa thực hiện" was left before."""
    return entry.is_left and not re.search(rf"\b{_PERIOD} trước\b", entry.words)


def _stock(run: list[Entry]) -> Iterator[Relation]:
    """At the beginning, new, done, at the end: each said once."""
    start = [e for e in run if re.search(rf"\bđầu {_PERIOD}\b|\bcuối {_PERIOD} trước\b", e.words)]
    if len(start) != 1:
        return
    later = [e for e in run[run.index(start[0]) + 1 :] if e.figure.fits(start[0].figure)]
    near = [e for e in later if e.item.sentence - start[0].item.sentence <= 3]
    fresh = [e for e in near if NEW.search(e.words) and not ALL.search(e.words) and not e.is_left]
    done = [e for e in near if e.is_done and e not in fresh]
    end = [e for e in near if e.is_left and _END.search(e.words)]
    if len(fresh) != 1 or len(done) != 1 or len(end) != 1:
        return
    primary = Sum(end[0].figure, ((1, start[0].figure), (1, fresh[0].figure), (-1, done[0].figure)))
    others = _readings([e for e in near if e is not end[0]], end[0].figure, [])
    yield Relation("balance.stock", primary, others)


def _spoken_parts(run: list[Entry]) -> Iterator[Relation]:
    """A total, then all kinds of it in sentences of their own: eligible and not, by kind."""
    place = 1
    while place < len(run):
        found = _longest_family(run, place)
        if found:
            yield from _of_spoken(run, place, found)
            place += len(found)
        else:
            place += 1


_ALL_LEVELS = re.compile(
    r"\b(?:các cấp|(?:hai|ba|bốn|2|3|4) cấp|toàn (?:tỉnh|thành phố|huyện|quận|ngành)|tổng (?:số|cộng|lượt))\b"
)


def _longest_family(run: list[Entry], place: int) -> list[Entry]:
    first = run[place]
    following = [
        e
        for n, e in enumerate(run[place : place + 5])
        if e.item.sentence - first.item.sentence <= max(1, n)
    ]
    for count in range(len(following), 1, -1):
        parts = following[:count]
        if any(e.item.shares and e.item.shares[0].count for e in parts):
            continue
        labels = [e.item.label or e.item.scope for e in parts]
        if any(OTHERS.search(label) for label in labels[:2]) or any(e.item.base for e in parts):
            continue
        family, whole = common_family(tuple(labels))
        alike = all(e.figure.fits(first.figure) for e in parts)
        if family == "done":  # three of one kind, said alike: đã, đang, chưa
            alike = alike and len({e.figure.noun for e in parts}) == 1 and count > 2
        if family == "level":
            alike = alike and bool(_ALL_LEVELS.search(" ".join(e.words for e in run[:place])))
        if family in _SPOKEN and whole and alike:
            return parts
    return []


def _of_spoken(run: list[Entry], place: int, parts: list[Entry]) -> Iterator[Relation]:
    first = parts[0]
    before = [
        e
        for e in run[:place]
        if e.figure.fits(first.figure)
        and first.item.sentence - e.item.sentence <= 2
        and e.item is not first.item
    ]
    family, _ = common_family(tuple(e.item.label or e.item.scope for e in parts))
    before = [e for e in before if family not in places(e.words)]
    if not before:
        return
    terms = tuple((1, e.figure) for e in parts)
    reached = sum((e.figure.value for e in parts), Fraction(0))
    total = min(before, key=lambda e: abs(e.figure.value - reached))
    gap = abs(total.figure.value - reached)
    above = reached > max(e.figure.range.high for e in before)
    named = all(e.figure.noun for e in (total, *parts))
    named = named or all(e.item.scope and not e.item.label for e in parts)  # "Đã xong: 21. ..."
    beside = total.item.sentence == first.item.sentence
    if above or ((named or beside) and gap * SLIP <= total.figure.value):
        others = [Sum(e.figure, terms) for e in before]
        after = [e for e in run[place + len(parts) :] if e.item.sentence - first.item.sentence <= 1]
        more = [(1, e.figure) for e in after[:2] if e.figure.fits(first.figure)]
        others += [Sum(total.figure, (*terms, *more[:n])) for n in range(1, len(more) + 1)]
        yield Relation("sum.parts", Sum(total.figure, terms), others)


def _with_parts(run: Sequence[Entry]) -> list[Entry]:
    found: list[Entry] = []
    for entry in run:
        found.append(entry)
        for group in entry.item.groups:
            found += [Entry(part, part.values[0]) for part in group.items if part.values]
    return list({entry.figure.start: entry for entry in found}.values())
