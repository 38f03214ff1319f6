"""What stands in brackets: parts, a sum, a change, a share, a count of a share, what was before."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gandan.substance.change_phrases import add_to_change, in_points, read_change
from gandan.substance.figures import Figure
from gandan.substance.items import Group, Item, Link, Share
from gandan.substance.nodes import (
    base_of,
    begins_among,
    content_words,
    figure_of,
    is_before,
    is_sum,
    opens_change,
)
from gandan.substance.phrases import Bracket, Kind, Node, phrases
from gandan.substance.tokens import Token

if TYPE_CHECKING:
    from gandan.substance.assembly import Builder


def read_brackets(builder: "Builder", nodes: Sequence[Node]) -> None:
    for node in nodes:
        if isinstance(node, Bracket):
            read_bracket(builder, node)


def read_bracket(builder: "Builder", bracket: Bracket, *, compared: bool = False) -> None:
    item = builder.current
    assert item is not None
    item.end = max(item.end, bracket.end)
    inside = bracket.tokens
    figures = [f for n in inside if (f := figure_of(n))]
    if not figures:
        return
    if is_sum(inside):
        parts = [Item(f.start, f.end, values=[f], parent=item) for f in figures]
        item.groups.append(Group(Link.PLUS, parts, bracket.start, bracket.end))
    elif opens_change(inside):
        _change_in(builder, inside, item)
    elif compared and item.changes and in_points(item.changes[-1]):
        item.changes[-1].before.extend(figures)
    elif all(figure.is_share for figure in figures) and not content_words(inside):
        _share_in(builder, figures, item)
    elif _is_list_of_times(inside):
        _parts_in(builder, bracket, item)
    elif compared or is_before(inside) or _is_earlier(builder, inside, figures, item):
        (item.changes[-1].before if item.changes else item.before).extend(
            figure for figure in figures if not figure.is_share
        )
    elif _is_plan(builder, inside, figures, item):
        item.shares[-1].of = figures
    elif _is_count_of_share(builder, inside, figures, item):
        pass
    else:
        _parts_in(builder, bracket, item)


def _change_in(builder: "Builder", inside: list[Node], item: Item) -> None:
    compared = False
    for part in phrases(inside):
        compared = compared or part.kind == Kind.COMPARE
        if part.kind == Kind.CHANGE:
            item.changes.append(read_change(part.nodes))
            builder.last_facet = "change"
        elif item.changes:
            figures = [token.figure for token in part.figures() if token.figure]
            add_to_change(item.changes[-1], part, figures, compared=compared)


def _share_in(builder: "Builder", figures: list[Figure], item: Item) -> None:
    if builder.last_facet == "change" and item.changes and in_points(item.changes[-1]):
        item.changes[-1].before.extend(figures)  # "thấp hơn chỉ tiêu 0,25 điểm phần trăm (94%)"
    elif builder.last_facet == "change" and item.changes and item.changes[-1].amounts:
        item.changes[-1].shares.extend(figures)
    else:
        item.shares.extend(Share(figure) for figure in figures)


def _is_earlier(builder: "Builder", inside: list[Node], figures: list[Figure], item: Item) -> bool:
    """ "gấp 3 lần năm 2023 (114 cuộc)", "giảm so với cùng kỳ (146 lượt)"."""
    if builder.last_facet == "share" and item.shares and item.shares[-1].of_before:
        return len(figures) == 1 and not content_words(inside)
    return (
        builder.last_facet == "change"
        and len(figures) == 1
        and not content_words(inside)
        and bool(item.changes)
        and not item.changes[-1].before
        and any(value.fits(figures[0]) for value in item.values)
    )


def _is_plan(builder: "Builder", inside: list[Node], figures: list[Figure], item: Item) -> bool:
    """ "đạt 24,6% chỉ tiêu năm (40.000 đơn vị)"."""
    if builder.last_facet != "share" or not item.shares or not item.shares[-1].of_plan:
        return False
    return len(figures) == 1 and not figures[0].is_share and not content_words(inside)


def _is_list_of_times(inside: list[Node]) -> bool:
    """ "(tháng 6: 412 lượt, tháng 7: 388 lượt)": parts by time, nothing that was before."""
    times = [n for n in inside if isinstance(n, Token) and n.moment]
    counts = [n for n in inside if (f := figure_of(n)) and not f.is_share]
    return len(times) > 1 and len(counts) == len(times) and inside[0] is times[0]


def _is_count_of_share(
    builder: "Builder", inside: list[Node], figures: list[Figure], item: Item
) -> bool:
    """7% (159); 88,46% (23/26)."""
    if builder.last_facet not in {"share", "value"} or not item.shares or figures[0].is_share:
        return False
    if content_words(inside) and len(figures) == 1 and item.values:
        return False
    if len(figures) == 2 and _is_fraction(inside, figures):
        item.shares[-1].ratio = (figures[0], figures[1])
        return True
    if len(figures) == 1 and not item.values:
        item.shares[-1].count = figures[0]
        item.values.append(figures[0])
        return True
    return False


def _is_fraction(inside: list[Node], figures: list[Figure]) -> bool:
    """23/26; 324 đơn trên tổng số 450 đơn."""
    if any(isinstance(n, Token) and n.text == "/" for n in inside):
        return True
    place = next(n for n, node in enumerate(inside) if figure_of(node) == figures[0])
    base, _ = base_of(inside, place)
    return base is not None and base.start == figures[1].start


def _parts_in(builder: "Builder", bracket: Bracket, item: Item) -> None:
    inner = type(builder)(builder.context, item, builder.depth + 1)
    parts = inner.build(bracket.tokens)
    counted = [part for part in parts if part.values]
    if builder.last_facet == "change" and len(parts) == 1 and parts[0].changes and item.changes:
        item.changes[-1].before.extend(parts[0].changes[0].before)  # "(từ 240 lên 300 lượt)"
        item.changes[-1].after.extend(parts[0].changes[0].after)
    elif counted:
        builder.last_facet = "value"
        link = Link.AMONG if begins_among(bracket.tokens) else Link.BRACKETS
        group = Group(link, parts, bracket.start, bracket.end, uncounted=inner.uncounted)
        item.groups.append(group)
    elif len(parts) == 1:
        item.shares.extend(share for part in parts for share in part.shares)
