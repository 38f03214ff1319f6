"""What a sentence counts: items with values, shares and changes, and the parts under them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from gandan.substance.figures import Figure


class Link(StrEnum):
    """How the text joins parts to a total."""

    PLUS = "plus"  # (229+159)
    CONSISTS = "consists"  # gồm, bao gồm, chia ra, phân theo
    COLON = "colon"  # a list after a colon, or lines under it
    BRACKETS = "brackets"  # a list in brackets
    AMONG = "among"  # trong đó: parts, perhaps not all


@dataclass(eq=False)
class Share:
    """A share of something: chiếm 76,1%, đạt 86% kế hoạch, (61,7%).

    ``of`` are figures that the text names as the base; ``count`` is a count printed for the
    share itself: 7% (159).
    """

    figure: Figure
    of: list[Figure] = field(default_factory=list)
    count: Figure | None = None
    ratio: tuple[Figure, Figure] | None = None
    of_plan: bool = False
    of_before: bool = False
    words: str = ""


@dataclass(eq=False)
class Change:
    """A rise (1) or fall (-1), by amounts, by shares of what was before, by times."""

    direction: int
    start: int
    end: int
    fold: bool = False  # "gấp 3 lần": three times as much, not three times more
    amounts: list[Figure] = field(default_factory=list)
    shares: list[Figure] = field(default_factory=list)
    times: list[Figure] = field(default_factory=list)
    before: list[Figure] = field(default_factory=list)
    after: list[Figure] = field(default_factory=list)


@dataclass(eq=False)
class Item:
    """One thing counted: its values (one for each noun), with what is said of them.

    ``label`` are the words before and after the figure; ``scope`` those of a heading before a
    colon ("Xã, phường: ..."). ``base`` is the second figure of "14/15 khiếu nại".
    """

    start: int
    end: int
    label: str = ""
    scope: str = ""
    lead: str = ""  # the words before the figure alone
    values: list[Figure] = field(default_factory=list)
    base: Figure | None = None
    base_words: str = ""  # what stands after it
    shares: list[Share] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    before: list[Figure] = field(default_factory=list)
    groups: list["Group"] = field(default_factory=list)
    parent: "Item | None" = None
    sentence: int = 0
    block: int = 0
    section: str = ""
    strong: bool = False  # a semicolon or the begin of a sentence stands before it
    is_rate: bool = False  # an amount for each of something

    @property
    def value(self) -> Figure | None:
        return self.values[0] if self.values else None

    def of_kind(self, figure: Figure) -> list[Figure]:
        """Own values that measure the same kind of thing as ``figure``."""
        return [value for value in self.values if value.fits(figure)]

    def above(self) -> list["Item"]:
        """The items that this one is a part of, nearest first."""
        found, item = [], self.parent
        while item is not None:
            found.append(item)
            item = item.parent
        return found


@dataclass(eq=False)
class Group:
    """Parts of an item; ``cut`` is how many stand before the first semicolon (0: none does)."""

    link: Link
    items: list[Item]
    start: int
    end: int
    cut: int = 0
    words: str = ""
    uncounted: int = 0  # entries of the list without a figure
    hosts: list[Item] = field(default_factory=list)  # others that the parts may belong to


@dataclass(eq=False)
class Statement:
    """A sentence: its items at the top, and its place."""

    start: int
    end: int
    items: list[Item]
    block: int
    section: str = ""


def walk(items: list[Item]) -> list[Item]:
    """The items and all their parts, in order of the text."""
    found = []
    for item in items:
        found.append(item)
        for group in item.groups:
            found += walk(group.items)
    return found


def lists_of(items: list[Item]) -> Iterator[list[Item]]:
    """The items side by side, then those inside each group."""
    yield list(items)
    for item in items:
        for group in item.groups:
            yield from lists_of(group.items)
