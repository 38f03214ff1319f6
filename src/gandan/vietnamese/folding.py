"""Comparable forms of Vietnamese text: composed, without diacritics, with one tone placement."""

import re
import unicodedata

_MARKS = range(0x0300, 0x0370)
_TONE_ON_SECOND = {
    second: plain + tone
    for plain, toned in (("a", "àáảãạ"), ("e", "èéẻẽẹ"), ("y", "ỳýỷỹỵ"))
    for second, tone in zip(toned, "\u0300\u0301\u0309\u0303\u0323", strict=True)
}
_MISPLACED = re.compile(r"(?<![qQ])(?:[oO][àáảãạèéẻẽẹ]|[uU][ỳýỷỹỵ])(?![^\W\d_])", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_DIACRITIC = re.compile(
    "[\u0300-\u0309\u0323đĐơƠưƯăĂâÂêÊôÔàáãèéìíòóõùúýÀÁÃÈÉÌÍÒÓÕÙÚÝĩĨũŨ\u1ea0-\u1ef9]"
)


def _folded(character: str) -> str:
    if character in "đĐ":
        return "d"
    plain = "".join(c for c in unicodedata.normalize("NFD", character) if ord(c) not in _MARKS)
    return plain.lower() if len(plain.lower()) == 1 else character.lower()[:1]


# Latin letters with marks; the marks that composition left alone are dropped.
_FOLD: dict[int, str | None] = {
    code: _folded(chr(code)) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
}
_FOLD[0xD7], _FOLD[0xF7], _FOLD[0xDF] = "\u00d7", "\u00f7", "\u00df"
_FOLD.update(dict.fromkeys(_MARKS))


def nfc(text: str) -> str:
    """Return ``text`` with letters and marks composed (Unicode NFC)."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return ``text`` in lower case without diacritics, with đ as d.

    Keeps one code point for each of an NFC text that has no stray combining marks. Idempotent.
    """
    return nfc(text).translate(_FOLD).lower()


def tone_normalized(text: str) -> str:
    """Return NFC ``text`` with tone marks placed as in hòa, khỏe, thủy (not hoà, khoẻ, thuỷ)."""
    return _MISPLACED.sub(_move_tone, nfc(text))


def _move_tone(match: re.Match[str]) -> str:
    first, second = match[0]
    moved = _TONE_ON_SECOND[second.lower()]
    plain = moved[0].upper() if second.isupper() else moved[0]
    return unicodedata.normalize("NFC", first + moved[1]) + plain


def has_diacritics(text: str) -> bool:
    """Whether ``text`` holds any letter or mark that undiacritic typing leaves out."""
    return _DIACRITIC.search(text) is not None


def syllables(text: str) -> list[str]:
    """Return the folded runs of letters and digits."""
    return _WORD.findall(fold(text))


def syllable_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans in ``text`` of its runs of letters and digits."""
    return [match.span() for match in _WORD.finditer(text)]
