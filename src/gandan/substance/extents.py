"""Where a list begins and ends, and what belongs to it: questions that the builder asks."""

from collections.abc import Sequence

from gandan.substance.families import common_family, places
from gandan.substance.figures import Figure
from gandan.substance.items import Item, Link
from gandan.substance.nodes import content_of, figure_of, word_of
from gandan.substance.phrases import Kind, Node, Phrase, words_of
from gandan.substance.tokens import Token


def is_new_rate(nodes: Sequence[Node], index: int, item: Item) -> bool:
    """ "từ 500.000 đồng lên 750.000 đồng/hộ": the second value of a move."""
    words = {word_of(node) for node in nodes[:index]}
    moved = "từ" in words and words & {"lên", "xuống", "còn"}
    figure = figure_of(nodes[index])
    return bool(moved) and figure is not None and [v.unit for v in item.values] == [figure.unit]


def alike(one: Figure, two: Figure) -> bool:
    return one.fits(two) and bool(one.noun) == bool(two.noun)


def is_moment(phrase: Phrase) -> bool:
    """Nothing but a year, quarter or month."""
    return bool(phrase.nodes) and all(isinstance(n, Token) and n.moment for n in phrase.nodes)


def counts_else(host: Item, parts: list[Item]) -> bool:
    """Whether the first part names another thing than the count before the colon does."""
    first = next((part.values[0] for part in parts if part.values), None)
    whole = host.values[0]
    if first is None or not whole.noun or not first.noun or not first.is_count:
        return False
    superior = common_family(tuple(f"{p.label} {p.values[0].noun.text}" for p in parts if p.values))
    return not any(first.noun.fits(value.noun) for value in host.values) and not superior[0]


def extent(
    row: list[Phrase], index: int, link: Link, *, nested: bool, colon: bool
) -> tuple[int, int]:
    """Where the parts that begin at ``index`` end, and how many stand before a semicolon."""
    semicolons = [i for i in range(index + 1, len(row)) if row[i].mark == ";"]
    if not semicolons:
        return len(row), 0
    first = sum(_is_part(phrase) for phrase in row[index : semicolons[0]])
    if nested or first >= 2:
        return semicolons[0], first
    if link == Link.AMONG and not colon:
        return _same_family(row, index, semicolons), first
    return len(row), first


def _is_part(phrase: Phrase) -> bool:
    counts = [t for t in phrase.figures() if t.figure and not t.figure.is_share]
    return phrase.kind == Kind.PLAIN and bool(counts) and bool(content_of(phrase))


def _same_family(row: list[Phrase], index: int, semicolons: list[int]) -> int:
    """Parts after "trong đó" go on past a semicolon only with labels of the first one's family."""
    first = set(places(words_of([n for p in row[index : semicolons[0]] for n in p.nodes])))
    end = semicolons[0]
    for place, begin in enumerate(semicolons):
        until = semicolons[place + 1] if place + 1 < len(semicolons) else len(row)
        own = places(words_of([n for p in row[begin:until] for n in p.nodes]))
        if not first & (set(own) - {"done"}):
            break
        end = until
    return end
