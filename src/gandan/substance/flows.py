"""Members at the beginning, come, gone, at the end: each step of one sentence has its sign."""

import re
from collections.abc import Iterator, Sequence

from gandan.substance.constraints import Sum
from gandan.substance.figures import Figure
from gandan.substance.items import Item
from gandan.substance.relations import Relation

_PERIOD = r"(?:kỳ|kì|tháng|quý|năm)"
_START = re.compile(rf"^(?:\S+ ){{0,2}}đầu {_PERIOD}\b")
_FINISH = re.compile(rf"^(?:\S+ ){{0,2}}cuối {_PERIOD}\b")
_PLUS = re.compile(r"\b(?:mới|thêm|kết nạp|phát sinh|bổ sung|thành lập|chuyển đến|tiếp nhận)\b")
_LESS = re.compile(r"\b(?:chuyển đi|giải thể|xóa tên|rút tên|thôi|giảm|mất)\b")


def flow_relations(items: Sequence[Item]) -> Iterator[Relation]:
    """ "Đầu năm 3.120 hội viên; kết nạp 146, giảm 88; cuối năm có 3.178", all in one sentence."""
    start: tuple[Item, Figure] | None = None
    terms: list[tuple[int, Figure]] = []
    for item in items:
        if item.value is None or (start and item.sentence != start[0].sentence):
            start, terms = None, []
        if item.value is None:
            continue
        if _START.search(item.lead):
            start, terms = (item, item.value), _changed(item)
        elif start and _FINISH.search(item.lead):
            alike = all(figure.fits(start[1]) for _, figure in (*terms, (1, item.value)))
            if len(terms) > 1 and alike and {sign for sign, _ in terms} == {1, -1}:
                yield Relation("balance.stock", Sum(item.value, ((1, start[1]), *terms)))
            start, terms = None, []
        elif start:
            plus, less = _PLUS.search(item.label), _LESS.search(item.label)
            if bool(plus) == bool(less):
                start, terms = None, []
            else:
                terms += [(1 if plus else -1, item.value), *_changed(item)]


def _changed(item: Item) -> list[tuple[int, Figure]]:
    return [(change.direction, change.amounts[0]) for change in item.changes if change.amounts]
