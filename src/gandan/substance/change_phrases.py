"""Rises and falls in one phrase: amounts, shares, values before and after."""

from collections.abc import Sequence

from gandan.substance.figures import Figure
from gandan.substance.items import Change, Item
from gandan.substance.nodes import word_of
from gandan.substance.phrases import Bracket, Kind, Node, Phrase, has_moment
from gandan.substance.tokens import WORD, Token

_UP = frozenset({"tăng", "nhiều", "cao", "gấp", "vượt"})


def read_change(nodes: Sequence[Node]) -> Change:
    """Amounts, shares, and values before and after, by the words in front of each figure."""
    first = nodes[0]
    direction = 1 if isinstance(first, Token) and first.text in _UP else -1
    fold = isinstance(first, Token) and first.text == "gấp"
    change = Change(direction, nodes[0].start, nodes[-1].end, fold)
    role = "amount"
    for node in nodes:
        if isinstance(node, Bracket):
            continue
        if node.kind == WORD:
            role = _role(node.text, role, known=bool(change.amounts or change.shares))
        elif figure := node.figure:
            _put(change, figure, role)
            role = "amount" if role != "before" else role
    return change


def in_points(change: Change) -> bool:
    return any(figure.unit == "points" for figure in change.amounts)


def _role(word: str, role: str, *, known: bool) -> str:
    if word == "từ":
        return "before"
    if word in {"lên", "xuống", "còn", "thành"}:
        return "after"
    if known and word in {"cùng", "trước"}:
        return "before"
    return role


def _put(change: Change, figure: Figure, role: str) -> None:
    if figure.unit == "times":
        change.times.append(figure)
    elif figure.is_share and role == "amount":
        change.shares.append(figure)
    elif role == "before":
        change.before.append(figure)
    elif role == "after":
        change.after.append(figure)
    else:
        change.amounts.append(figure)


def add_to_change(change: Change, part: Phrase, figures: list[Figure], *, compared: bool) -> None:
    """More in the brackets of a change: its share, or what was before."""
    for figure in figures:
        if figure.is_share:
            change.shares.append(figure)
        elif compared or part.kind == Kind.COMPARE or has_moment(part.nodes):
            change.before.append(figure)
        else:
            change.amounts.append(figure)


def moved_value(phrase: Phrase, item: Item) -> Change | None:
    """ "từ 187 đơn xuống 142 đơn" without a verb of rising or falling."""
    moved = item.values or [share.figure for share in item.shares]
    if len(moved) != 2 or not moved[0].fits(moved[1]):
        return None
    roles = {"lên": 1, "xuống": -1, "còn": -1}
    words = [word_of(n) for n in phrase.nodes if n.start < moved[1].start]
    start = [word_of(n) for n in phrase.nodes if n.start < moved[0].start]
    direction = next((roles[w] for w in words if w in roles), 0)
    if "từ" not in start or not direction or "trở" in words:
        return None
    change = Change(direction, phrase.start, phrase.end)
    change.before, change.after = [moved[0]], [moved[1]]
    return change
