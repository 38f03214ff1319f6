"""Sentences whose figures know their source. Pure: no database, no clock.

A sentence is a row of pieces; a piece with a key is a figure that opens the source of that key.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

# Days, months, quarters and years are no figures, nor are codes such as VV-26-000123.
_NO_FIGURE = re.compile(
    r"\d{1,2}/\d{1,2}/\d{4}|\d{1,2}/\d{4}|\d{1,2}/\d{1,2}(?!\d)|năm\s+\d{4}|tháng\s+\d{1,2}(?:/\d{4})?"
    r"|quý\s+[IVX\d]+(?:/\d{4})?|\b[A-ZĐa-zđ]+-\d[\w-]*|[A-ZĐ]+\d+\b|\d+[A-Za-z]\b"
    r"|(?:tổ|ngõ|ngách|số|khu|hẻm|kiệt|đường|lần|điều|quận|phường)\s+\d+(?:/\d+)*",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d[\d.]*(?:,\d+)?")


@dataclass(frozen=True)
class Piece:
    text: str
    source: str = ""


@dataclass(frozen=True)
class Sentence:
    """``by`` and ``on`` say who wrote or changed it and when; both empty where the machine did."""

    id: str
    pieces: tuple[Piece, ...]
    by: str = ""
    on: str = ""
    # What the machine had written where a person changed it.
    was: str = ""
    # Keys of sources that the sentence rests on besides those of its figures.
    rests: tuple[str, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def sources(self) -> tuple[str, ...]:
        """Keys of all its sources, those of its figures first."""
        return tuple(dict.fromkeys([*(p.source for p in self.pieces if p.source), *self.rests]))

    @property
    def unsourced(self) -> tuple[str, ...]:
        """Figures that a person wrote and that open nothing."""
        if not self.by:
            return ()
        loose = " ".join(piece.text for piece in self.pieces if not piece.source)
        return tuple(_FIGURE.findall(_NO_FIGURE.sub(" ", loose)))


def sentence(id: str, *parts: str | Piece, rests: Sequence[str] = (), **extra: Any) -> Sentence:
    """A sentence of the machine's; one without a figure says what it rests on."""
    pieces = tuple(Piece(part) if isinstance(part, str) else part for part in parts if part)
    return Sentence(id, pieces, rests=tuple(rests), extra=extra)


def joined(parts: Sequence[Sequence[str | Piece]], between: str) -> list[str | Piece]:
    """Lists of pieces in one row with ``between`` among them."""
    out: list[str | Piece] = []
    for place, part in enumerate(parts):
        if place:
            out.append(between)
        out.extend(part)
    return out


def rewritten(old: Sentence, text: str, *, by: str, on: str) -> Sentence:
    """``old`` in other words: figures that stand in both keep their source."""
    pieces: list[Piece] = []
    rest = text
    for piece in (p for p in old.pieces if p.source):
        before, found, after = rest.partition(piece.text)
        if not found or _inside_a_figure(before, after):
            continue
        pieces += [Piece(before)] if before else []
        pieces.append(piece)
        rest = after
    if rest:
        pieces.append(Piece(rest))
    kept = {piece.source for piece in pieces}
    return replace(
        old,
        pieces=tuple(pieces),
        by=by,
        on=on,
        was=old.was or old.text,
        rests=tuple(key for key in old.sources if key not in kept),
    )


def _inside_a_figure(before: str, after: str) -> bool:
    """Whether what was found is only a part of a longer figure: 5 đơn in 15 đơn."""
    return (
        before[-1:].isdigit()
        or (before[-1:] in {".", ","} and before[-2:-1].isdigit())
        or (after[:1].isdigit())
    )


def to_row(one: Sentence) -> dict[str, Any]:
    """As kept in the content of a pack."""
    row: dict[str, Any] = {
        "id": one.id,
        "pieces": [[p.text, p.source] if p.source else [p.text] for p in one.pieces],
    }
    row |= {"rests": list(one.rests)} if one.rests else {}
    return row | ({"extra": one.extra} if one.extra else {})


def from_row(row: dict[str, Any]) -> Sentence:
    pieces = tuple(Piece(*piece) for piece in row["pieces"])
    rests = tuple(row.get("rests", ()))
    return Sentence(row["id"], pieces, rests=rests, extra=row.get("extra", {}))


def to_rows(found: Iterable[Sentence]) -> list[dict[str, Any]]:
    return [to_row(one) for one in found]
