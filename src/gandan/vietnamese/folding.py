"""Comparable forms of Vietnamese text: composed, and without case and diacritics."""

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # loaded with the first long text: a process that folds none starts sooner
    import numpy as np
    from numpy.typing import NDArray

_LAST_CASED = 0x1E943
# Shorter texts are folded sign by sign: setting up arrays takes longer.
_SHORT = 100
_MARKS = range(0x0300, 0x0370)
# Where letters with Vietnamese marks stand, among others of the same kind.
_COMPOSED = (range(0xC0, 0x250), range(0x1E00, 0x1F00))
# A mark that composition left alone becomes the invisible joiner: it composes with nothing,
# so folding again changes nothing, and every code point keeps its place.
_JOINER = "\u034f"
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_DIACRITIC = re.compile(
    "[\u0300-\u0303\u0306\u0309\u031b\u0323đĐơƠưƯăĂâÂêÊôÔàáãèéìíòóõùúýÀÁÃÈÉÌÍÒÓÕÙÚÝĩĨũŨ\u1ea0-\u1ef9]"
)


def _folded(character: str) -> str:
    code = ord(character)
    if code in _MARKS:
        return _JOINER
    plain = _without_marks(character) if any(code in block for block in _COMPOSED) else character
    lowered = plain.lower()
    return lowered if len(lowered) == 1 else character


def _without_marks(character: str) -> str:
    if character in "đĐ":
        return "d"
    plain = "".join(c for c in unicodedata.normalize("NFD", character) if ord(c) not in _MARKS)
    return plain if len(plain) == 1 else character


@cache
def folding_table() -> "NDArray[np.uint32]":
    """The folded code point of each code point; a mark becomes U+034F. Read, never written."""
    import numpy as np

    table = np.arange(0x110000, dtype=np.uint32)
    lowered = [chr(code).lower() for code in range(_LAST_CASED + 1)]
    table[: len(lowered)] = [ord(x) if len(x) == 1 else n for n, x in enumerate(lowered)]
    for block in (_MARKS, *_COMPOSED):
        table[block.start : block.stop] = [ord(_folded(chr(code))) for code in block]
    return table


class _Folded(dict[str, str]):
    """The folded form of each character that came up."""

    def __missing__(self, character: str) -> str:
        folded = self[character] = _folded(character)
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
    import numpy as np

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
