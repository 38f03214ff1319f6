"""Lists that nothing announces: a whole, then counts of it side by side that nearly make it.

"Đoàn nhận 286 đơn. Đã chuyển 164 đơn, hướng dẫn 73 đơn, lưu theo dõi 59 đơn": no word says that
these are all, so where the sum is off by one digit that is asked, never stated.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from gandan.substance.constraints import Sum, Verdict
from gandan.substance.families import OTHERS
from gandan.substance.figures import Figure, Mark
from gandan.substance.items import Item, Statement
from gandan.substance.likelihood import one_digit
from gandan.substance.nouns import noun_at
from gandan.substance.relations import Relation, Severity

LEAST = 3
NEAR, NEAR_WITH_REST = 20, 7  # the gap is at most a twentieth; a seventh where "khác" ends the list


def partition_relations(statements: Sequence[Statement]) -> Iterator[Relation]:
    before: list[Item] = []
    section = ""
    for statement in statements:
        if statement.section != section:
            before, section = [], statement.section
        items = [item for item in statement.items if item.value is not None]
        found = list(_inside(items)) or list(_after(before[-2:], items))
        yield from found
        before += items


def _inside(items: Sequence[Item]) -> Iterator[Relation]:
    """The whole and all that follows it in the sentence, or all and "trên tổng số" of the last."""
    base = items[-1].base if items else None
    figures = [item.value for item in items if item.value is not None]
    if base is not None and len(figures) >= LEAST and not any(i.base for i in items[:-1]):
        alike = all(_of_one_kind(base, figure) for figure in figures)
        above = sum(figure.value for figure in figures) > base.value
        labels = all(item.label.split()[:2] == items[0].label.split()[:2] for item in items)
        if alike and above and labels:
            reading = Sum(base, tuple((1, figure) for figure in figures))
            yield Relation("sum.parts", reading, severity=Severity.WARNING)
    for place in range(len(items) - LEAST):
        yield from _of(items[place], items[place + 1 :])


def _after(wholes: Sequence[Item], items: Sequence[Item]) -> Iterator[Relation]:
    """A whole in the sentence before, and all of this one."""
    for whole in reversed(wholes):
        if items and 0 < items[0].sentence - whole.sentence <= 1:
            yield from _of(whole, items)
            return


def _of(whole: Item, parts: Sequence[Item]) -> Iterator[Relation]:
    total, figures = whole.value, [part.value for part in parts if part.value is not None]
    if total is None or len(figures) < LEAST or whole.groups or whole.base:
        return
    if any(part.base or part.changes or part.before or part.is_rate for part in parts):
        return
    if not all(_of_one_kind(total, figure) for figure in figures):
        return
    if any(2 * f.value == sum(one.value for one in figures) for f in figures):
        return  # "nhận 156, không trùng 121, trùng 35": they have a whole of their own
    if any(_names_else(part, total) for part in parts):
        return
    reading = Sum(total, tuple((1, figure) for figure in figures))
    gap = abs(reading.expected - total.value)
    near = NEAR_WITH_REST if OTHERS.search(parts[-1].label) else NEAR
    if reading.verdict() != Verdict.FAILS or gap * near > total.value:
        return
    if _mended(reading, total, figures):
        yield Relation("sum.parts", reading, severity=Severity.WARNING)


def _names_else(part: Item, total: Figure) -> bool:
    """ "Đơn nhận được 156" counts letters, whatever was counted before."""
    noun = noun_at(part.lead, 0)
    return bool(noun.typed) and not noun.fits(total.noun)


def _of_one_kind(total: Figure, figure: Figure) -> bool:
    plain = figure.mark == Mark.EXACT and total.mark == Mark.EXACT
    same = figure.noun.text == total.noun.text or not figure.noun
    return plain and figure.unit == total.unit and same and figure.value < total.value


def _mended(reading: Sum, total: Figure, figures: Sequence[Figure]) -> bool:
    """Whether one digit of one figure explains the gap."""
    if one_digit(total.value, reading.expected, total.step):
        return True
    missing: Fraction = total.value - reading.expected
    return any(
        figure.value + missing > 0 and one_digit(figure.value, figure.value + missing, figure.step)
        for figure in figures
    )
