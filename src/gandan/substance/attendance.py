"""Who should come, who came, who was absent: nobody comes who was not counted."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from gandan.substance.constraints import AtMost, Sum, Verdict
from gandan.substance.figures import Figure
from gandan.substance.items import Item, Statement
from gandan.substance.relations import Relation

_WHOLE = re.compile(
    r"\b(?:có|tổng số|tổng|phải \w+|triệu tập|được triệu tập|mời|danh sách|theo danh sách|gồm|được mời)\b"
)
_CAME = re.compile(
    r"\b(?:đi bầu|bỏ phiếu|đi bỏ phiếu|tham gia(?: bỏ phiếu| học| dự| họp)?|tham dự|dự(?: họp| học)?|có mặt|"
    r"đến dự|trả lời phiếu|ký xác nhận)\b"
)
_ABSENT = re.compile(r"\b(?:vắng(?: mặt)?|không (?:tham gia|tham dự|dự|đi bầu|có mặt))\b")
_MORE = re.compile(r"\b(?:cùng|thêm|ngoài ra|khách mời|lũy kế|lượt)\b")


def attendance_relations(statements: Sequence[Statement]) -> Iterator[Relation]:
    for statement in statements:
        items = [i for i in statement.items if i.value is not None and i.base is None]
        for whole, came in pairwise(items):
            if not (_WHOLE.search(whole.lead) and _CAME.search(came.lead)):
                continue
            pair = _alike(whole, came)
            if pair is None or _CAME.search(whole.lead) or _ABSENT.search(came.lead):
                continue
            exceeds = AtMost(pair[1], pair[0])
            yield Relation("sum.exceeds", exceeds)
            if exceeds.verdict() == Verdict.HOLDS:
                yield from _absent(items, came, *pair)


def _alike(whole: Item, came: Item) -> tuple[Figure, Figure] | None:
    one, two = whole.value, came.value
    if one is None or two is None or not (one.is_count and two.is_count):
        return None
    if _MORE.search(f"{came.lead} {two.noun.text}") or not two.noun or not one.noun:
        return None
    return (one, two) if one.noun.text == two.noun.text else None


def _absent(items: Sequence[Item], came: Item, whole: Figure, present: Figure) -> Iterator[Relation]:
    place = items.index(came) + 1
    if place < len(items) and _ABSENT.search(items[place].lead):
        absent = items[place].value
        if absent is not None and absent.fits(whole):
            yield Relation("balance.left", Sum(whole, ((1, present), (1, absent))))
