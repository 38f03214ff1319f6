"""What the compiled pass needs to know of each code point, as two arrays."""

import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

from gandan.vietnamese import has_diacritics

# The lowest three bits are the class; the others are properties.
OTHER, LETTER, MARK, LINE, BLANK = range(5)
CLASS = 7
LOST, MARKED, UPPER, LOWER, DIGIT, UNSURE = 8, 16, 32, 64, 128, 256
# Behind the third plane there are only tags, selectors and private characters.
_KNOWN = (*range(0x33480), *range(0xE0000, 0xE0200))
_LOST_RANGES = ((0xFFFD, 0xFFFF), (0x25A1, 0x25A1), (0xE000, 0xF8FF))
_MARKS = range(0x0300, 0x0370)


@cache
def properties() -> NDArray[np.uint16]:
    """Class and properties of each code point; shape (0x110000,).

    Letters and digits are those of ``vietnamese.syllable_spans``. ``UNSURE`` marks what a text
    in composed form (NFC) may not hold, or not behind every character.
    """
    table = np.zeros(0x110000, np.uint16)
    seconds = set()
    for code in _KNOWN:
        character = chr(code)
        table[code] = _class_of(character) | _case_of(character)
        if unicodedata.combining(character) or unicodedata.normalize("NFC", character) != character:
            table[code] |= UNSURE
        parts = unicodedata.decomposition(character).split()
        if len(parts) == 2 and parts[0][0] != "<":
            seconds.add(int(parts[1], 16))
    table[list(seconds)] |= UNSURE
    table[0x1160:0x1200] |= UNSURE  # vowels and finals of Hangul compose by rule
    table[_MARKS.start : _MARKS.stop] = MARK | UNSURE
    for code in (*range(0xC0, 0x250), *_MARKS, *range(0x1E00, 0x1F00)):
        table[code] |= MARKED * has_diacritics(chr(code))
    table[ord("\n")] = LINE
    for low, high in _LOST_RANGES:
        table[low : high + 1] |= LOST
    return table


def _class_of(character: str) -> int:
    if character.isalnum():
        return LETTER
    return BLANK if character.isspace() else OTHER


def _case_of(character: str) -> int:
    upper = character.isupper()
    lower = not upper and (character.islower() or character.istitle())
    return UPPER * upper | LOWER * lower | DIGIT * character.isdigit()
