"""The values of a phrase: counts, ratios, shares of its own, and amounts that moved."""

from typing import TYPE_CHECKING

from gandan.substance.extents import alike, is_new_rate
from gandan.substance.items import Change, Item, Share
from gandan.substance.nodes import base_of, figure_of, is_own_share, is_rate, is_ratio, scaled
from gandan.substance.phrases import Phrase, words_of

if TYPE_CHECKING:
    from gandan.substance.assembly import Builder


def put_values(phrase: Phrase, item: Item) -> None:
    nodes = phrase.nodes
    index = 0
    while index < len(nodes):
        figure = figure_of(nodes[index])
        if figure is None:
            index += 1
            continue
        base, after = base_of(nodes, index)
        figure = scaled(figure, base) if base is not None else figure
        if figure.is_share:
            if is_own_share(nodes, index):
                item.shares.append(Share(figure, words=words_of(nodes)))
        elif base is not None and not item.values and is_ratio(figure, base):
            item.values.append(figure)
            item.base = base
            item.base_words = words_of(nodes[after : after + 4])
            index = after
            continue
        elif not is_rate(nodes, index) or is_new_rate(nodes, index, item):
            item.values.append(figure)
        elif not item.values and len(phrase.figures()) == 1:
            item.values.append(figure)
            item.is_rate = True
        index += 1


def add_move(builder: "Builder", item: Item, moved: Change) -> None:
    """ "từ 32 vụ còn 24 vụ", alone or after "giảm 8 vụ"."""
    earlier = builder.items[-2] if len(builder.items) > 1 else None
    same = earlier is not None and all(
        amount.unit == "points" or alike(amount, moved.after[0])
        for change in earlier.changes
        for amount in change.amounts
    )
    if same and earlier is not None and earlier.changes and not earlier.values:
        earlier.end = item.end
        builder.items.pop()
        item = builder.current = earlier
    item.changes.append(moved)
    if not moved.after[0].is_share:
        item.values = [moved.after[0]]
    builder.last_facet = "change"
