"""How badly is a text broken? Above ``DAMAGED_ABOVE`` nothing is done to it by machine.

The signs are those of real imports: fonts from before Unicode, PDFs that lose letters or split
syllables, scanning faults, foreign words injected by mirror sites. Text typed without
diacritics or in the shorthand of messages is not damaged.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gandan.vietnamese.recovery import recover
from gandan.vietnamese.folding import fold, nfc
from gandan.vietnamese.spelling import is_folded_syllable, is_syllable

DAMAGED_ABOVE = 0.35
FEW_WORDS = 6
SAMPLE = 30_000
_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"\S*(?:://|www\.|@)\S*|\S+\.(?:vn|com|net|org|gov)\S*", re.IGNORECASE)
_LOST = re.compile("[\ufffd\ufffe\uffff\ue000-\uf8ff]")
_DIGIT_INSIDE = re.compile(r"[a-zđ]{1,}[0-9|]+[a-zđ]{1,}", re.IGNORECASE)
_UNIT = re.compile(r"\d+[a-zđ²³]{0,6}|[a-zđ]{1,4}\d+[a-zđ]?|\d+[a-z]\d+", re.IGNORECASE)
_OTHER_ALPHABET = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")
_LATIN = re.compile(r"[a-zA-Z]")
_SPLIT = re.compile(r"(?<!\S)[bcdđghklmnpqrstvx](?: |\t)[^\W\d_]{1,4}(?!\S)", re.IGNORECASE)
_SPLIT_TAIL = re.compile(r"(?<!\S)[^\W\d_]{1,3}(?: |\t)[ưươêôâă][^\W\d_]{0,4}(?!\S)")
SHORTHAND = frozenset(
    "k ko kg hk dc đc vs j bn ntn bt mk mn cx ck vk ng nc tr b t m r l z w h d".split()
)


@dataclass(frozen=True)
class Reason:
    """A sign of damage: its stable code, how much it weighs, a sentence for the reader."""

    code: str
    weight: float
    sentence: str


@dataclass(frozen=True)
class Damage:
    """``score`` in [0, 1]; ``reasons`` heaviest first."""

    score: float
    reasons: tuple[Reason, ...] = ()


def damage(text: str) -> Damage:
    """Measure how broken ``text`` is."""
    text = nfc(text[:SAMPLE])
    plain = _ADDRESS.sub(" ", text)
    words = _WORD.findall(plain)
    if not words:
        lost = bool(_LOST.search(text))
        return (
            Damage(1.0, (Reason("empty", 1.0, "Không còn chữ nào đọc được."),))
            if lost
            else Damage(0.0)
        )
    reasons = sorted(_reasons(plain, words), key=lambda reason: -reason.weight)
    return Damage(round(min(1.0, sum(reason.weight for reason in reasons)), 3), tuple(reasons))


def _reasons(text: str, words: list[str]) -> Iterator[Reason]:
    count = len(words)
    if share := len(_LOST.findall(text)) / count:
        yield Reason("lost_characters", min(1.0, 4 * share), "Có ký tự không đọc được.")
    if recover(text):
        yield Reason("legacy_font", 0.9, "Chữ gõ bằng phông cũ (TCVN3, VNI), chưa chuyển mã.")
        return
    if share := _mixed_alphabets(words) / count:
        yield Reason("look_alikes", min(1.0, 5 * share), "Có chữ cái lạ trông giống chữ Việt.")
    if share := _digits_inside(words) / count:
        yield Reason(
            "digits_inside", min(1.0, 5 * share), "Có chữ số lẫn trong từ, như khi quét ảnh."
        )
    if (share := _split(text) / count) > 0.08 and count >= FEW_WORDS:
        yield Reason("split_syllables", min(1.0, 3 * share), "Âm tiết bị tách rời.")
    yield from _strange_words(words)


def _strange_words(words: list[str]) -> Iterator[Reason]:
    """Words that are no Vietnamese syllable: broken ones, or foreign ones."""
    lowered = [w for w in words if w.isalpha() and not _is_abbreviation(w)]
    if not lowered:
        return
    strange = [w for w in lowered if not _possible(w)]
    share = len(strange) / len(lowered)
    if len(lowered) < FEW_WORDS and share < 0.8:
        return
    marked = [w for w in strange if not w.isascii() or not _has_vowel(w)]
    foreign = [w for w in strange if w.isascii() and _has_vowel(w) and len(w) > 3]
    broken = len(marked) / len(lowered)
    if broken > 0.06:
        yield Reason(
            "broken_syllables", min(1.0, 2.2 * broken), "Nhiều âm tiết thiếu chữ hoặc sai."
        )
    outside = len(foreign) / len(lowered)
    if outside > 0.6:
        yield Reason("foreign", 0.8, "Văn bản có vẻ không phải tiếng Việt.")
    elif outside > 0.15:
        yield Reason("foreign_words", min(1.0, 2 * outside), "Nhiều từ nước ngoài chen vào câu.")


def _possible(word: str) -> bool:
    lowered = word.lower()
    if lowered in SHORTHAND:
        return True
    return is_folded_syllable(lowered) if word.isascii() else is_syllable(lowered)


def _is_abbreviation(word: str) -> bool:
    return len(word) <= 6 and word.upper() == word


def _has_vowel(word: str) -> bool:
    return any(c in "aeiouy" for c in fold(word))


def _mixed_alphabets(words: list[str]) -> int:
    return sum(1 for w in words if _OTHER_ALPHABET.search(w) and (_LATIN.search(w) or len(w) > 1))


def _digits_inside(words: list[str]) -> int:
    return sum(1 for w in words if _DIGIT_INSIDE.fullmatch(w) and not _UNIT.fullmatch(w))


def _split(text: str) -> int:
    pieces = {m.span() for m in _SPLIT.finditer(text)} | {
        m.span() for m in _SPLIT_TAIL.finditer(text)
    }
    return sum(1 for start, end in pieces if _joins(text[start:end]))


def _joins(piece: str) -> bool:
    """Whether the two parts make a syllable together and the first is none alone."""
    first, _, second = piece.replace("\t", " ").partition(" ")
    if first.isupper() and len(first) == 1 and second[:1].isdigit():
        return False
    return is_syllable(first + second) and not (is_syllable(first) and is_syllable(second))
