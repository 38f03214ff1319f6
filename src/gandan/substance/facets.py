"""What a phrase says of the item before it: a rise or fall, a share, a comparison."""

import re
from typing import TYPE_CHECKING

from gandan.substance.brackets import read_bracket, read_brackets
from gandan.substance.change_phrases import read_change
from gandan.substance.figures import Figure
from gandan.substance.items import Item, Share
from gandan.substance.nodes import bases_of_share, figure_of
from gandan.substance.phrases import Bracket, Phrase, words_of
from gandan.substance.tokens import Token

if TYPE_CHECKING:
    from gandan.substance.assembly import Builder

_PLAN = re.compile(r"\b(?:kế hoạch|chỉ tiêu|nghị quyết|dự toán|giao|mục tiêu|đăng ký)\b")
_BEFORE = re.compile(r"\b(?:kỳ|quý|tháng|năm) trước\b|\bcùng kỳ\b")


def add_bare_share(builder: "Builder", share: Figure) -> None:
    assert builder.current is not None
    if _is_of_change(builder):
        builder.current.changes[-1].shares.append(share)
    else:
        builder.current.shares.append(Share(share))
        builder.last_facet = "share"


def _is_of_change(builder: "Builder") -> bool:
    """ "tăng 45 vụ, tương đương 23%" tells of the rise, not of the count."""
    change = builder.current.changes[-1] if builder.current and builder.current.changes else None
    after = builder.last_facet == "change" and change is not None
    return after and bool(change and change.amounts) and not (change and change.shares)


def _target(builder: "Builder", phrase: Phrase) -> Item:
    """The item that a change or share tells of: a new one where words came before it."""
    if builder.current is not None and not (
        builder.pending and builder.pending_mark in {";", ".", ":"}
    ):
        builder.pending.clear()
        return builder.current
    if not builder.pending and builder.current is not None:
        return builder.current
    item = Item(
        phrase.start,
        phrase.end,
        builder.label_before(),
        builder.scope,
        parent=builder.parent,
        sentence=builder.context.sentence,
        block=builder.context.block,
        section=builder.context.section,
        strong=True,
    )
    builder.items.append(item)
    builder.current = item
    return item


def add_change(builder: "Builder", phrase: Phrase) -> None:
    item = _target(builder, phrase)
    change = read_change(phrase.nodes)
    if not item.values and change.after:
        item.values.append(change.after[0])
    item.changes.append(change)
    item.end = max(item.end, phrase.end)
    builder.last_facet = "change"
    read_brackets(builder, phrase.nodes)


def add_share(builder: "Builder", phrase: Phrase) -> None:
    shares = [f for n in phrase.nodes if (f := figure_of(n)) and f.is_share]
    others = [f for f in bases_of_share(phrase.nodes) if not f.is_share]
    words = words_of(phrase.nodes)
    if not shares:
        _keep_words(builder, words, phrase)
        return
    item = _target(builder, phrase)
    if words.startswith(("tương", "tức", "hay")) and not others and _is_of_change(builder):
        item.changes[-1].shares.append(shares[0])
        return
    plan = bool(_PLAN.search(words)) and "tổng số" not in words
    # "bằng 92% năm 2023": a share of an earlier period
    last = shares[0].start
    dated = any(isinstance(n, Token) and n.moment and n.start > last for n in phrase.nodes)
    before = bool(_BEFORE.search(words)) or (dated and words.startswith("bằng"))
    item.shares.append(Share(shares[0], of=others, of_plan=plan, of_before=before, words=words))
    item.end = max(item.end, phrase.end)
    builder.last_facet = "share"
    read_brackets(builder, phrase.nodes)


def _keep_words(builder: "Builder", words: str, phrase: Phrase) -> None:
    """ "Tỷ lệ đúng hạn tăng từ ...": the words are the label of what follows."""
    if not builder.pending:
        builder.pending_mark = phrase.mark
    builder.pending.append(words)


def add_comparison(builder: "Builder", phrase: Phrase) -> None:
    item = builder.current
    if item is None:
        inside = [n for node in phrase.nodes if isinstance(node, Bracket) for n in node.tokens]
        builder.compared = [f for n in inside if (f := figure_of(n)) and not f.is_share]
        return
    words = words_of(phrase.nodes)
    others = [f for n in phrase.nodes if (f := figure_of(n)) and not f.is_share]
    if _PLAN.search(words):
        if builder.last_facet == "change" and item.changes and item.changes[-1].amounts:
            item.changes[-1].before.extend(others)  # "vượt 84 hộ so với chỉ tiêu 1.200 hộ"
        elif item.shares:
            item.shares[-1].of_plan = True
        return
    if builder.last_facet == "share" and item.shares:
        item.shares[-1].of_before = True
    change = item.changes[-1] if item.changes else None
    if change is not None and others and not (change.amounts or change.shares or change.times):
        change.amounts.append(others.pop(0))  # "nhiều hơn cùng kỳ 12 lượt (84 lượt)"
    (change.before if change else item.before).extend(others)
    for node in phrase.nodes:
        if isinstance(node, Bracket):
            read_bracket(builder, node, compared=True)
