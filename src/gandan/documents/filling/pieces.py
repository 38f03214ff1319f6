"""One line of a form as pieces: words, names in braces, bold and italic, places to write.

Marks: ``{tên}`` a fact, ``**đậm**``, ``__nghiêng__``, ``……`` or ``....`` a place to write by
hand; ``{{`` and ``}}`` are braces themselves. Nothing else means anything.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from gandan.documents.filling.faults import Fault

_MARK = re.compile(r"\{\{|\}\}|\*\*|__|\{[^{}]*\}|[{}]|…{2,}|\.{4,}|[^{}*_….]+|.")
_DOTS = re.compile(r"…{2,}|\.{4,}")
QUOTED = 60


@dataclass(frozen=True)
class Piece:
    """Words, or the name of a fact, or a place to write."""

    text: str
    is_fact: bool = False
    is_blank: bool = False
    bold: bool = False
    italic: bool = False


class Cut(NamedTuple):
    pieces: tuple[Piece, ...]
    faults: list[Fault]


def cut(text: str, line: int) -> Cut:
    """Cut a line; braces and marks that do not close are faults."""
    pieces: list[Piece] = []
    faults: list[Fault] = []
    bold = italic = False
    for part in _MARK.findall(text):
        if part == "**":
            bold = not bold
        elif part == "__":
            italic = not italic
        elif part in {"{", "}"}:
            faults.append(Fault("open_brace", line, text.strip()[:QUOTED]))
        elif part[0] == "{" and part != "{{":
            pieces.append(Piece(part[1:-1].strip(), is_fact=True, bold=bold, italic=italic))
        else:
            _add_words(pieces, _DOUBLED.get(part, part), bold=bold, italic=italic)
    if bold:
        faults.append(Fault("open_bold", line, text.strip()[:QUOTED]))
    if italic:
        faults.append(Fault("open_italic", line, text.strip()[:QUOTED]))
    return Cut(tuple(pieces), faults)


_DOUBLED = {"{{": "{", "}}": "}"}


def _add_words(pieces: list[Piece], words: str, *, bold: bool, italic: bool) -> None:
    if _DOTS.fullmatch(words):
        pieces.append(Piece(words, is_blank=True, bold=bold, italic=italic))
        return
    last = pieces[-1] if pieces else None
    if (
        last
        and not last.is_fact
        and not last.is_blank
        and (last.bold, last.italic) == (bold, italic)
    ):
        pieces[-1] = Piece(last.text + words, bold=bold, italic=italic)
    else:
        pieces.append(Piece(words, bold=bold, italic=italic))
