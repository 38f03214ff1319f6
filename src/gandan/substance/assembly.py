"""Build items from the phrases of one sentence: what is counted, its parts, shares and changes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gandan.substance.brackets import read_bracket
from gandan.substance.change_phrases import moved_value, read_change
from gandan.substance.extents import alike, counts_else, extent, is_moment, is_new_rate
from gandan.substance.figures import Figure
from gandan.substance.items import Change, Group, Item, Link, Share
from gandan.substance.nodes import (
    base_of,
    bases_of_share,
    content_of,
    figure_first,
    figure_of,
    is_own_share,
    is_rate,
    is_ratio,
    label_of,
    scaled,
    word_of,
)
from gandan.substance.nouns import TYPED
from gandan.substance.phrases import (
    Bracket,
    Kind,
    Node,
    Phrase,
    has_moment,
    phrases,
    words_of,
)
from gandan.substance.tokens import Token

_PLAN = re.compile(r"\b(?:kế hoạch|chỉ tiêu|nghị quyết|dự toán|giao|mục tiêu|đăng ký)\b")
_BEFORE = re.compile(r"\b(?:kỳ|quý|tháng|năm) trước\b|\bcùng kỳ\b")
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
        self.compared: list[Figure] = []  # "So với cùng kỳ (150 vụ), ..."

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
            if index == 0 and self._opens_among(phrase, row):
                assert self.current is not None
                return self._collect(row, 1, self.current, Link.AMONG, "trong", colon=True)
        return index + 1

    def _opens_among(self, phrase: Phrase, row: list[Phrase]) -> bool:
        """ "Trong 84 ý kiến, trả lời trực tiếp 71 ý kiến, ...": what follows are parts of it."""
        if self.depth or len(row) < 2 or row[1].mark != "," or self.current is None:
            return False
        value = self.current.value
        counted = value is not None and value.is_count and bool(value.noun)
        held = value is not None and not value.noun.classes & {"days", "meetings"}
        lead = [word_of(n) for n in phrase.nodes if value is not None and n.start < value.start]
        return counted and held and lead[:1] == ["trong"] and set(lead[1:]) <= {"tổng", "số"}

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
                read_bracket(self, node)

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
            self._bare_share(figures[0])
            self._brackets(phrase.nodes)
        elif self._goes_on(phrase, counts):
            self._more(counts[0])
            self._brackets(phrase.nodes)
        else:
            self._item(phrase, figures)

    def _is_of_change(self) -> bool:
        """ "tăng 45 vụ, tương đương 23%" tells of the rise, not of the count."""
        change = self.current.changes[-1] if self.current and self.current.changes else None
        after = self.last_facet == "change" and change is not None
        return after and bool(change and change.amounts) and not (change and change.shares)

    def _bare_share(self, share: Figure) -> None:
        assert self.current is not None
        if self._is_of_change():
            self.current.changes[-1].shares.append(share)
        else:
            self.current.shares.append(Share(share))
            self.last_facet = "share"

    def _goes_on(self, phrase: Phrase, counts: list[Figure]) -> bool:
        """ "..., 96 người" after "87 lượt": a second value of the same item."""
        if len(counts) != 1 or self.current is None or phrase.mark not in {",", "", "và"}:
            return False
        if self.pending or content_of(phrase) or has_moment(phrase.nodes):
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
        if self.compared and main is not None and self.compared[0].fits(main):
            item.before.extend(self.compared)
        self.compared = []
        if moved := moved_value(phrase, item):
            self._move(item, moved)
        self._brackets(phrase.nodes)

    def _move(self, item: Item, moved: Change) -> None:
        """ "từ 32 vụ còn 24 vụ", alone or after "giảm 8 vụ"."""
        earlier = self.items[-2] if len(self.items) > 1 else None
        same = earlier is not None and all(
            amount.unit == "points" or alike(amount, moved.after[0])
            for change in earlier.changes
            for amount in change.amounts
        )
        if same and earlier is not None and earlier.changes and not earlier.values:
            earlier.end = item.end
            self.items.pop()
            item = self.current = earlier
        item.changes.append(moved)
        if not moved.after[0].is_share:
            item.values = [moved.after[0]]
        self.last_facet = "change"

    def _values(self, phrase: Phrase, item: Item) -> None:
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
        others = [f for f in bases_of_share(phrase.nodes) if not f.is_share]
        words = words_of(phrase.nodes)
        if not shares:
            self._words_of_share(words, phrase)
            return
        item = self._target(phrase)
        if words.startswith(("tương", "tức", "hay")) and not others and self._is_of_change():
            item.changes[-1].shares.append(shares[0])
            return
        plan = bool(_PLAN.search(words)) and "tổng số" not in words
        # "bằng 92% năm 2023": a share of an earlier period
        last = shares[0].start
        dated = any(isinstance(n, Token) and n.moment and n.start > last for n in phrase.nodes)
        before = bool(_BEFORE.search(words)) or (dated and words.startswith("bằng"))
        item.shares.append(Share(shares[0], of=others, of_plan=plan, of_before=before, words=words))
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
            inside = [n for node in phrase.nodes if isinstance(node, Bracket) for n in node.tokens]
            self.compared = [f for n in inside if (f := figure_of(n)) and not f.is_share]
            return
        words = words_of(phrase.nodes)
        others = [f for n in phrase.nodes if (f := figure_of(n)) and not f.is_share]
        if _PLAN.search(words):
            if self.last_facet == "change" and item.changes and item.changes[-1].amounts:
                item.changes[-1].before.extend(others)  # "vượt 84 hộ so với chỉ tiêu 1.200 hộ"
            elif item.shares:
                item.shares[-1].of_plan = True
            return
        if self.last_facet == "share" and item.shares:
            item.shares[-1].of_before = True
        change = item.changes[-1] if item.changes else None
        if change is not None and others and not (change.amounts or change.shares or change.times):
            change.amounts.append(others.pop(0))  # "nhiều hơn cùng kỳ 12 lượt (84 lượt)"
        (change.before if change else item.before).extend(others)
        for node in phrase.nodes:
            if isinstance(node, Bracket):
                read_bracket(self, node, compared=True)

    def _brackets(self, nodes: Sequence[Node]) -> None:
        for node in nodes:
            if isinstance(node, Bracket):
                read_bracket(self, node)

    # -- groups ----------------------------------------------------------------------------

    def _colon(self, row: list[Phrase], index: int) -> int:
        """A list under the current item, or a heading for what follows. 0: go on as usual."""
        if self.pending and (self.pending_mark in {";", "."} or self.current is None):
            self.scope, last = ", ".join(self.pending), self.pending[-1]
            self.pending.clear()
            if _SORTED_BY.match(last) and (item := self._host()):
                return self._collect(row, index, item, Link.CONSISTS, self.scope)
            return 0
        if index and is_moment(row[index - 1]) and not row[index - 1].figures():
            return 0  # "Năm 2022: 6 ngõ, 2023: 11 ngõ"
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
        end, cut = extent(row, index, link, nested=self.depth > 0, colon=colon)
        inner = Builder(self.context, host, self.depth + 1)
        if index < end:
            row[index].mark = "."
        inner.scope = ""
        parts = inner.build_from(row[index:end])
        if link == Link.COLON and counts_else(host, parts):
            self._take_over(host, parts)
            return end if end > index else index + 1
        if any(part.values or part.shares for part in parts):
            first, last = parts[0].start, max(part.end for part in parts)
            others = [] if self.current is not None else self.context.earlier[:-1]
            group = Group(link, parts, first, last, cut, words, inner.uncounted, others)
            host.groups.append(group)
        if self.current is None:
            self.current = None if host not in self.items else host
        self.last_facet = "value"
        return end if end > index else index + 1

    def _take_over(self, host: Item, parts: list[Item]) -> None:
        """ "10 xã: 38 đơn, giải quyết 24": the count before the colon is a heading, no total."""
        for part in parts:
            part.parent = self.parent
            part.scope = part.scope or host.label
        self.items += parts
        self.current = parts[-1]
        self.last_facet = "value"

    def build_from(self, row: list[Phrase]) -> list[Item]:
        index = 0
        while index < len(row):
            index = self._take(row, index)
        self._flush()
        return self.items
