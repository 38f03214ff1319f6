"""Build items from the phrases of one sentence: what is counted, its parts, shares and changes."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from gandan.substance.brackets import read_bracket, read_brackets
from gandan.substance.change_phrases import moved_value
from gandan.substance.facets import add_bare_share, add_change, add_comparison, add_share
from gandan.substance.figures import Figure
from gandan.substance.items import Item, Link
from gandan.substance.listing import collect, read_colon, read_group
from gandan.substance.nodes import content_of, figure_first, label_of, word_of
from gandan.substance.nouns import TYPED
from gandan.substance.phrases import Bracket, Kind, Node, Phrase, has_moment, phrases, words_of
from gandan.substance.valued import add_move, put_values


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
        self.flush()
        return self.items

    def _take(self, row: list[Phrase], index: int) -> int:
        phrase = row[index]
        if phrase.mark in {";", "."}:
            self.flush()
            self.fresh = True
        if phrase.mark == ":" and (after := read_colon(self, row, index)):
            return after
        if phrase.kind in {Kind.GROUP, Kind.AMONG}:
            return read_group(self, row, index, among=phrase.kind == Kind.AMONG)
        if phrase.kind == Kind.CHANGE:
            add_change(self, phrase)
        elif phrase.kind == Kind.SHARE:
            add_share(self, phrase)
        elif phrase.kind == Kind.COMPARE:
            add_comparison(self, phrase)
        else:
            self.read_plain(row, index)
            if index == 0 and self._opens_among(phrase, row):
                assert self.current is not None
                return collect(self, row, 1, self.current, Link.AMONG, "trong", colon=True)
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

    def flush(self) -> None:
        self.pending.clear()

    def label_before(self) -> str:
        words = ", ".join(filter(None, self.pending))
        self.pending.clear()
        return words

    def read_plain(self, row: list[Phrase], index: int) -> None:
        phrase = row[index]
        figures = [token.figure for token in phrase.figures() if token.figure]
        counts = [figure for figure in figures if not figure.is_share]
        if not figures:
            self._text(row, index)
        elif (
            not counts and not content_of(phrase) and self.current is not None and not self.pending
        ):
            add_bare_share(self, figures[0])
            read_brackets(self, phrase.nodes)
        elif self._goes_on(phrase, counts):
            self._more(counts[0])
            read_brackets(self, phrase.nodes)
        else:
            self._item(phrase, figures)

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
        lead = ", ".join(filter(None, (self.label_before(), before)))
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
        put_values(phrase, item)
        if self.compared and main is not None and self.compared[0].fits(main):
            item.before.extend(self.compared)
        self.compared = []
        if moved := moved_value(phrase, item):
            add_move(self, item, moved)
        read_brackets(self, phrase.nodes)

    def build_from(self, row: list[Phrase]) -> list[Item]:
        index = 0
        while index < len(row):
            index = self._take(row, index)
        self.flush()
        return self.items
