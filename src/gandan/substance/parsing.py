"""From a document to its statements: every sentence with the items that it counts."""

from gandan.substance.assembly import Builder, Context
from gandan.substance.items import Group, Item, Link, Statement
from gandan.substance.outline import Block, outline, sentence_spans
from gandan.substance.phrases import nested
from gandan.substance.tokens import Reading


def statements(reading: Reading) -> list[Statement]:
    """All sentences in order; parts in lines under a line hang under its last item."""
    return _Reader(reading).all()


class _Reader:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.found: list[Statement] = []
        self.block = 0
        self.sentence = 0

    def all(self) -> list[Statement]:
        for block in outline(self.reading.document):
            self._read(block, None)
        return self.found

    def _read(self, block: Block, parent: Item | None) -> list[Statement]:
        own = self._sentences(block, parent)
        if not block.children:
            return own
        host = self._host(own)
        below = [self._read(child, host) for child in block.children]
        firsts = [st[0].items[0] for st in below if st and st[0].items]
        if host is not None and firsts:
            end = max(item.end for item in firsts)
            link = self._link(block)
            missing = sum(1 for st in below if not any(s.items for s in st))
            group = Group(link, firsts, firsts[0].start, end, uncounted=missing)
            host.groups.append(group)
        return own

    def _link(self, block: Block) -> Link:
        text = self.reading.document.lowered[block.start : block.end].rstrip(" :.,;")
        if text.endswith(("trong đó", "trong đó có")):
            return Link.AMONG
        if text.endswith(
            ("gồm", "bao gồm", "gồm có", "chia ra", "cụ thể", "cụ thể như sau", "như sau")
        ):
            return Link.CONSISTS
        closed = self.reading.document.text[block.start : block.end].rstrip().endswith(":")
        return Link.COLON if closed else Link.AMONG

    @staticmethod
    def _host(own: list[Statement]) -> Item | None:
        if not own or not own[-1].items:
            return None
        counted = [item for item in own[-1].items if item.values]
        return counted[-1] if counted else None

    def _before(self, section: str) -> list[Item]:
        """The counts of the lines before, under the same heading."""
        near = [s for s in self.found[-6:] if s.section == section]
        return [item for s in near for item in s.items if item.values and item.parent is None]

    def _sentences(self, block: Block, parent: Item | None) -> list[Statement]:
        self.block += 1
        own: list[Statement] = []
        earlier = self._before(block.section)
        for start, end in sentence_spans(self.reading.document, block):
            self.sentence += 1
            context = Context(self.block, self.sentence, block.section, earlier)
            tokens = self.reading.between(start, end)
            items = Builder(context, parent).build(nested(tokens))
            statement = Statement(start, end, items, self.block, block.section)
            own.append(statement)
            self.found.append(statement)
            earlier = earlier + [item for item in items if item.values]
        return own
