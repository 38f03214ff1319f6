"""The text as a row of words, figures, moments and marks, from which items are built."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from gandan.substance.document import Document
from gandan.substance.figures import Figure, figures_in
from gandan.substance.moments import Moment, moments
from gandan.substance.references import references

_PIECE = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*|\d+|\n|[^\w\s]")
# A digit in these is part of a word (m2, cov19) and nothing that was counted.
WORD, FIGURE, MOMENT, REFERENCE, PUNCTUATION = "word", "figure", "moment", "reference", "mark"


@dataclass(frozen=True)
class Token:
    kind: str
    start: int
    end: int
    text: str
    figure: Figure | None = None
    moment: Moment | None = None


@dataclass(frozen=True)
class Reading:
    """Everything found in a text; tokens and figures are in its order."""

    document: Document
    tokens: tuple[Token, ...]
    figures: tuple[Figure, ...]
    moments: tuple[Moment, ...]

    def between(self, start: int, end: int) -> tuple[Token, ...]:
        """The tokens that begin in [start, end)."""
        first = bisect_left(self._starts, start)
        return self.tokens[first : bisect_left(self._starts, end, lo=first)]

    @cached_property
    def _starts(self) -> list[int]:
        return [token.start for token in self.tokens]


def read(document: Document) -> Reading:
    """Find dates, references and figures, then cut what is between into words and marks."""
    lowered = document.lowered
    taken = bytearray(len(lowered))
    tokens: list[Token] = []
    found = references(document.plain, lowered)
    for start, end in found:
        _take(taken, start, end)
        tokens.append(Token(REFERENCE, start, end, lowered[start:end]))
    kept = [m for m in moments(lowered) if not any(taken[m.start : m.end])]
    for moment in kept:
        _take(taken, moment.start, moment.end)
        text = lowered[moment.start : moment.end]
        tokens.append(Token(MOMENT, moment.start, moment.end, text, moment=moment))
    figures = figures_in(document, taken)
    years = {figure.start for figure in figures if _is_year(document, figure)}
    for figure in figures:
        text = lowered[figure.start : figure.end]
        if figure.start in years:
            bare = Moment("year", figure.start, figure.end, int(figure.value))
            kept.append(bare)
            tokens.append(Token(MOMENT, figure.start, figure.end, text, moment=bare))
        else:
            tokens.append(Token(FIGURE, figure.start, figure.end, text, figure))
    tokens += _words(lowered, taken)
    tokens.sort(key=lambda token: token.start)
    counted = tuple(figure for figure in figures if figure.start not in years)
    return Reading(
        document, tuple(tokens), counted, tuple(sorted(kept, key=lambda moment: moment.start))
    )


def _is_year(document: Document, figure: Figure) -> bool:
    """2019 without a point, a noun or a unit is a year; 2.019 and 2019 lượt are figures."""
    written = document.lowered[figure.start : figure.end]
    return (
        len(written) == 4
        and written.isdecimal()
        and 1900 <= int(written) < 2100
        and not figure.noun
        and figure.is_count
    )


def _take(taken: bytearray, start: int, end: int) -> None:
    taken[start:end] = b"\x01" * (end - start)


def _words(lowered: str, taken: bytearray) -> list[Token]:
    out = []
    for match in _PIECE.finditer(lowered):
        if taken[match.start()]:
            continue
        text = match[0]
        kind = WORD if text[0].isalpha() else PUNCTUATION if not text[0].isdecimal() else REFERENCE
        out.append(Token(kind, match.start(), match.end(), text))
    return out
