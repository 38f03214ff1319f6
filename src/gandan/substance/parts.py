"""Totals and their parts: when a list must add up, when it may not exceed, when nothing is said."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from gandan.substance.constraints import AtMost, Same, Sum, Verdict
from gandan.substance.families import OTHERS, common_family, places
from gandan.substance.figures import Figure, Mark
from gandan.substance.items import Group, Item, Link, Statement
from gandan.substance.likelihood import one_digit
from gandan.substance.relations import Relation, Severity

# "Một phản ánh có thể thuộc nhiều lĩnh vực": the writer says that the parts overlap.
OVERLAP = re.compile(
    r"có thể thuộc (?:nhiều|hai|từ)|có thể có nhiều|nhiều lỗi|nhiều sai phạm|thuộc nhiều (?:lĩnh vực|nội dung|loại)|nhiều nội dung|"
    r"(?:tổng|cộng)[^.;]{0,40}(?:lớn|nhiều|cao) hơn|trùng nhau|tính trùng|có thể trùng|"
    r"đồng thời|vừa .{1,30} vừa|một người có thể|nhiều lĩnh vực|kiêm nhiệm|không cộng|đa lựa chọn|"
    r"một \w+ có thể|cùng lúc"
)
# A list that says itself to be a choice of the whole.
SOME = re.compile(
    r"\b(?:chủ yếu|tiêu biểu|điển hình|nổi bật|như|nhất là|đáng chú ý|ví dụ|cao nhất|nhiều nhất|một số|(?<!hoàn cảnh )(?<!khó khăn )đặc biệt|tập trung)\b"
)
# People may be several of these at once.
_ATTRIBUTE = re.compile(
    r"\b(?:(?<!phụ )nữ|đảng viên|dân tộc|tôn giáo|trẻ|dưới \d+ tuổi|đại học|thạc sĩ|trình độ|chuyên môn|lý luận|kiêm|"
    r"ngoài đảng|hưu trí|công giáo|đoàn viên|hội viên)\b"
)
_QUALITY = re.compile(
    r"\b(?:(?<!phụ )nữ|dân tộc|tôn giáo|trẻ|dưới \d+ tuổi|tuổi|đại học|thạc sĩ|trình độ|lý luận|kiêm)\b"
)
_DONE = re.compile(r"^\s*(?:đã|giải quyết|xử lý|trả lời)\b")
# A place or means, not something that has parts: tại 2 trụ sở, qua 3 kênh.
_PLACE = re.compile(r"\b(?:tại|ở|qua|trên|thuộc|của|cho)\s*$")
# Families whose lists are often left incomplete on purpose.
_SOFT = frozenset({"funds", "level", "done", "satisfied", "sex"})
SLIP = 10  # a gap of at most a tenth of the total looks like a slip
NEAR_MISS = 25


_SENT = re.compile(r"\b(?:phát ra|gửi đi|phát|mời)\b")
_BACK = re.compile(r"\b(?:thu về|thu lại|thu được|nhận về)\b")


def _back_of_sent(items: Sequence[Item]) -> Iterator[Relation]:
    """No more papers come back than were sent out."""
    for sent, back in pairwise(items):
        if not (_SENT.search(sent.lead) and _BACK.search(back.lead) and sent.value and back.value):
            continue
        if sent.value.fits(back.value) and sent.value.noun.text.startswith("phiếu"):
            yield Relation("sum.exceeds", AtMost(back.value, sent.value))


def part_relations(statements: Sequence[Statement], lowered: str) -> Iterator[Relation]:
    for statement in statements:
        yield from _back_of_sent(statement.items)
        text = lowered[statement.start : statement.end]
        overlaps = bool(OVERLAP.search(text))
        siblings = statement.items
        for item in _with_groups(siblings):
            for group in item.groups if not item.is_rate else ():
                yield from _of_group(item, group, siblings, lowered, overlaps=overlaps)


def _made_exact(item: Item, group: Group) -> Same | None:
    """ "gần 1.500 người, cụ thể là 1.482 người": one figure said again, and no list."""
    total, first = item.value, group.items[0].value if group.items else None
    if total is None or first is None or not group.words.startswith("cụ thể"):
        return None
    loose = total.mark in {Mark.ABOUT, Mark.ABOVE, Mark.BELOW} and first.mark == Mark.EXACT
    alike = first.unit == total.unit and first.noun.text == total.noun.text
    bare = not group.items[0].lead and not group.items[0].groups
    return Same(first, total) if loose and alike and bare else None


def _with_groups(items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        for group in item.groups:
            if group.link != Link.PLUS:
                yield from _with_groups(group.items)


def _of_group(
    item: Item, group: Group, siblings: Sequence[Item], lowered: str, *, overlaps: bool
) -> Iterator[Relation]:
    if group.link == Link.PLUS and item.values:
        terms = tuple((1, part.values[0]) for part in group.items)
        readings = [Sum(v, terms) for v in item.values]
        yield Relation("sum.parts", readings[-1], tuple(readings[:-1]), explicit=True)
        return
    if (exact := _made_exact(item, group)) is not None:
        yield Relation("same.value", exact)
        return
    counted = _counts_entries(item, group)  # "3 khu đất với 1,9 ha: khu A ..., khu B ..."
    lone = group.items[0] if len(group.items) == 1 else None
    if group.link == Link.BRACKETS and lone is not None and not lone.label:
        return  # "(2.022 đơn)": the count of something else
    for place, total in enumerate(_totals(item, group)):
        parts = _parts(group, total, item)
        if place == 0 and counted:
            continue
        # A second value ("với 37.879 người") has parts only where they name what they count.
        if parts and (place == 0 or all(v.noun or not v.is_count for _, v in parts)):
            yield from _of_total(item, total, group, parts, siblings, lowered, overlaps=overlaps)


def _counts_entries(item: Item, group: Group) -> bool:
    """ "Có 3 việc nổi lên:" over a list of three: the total is the length of the list."""
    total = item.value
    if total is None or group.link not in {Link.COLON, Link.CONSISTS} or total.value > 20:
        return False
    entries = [part for part in group.items if part.strong] or group.items
    different = any(v.noun and not v.noun.fits(total.noun) for p in entries for v in p.values[:1])
    above = any(v.value > total.value for p in entries for v in p.values[:1])
    counted = {len(entries), len(entries) + group.uncounted, len(group.items)}
    return (different or above) and total.value in counted


def _totals(item: Item, group: Group) -> list[Figure]:
    """The values of an item, first the one that the group most likely divides."""
    if group.link != Link.BRACKETS:
        return item.values
    # Brackets belong to the figure just before them.
    return sorted(item.values, key=lambda v: (v.start > group.start, -v.start))


def _parts(group: Group, total: Figure, item: Item) -> list[tuple[Item, Figure]]:
    """The value of each part that measures the same kind of thing as the total."""
    named = [(part, part.values[0]) for part in group.items if part.values and not part.is_rate]
    family, whole = common_family(tuple(_label(part) for part, _ in named))
    if family == "awarded" and whole and total.is_count and not total.noun.typed:
        return named  # 397 điển hình, gồm 240 tập thể và 157 cá nhân
    if family == "kind" and all(value.is_count for _, value in named) and total.is_count:
        return named  # 1.046 đơn: 118 khiếu nại, 74 tố cáo, 844 kiến nghị, phản ánh
    if _is_umbrella(total, [value for _, value in named], group):
        return named  # 23 đơn vị: 11 xã, 8 trường học và 4 doanh nghiệp
    found = []
    for part in group.items:
        if part.is_rate:
            continue
        own = [
            value
            for value in part.values
            if value.unit == total.unit and _same_noun(value, total, item, group)
        ]
        if own:
            again = len(own) > 1 and own[0].value == total.value and _AGAIN.search(part.label)
            found.append((part, own[1] if again else own[0]))
    return found


# "74 lượt, trong đó 74 lượt nêu trên có 58 lượt thường xuyên"
_AGAIN = re.compile(r"\b(?:nêu trên|nói trên|này|đó)\b")
_UMBRELLA = frozenset(
    {"đơn vị", "cơ quan", "tổ chức", "cơ sở", "cơ sở thờ tự", "điểm", "địa điểm", "tập thể"}
)
_UNDER = frozenset({"places", "groups"})


def _is_umbrella(total: Figure, values: Sequence[Figure], group: Group) -> bool:
    """Whether the total is of a general noun and the parts are each of another kind of it."""
    nouns = [value.noun.text for value in values]
    kinds = all(value.noun.classes & _UNDER and value.is_count for value in values)
    whole = total.noun.text in _UMBRELLA and len(nouns) == len(group.items) == len(set(nouns))
    return whole and kinds and len(nouns) > 1 and all(v.value <= total.value for v in values)


def _same_noun(value: Figure, total: Figure, item: Item, group: Group) -> bool:
    unnamed = value.noun and not total.noun and value.is_count
    if unnamed and re.search(rf"\b(?:số|tổng) {re.escape(value.noun.text)}\b", item.lead):
        return True  # "số đơn phải giải quyết 312, gồm 45 đơn tồn"
    # "tại 2 trụ sở: 440 lượt" is no list of parts; "388 (229 khiếu nại, 159 tố cáo)" is.
    if unnamed and (value.noun.typed or group.link in {Link.COLON, Link.AMONG}):
        return False
    first = next(v for v in _totals(item, group) if v.unit == total.unit)
    if not value.noun and len(item.values) > 1 and total is not first:
        return False
    return value.noun.fits(total.noun)


def _of_total(
    item: Item,
    total: Figure,
    group: Group,
    parts: list[tuple[Item, Figure]],
    siblings: Sequence[Item],
    lowered: str,
    *,
    overlaps: bool,
) -> Iterator[Relation]:
    if (
        _is_place(item, total, group, lowered)
        or overlaps
        or _counts_else(total, group, parts, lowered)
    ):
        return
    if common_family(tuple(part.label for part, _ in parts)) == ("flow", True):
        signs = [-1 if places(part.label).get("flow") == "out" else 1 for part, _ in parts]
        terms = tuple(zip(signs, (value for _, value in parts), strict=True))
        yield Relation("sum.parts", Sum(total, terms), (_sum(total, parts),))
        return
    for part, value in parts:
        if value.range.low > total.range.high and not _is_other(part, value, total):
            wholes = [v for host in group.hosts for v in host.values if v.fits(value)]
            yield Relation(
                "sum.exceeds", AtMost(value, total), tuple(AtMost(value, w) for w in wholes)
            )
            return
    every = _everything(group, total)
    if len(every) > len(parts) and OTHERS.search(every[-1][0].label) and _slips(total, every):
        parts = every  # 62 văn bản: 40 thủ tục, 12 quyết định, 10 thông báo khác
    if len(parts) < 2:
        return
    primary = _sum(total, parts)
    relation = Relation("sum.parts", primary, _readings(item, total, group, parts, siblings))
    if relation.verdict == Verdict.HOLDS:
        yield relation
        return
    severity = _severity(total, group, parts, primary, lowered)
    if severity is None and _unit_slipped(total, parts):
        severity = Severity.ERROR
    if severity is None and _digit_slipped(total, parts, primary):
        severity = Severity.WARNING
    if severity:
        relation.severity = severity
        yield relation


def _unit_slipped(total: Figure, parts: Sequence[tuple[Item, Figure]]) -> bool:
    """Whether one part in the unit of the total, or of the others, would make all agree: 6,4 m2 for ha."""
    figures = [value for _, value in parts]
    if total.is_count or len({f.factor for f in (total, *figures)}) < 2:
        return False
    for place, one in enumerate(figures):
        for factor in {f.factor for f in (total, *figures)} - {one.factor}:
            times = factor / one.factor
            mended = replace(one, value=one.value * times, step=one.step * times, factor=factor)
            terms = [*figures[:place], mended, *figures[place + 1 :]]
            if Sum(total, tuple((1, f) for f in terms)).verdict() <= Verdict.NEAR:
                return True
    return False


def _digit_slipped(total: Figure, parts: Sequence[tuple[Item, Figure]], primary: Sum) -> bool:
    """Whether a list of all kinds lacks its sum by one digit of one part: 75 triệu for 750."""
    family, whole = common_family(tuple(_label(part) for part, _ in parts))
    gap = total.value - primary.expected
    if not (family and whole) or len(parts) < 2:
        return False
    return any(one_digit(v.value, v.value + gap, v.step) for _, v in parts if v.value + gap > 0)


def _everything(group: Group, total: Figure) -> list[tuple[Item, Figure]]:
    """All entries of a list, whatever they count."""
    return [(p, p.values[0]) for p in group.items if p.values and p.values[0].unit == total.unit]


def _slips(total: Figure, parts: Sequence[tuple[Item, Figure]]) -> bool:
    """Whether the parts make the total, or nearly."""
    return abs(_sum(total, parts).expected - total.value) * SLIP <= total.value


def _sum(total: Figure, parts: Sequence[tuple[Item, Figure]]) -> Sum:
    return Sum(total, tuple((1, value) for _, value in parts))


def _readings(
    item: Item,
    total: Figure,
    group: Group,
    parts: list[tuple[Item, Figure]],
    siblings: Sequence[Item],
) -> Iterator[Sum]:
    """Other ways to read the list: it ends earlier, or goes on with what follows, or its total
    is another value of the item."""
    for length in range(2, len(parts)):
        yield _sum(total, parts[:length])
    for other in item.values:
        if other is not total and other.unit == total.unit:
            yield _sum(other, parts)
    if item.base is not None:
        yield _sum(item.base, parts)
    yield _sum(total, _everything(group, total))
    later = [s for s in siblings if s.start > group.end]
    for count in range(1, len(later) + 1):
        more = [(s, s.values[0]) for s in later[:count] if s.values and s.values[0].fits(total)]
        yield _sum(total, [*parts, *more])
    nested = [p for part, _ in parts for g in part.groups for p in _parts(g, total, item)]
    if nested:
        yield _sum(total, [*parts, *nested])
    before = [*group.hosts]
    before += [
        s for s in siblings if s.end <= item.start and s.values and s.values[0].unit == total.unit
    ]
    for one in before:
        for whole in [v for v in one.values if v.unit == total.unit]:
            yield _sum(whole, parts)
            yield _sum(whole, [(item, total), *parts])


def _severity(
    total: Figure, group: Group, parts: list[tuple[Item, Figure]], primary: Sum, lowered: str
) -> Severity | None:
    """How sure it is that the list was meant to add up; None where the text does not say so."""
    labels = tuple(_label(part) for part, _ in parts)
    family, whole = common_family(labels)
    reached = primary.expected
    gap = total.value - reached
    words = (
        group.words + " " + lowered[max(total.end, total.noun_end, group.start - 30) : group.start]
    )
    if _names_some(words, parts) or (gap > 0 and not family and _overlap(parts)):
        return None
    rest = any(re.search(r",.*\bcòn lại\b", part.label) for part, _ in parts)
    missing = rest or group.uncounted > 0 or _has_other_nouns(group, parts)
    whole = whole and not missing
    if gap < 0:
        above = _when_above(group, family, labels, whole=whole, missing=missing)
        slip = -gap * SLIP <= total.value and not total.is_count
        return Severity.ERROR if above and slip else above
    slip = gap * SLIP <= total.value
    if whole and family and (slip or family not in _SOFT):
        return Severity.ERROR
    match group.link:
        case Link.CONSISTS:
            if missing:
                return None
            return Severity.ERROR if slip or len(parts) > 2 or whole else Severity.WARNING
        case Link.COLON | Link.BRACKETS:
            if missing:
                return None
            if slip or whole:
                return Severity.ERROR
            return Severity.WARNING if len(parts) > 2 else None
        case _:
            if whole and not family:
                return Severity.ERROR
            near = SLIP if _is_umbrella(total, [v for _, v in parts], group) else NEAR_MISS
            if len(parts) > 2 and gap * near <= total.value and not missing:
                return Severity.WARNING
            return None


def _names_some(words: str, parts: Sequence[tuple[Item, Figure]]) -> bool:
    return bool(SOME.search(words)) or any(SOME.search(part.label) for part, _ in parts)


def _overlap(parts: Sequence[tuple[Item, Figure]]) -> bool:
    """Women, the young, graduates: some are several of these."""
    return sum(bool(_QUALITY.search(part.label)) for part, _ in parts) > 1


def _label(part: Item) -> str:
    noun = part.values[0].noun.text if part.values else ""
    return f"{part.scope} {part.label} {noun}".strip()


def _when_above(
    group: Group, family: str, labels: tuple[str, ...], *, whole: bool, missing: bool
) -> Severity | None:
    """Parts that together exceed the total: wrong where they are disjoint."""
    if family or whole or group.link in {Link.CONSISTS, Link.COLON, Link.BRACKETS}:
        return Severity.ERROR
    if missing or any(_ATTRIBUTE.search(label) for label in labels):
        return None
    if 0 < sum(bool(_DONE.search(label)) for label in labels) < len(labels):
        return None  # "51 về đất đai, đã trả lời 78" are two ways to look at one whole
    return Severity.WARNING if len(set(labels)) == len(labels) else None


def _has_other_nouns(group: Group, parts: list[tuple[Item, Figure]]) -> bool:
    """Whether some entries count other things, so that the list is no plain sum."""
    inside = {id(part) for part, _ in parts}
    items = group.items
    if items and id(items[-1]) not in inside and re.match(r"(?:với|thu hút|cho)\b", items[-1].lead):
        items = items[:-1]  # "..., với trên 16.000 lượt người nghe" tells of all of them
    return any(part.values and id(part) not in inside for part in items)


_NEXT = re.compile(r" ([^\W\d]+)")


def _counts_else(
    total: Figure, group: Group, parts: Sequence[tuple[Item, Figure]], lowered: str
) -> bool:
    """ "9 chức danh: số phiếu phát ra 112": what the total counts is not in the list, so the
    list need not be of it."""
    after = _NEXT.match(lowered, total.end)
    if total.noun or not total.is_count or group.link in {Link.CONSISTS, Link.PLUS} or not after:
        return False
    word = after[1]
    if word in {"trong", "gồm", "bao", "cụ", "và", "chiếm", "đạt", "tăng", "giảm"}:
        return False
    return not any(word in f"{part.label} {lowered[v.end : v.end + 20]}" for part, v in parts)


def _is_place(item: Item, total: Figure, group: Group, lowered: str) -> bool:
    if total.mark in {Mark.AT_LEAST, Mark.AT_MOST}:
        return True
    if "days" in total.noun.classes and group.link == Link.COLON:
        return True  # "dưới 10 ngày: 13; trên 30 ngày: 3"
    before = lowered[max(0, total.start - 8) : total.start]
    if not _PLACE.search(before) or item.base:
        return False
    return group.link == Link.COLON or any(
        part.values and not part.values[0].noun and part.values[0].value > total.value
        for part in group.items
    )


def _is_other(part: Item, value: Figure, total: Figure) -> bool:
    """Whether the value may count something else than the total does."""
    if value.noun and total.noun:
        return False
    return part.strong and bool(value.noun or total.noun)
