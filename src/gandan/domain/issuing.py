"""How offices number and sign papers, by the system they belong to.

State bodies count all papers of a calendar year in one series, from 01 on 1 January (Decree
30/2020/NĐ-CP, art. 15); Party bodies count each type of paper through a committee's term; the
Front and mass organizations are taken to follow the state, which each office must check. How a
number is then written is a matter of layout (``gandan.documents``).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class BodySystem(StrEnum):
    """The system whose rules an office's papers follow."""

    STATE = "state"
    PARTY = "party"
    FRONT = "front"


class SigningMode(StrEnum):
    """For whom a person signs (Decree 30/2020/NĐ-CP, art. 13)."""

    HEAD = "head"
    COLLECTIVE = "collective"
    FOR_HEAD = "for_head"
    COLLECTIVE_FOR_HEAD = "collective_for_head"
    BY_ORDER = "by_order"
    BY_AUTHORIZATION = "by_authorization"


class NoTermError(ValueError):
    """The office counts through a term, and its term is not known."""


@dataclass(frozen=True)
class SeriesKey:
    """``kind`` is "" where all types share one series; ``period`` is a year or a term."""

    kind: str
    period: str


_LAYOUTS = {
    BodySystem.STATE: "state_nd30",
    BodySystem.PARTY: "party_hd05",
    BodySystem.FRONT: "front",
}
# The symbol of an official letter: the state writes none.
_LETTERS = {BodySystem.STATE: "", BodySystem.PARTY: "CV", BodySystem.FRONT: ""}


def series_key(system: BodySystem, *, kind: str, day: date, term: str) -> SeriesKey:
    """The series that a paper of type ``kind``, issued on ``day``, takes its number from.

    Raises ``NoTermError`` for a Party body whose term is not given.
    """
    if system != BodySystem.PARTY:
        return SeriesKey("", str(day.year))
    if not term.strip():
        raise NoTermError
    return SeriesKey(kind, term.strip())


def incoming_key(day: date) -> SeriesKey:
    """Incoming papers count by the year in which they came (Decree 30/2020/NĐ-CP, art. 22)."""
    return SeriesKey("", str(day.year))


def layout_of(system: BodySystem) -> str:
    """The layout that the papers of ``system`` are set in."""
    return _LAYOUTS[system]


def letter_symbol(system: BodySystem) -> str:
    """The symbol of an official letter (công văn)."""
    return _LETTERS[system]


def authority_lines(mode: SigningMode, *, collective: str, head_title: str) -> tuple[str, ...]:
    """The lines above the signer's title: TM., KT., TL., TUQ.; none when the head signs.

    Layouts write them their own way (T/M in the Party).
    """
    lines = {
        SigningMode.HEAD: (),
        SigningMode.COLLECTIVE: (f"TM. {collective}",),
        SigningMode.FOR_HEAD: (f"KT. {head_title}",),
        SigningMode.COLLECTIVE_FOR_HEAD: (f"TM. {collective}", f"KT. {head_title}"),
        SigningMode.BY_ORDER: (f"TL. {head_title}",),
        SigningMode.BY_AUTHORIZATION: (f"TUQ. {head_title}",),
    }
    return lines[mode]
