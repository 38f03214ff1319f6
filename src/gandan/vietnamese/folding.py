"""Comparable forms of Vietnamese text: composed, and without case and diacritics."""

import re
import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

_LAST_CASED = 0x1E943
# Shorter texts are folded sign by sign: setting up arrays takes longer.
_SHORT = 100
_MARKS = range(0x0300, 0x0370)
# A mark that composition left alone becomes the invisible joiner: it composes with nothing,
# so folding again changes nothing, and every code point keeps its place.
_JOINER = "\u034f"
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_DIACRITIC = re.compile(
    "[\u0300-\u0303\u0306\u0309\u031b\u0323đĐơƠưƯăĂâÂêÊôÔàáãèéìíòóõùúýÀÁÃÈÉÌÍÒÓÕÙÚÝĩĨũŨ\u1ea0-\u1ef9]"
)


def _folded(character: str) -> str:
    if character in "đĐ":
        return "d"
    plain = "".join(c for c in unicodedata.normalize("NFD", character) if ord(c) not in _MARKS)
    lowered = (plain if len(plain) == 1 else character).lower()
    return lowered if len(lowered) == 1 else character


@cache
def folding_table() -> NDArray[np.uint32]:
    """The folded code point of each code point; a mark becomes U+034F. Read, never written."""
    table = np.arange(0x110000, dtype=np.uint32)
    for code in range(_LAST_CASED + 1):
        lowered = chr(code).lower()
        if len(lowered) == 1:
            table[code] = ord(lowered)
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        table[code] = ord(_folded(chr(code)))
    table[_MARKS.start : _MARKS.stop] = ord(_JOINER)
    return table


class _Folded(dict[str, str]):
    """The folded form of each character, looked up in the table once."""

    def __missing__(self, character: str) -> str:
        folded = self[character] = chr(folding_table()[ord(character)])
        return folded


_FOLDED = _Folded()


def nfc(text: str) -> str:
    """Return ``text`` with letters and marks composed (Unicode NFC)."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return ``text`` in lower case without diacritics, with đ as d.

    ``len(fold(text)) == len(nfc(text))``: offsets into the NFC form hold for the folded form.
    A stray combining mark stands as U+034F, which ``syllables`` leaves out. Idempotent.
    """
    if text.isascii():
        return text.lower()
    if len(text) < _SHORT:
        return "".join(map(_FOLDED.__getitem__, nfc(text)))
    data = nfc(text).encode("utf-32-le", "surrogatepass")
    folded = folding_table()[np.frombuffer(data, dtype="<u4")]
    return bytes(folded.tobytes()).decode("utf-32-le", "surrogatepass")


def has_diacritics(text: str) -> bool:
    """Whether ``text`` holds any letter or mark that undiacritic typing leaves out."""
    return _DIACRITIC.search(text) is not None


def syllables(text: str) -> list[str]:
    """Return the folded runs of letters and digits, one for each of ``syllable_spans``."""
    folded = fold(text)
    words: list[str] = _WORD.findall(folded)
    return [word.replace(_JOINER, "") for word in words] if _JOINER in folded else words


def syllable_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans in ``text`` of its runs of letters and digits (with combining marks)."""
    return [match.span() for match in _WORD.finditer(text)]
