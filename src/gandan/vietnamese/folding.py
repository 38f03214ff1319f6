"""Comparable forms of Vietnamese text: composed, and without case and diacritics."""

import re
import unicodedata

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


# Latin letters with marks; the rest is left to str.lower, which keeps their length.
_FOLD: dict[int, str] = {
    code: _folded(chr(code)) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
}
_FOLD.update(dict.fromkeys(_MARKS, _JOINER))


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
    return unicodedata.normalize("NFC", text).translate(_FOLD).lower()


def has_diacritics(text: str) -> bool:
    """Whether ``text`` holds any letter or mark that undiacritic typing leaves out."""
    return _DIACRITIC.search(text) is not None


def syllables(text: str) -> list[str]:
    """Return the folded runs of letters and digits, one for each of ``syllable_spans``."""
    words: list[str] = _WORD.findall(fold(text))
    return [word.replace(_JOINER, "") for word in words] if _JOINER in "".join(words) else words


def syllable_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans in ``text`` of its runs of letters and digits (with combining marks)."""
    return [match.span() for match in _WORD.finditer(text)]
