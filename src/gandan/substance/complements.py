"""A whole and its two halves, one the other denied: 41 nhóm đã đăng ký, 17 nhóm chưa đăng ký."""

import re
from collections.abc import Iterator, Sequence

from gandan.substance.constraints import AtMost, Sum
from gandan.substance.figures import Figure
from gandan.substance.items import Item, Statement
from gandan.substance.relations import Relation, Severity

_DENIED = re.compile(r"\b(?:chưa|không)\b")
_SIGNS = frozenset(
    "chưa không đã được số là còn có và thì của lại đang thực hiện bị do các những với".split()
)
SLIP = 4  # a gap of a quarter of the whole at most


def complement_relations(statements: Sequence[Statement]) -> Iterator[Relation]:
    """Halves side by side, or one sentence apart, after a larger count of the same noun."""
    items = [i for s in statements for i in s.items if i.value is not None and not i.is_rate]
    for place in range(1, len(items)):
        one, other = items[place - 1], items[place]
        if not _are_halves(one, other):
            continue
        parts = [v for v in (one.value, other.value) if v is not None]
        near = [
            value
            for item in items[max(0, place - 4) : place - 1]
            if one.sentence - item.sentence <= 2
            for value in item.values
            if value.fits(parts[0]) and value.noun and parts[0].noun and not item.base
        ]
        yield from _of_halves(near, parts)


def _are_halves(one: Item, other: Item) -> bool:
    """Labels of the same words, of which exactly one is denied."""
    if other.sentence - one.sentence > 1 or one.base or other.base:
        return False
    if one.value is None or other.value is None or not one.value.fits(other.value):
        return False
    if not one.value.is_count or bool(_DENIED.search(one.label)) == bool(
        _DENIED.search(other.label)
    ):
        return False
    first, second = _words(one), _words(other)
    return bool(first & second) and len(first ^ second) <= 2 and bool(second & first - _nouns(one))


def _words(item: Item) -> set[str]:
    return {word for word in re.findall(r"[^\W\d]+", item.label) if word not in _SIGNS}


def _nouns(item: Item) -> set[str]:
    return set(item.value.noun.text.split()) if item.value is not None else set()


def _of_halves(near: Sequence[Figure], parts: Sequence[Figure]) -> Iterator[Relation]:
    if not near or any(value.value == part.value for value in near for part in parts):
        return
    terms = tuple((1, part) for part in parts)
    sums = [Sum(value, terms) for value in reversed(near)]
    best = min(sums, key=lambda one: abs(one.expected - one.total.value))
    if abs(best.expected - best.total.value) * SLIP <= best.total.value:
        yield Relation("sum.parts", best, tuple(sums), Severity.ERROR)
    elif best.expected > max(value.range.high for value in near):
        whole = max(near, key=lambda value: value.value)
        yield Relation("sum.exceeds", AtMost(parts[0], whole))
