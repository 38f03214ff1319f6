"""Figures of a narrative that a register can count, and where the two differ.

Pure matching: the register's figures come as a list. A claim is matched to a figure only by the
words of its name and what it counts; where two names fit equally, nothing is said.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from gandan.substance.figures import Figure, Mark
from gandan.substance.findings import Finding, Severity
from gandan.substance.items import Item, Statement, walk
from gandan.substance.nouns import noun_at
from gandan.substance.tokens import Reading
from gandan.substance.wording import number, written

_WORD = re.compile(r"[^\W\d]+")
_EMPTY = frozenset(
    "đã được là có và của các những số tổng trong kỳ ở tại trên địa bàn theo toàn với cho về do bị cả "
    "tháng quý năm báo cáo đến nay phường xã thành phố".split()
)
# A count of another time is no count of the period that the register gives.
_OTHER_TIME = re.compile(
    r"\b(?:cùng kỳ|kỳ trước|năm trước|tháng trước|quý trước|lũy kế|luỹ kế|từ đầu|dự kiến|phấn đấu|sẽ|kế hoạch|chỉ tiêu)\b"
)
LEAST_SCORE = 0.6


@dataclass(frozen=True)
class RegisterFigure:
    """What the register counts: ``names`` as people may write it, ``noun`` what is counted."""

    code: str
    names: tuple[str, ...]
    value: int
    noun: str
    rows: str = ""  # an address where the rows can be opened


@dataclass(frozen=True)
class Claim:
    """A count in the narrative with the words around it and the period written beside it."""

    start: int
    end: int
    value: Fraction
    noun: str
    words: str
    is_exact: bool
    period: str = ""
    code: str = ""
    score: float = 0.0


def claims_in(
    reading: Reading, statements: Sequence[Statement], register: Sequence[RegisterFigure] = ()
) -> list[Claim]:
    """All counts of visits, people, letters, cases and the like, with the likeliest indicator."""
    found = []
    for statement in statements:
        period = _period(reading, statement)
        for item in walk(statement.items):
            for figure in item.values:
                if figure.is_count and (figure.noun or _noun_of(item)):
                    found.append(_claim(item, figure, period, register))
    return list({claim.start: claim for claim in found}.values())


def _claim(item: Item, figure: Figure, period: str, register: Sequence[RegisterFigure]) -> Claim:
    above = item.above()
    words = " ".join([*(a.label for a in reversed(above)), item.scope, item.label]).strip()
    noun = figure.noun.text or _noun_of(item)
    scored = sorted(
        ((_score(words if item.label or above else item.scope, noun, r), r) for r in register),
        key=lambda pair: -pair[0],
    )
    exact = figure.mark == Mark.EXACT and figure.until is None
    code, score = "", 0.0
    clear = scored and (len(scored) == 1 or scored[0][0] > scored[1][0])
    if clear and scored[0][0] >= LEAST_SCORE and not _OTHER_TIME.search(words):
        score, code = scored[0][0], scored[0][1].code
    return Claim(
        figure.start, figure.end, figure.value, noun, words, exact, period, code, round(score, 2)
    )


def _noun_of(item: Item) -> str:
    """A noun written before the figure, or that of the total above."""
    for above in item.above():
        if above.values and above.values[0].noun:
            return above.values[0].noun.text
    for match in re.finditer(
        r"\b(?:lượt|đơn|vụ việc|vụ|đoàn|người)\b", f"{item.scope} {item.label}"
    ):
        return noun_at(match[0], 0).text
    return ""


def _score(words: str, noun: str, figure: RegisterFigure) -> float:
    """Shared words of the name and the claim, of all their words; 0 for another noun."""
    claimed, wanted = noun_at(noun, 0), noun_at(figure.noun, 0)
    if claimed and wanted and not claimed.fits(wanted):
        return 0.0
    said = _content(f"{words} {noun}")
    best = 0.0
    for name in figure.names:
        own = _content(f"{name} {figure.noun}")
        if own and said:
            best = max(best, len(own & said) / len(own | said))
    return best


def _content(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.lower()) if word not in _EMPTY}


def _period(reading: Reading, statement: Statement) -> str:
    own = [m for m in reading.moments if statement.start <= m.start < statement.end]
    return reading.document.text[own[0].start : own[0].end].strip() if own else ""


def claim_findings(
    reading: Reading, statements: Sequence[Statement], register: Sequence[RegisterFigure]
) -> Iterator[Finding]:
    """Claims that differ from the register."""
    by_code = {figure.code: figure for figure in register}
    figures = {figure.start: figure for figure in reading.figures}
    for claim in claims_in(reading, statements, register):
        if not claim.code:
            continue
        known = by_code[claim.code]
        figure = figures[claim.start]
        if figure.range.low <= known.value <= figure.range.high:
            continue
        yield _differs(claim, known, figure, reading.document.text)


def _differs(claim: Claim, known: RegisterFigure, figure: Figure, text: str) -> Finding:
    gap = abs(claim.value - known.value)
    said, counted = written(figure, text), number(Fraction(known.value))
    name = known.names[0]
    return Finding(
        "register.differs",
        Severity.WARNING,
        claim.start,
        claim.end,
        f"{name}: báo cáo ghi {said}, sổ đếm được {counted} {known.noun} (lệch {number(gap)}).",
        f"{name}: the report says {said}, the register counts {counted} (off by {number(gap)}).",
        expected=counted,
        found=said,
        suggestion="Mở các dòng trong sổ để đối chiếu; nếu báo cáo đúng, giải thích vì sao sổ khác.",
        suggestion_en="Open the rows of the register; if the report is right, explain the difference.",
        marks=((claim.start, claim.end),),
    )
