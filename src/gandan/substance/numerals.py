"""Numbers as Vietnamese reports write them, in digits and in words, as exact fractions."""

import re
from fractions import Fraction

# 4.079 or 4,079; 61,7 or 61.7. Groups of three decide, and what follows (see ``read_digits``).
DIGITS = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+[.,]\d+|\d+"
_GROUPED_COMMA = re.compile(r"\d{1,3}(?:,\d{3})+")
_GROUPED_POINT = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")

_UNITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5,
    "nhăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_SCALES = {
    "nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9,
}  # fmt: skip
_WORD = "|".join([*_UNITS, "mười", "mươi", "trăm", "linh", "lẻ", "rưỡi", *_SCALES])
_ONES = "một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười"
WORDS = re.compile(rf"\b(?:{_ONES})(?: (?:{_WORD}))*\b")
FRACTIONS = re.compile(
    rf"\b(?P<part>{_ONES}) phần (?P<whole>ba|tư|bốn|năm|sáu|bảy|tám|chín|mười|trăm)\b"
    r"|\b(?P<half>(?:một|quá) nửa|già nửa)\b"
)


# gấp đôi, gấp rưỡi: said after "gấp" only.
FOLDS = re.compile(r"(?<=gấp )(?P<fold>đôi|hai|ba|bốn|năm|sáu|mười|rưỡi)\b(?: lần)?")
_FOLD = {"đôi": Fraction(2), "rưỡi": Fraction(3, 2), "mười": Fraction(10)}


def read_fold(match: re.Match[str]) -> Fraction:
    return _FOLD.get(match["fold"]) or Fraction(_UNITS[match["fold"]])


def read_digits(written: str, *, decimal: bool = False) -> tuple[Fraction, Fraction]:
    """Return the value and the step of its last printed digit.

    ``decimal`` says that a comma before three digits is a decimal comma (1,250 tỷ), as it is
    before units of measure; otherwise it groups thousands.
    """
    if _GROUPED_POINT.fullmatch(written) and not written.startswith("0."):
        plain = written.replace(".", "").replace(",", ".")
    elif (_GROUPED_COMMA.fullmatch(written) and not decimal and not written.startswith("0,")) or (
        "," in written and "." in written
    ):
        plain = written.replace(",", "")
    else:
        plain = written.replace(",", ".")
    places = len(plain.partition(".")[2])
    return Fraction(plain), Fraction(1, 10**places)


def read_words(words: str) -> Fraction | None:
    """The value of number words ("một trăm linh năm"), or None when they make no number."""
    total = current = 0
    last_scale = 0
    previous = ""
    for word in words.split():
        if word in _SCALES:
            total += max(current, 0 if current else 1) * _SCALES[word]
            last_scale, current = _SCALES[word], 0
        elif word == "trăm":
            current = (current or 1) * 100
            last_scale = 100
        elif word in {"mười", "mươi"}:
            hundreds, ones = divmod(current, 100)
            if word == "mười" and ones:
                return None
            current = hundreds * 100 + (ones or 1) * 10
        elif word == "rưỡi":
            total += last_scale // 2
        elif word in {"linh", "lẻ"}:
            pass
        elif _may_follow(previous):
            current += _UNITS[word]
        else:
            return None
        previous = word
    return Fraction(total + current)


def _may_follow(previous: str) -> bool:
    """Digits are read one by one only after a place that they fill."""
    return previous in {"", "mười", "mươi", "trăm", "linh", "lẻ", *_SCALES}


def read_fraction(match: re.Match[str]) -> Fraction:
    """The value of a match of ``FRACTIONS``: hai phần ba, một nửa."""
    if match["half"]:
        return Fraction(1, 2)
    whole = {"tư": 4, "mười": 10, "trăm": 100}.get(match["whole"]) or _UNITS[match["whole"]]
    part = 10 if match["part"] == "mười" else _UNITS[match["part"]]
    return Fraction(part, whole)


def last_place(value: Fraction, step: Fraction) -> Fraction:
    """The place of the last digit that is not zero: 4.300 -> 100, 1,3 -> 0,1."""
    if value == 0:
        return step
    place = step
    while (value / (place * 10)).denominator == 1:
        place *= 10
    return place
