"""Text as a searcher sees it: letters and digits only, without marks, each with its place.

Spelling a name with spaces, dots, full-width or look-alike letters does not hide it.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from gandan.vietnamese import fold, nfc, syllable_spans

# Letters of other alphabets that look like Latin ones.
LOOK_ALIKE = str.maketrans("аеорсухіѕԁһјӏѵοαρνАВЕНОРСТХУКМІЅЈ", "aeopcyxisdhjlvoapvABEHOPCTXYKMISJ")
DIGIT_WORDS = {
    "khong": "0",
    "mot": "1",
    "hai": "2",
    "ba": "3",
    "bon": "4",
    "tu": "4",
    "nam": "5",
    "lam": "5",
    "sau": "6",
    "bay": "7",
    "tam": "8",
    "chin": "9",
}
# Words that stand before a person's name.
TITLES = frozenset("ong ba anh chi em co chu bac chau di cu thay".split())
# Fewer digit words than this in a row are ordinary words: "hai năm", "ba tám".
SPELLED = 6
GAP = 3


@dataclass(frozen=True)
class Word:
    """A run of letters and digits at ``[start, end)``; ``plain`` is folded."""

    start: int
    end: int
    text: str
    plain: str
    number: int

    @property
    def is_capital(self) -> bool:
        return self.text[:1].isupper()


@dataclass(frozen=True)
class Digits:
    """Digits that belong together: ``places[i]`` is the span of the i-th of them."""

    digits: str
    places: tuple[tuple[int, int], ...]


class Comparable:
    """A text prepared for searching; offsets are those of its NFC form, ``text``."""

    def __init__(self, text: str) -> None:
        self.text = nfc(text)

    @cached_property
    def words(self) -> list[Word]:
        found = []
        for number, (start, end) in enumerate(syllable_spans(self.text)):
            piece = "".join(self._plain[start:end])
            found.append(Word(start, end, self.text[start:end], piece, number))
        return found

    def runs(self, wanted: list[str]) -> Iterator[list[Word]]:
        """Words in a row whose plain forms are ``wanted``."""
        for number in self._numbers_of.get(wanted[0], ()):
            run = self.words[number : number + len(wanted)]
            if [word.plain for word in run] == wanted:
                yield run

    @cached_property
    def _numbers_of(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for word in self.words:
            found.setdefault(word.plain, []).append(word.number)
        return found

    @cached_property
    def letters(self) -> tuple[str, list[int]]:
        """All letters and digits without a gap, and where each stands."""
        places = [place for place, piece in enumerate(self._plain) for _ in piece]
        return "".join(self._plain), places

    @cached_property
    def _plain(self) -> list[str]:
        """What each character is in plain letters, "" for signs and marks."""
        return [_plain_character(character) for character in self.text]

    @cached_property
    def numbers(self) -> list[Digits]:
        """Runs of digits, across spaces, dots and the like, and of digit words."""
        return [*self._written(), *self._spelled()]

    def _written(self) -> list[Digits]:
        runs: list[list[tuple[str, int]]] = []
        last = -GAP - 2
        for place, character in enumerate(self.text):
            value = _digit(character, self.text, place)
            if not value:
                # A letter ends a run; a few signs between digits do not.
                last = -GAP - 2 if character.isalpha() else last
                continue
            if place - last > GAP + 1:
                runs.append([])
            runs[-1].append((value, place))
            last = place
        return [
            Digits("".join(v for v, _ in run), tuple((p, p + 1) for _, p in run)) for run in runs
        ]

    def _spelled(self) -> list[Digits]:
        found: list[Digits] = []
        run: list[Word] = []
        for word in [*self.words, Word(0, 0, "", "", 0)]:
            if word.plain in DIGIT_WORDS:
                run.append(word)
                continue
            if len(run) >= SPELLED:
                digits = "".join(DIGIT_WORDS[one.plain] for one in run)
                found.append(Digits(digits, tuple((one.start, one.end) for one in run)))
            run = []
        return found


def plain(text: str) -> str:
    """Folded letters and digits of ``text``, in their plain forms; everything else is left out."""
    return "".join(map(_plain_character, nfc(text)))


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    usual = unicodedata.normalize("NFKC", character).translate(LOOK_ALIKE)
    return "".join(c for c in fold(usual) if c.isalnum())


def _digit(character: str, text: str, place: int) -> str:
    """The digit that a character stands for; the letter o beside digits is a zero."""
    if character.isdigit():
        return str(unicodedata.digit(character, 0))
    if character in "oO":
        around = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
        return "0" if any(c.isdigit() for c in around) else ""
    return ""
