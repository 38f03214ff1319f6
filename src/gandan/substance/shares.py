"""Shares of a base: chiếm 76,1 %, đạt 86 %, 14/15 (93,3 %); which base, and do they agree."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from gandan.substance.constraints import AtMost, OneBase, Quotient
from gandan.substance.families import common_family
from gandan.substance.figures import Figure
from gandan.substance.items import Item, Share, Statement, lists_of, walk
from gandan.substance.relations import Relation, Severity

HUNDRED = 100
_PLANNED = re.compile(r"\b(?:kế hoạch|chỉ tiêu|vượt|được giao|đăng ký|so với|cùng kỳ)\b")
_PLAN = re.compile(r"^(?:so với )?(?:kế hoạch|chỉ tiêu|mục tiêu|dự toán)\b")
_PLAN_WORD = re.compile(r"\b(?:đăng ký|kế hoạch|chỉ tiêu|được giao|giao)\b")
_SAID = re.compile(r"\b(?:này|nêu trên|nói trên|kể trên|trên đây)\b")
_DONE = re.compile(r"\b(?:đã|giải quyết|xử lý|hoàn thành|trả lời)\b")
FAR = 5
# "nhóm dưới 35 tuổi 58,9%": an age or a mark says whose share it is and is no part of a whole.
_OF_NOBODY = frozenset({"age", "degrees", "points", "times"})
LEAST_PAIRS = 3  # that must agree on a base which the text does not give


def share_relations(statements: Sequence[Statement], lowered: str) -> Iterator[Relation]:
    items = list({id(i): i for s in statements for i in walk(s.items)}.values())
    figures = [figure for item in items for figure in _counted(item)]
    based: set[int] = set()
    for item in items:
        if item.base is not None and item.value is not None and not _planned(item, lowered):
            yield Relation("sum.exceeds", AtMost(item.value, item.base))
        for share in item.shares:
            found = list(_of_share(item, share, items, figures))
            if found:
                based.add(id(share))
            yield from found
    for statement in statements:
        for siblings in lists_of(statement.items):
            yield from _common_base(siblings, based)


def _planned(item: Item, lowered: str) -> bool:
    """ "kết nạp 14/12 đảng viên, vượt chỉ tiêu": the second figure is no whole."""
    assert item.base is not None
    after = re.split(r"[;.\n]", lowered[item.base.end : item.base.end + 80])[0]
    return bool(_PLANNED.search(item.label) or _PLANNED.search(after))


def _counted(item: Item) -> list[Figure]:
    return [*item.values, *([item.base] if item.base else [])]


def _of_share(
    item: Item, share: Share, items: Sequence[Item], figures: Sequence[Figure]
) -> Iterator[Relation]:
    if share.of_before and item.before and item.value and item.before[0].fits(item.value):
        yield Relation("share.of_before", _quotient(share, item.value, item.before[0]))
        return
    planned = item.base is not None and not item.base.is_count
    if share.of_plan and not share.of and not planned:
        yield from _of_plan(item, share, items, figures)
        return
    if share.of_before:
        return
    if share.ratio:
        yield Relation("share.ratio", _quotient(share, *share.ratio))
        return
    part = share.count or item.value
    if part is None or part.is_share or part.value == 0 or part.unit in _OF_NOBODY:
        return
    if _SAID.search(item.label) or _names_absent(share, items, part):
        return  # "ba nhóm này chiếm 64,8%": the share of what was listed before
    above = item.parent.value if item.parent is not None else None
    if above is not None and _PLAN.search(item.lead) and above.fits(part):
        # "thu 318 triệu đồng (kế hoạch 300 triệu đồng, đạt 106%)"
        yield Relation("share.ratio", _quotient(share, above, part))
        return
    if item.base is not None and share.count is None:
        yield Relation("share.ratio", _quotient(share, part, item.base))
        return
    bases = list(_bases(item, share, part, items)) or _sentence_before(item, part, items)
    if bases:
        readings = [_quotient(share, part, base) for base in bases]
        others = _charitable(item, share, part, figures)
        yield Relation("share.base", readings[0], chain(readings[1:], others))
    elif share.figure.step < 1 and (near := _near(item, part, items)):
        readings = [_quotient(share, part, base) for base in near]
        others = chain(readings[1:], _charitable(item, share, part, figures))
        yield Relation("share.base", readings[0], others, Severity.WARNING)


_NAMED_BASE = re.compile(
    r"\b(?:phải (?:giải quyết|xử lý|thi hành|thực hiện)|thuộc thẩm quyền|đủ điều kiện)\b"
)


def _names_absent(share: Share, items: Sequence[Item], part: Figure) -> bool:
    """ "đạt 97% tổng số đơn phải giải quyết", of which the text gives no count."""
    named = _NAMED_BASE.search(share.words)
    if named is None or share.of:
        return False
    return not any(
        named[0] in f"{other.scope} {other.label}" and any(v.fits(part) for v in other.values)
        for other in items
    )


def _of_plan(
    item: Item, share: Share, items: Sequence[Item], figures: Sequence[Figure]
) -> Iterator[Relation]:
    """A share of the plan, where the plan is said before."""
    plans = _planned_before(item, share, items) if not share.of_before else []
    if plans and item.value is not None:
        readings = [_quotient(share, item.value, plan) for plan in plans]
        others = chain(readings[1:], _charitable(item, share, item.value, figures))
        yield Relation("share.base", readings[0], others)


def _planned_before(item: Item, share: Share, items: Sequence[Item]) -> list[Figure]:
    """ "Toàn quận đăng ký 320 mô hình. 256 mô hình được công nhận, bằng 80% số đăng ký"."""
    word = _PLAN_WORD.search(share.words)
    part = item.value
    if word is None or part is None:
        return []
    return [
        value
        for other in reversed(items)
        if other.section == item.section and 0 <= item.sentence - other.sentence <= 2
        if other is not item and word[0] in other.lead
        for value in other.values
        if value.unit == part.unit and (value.noun.text == part.noun.text or _bare(value, part))
    ]


def _bare(one: Figure, two: Figure) -> bool:
    return not one.noun or not two.noun


def _charitable(
    item: Item, share: Share, part: Figure, figures: Sequence[Figure]
) -> Iterator[Quotient]:
    """Other figures of the text that the share may be of; few, where the share is coarse."""
    if share.figure.step >= 1 and not share.of:
        return
    for base in figures:
        if base.fits(part) and base.value >= part.value:
            yield _quotient(share, part, base)
    others = [*item.values[1:], *(v for above in item.above() for v in above.values)]
    for other in others:
        for base in figures:
            if base.fits(other) and base.value > 0:
                yield _quotient(share, other, base)


def _quotient(share: Share, part: Figure, base: Figure) -> Quotient:
    return Quotient(share.figure, ((1, part),), ((1, base),), HUNDRED)


def _bases(item: Item, share: Share, part: Figure, items: Sequence[Item]) -> Iterator[Figure]:
    """What the share may be of, the plainest first: named, the total above, the count before."""
    yield from (base for base in share.of if base.fits(part) and base.value > 0)
    if share.of:
        return
    for above in item.above():
        yield from (v for v in above.values if v.fits(part) and _may_hold(v, part, share))
    place = next(i for i, other in enumerate(items) if other is item)
    over = item.above()
    shared: list[Figure] = []
    plain = False  # a whole without a share of its own stands in the sentence
    for other in reversed(items[:place]):
        if other.sentence != item.sentence:
            break
        if other.parent is item.parent and other.base is not None and other.base.fits(part):
            yield other.base
        elif other.parent is item.parent and other not in over and not _beside(other, item):
            done = bool(_DONE.search(item.label))
            held = [v for v in _counted(other) if v.fits(part) and (done or v.value > part.value)]
            plain = plain or bool(held)
            yield from held
        elif other.shares and other.value is not None and other.value.value > part.value:
            shared += [other.value] if other.value.fits(part) else []
    yield from _base_after(item, part, items[place + 1 :])
    if plain:
        yield from shared[:1]  # "460 tham gia, đạt 92%; trong số tham gia, 437 hài lòng (95%)"


def _base_after(item: Item, part: Figure, later: Sequence[Item]) -> Iterator[Figure]:
    """ "318 phản ánh (39,8%), 240 phản ánh (30%) trong tổng số 800": the base of all of them."""
    for other in later:
        if other.sentence != item.sentence:
            return
        base = other.base
        if base is None or other.parent is not item.parent or not base.fits(part):
            continue
        if base.value > part.value:
            yield base


def _may_hold(base: Figure, part: Figure, share: Share) -> bool:
    """A count of entries ("3 nội dung:") is no base of what the entries count."""
    return FAR * base.value >= part.value or share.figure.value > HUNDRED


_TOTALS = re.compile(r"\b(?:có|toàn|tổng|phải|tiếp nhận|nhận|thụ lý|thuộc thẩm quyền|được giao)\b")


def _sentence_before(item: Item, part: Figure, items: Sequence[Item]) -> list[Figure]:
    """ "Phường có 5.420 hộ. Hộ nghèo 43 hộ (0,8%)": a total of the same noun just before."""
    if not part.noun and part.is_count:
        return []
    word = part.noun.text.split()[:1]
    near = [
        other
        for other in items
        if other.section == item.section
        and 0 < item.sentence - other.sentence <= 2
        and _TOTALS.search(f"{other.scope} {other.label}")
    ]
    return [
        value
        for other in reversed(near)
        for value in other.values
        if value.unit == part.unit
        and value.noun.text.split()[:1] == word
        and value.value > part.value
    ]


def _near(item: Item, part: Figure, items: Sequence[Item]) -> list[Figure]:
    """Larger counts just before, of which one should be the base where the text names none."""
    if not part.is_count:
        return []
    return [
        value
        for other in reversed(items)
        if other.section == item.section and 0 < item.sentence - other.sentence <= 2
        for value in other.values
        if value.is_count and value.noun.typed and value.fits(part) and value.value > part.value
    ]


def _beside(other: Item, item: Item) -> bool:
    """Whether the two are parts of one whole, so that neither is the base of the other."""
    return bool(other.shares) or bool(common_family((other.label, item.label))[0])


def _common_base(siblings: Sequence[Item], based: set[int]) -> Iterator[Relation]:
    """Shares beside their counts must be of one base where they stand in one list."""
    pairs = []
    for item in siblings:
        for share in item.shares[:1]:
            count = share.count or item.value
            usable = not share.of and not share.of_plan and not share.of_before and not item.base
            if count is not None and count.is_count and usable and id(share) not in based:
                pairs.append((share, count, item.label))
    printed = [p for p in pairs if p[0].count is not None]
    if len(printed) < 2 and len(pairs) < LEAST_PAIRS:
        return
    family, _ = common_family(tuple(label for *_, label in pairs))
    severity = Severity.ERROR if family else Severity.WARNING
    yield Relation(
        "share.common_base",
        OneBase(tuple((share.figure, count) for share, count, _ in pairs)),
        severity=severity,
    )


def incomplete_shares(
    statements: Sequence[Statement],
) -> Iterator[tuple[str, list[Figure], Severity]]:
    """Lists of shares that should make 100 % and do not: rule, figures, severity."""
    for statement in statements:
        for siblings in lists_of(statement.items):
            yield from _incomplete(siblings)


def _incomplete(siblings: Sequence[Item]) -> Iterator[tuple[str, list[Figure], Severity]]:
    run = [
        (item.label, item.shares[0].figure)
        for item in siblings
        if item.shares and not item.shares[0].of_plan and not item.shares[0].of_before
    ]
    family, whole = common_family(tuple(label for label, _ in run))
    if len(run) < 2 or not whole or family in {"", "carried", "done", "level"}:
        return
    figures = [figure for _, figure in run]
    total = sum(figure.value for figure in figures)
    slack = sum(figure.step for figure in figures)
    if total > HUNDRED + slack:
        yield "share.above_hundred", figures, Severity.ERROR
    elif total < HUNDRED - slack:
        yield "share.unexplained", figures, Severity.WARNING
