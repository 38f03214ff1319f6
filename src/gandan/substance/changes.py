"""Rises and falls: amounts, shares of what was before, from one value to another, times."""

import re
from collections.abc import Iterator, Sequence

from gandan.substance.constraints import Constraint, Quotient, Rising, Same, Sum, Verdict
from gandan.substance.figures import Figure
from gandan.substance.items import Change, Group, Item, Statement, walk
from gandan.substance.relations import Relation

HUNDRED = 100


def change_relations(statements: Sequence[Statement]) -> Iterator[Relation]:
    items = list({id(i): i for s in statements for i in walk(s.items)}.values())
    for item in items:
        _move_up(item)
    for item in items:
        for change in item.changes:
            yield from _of_change(item, change, _period_beside(item, items))
        for group in item.groups:
            yield from _sum_of_changes(item, group)


def _move_up(item: Item) -> None:
    """A change in brackets after the last part of a list may tell of the total above it."""
    for change in list(item.changes):
        for above in item.above():
            if _explains(above, change) and not _explains(item, change):
                item.changes.remove(change)
                above.changes.append(change)
                break


def _explains(item: Item, change: Change) -> bool:
    if not item.values or not change.amounts or not change.shares:
        return False
    return any(
        q.verdict() == Verdict.HOLDS for q in _shares(item.values[0], change, change.amounts[0])
    )


_TIME = re.compile(
    r"\b(?:năm \d{4}|quý [ivx\d]+|tháng \d+|kỳ (?:này|trước)|năm (?:nay|trước)|(?:quý|tháng) (?:này|trước)|\d{4})\b[^ ]*"
)


def _period_beside(item: Item, items: Sequence[Item]) -> tuple[list[Figure], list[Figure]]:
    """ "Quý I nhận 40 đơn, quý II nhận 52 đơn, tăng 12 đơn": before, and after.

    The order is that of the calendar where both name their year, quarter or month.
    """
    label = item.label
    if not _TIME.search(label):
        return [], []
    for other in reversed(items[: items.index(item)]):
        if other.sentence != item.sentence:
            break
        own, others = (_TIME.sub("", one).split() for one in (label, other.label))
        alike = own == others or (bool(own) and set(own) <= set(others))
        if alike and _TIME.search(other.label) and other.values and item.values:
            first = [v for v in other.values if v.fits(item.values[0])]
            later = _order(other.label) > _order(label)
            return (item.values, first) if later else (first, item.values)
    return [], []


_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def _order(label: str) -> tuple[int, int]:
    """The year and the quarter or month of a label, 0 where it has none."""
    year = re.search(r"\b(\d{4})\b", label)
    part = re.search(r"\b(?:quý|tháng) ([ivx]+|\d{1,2})\b", label)
    number = (_ROMAN.get(part[1]) or int(part[1] if part[1].isdecimal() else 0)) if part else 0
    return int(year[1]) if year else 0, number


def _of_change(
    item: Item, change: Change, beside: tuple[list[Figure], list[Figure]]
) -> Iterator[Relation]:
    befores = [*(change.before or _all(item, "before")), *item.before]
    afters = change.after or _all(item, "after") or item.values
    if not befores and beside[0]:
        befores, afters = beside
    if any(amount.unit == "points" for amount in change.amounts) and item.shares:
        afters = change.after or [share.figure for share in item.shares]
    for place, amount in enumerate(change.amounts):
        now = _matching(afters, amount, place)
        before = _matching(befores, amount, place)
        if now and before:
            yield Relation("change.amount", _difference(now, before, amount, change.direction))
    if change.shares:
        yield from _of_shares(item, change, afters, befores)
    if befores and afters and not (change.amounts and not change.after):
        yield from _direction(change, befores, afters)
    if change.after and item.values and change.after[0] is not item.values[0]:
        own = [v for v in item.values if v.fits(change.after[0])]
        if own:
            yield Relation("same.value", Same(change.after[0], own[0]))
    yield from _times(change, afters, befores)


def _all(item: Item, side: str) -> list[Figure]:
    """ "tăng từ 91,2% lên 92,9%, tăng 1,7 điểm": what another change of the item says."""
    return [figure for change in item.changes for figure in getattr(change, side)]


def _difference(now: Figure, before: Figure, amount: Figure, direction: int) -> Sum:
    return Sum(now, ((1, before), (direction, amount)))


def _matching(figures: Sequence[Figure], like: Figure, place: int) -> Figure | None:
    """The figure of the same noun; those without a noun go by their place."""
    unit = "%" if like.unit == "points" else like.unit
    own = [f for f in figures if f.unit == unit]
    named = [f for f in own if f.noun and like.noun and _names(f, like)]
    if named:
        return named[0]
    bare = [f for f in own if not f.noun or not like.noun]
    return bare[min(place, len(bare) - 1)] if bare else None


def _names(one: Figure, two: Figure) -> bool:
    """Nouns of one class, or one said in short: đơn vị máu, đơn vị."""
    long, short = sorted((one.noun.text, two.noun.text), key=len, reverse=True)
    return one.noun.fits(two.noun) or long.startswith(f"{short} ")


def _of_shares(
    item: Item, change: Change, afters: Sequence[Figure], befores: Sequence[Figure]
) -> Iterator[Relation]:
    share = change.shares[0]
    if len(change.shares) > 1 and len(change.shares) != len(change.amounts):
        return
    for place, share in enumerate(change.shares):
        amount = change.amounts[place] if place < len(change.amounts) else None
        now = _matching(afters, amount, place) if amount else (afters[0] if afters else None)
        readings = list(_readings(item, change, share, amount, now, befores, place))
        if readings:
            yield Relation("change.share", readings[0], tuple(readings[1:]))


def _readings(
    item: Item,
    change: Change,
    share: Figure,
    amount: Figure | None,
    now: Figure | None,
    befores: Sequence[Figure],
    place: int,
) -> Iterator[Constraint]:
    like = amount or now
    before = _matching(befores, like, place) if like else None
    if before and now and not amount and before.is_share and now.is_share:
        # "giảm từ 3,2% xuống 2,4%, giảm 0,8%": points, said as per cent
        yield Sum(now, ((1, before), (change.direction, share)))
    if before and before.value > 0 and now and not amount:
        yield Quotient(share, ((1, now), (-1, before)), ((1, before),), HUNDRED, change.direction)
    if before and amount:
        yield Quotient(share, ((1, amount),), ((1, before),), HUNDRED)
    if amount and now:
        yield from _shares(now, change, amount, share)
        for above in item.above():
            for value in above.values:
                if value.fits(amount):
                    yield from _shares(value, change, amount, share)


def _shares(
    now: Figure, change: Change, amount: Figure, share: Figure | None = None
) -> list[Quotient]:
    """The amount as a share of what was before: now without the rise, or with the fall."""
    share = share or change.shares[0]
    return [Quotient(share, ((1, amount),), ((1, now), (-change.direction, amount)), HUNDRED)]


def _direction(
    change: Change, befores: Sequence[Figure], afters: Sequence[Figure]
) -> Iterator[Relation]:
    """From 2.312 down to 2.345 is no fall; the amount is checked too where it is given."""
    after = afters[0]
    before = _matching(befores, after, 0)
    if before is None or not before.fits(after):
        return
    yield Relation("change.direction", Rising(before, after, change.direction))
    if change.after:
        for amount in change.amounts[:1]:
            if amount.fits(after):
                yield Relation(
                    "change.amount", _difference(after, before, amount, change.direction)
                )


def _times(
    change: Change, afters: Sequence[Figure], befores: Sequence[Figure]
) -> Iterator[Relation]:
    for times in change.times:
        now = afters[0] if afters else None
        before = _matching(befores, now, 0) if now else None
        if now and before and before.value > 0:
            plain = Quotient(times, ((1, now),), ((1, before),), 1)
            more = Quotient(times, ((1, now), (-1, before)), ((1, before),), 1)
            yield Relation("change.times", plain, () if change.fold else (more,))


def _sum_of_changes(item: Item, group: Group) -> Iterator[Relation]:
    """The changes of the parts make the change of the total, where all of them are given."""
    own = [c for c in item.changes if c.amounts]
    parts = [next((c for c in part.changes if c.amounts), None) for part in group.items]
    if len(own) != 1 or len(parts) < 2 or any(part is None for part in parts):
        return
    if not _adds_up(item, group):
        return
    total = own[0]
    terms = tuple(
        (part.direction * total.direction, part.amounts[0]) for part in parts if part is not None
    )
    if all(figure.fits(total.amounts[0]) for _, figure in terms):
        yield Relation("change.parts", Sum(total.amounts[0], terms))


def _adds_up(item: Item, group: Group) -> bool:
    values = [part.values[0] for part in group.items if part.values]
    return len(values) == len(group.items) and any(
        Sum(total, tuple((1, v) for v in values)).verdict() == Verdict.HOLDS
        for total in item.values
    )
