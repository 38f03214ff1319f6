"""Build items from the phrases of one sentence: what is counted, its parts, shares and changes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gandan.substance.change_phrases import add_to_change, in_points, moved_value, read_change
from gandan.substance.families import places
from gandan.substance.figures import Figure
from gandan.substance.items import Group, Item, Link, Share
from gandan.substance.nodes import (
    base_of,
    begins_among,
    content_of,
    content_words,
    figure_first,
    figure_of,
    is_before,
    is_rate,
    is_ratio,
    is_sum,
    label_of,
    opens_change,
)
from gandan.substance.nouns import TYPED
from gandan.substance.phrases import Bracket, Kind, Node, Phrase, phrases, words_of
from gandan.substance.tokens import Token

_PLAN = re.compile(r"\b(?:kế hoạch|chỉ tiêu|nghị quyết|dự toán|giao|mục tiêu|đăng ký)\b")
_SORTED_BY = re.compile(r"^(?:phân|chia|theo|trong đó|kết quả phân)\b")


@dataclass
class Context:
    """Where a sentence stands, and the items that a group at its beginning may belong to."""

    block: int = 0
    sentence: int = 0
    section: str = ""
    earlier: list[Item] = field(default_factory=list)


class Builder:
    """Reads phrases in order; ``current`` is the item that the next facets belong to."""

    def __init__(self, context: Context, parent: Item | None = None, depth: int = 0) -> None:
        self.context, self.parent, self.depth = context, parent, depth
        self.items: list[Item] = []
        self.current: Item | None = None
        self.pending: list[str] = []
        self.pending_mark = "."
        self.scope = ""
        self.uncounted = 0
        self.fresh = True  # no figure since the last semicolon
        self.last_facet = ""

    def build(self, nodes: Sequence[Node]) -> list[Item]:
        row = phrases(nodes)
        index = 0
        while index < len(row):
            index = self._take(row, index)
        self._flush()
        return self.items

    def _take(self, row: list[Phrase], index: int) -> int:
        phrase = row[index]
        if phrase.mark in {";", "."}:
            self._flush()
            self.fresh = True
        if phrase.mark == ":" and (after := self._colon(row, index)):
            return after
        if phrase.kind in {Kind.GROUP, Kind.AMONG}:
            return self._group(row, index, among=phrase.kind == Kind.AMONG)
        if phrase.kind == Kind.CHANGE:
            self._change(phrase)
        elif phrase.kind == Kind.SHARE:
            self._share(phrase)
        elif phrase.kind == Kind.COMPARE:
            self._compare(phrase)
        else:
            self._plain(row, index)
        return index + 1

    # -- words without a figure ------------------------------------------------------------

    def _text(self, row: list[Phrase], index: int) -> None:
        """Words alone belong to the next label, or end the one before."""
        phrase = row[index]
        following = row[index + 1] if index + 1 < len(row) else None
        joins = (
            following is not None
            and following.mark not in {";", "."}
            and (
                following.kind != Kind.PLAIN or following.mark == ":" or not figure_first(following)
            )
        )
        words = words_of(phrase.nodes)
        if joins:
            if not self.pending:
                self.pending_mark = phrase.mark
            self.pending.append(words)
        elif self.current is not None and self.items and phrase.mark == ",":
            self.current.label += ", " + words
        elif words and not self.items:
            self.uncounted += 1
        for node in phrase.nodes:
            if isinstance(node, Bracket) and self.current is not None:
                self._bracket(node)

    def _flush(self) -> None:
        self.pending.clear()

    def _label_before(self) -> str:
        words = ", ".join(filter(None, self.pending))
        self.pending.clear()
        return words

    # -- items -----------------------------------------------------------------------------

    def _plain(self, row: list[Phrase], index: int) -> None:
        phrase = row[index]
        figures = [token.figure for token in phrase.figures() if token.figure]
        counts = [figure for figure in figures if not figure.is_share]
        if not figures:
            self._text(row, index)
        elif (
            not counts and not content_of(phrase) and self.current is not None and not self.pending
        ):
            self.current.shares.append(Share(figures[0]))
            self.last_facet = "share"
            self._brackets(phrase.nodes)
        elif self._goes_on(phrase, counts):
            self._more(counts[0])
            self._brackets(phrase.nodes)
        else:
            self._item(phrase, figures)

    def _goes_on(self, phrase: Phrase, counts: list[Figure]) -> bool:
        """ "..., 96 người" after "87 lượt": a second value of the same item."""
        if len(counts) != 1 or self.current is None or phrase.mark not in {",", "", "và"}:
            return False
        if self.pending or content_of(phrase):
            return False
        own = [value for value in self.current.values if value.noun.typed]
        noun = counts[0].noun
        if self.last_facet == "change" and self.current.changes:
            return any(value.fits(counts[0]) for value in own) and bool(noun)
        return bool(noun.typed & TYPED) and bool(own) and not any(v.noun.fits(noun) for v in own)

    def _more(self, figure: Figure) -> None:
        assert self.current is not None
        if self.last_facet == "change":
            self.current.changes[-1].amounts.append(figure)
        else:
            self.current.values.append(figure)
        self.current.end = max(self.current.end, figure.end)

    def _item(self, phrase: Phrase, figures: list[Figure]) -> None:
        main = next((figure for figure in figures if not figure.is_share), None)
        before, after = label_of(phrase, main or figures[0])
        lead = ", ".join(filter(None, (self._label_before(), before)))
        item = Item(
            phrase.start,
            phrase.end,
            " ".join(filter(None, (lead, after))),
            self.scope,
            lead,
            parent=self.parent,
            sentence=self.context.sentence,
            block=self.context.block,
            section=self.context.section,
            strong=self.fresh,
        )
        self.fresh = False
        self.items.append(item)
        self.current = item
        self.last_facet = "value"
        self._values(phrase, item)
        if moved := moved_value(phrase, item):
            item.changes.append(moved)
            item.values = [moved.after[0]]
            self.last_facet = "change"
        self._brackets(phrase.nodes)

    def _values(self, phrase: Phrase, item: Item) -> None:
        nodes = phrase.nodes
        index = 0
        while index < len(nodes):
            figure = figure_of(nodes[index])
            if figure is None:
                index += 1
                continue
            base, after = base_of(nodes, index)
            if figure.is_share:
                item.shares.append(Share(figure, words=words_of(nodes)))
            elif base is not None and not item.values and is_ratio(figure, base):
                item.values.append(figure)
                item.base = base
                index = after
                continue
            elif not is_rate(nodes, index):
                item.values.append(figure)
            index += 1

    # -- facets ----------------------------------------------------------------------------

    def _target(self, phrase: Phrase) -> Item:
        """The item that a change or share tells of: a new one where words came before it."""
        if self.current is not None and not (self.pending and self.pending_mark in {";", ".", ":"}):
            self.pending.clear()
            return self.current
        if not self.pending and self.current is not None:
            return self.current
        item = Item(
            phrase.start,
            phrase.end,
            self._label_before(),
            self.scope,
            parent=self.parent,
            sentence=self.context.sentence,
            block=self.context.block,
            section=self.context.section,
            strong=True,
        )
        self.items.append(item)
        self.current = item
        return item

    def _change(self, phrase: Phrase) -> None:
        item = self._target(phrase)
        change = read_change(phrase.nodes)
        if not item.values and change.after:
            item.values.append(change.after[0])
        item.changes.append(change)
        item.end = max(item.end, phrase.end)
        self.last_facet = "change"
        self._brackets(phrase.nodes)

    def _share(self, phrase: Phrase) -> None:
        shares = [f for n in phrase.nodes if (f := figure_of(n)) and f.is_share]
        others = [f for n in phrase.nodes if (f := figure_of(n)) and not f.is_share]
        words = words_of(phrase.nodes)
        if not shares:
            self._words_of_share(words, phrase)
            return
        item = self._target(phrase)
        plan = bool(_PLAN.search(words)) and "tổng số" not in words
        item.shares.append(Share(shares[0], of=others, of_plan=plan, words=words))
        item.end = max(item.end, phrase.end)
        self.last_facet = "share"
        self._brackets(phrase.nodes)

    def _words_of_share(self, words: str, phrase: Phrase) -> None:
        """ "Tỷ lệ đúng hạn tăng từ ...": the words are the label of what follows."""
        if not self.pending:
            self.pending_mark = phrase.mark
        self.pending.append(words)

    def _compare(self, phrase: Phrase) -> None:
        item = self.current
        if item is None:
            return
        words = words_of(phrase.nodes)
        others = [f for n in phrase.nodes if (f := figure_of(n)) and not f.is_share]
        if _PLAN.search(words):
            if item.shares:
                item.shares[-1].of_plan = True
            return
        if self.last_facet == "share" and item.shares:
            item.shares[-1].of_before = True
        (item.changes[-1].before if item.changes else item.before).extend(others)
        for node in phrase.nodes:
            if isinstance(node, Bracket):
                self._bracket(node, compared=True)

    # -- brackets --------------------------------------------------------------------------

    def _brackets(self, nodes: Sequence[Node]) -> None:
        for node in nodes:
            if isinstance(node, Bracket):
                self._bracket(node)

    def _bracket(self, bracket: Bracket, *, compared: bool = False) -> None:
        item = self.current
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
            self._change_in(inside, item)
        elif compared and item.changes and in_points(item.changes[-1]):
            item.changes[-1].before.extend(figures)
        elif all(figure.is_share for figure in figures) and not content_words(inside):
            self._share_in(figures, item)
        elif compared or is_before(inside) or self._is_earlier(inside, figures, item):
            (item.changes[-1].before if item.changes else item.before).extend(
                figure for figure in figures if not figure.is_share
            )
        elif self._is_count_of_share(inside, figures, item):
            pass
        else:
            self._parts_in(bracket, item)

    def _change_in(self, inside: list[Node], item: Item) -> None:
        parts = phrases(inside)
        for part in parts:
            if part.kind == Kind.CHANGE:
                item.changes.append(read_change(part.nodes))
                self.last_facet = "change"
            elif item.changes:
                figures = [token.figure for token in part.figures() if token.figure]
                add_to_change(item.changes[-1], part, figures)

    def _share_in(self, figures: list[Figure], item: Item) -> None:
        if self.last_facet == "change" and item.changes and item.changes[-1].amounts:
            item.changes[-1].shares.extend(figures)
        else:
            item.shares.extend(Share(figure) for figure in figures)

    def _is_earlier(self, inside: list[Node], figures: list[Figure], item: Item) -> bool:
        """ "gấp 3 lần năm 2023 (114 cuộc)", "giảm so với cùng kỳ (146 lượt)"."""
        return (
            self.last_facet == "change"
            and len(figures) == 1
            and not content_words(inside)
            and bool(item.changes)
            and not item.changes[-1].before
            and any(value.fits(figures[0]) for value in item.values)
        )

    def _is_count_of_share(self, inside: list[Node], figures: list[Figure], item: Item) -> bool:
        """7% (159); 88,46% (23/26)."""
        if self.last_facet not in {"share", "value"} or not item.shares or figures[0].is_share:
            return False
        if content_words(inside) and len(figures) == 1 and item.values:
            return False
        if len(figures) == 2 and any(isinstance(n, Token) and n.text == "/" for n in inside):
            item.shares[-1].ratio = (figures[0], figures[1])
            return True
        if len(figures) == 1 and not item.values:
            item.shares[-1].count = figures[0]
            item.values.append(figures[0])
            return True
        return False

    def _parts_in(self, bracket: Bracket, item: Item) -> None:
        inner = Builder(self.context, item, self.depth + 1)
        parts = inner.build(bracket.tokens)
        counted = [part for part in parts if part.values]
        if counted:
            self.last_facet = "value"
            link = Link.AMONG if begins_among(bracket.tokens) else Link.BRACKETS
            group = Group(link, parts, bracket.start, bracket.end, uncounted=inner.uncounted)
            item.groups.append(group)
        elif parts and parts[0].shares:
            item.shares.extend(share for part in parts for share in part.shares)

    # -- groups ----------------------------------------------------------------------------

    def _colon(self, row: list[Phrase], index: int) -> int:
        """A list under the current item, or a heading for what follows. 0: go on as usual."""
        if self.pending and (self.pending_mark in {";", "."} or self.current is None):
            self.scope = ", ".join(self.pending)
            self.pending.clear()
            if _SORTED_BY.match(self.scope) and (item := self._host()):
                return self._collect(row, index, item, Link.CONSISTS, self.scope)
            return 0
        if self.current is not None and self.current.values and self.current in self.items:
            words = ", ".join(self.pending)
            self.pending.clear()
            return self._collect(row, index, self.current, Link.COLON, words)
        return 0

    def _group(self, row: list[Phrase], index: int, *, among: bool) -> int:
        phrase = row[index]
        host = self._host()
        if phrase.keyword == "có" and self.current is None:
            host = None
        if host is None:
            phrase.kind = Kind.PLAIN
            self._plain(row, index)
            return index + 1
        self.pending.clear()
        link = Link.AMONG if among else Link.CONSISTS
        length = len(phrase.keyword.split())
        phrase.nodes = phrase.nodes[length:]
        phrase.kind, phrase.mark = Kind.PLAIN, ":" if not phrase.nodes else phrase.mark
        if not phrase.nodes:
            row.pop(index)
            colon = index < len(row) and row[index].mark == ":"
            if colon:
                row[index].mark = ","
            return self._collect(row, index, host, link, phrase.keyword, colon=colon)
        phrase.mark = ","
        return self._collect(row, index, host, link, phrase.keyword)

    def _host(self) -> Item | None:
        """The item whose parts follow: the current one, or the last of the sentence before."""
        if self.current is not None and self.current.values:
            return self.current
        if self.current is None and not self.depth and self.context.earlier:
            return self.context.earlier[-1]
        return None

    def _collect(
        self,
        row: list[Phrase],
        index: int,
        host: Item,
        link: Link,
        words: str,
        *,
        colon: bool = False,
    ) -> int:
        end, cut = _extent(row, index, link, nested=self.depth > 0, colon=colon)
        inner = Builder(self.context, host, self.depth + 1)
        if index < end:
            row[index].mark = "."
        inner.scope = ""
        parts = inner.build_from(row[index:end])
        if any(part.values or part.shares for part in parts):
            first, last = parts[0].start, max(part.end for part in parts)
            others = [] if self.current is not None else self.context.earlier[:-1]
            group = Group(link, parts, first, last, cut, words, inner.uncounted, others)
            host.groups.append(group)
        if self.current is None:
            self.current = None if host not in self.items else host
        self.last_facet = "value"
        return end if end > index else index + 1

    def build_from(self, row: list[Phrase]) -> list[Item]:
        index = 0
        while index < len(row):
            index = self._take(row, index)
        self._flush()
        return self.items


def _extent(
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
