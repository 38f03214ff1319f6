"""From the text of a form to its parts; every fault is told with its line.

Sections begin with ``==``: "Đầu văn bản" (key: value), "Nội dung" (one line is one paragraph),
"Nơi nhận", "Chữ ký" (one line is one signer: as what | how | name; an empty line begins a new
row). In the content ``#`` and ``##`` are headings, ``-`` an item of a list, ``=…=`` a centred
line, ``[trang mới]`` a new page. A line that begins with ``?`` is left out where one of its
facts is not known. Lines before the first section are remarks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from gandan.documents.filling.facts import Catalogue, FactKind, FormFact, comparable
from gandan.documents.filling.faults import Fault, TemplateError
from gandan.documents.filling.pieces import QUOTED, Piece, cut

LONGEST = 60_000
MOST_LINES = 800
SECTIONS = {
    "đầu văn bản": "head",
    "nội dung": "body",
    "nơi nhận": "recipients",
    "chữ ký": "signers",
}
HEADS = {
    "loại văn bản": "type_name",
    "ký hiệu loại": "symbol",
    "trích yếu": "abstract",
    "kính gửi": "to",
    "thẩm quyền": "decided_by",
    "căn cứ": "bases",
}
_REPEATED = {"to", "bases"}
# Such facts fill lines of their own: nothing may stand beside them.
_ALONE = {FactKind.TABLE}
_NEW_PAGE = "[trang mới]"


class LineKind(StrEnum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    SUBHEADING = "subheading"
    ITEM = "item"
    CENTERED = "centered"
    NEW_PAGE = "new_page"


@dataclass(frozen=True)
class Line:
    """One line of a form; ``facts`` are those that its pieces name, in order."""

    number: int
    pieces: tuple[Piece, ...]
    facts: tuple[FormFact, ...] = ()
    kind: LineKind = LineKind.PARAGRAPH
    optional: bool = False

    @property
    def only_fact(self) -> FormFact | None:
        """The fact that stands alone on the line."""
        return self.facts[0] if len(self.pieces) == 1 and self.facts else None


@dataclass(frozen=True)
class Signer:
    title: Line
    note: Line
    name: Line


@dataclass
class Template:
    """A form that was read: its parts, and every fact that it asks for."""

    head: dict[str, list[Line]] = field(default_factory=dict)
    body: list[Line] = field(default_factory=list)
    recipients: list[Line] = field(default_factory=list)
    signers: list[list[Signer]] = field(default_factory=list)

    def lines(self) -> Iterator[Line]:
        for lines in self.head.values():
            yield from lines
        yield from self.body
        yield from self.recipients
        for row in self.signers:
            for signer in row:
                yield from (signer.title, signer.note, signer.name)

    def facts(self) -> tuple[FormFact, ...]:
        """The facts that the form asks for, each once, in the order of the text."""
        found = {fact.code: fact for line in self.lines() for fact in line.facts}
        return tuple(found.values())


def parse(text: str, catalogue: Catalogue, *, forbids_sender: bool = False) -> Template:
    """Read a form. Raises ``TemplateError`` with every fault.

    With ``forbids_sender`` a fact that tells who wrote is a fault.
    """
    reader = _Reader(catalogue, forbids_sender=forbids_sender)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(text) > LONGEST or len(lines) > MOST_LINES:
        raise TemplateError([Fault("too_long", MOST_LINES)])
    for number, line in enumerate(lines, start=1):
        reader.read(line.strip(), number)
    if not reader.template.body:
        reader.faults.append(Fault("no_content", 1))
    if reader.faults:
        raise TemplateError(sorted(reader.faults, key=lambda fault: fault.line))
    return reader.template


class _Reader:
    def __init__(self, catalogue: Catalogue, *, forbids_sender: bool) -> None:
        self.catalogue = catalogue
        self.forbids_sender = forbids_sender
        self.template = Template()
        self.faults: list[Fault] = []
        self.section = ""
        self.seen: set[str] = set()
        self.new_row = True

    def read(self, text: str, number: int) -> None:
        if text.startswith("=="):
            self._begin(text.strip("= "), number)
        elif not text:
            self.new_row = True
        elif self.section:
            {
                "head": self._head,
                "body": self._body,
                "recipients": self._recipient,
                "signers": self._signer,
            }[self.section](text, number)

    def _begin(self, title: str, number: int) -> None:
        found = SECTIONS.get(comparable(title))
        if found is None:
            self.faults.append(Fault("unknown_section", number, title[:QUOTED]))
        elif found in self.seen:
            self.faults.append(Fault("section_twice", number, title[:QUOTED]))
        self.section = found or ""
        self.seen.add(self.section)

    def _head(self, text: str, number: int) -> None:
        optional, text = _optional(text)
        key, colon, value = text.partition(":")
        name = HEADS.get(comparable(key)) if colon else None
        if name is None:
            self.faults.append(Fault("unknown_head", number, key[:QUOTED]))
            return
        lines = self.template.head.setdefault(name, [])
        if lines and name not in _REPEATED:
            self.faults.append(Fault("head_twice", number, key.strip()[:QUOTED]))
        lines.append(self._line(value.strip(), number, optional=optional))

    def _body(self, text: str, number: int) -> None:
        optional, text = _optional(text)
        if comparable(text) == _NEW_PAGE:
            self.template.body.append(Line(number, (), kind=LineKind.NEW_PAGE))
            return
        kind, text = _kind_of(text)
        self.template.body.append(self._line(text, number, kind, optional=optional))

    def _recipient(self, text: str, number: int) -> None:
        optional, text = _optional(text)
        line = self._line(text.removeprefix("-").strip(), number, optional=optional)
        self.template.recipients.append(line)

    def _signer(self, text: str, number: int) -> None:
        parts = [part.strip() for part in text.split("|")] + ["", ""]
        signer = Signer(*(self._line(part, number) for part in parts[:3]))
        if self.new_row or not self.template.signers:
            self.template.signers.append([])
            self.new_row = False
        row = self.template.signers[-1]
        row.append(signer)
        if len(row) == 4 or len(parts) > 5:
            self.faults.append(Fault("too_many_signers", number, text[:QUOTED]))

    def _line(
        self,
        text: str,
        number: int,
        kind: LineKind = LineKind.PARAGRAPH,
        *,
        optional: bool = False,
    ) -> Line:
        pieces, faults = cut(text, number)
        self.faults += faults
        facts = [self._fact(piece, number) for piece in pieces if piece.is_fact]
        known = tuple(fact for fact in facts if fact)
        if len(pieces) > 1 and (crowded := [f for f in known if f.kind in _ALONE]):
            self.faults.append(Fault("not_alone", number, crowded[0].name))
        return Line(number, pieces, known, kind, optional)

    def _fact(self, piece: Piece, number: int) -> FormFact | None:
        found = self.catalogue.named(piece.text)
        quoted = piece.text[:QUOTED]
        if found is None:
            hint = self.catalogue.closest(piece.text)
            self.faults.append(Fault("unknown_fact", number, quoted, hint))
        elif found.tells_sender and self.forbids_sender:
            self.faults.append(Fault("forbidden_fact", number, quoted))
        return found


def _optional(text: str) -> tuple[bool, str]:
    return (True, text[1:].strip()) if text.startswith("?") else (False, text)


def _kind_of(text: str) -> tuple[LineKind, str]:
    if re.fullmatch(r"=[^=].*=", text):
        return LineKind.CENTERED, text.strip("= ")
    for mark, kind in (
        ("## ", LineKind.SUBHEADING),
        ("# ", LineKind.HEADING),
        ("- ", LineKind.ITEM),
    ):
        if text.startswith(mark):
            return kind, text.removeprefix(mark).strip()
    return LineKind.PARAGRAPH, text
