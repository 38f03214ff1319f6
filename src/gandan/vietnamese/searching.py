"""The words of a text as a search finds them: as written, and without diacritics."""

import re
from functools import lru_cache

from gandan.vietnamese.folding import fold, nfc, syllables
from gandan.vietnamese.tones import tone_placed

# A text longer than forty pages is found by its first forty.
LONGEST_SEARCHED = 200_000
_WORD = re.compile(r"[^\W_]+")
_LOOSE_MARK = re.compile("[\u0300-\u036f]")


def search_forms(text: str) -> tuple[str, str]:
    """Return the words of ``text`` as written and the same words folded, a space between two.

    Tone placement is made equal in the first ("hòa" for "hoà"); the second has no diacritics,
    with đ as d.
    """
    text = nfc(text)[:LONGEST_SEARCHED]
    lowered = text.lower()
    if len(lowered) != len(text) or _LOOSE_MARK.search(lowered):
        return " ".join(words_as_written(text)), " ".join(syllables(text))
    # Words come again and again, so each is folded once; a loose mark would need its neighbours.
    forms = list(map(_two_forms, _WORD.findall(lowered)))
    return " ".join([written for written, _ in forms]), " ".join([folded for _, folded in forms])


def words_as_written(text: str) -> list[str]:
    """The words of ``text`` in lower case, with their diacritics, tone placement made equal."""
    return list(map(tone_placed, _WORD.findall(text.lower())))


@lru_cache(maxsize=50_000)
def _two_forms(word: str) -> tuple[str, str]:
    return tone_placed(word), fold(word)
