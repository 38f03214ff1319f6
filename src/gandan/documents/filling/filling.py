"""A form and facts become a document; what is missing is a visible blank and stands in a list."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from gandan.documents.filling.facts import FactKind, FormFact
from gandan.documents.filling.syntax import Line, LineKind, Signer, Template
from gandan.documents.filling.values import BLANK, Concealed, blank, paragraphs_of, worded
from gandan.documents.model import (
    Block,
    Bullets,
    Centered,
    Code,
    Document,
    Head,
    Heading,
    Number,
    PageBreak,
    Paragraph,
    Run,
    Signature,
    Signatures,
    SignColumn,
    Table,
)

BLANK_ROWS = 4
BLANK_LINES = 3
# From so many columns a table gets smaller letters.
DENSE_FROM = 7
_MARKS = (".", ",", ";")
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Frame:
    """What surrounds the text: who issues it, its number and day, who signs.

    ``numbered`` papers get the symbol of their kind with a number or room for one; an official
    letter, which has no type name, takes ``letter_symbol`` ("" in the state, CV in the Party).
    ``code_address`` stands before a tracking code in its QR code; "" leaves the code alone.
    """

    superior: str = ""
    issuer: str = ""
    body_symbol: str = ""
    letter_symbol: str = ""
    numbered: bool = True
    number: int | None = None
    place: str = ""
    day: date | None = None
    signature: Signature | None = None
    urgency: str = ""
    landscape: bool = False
    banner: str = ""
    code_address: str = ""


@dataclass(frozen=True)
class Filled:
    """``missing`` are the facts that are not known, in the order of the form."""

    document: Document
    missing: tuple[FormFact, ...]
    type_name: str
    symbol: str
    abstract: str


def fill(template: Template, facts: Facts, frame: Frame) -> Filled:
    """Fill a form; ``facts`` are values as ``read_value`` gives them, by code."""
    filler = _Filler(facts, frame)
    head = {name: filler.texts(lines) for name, lines in template.head.items()}
    type_name = " ".join(head.get("type_name", ()))
    symbol = " ".join(head.get("symbol", ())) if type_name else frame.letter_symbol
    abstract = " ".join(head.get("abstract", ()))
    blocks = [*filler.blocks(template.body)]
    blocks += [filler.signatures(row) for row in template.signers]
    number = Number(frame.number, symbol, frame.body_symbol) if frame.numbered else None
    document = Document(
        Head(
            frame.superior,
            frame.issuer,
            number,
            frame.place,
            frame.day,
            type_name,
            abstract,
            frame.urgency,
        ),
        tuple(blocks),
        None if template.signers else frame.signature,
        filler.texts(template.recipients),
        frame.banner,
        to=head.get("to", ()),
        bases=tuple(map(_basis, head.get("bases", ()))),
        decided_by=" ".join(head.get("decided_by", ())),
        landscape=frame.landscape,
    )
    return Filled(document, tuple(filler.missing.values()), type_name, symbol, abstract)


def _basis(text: str) -> str:
    """The key already says "Căn cứ"; proposals and opinions begin in their own way."""
    own = text.startswith(("Căn cứ", "Theo ", "Xét ", "Sau khi"))
    return text if own else f"Căn cứ {text}"


def _begins_sentence(before: str) -> bool:
    return not before.strip() or before.endswith((". ", "! ", "? "))


class _Filler:
    def __init__(self, facts: Facts, frame: Frame) -> None:
        self.facts = facts
        self.frame = frame
        self.missing: dict[str, FormFact] = {}

    def texts(self, lines: Sequence[Line]) -> tuple[str, ...]:
        """Lines that carry no look of their own."""
        return tuple("".join(run.text for run in self.runs(line)) for line in self.kept(lines))

    def kept(self, lines: Sequence[Line]) -> Iterator[Line]:
        for line in lines:
            known = all(self.facts.get(fact.code) is not None for fact in line.facts)
            if known or not line.optional:
                yield line

    def runs(self, line: Line) -> tuple[Run, ...]:
        facts = iter(line.facts)
        runs: list[Run] = []
        ends_itself = False
        for piece in line.pieces:
            text, is_blank = (BLANK, True) if piece.is_blank else (piece.text, False)
            if piece.is_fact:
                fact = next(facts)
                text, is_blank = self._worded(fact)
                ends_itself = self.facts.get(fact.code) is not None
                if _begins_sentence("".join(run.text for run in runs)):
                    text = text[:1].upper() + text[1:]
            elif ends_itself and text.startswith(_MARKS):
                # A value that ends its own sentence does not end it twice.
                runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(" .;,"))
                text = text[1:] if runs[-1].text.endswith(("…", "?", "!")) else text
            ends_itself = ends_itself and piece.is_fact
            runs.append(Run(text, bold=piece.bold, italic=piece.italic, leader=is_blank))
        return tuple(runs)

    def _worded(self, fact: FormFact) -> tuple[str, bool]:
        """The words, and whether they are a blank that may be drawn up to the margin."""
        value = self.facts.get(fact.code)
        if value is None:
            self.missing[fact.code] = fact
            text = blank(fact)
            return text, text == BLANK
        return worded(fact, value), False

    def blocks(self, lines: Sequence[Line]) -> Iterator[Block]:
        items: list[tuple[Run, ...]] = []
        for line in self.kept(lines):
            if line.kind == LineKind.ITEM:
                items.append(self.runs(line))
                continue
            if items:
                yield Bullets(tuple(items))
                items = []
            yield from self._block(line)
        if items:
            yield Bullets(tuple(items))

    def _block(self, line: Line) -> Iterator[Block]:
        match line.kind:
            case LineKind.NEW_PAGE:
                yield PageBreak()
            case LineKind.HEADING | LineKind.SUBHEADING:
                level = 1 if line.kind == LineKind.HEADING else 2
                yield Heading(level, "".join(run.text for run in self.runs(line)))
            case LineKind.CENTERED:
                yield Centered("".join(run.text for run in self.runs(line)))
            case _:
                fact = line.only_fact
                yield from self._alone(fact, line) if fact else [Paragraph(self.runs(line))]

    def _alone(self, fact: FormFact, line: Line) -> Iterator[Block]:
        """A fact with a line of its own may take several: a table, a list, paragraphs, a code."""
        value: Any = self.facts.get(fact.code)
        if value is None:
            yield from self._empty(fact, line)
            return
        match fact.kind:
            case _ if isinstance(value, Concealed):
                yield Paragraph(self.runs(line))
            case FactKind.TABLE:
                yield self._table(fact, value)
            case FactKind.CODE:
                yield Code(self.frame.code_address + value, value, (fact.meaning,))
            case FactKind.LONG:
                yield from (Paragraph.of(part) for part in paragraphs_of(value))
            case FactKind.LIST:
                yield Bullets(tuple((Run(item),) for item in value))
            case _:
                yield Paragraph(self.runs(line))

    def _empty(self, fact: FormFact, line: Line) -> Iterator[Block]:
        self.missing[fact.code] = fact
        if fact.kind == FactKind.TABLE:
            yield self._table(fact, ((("",) * len(fact.columns)),) * BLANK_ROWS)
        elif fact.kind in {FactKind.LONG, FactKind.LIST}:
            yield from [Paragraph((Run(BLANK, leader=True),))] * BLANK_LINES
        else:
            yield Paragraph(self.runs(line))

    def _table(self, fact: FormFact, rows: Sequence[tuple[str, ...]]) -> Table:
        """A register with many columns carries their numbers under the header."""
        dense = len(fact.columns) >= DENSE_FROM
        numbers = tuple(f"({n})" for n in range(1, len(fact.columns) + 1))
        return Table("", fact.columns, (*([numbers] if dense else []), *rows), dense=dense)

    def signatures(self, row: Sequence[Signer]) -> Signatures:
        return Signatures(tuple(self._signer(signer) for signer in row))

    def _signer(self, signer: Signer) -> SignColumn:
        title, note = self.texts([signer.title, signer.note])
        return SignColumn(title, note, self._name(signer.name))

    def _name(self, line: Line) -> str:
        """The name under a signature; an unknown one leaves room for the hand, without dots."""
        if any(self.facts.get(fact.code) is None for fact in line.facts):
            return ""
        return "".join(run.text for run in self.runs(line))
