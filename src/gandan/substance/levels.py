"""Levels that make a total: commune, district, department, city, each in a sentence of its own."""

from collections.abc import Iterator, Sequence

from gandan.substance.constraints import Sum
from gandan.substance.families import FAMILIES
from gandan.substance.figures import Figure
from gandan.substance.items import Item, Statement
from gandan.substance.relations import Relation

_LEVEL = next(family for family in FAMILIES if family.name == "level")
LEAST = 3
SLIP = 10


def level_relations(statements: Sequence[Statement]) -> Iterator[Relation]:
    """A total before a run of sentences that each begin with a level of their own."""
    place = 0
    while place < len(statements):
        run = _run(statements, place)
        if len(run) >= LEAST:
            yield from _of_run(statements[:place], run)
        place += max(1, len(run))


def _run(statements: Sequence[Statement], place: int) -> list[tuple[str, Item]]:
    found: list[tuple[str, Item]] = []
    for statement in statements[place:]:
        level = _level_of(statement)
        if not level or level in {name for name, _ in found} or statement.items[0].parent:
            break
        found.append((level, statement.items[0]))
    return found


def _level_of(statement: Statement) -> str:
    """The level in the heading before a colon, or in the first words."""
    if not statement.items or not statement.items[0].values:
        return ""
    item = statement.items[0]
    words = item.scope or " ".join(item.label.split()[:4])
    return _LEVEL.place(words) if not words.startswith("toàn") else ""


def _of_run(before: Sequence[Statement], run: list[tuple[str, Item]]) -> Iterator[Relation]:
    parts = [item.values[0] for _, item in run]
    totals = [
        item.values[0]
        for statement in before[-3:]
        for item in statement.items
        if item.values and all(item.values[0].fits(part) for part in parts)
    ]
    if not totals:
        return
    largest = max(totals, key=lambda figure: figure.value)
    ways = list(_ways(totals, parts))
    primary = Sum(largest, tuple((1, part) for part in parts))
    gap = largest.value - primary.expected
    names = {name for name, _ in run}
    whole = {"commune", "district"} <= names and bool(names & {"city", "department"})
    if gap < 0 or (whole and gap * SLIP <= largest.value):
        yield Relation("sum.levels", primary, ways)


def _ways(totals: Sequence[Figure], parts: Sequence[Figure]) -> Iterator[Sum]:
    for total in totals:
        for first in range(len(parts) - 1):
            for last in range(first + 2, len(parts) + 1):
                yield Sum(total, tuple((1, part) for part in parts[first:last]))
