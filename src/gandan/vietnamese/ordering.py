"""Vietnamese alphabetical order as a plain string, the same on every database."""

import re
import unicodedata

from gandan.vietnamese.tones import tone_normalized

_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
_SHAPES = {"\u0306": "1", "\u0302": "2", "\u031b": "2"}
# Order within a base letter: a ă â, e ê, o ô ơ, u ư, d đ.
_VARIANT = {("a", "\u0306"): "1", ("a", "\u0302"): "2", ("e", "\u0302"): "1"}
_VARIANT |= {("o", "\u0302"): "1", ("o", "\u031b"): "2", ("u", "\u031b"): "1"}


def sort_key(name: str) -> str:
    """Return a key of the characters 0-9a-z whose plain order is the dictionary order.

    Letters go before tones, syllable by syllable; numbers by value (Phường 2 before Phường 10).
    Digits stand before letters in every collation, and upper case, punctuation and tone
    placement make no difference.
    """
    tokens = _TOKEN.findall(tone_normalized(name).lower())
    return "".join(_number(t) if t.isdecimal() else _syllable(t) for t in tokens)


def person_sort_key(full_name: str) -> str:
    """Return the key of a person's name: given name first, then family and middle names."""
    words = full_name.split()
    return sort_key(" ".join([*words[-1:], *words[:-1]]))


def _number(digits: str) -> str:
    """By value: the count of digits stands before them. Beyond 99 digits only the head counts."""
    plain = "".join(str(unicodedata.decimal(digit)) for digit in digits).lstrip("0")[:99] or "0"
    return f"1{len(plain):02d}{plain}0"


def _syllable(syllable: str) -> str:
    letters: list[str] = []
    tone = "1"
    for character in unicodedata.normalize("NFD", syllable):
        if character == "đ":
            letters.append("d1")
        elif character in _TONES:
            tone = _TONES[character]
        elif character in _SHAPES and letters:
            base = letters[-1][0]
            letters[-1] = base + _VARIANT.get((base, character), "0")
        elif character.isascii() and character.isalpha():
            letters.append(f"{character}0")
        elif unicodedata.category(character).startswith("L"):
            # Letters of other alphabets come after z, in code order.
            letters.append(f"z9{ord(character):06x}")
    return "".join(letters) + "0" + tone if letters else ""
