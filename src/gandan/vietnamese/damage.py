"""How badly is a text broken? Above ``DAMAGED_ABOVE`` nothing is done to it by machine.

The signs are those of real imports: fonts from before Unicode, PDFs that lose letters or split
syllables, scanning faults, foreign words injected by mirror sites. Text typed without
diacritics or in the shorthand of messages is not damaged.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from gandan.vietnamese.folding import has_diacritics, nfc
from gandan.vietnamese.plausibility import COMMON
from gandan.vietnamese.recovery import recover
from gandan.vietnamese.spelling import has_vowel, is_syllable
from gandan.vietnamese.word_signs import (
    CLEAR_SHORTHAND,
    CODA_PIECE,
    ONSET_PIECE,
    Sign,
    is_scanned_letters,
    sign_of,
)

DAMAGED_ABOVE = 0.35
SAMPLE = 30_000
# In fewer words only signs that cannot be chance count.
FEW_WORDS = 6
# A short message may name a few foreign things; a mirror site puts them into every sentence.
_FEW_FOR_INJECTION = 24
_HOLLOW_WORDS = 3
_EXAMPLES = 3
_WORD = re.compile(r"[^\W_]+(?:\|[^\W_]+)*")
_ADDRESS = re.compile(
    r"\S*(?:://|www\.|@)\S*|\S+\.(?:vn|com|net|org|gov|edu|info|html?|pdf|docx?|jpe?g|png)\b\S*|#\S+",
    re.IGNORECASE,
)
_MAY_BE_ADDRESS = re.compile(r"[@#]|://|www\.|\.[a-z]{2,4}\b")
# Abbreviations (tp.hcm) and enumerated letters (các điểm b, c, d) say nothing.
_ABBREVIATED = re.compile(
    r"(?<![^\W_])[^\W\d_]{1,4}\.(?=[^\W_]|[ \t][A-ZĐ\d])|(?<![^\W_])[^\W\d_](?=[,;)/])"
)
_LOST = re.compile("[\ufffd\ufffe\uffff\u25a1\ue000-\uf8ff]")
_MAY_BE_LOST = re.compile("[?\ufffd\ufffe\uffff\u25a1\ue000-\uf8ff]")
_QUESTIONED = re.compile(r"[^\W\d_]+(?:\?+[^\W\d_]+)+")
_PAIR = re.compile(r"(?<![^\W_])(?=([^\W\d_]{1,4})[ \t]([^\W\d_]{1,6})(?![^\W_]))")
_HOLLOW_PAIR = re.compile(
    rf"(?<![^\W_])({ONSET_PIECE}[ \t]{{1,2}}{CODA_PIECE})(?![^\W_])", re.IGNORECASE
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


@lru_cache(maxsize=50_000)
def _is_marked(word: str) -> bool:
    return has_diacritics(word)


_KNOWN_SOUND: set[str] = set()
_KNOWN_AT_MOST = 100_000


def _is_sound(words: Iterable[str]) -> bool:
    """Whether no word is strange; words seen before are passed over all at once."""
    for word in set(words) - _KNOWN_SOUND:
        if sign_of(word) is not Sign.SOUND:
            return False
        if len(_KNOWN_SOUND) < _KNOWN_AT_MOST:
            _KNOWN_SOUND.add(word)
    return True


class _Evidence:
    def __init__(self, text: str) -> None:
        self.text = text
        self.words = _WORD.findall(text)
        self.strange: dict[Sign, list[str]] = defaultdict(list)
        if _is_sound(self.words):
            return
        for word in self.words:
            if (sign := sign_of(word)) is not Sign.SOUND:
                self.strange[sign].append(word)

    def of(self, *signs: Sign) -> list[str]:
        return [word for sign in signs for word in self.strange.get(sign, ())]

    @property
    def is_short(self) -> bool:
        return len(self.words) < FEW_WORDS

    @property
    def may_have_pieces(self) -> bool:
        return len(self.of(Sign.PIECE, Sign.BROKEN, Sign.SHORTHAND, Sign.UNMARKED)) >= 2

    @cached_property
    def marked(self) -> float:
        """The share of words with diacritics."""
        return sum(map(_is_marked, self.words)) / max(1, len(self.words))

    def share(self, found: Sequence[str]) -> float:
        return len(found) / max(1, len(self.words))


def damage(text: str) -> Damage:
    """Measure how broken ``text`` is, by its first ``SAMPLE`` characters."""
    plain = nfc(text[:SAMPLE])
    if not _MAY_BE_LOST.search(plain) and _is_sound(_WORD.findall(plain)):
        return Damage(0.0)  # nearly every text; what is left out below adds no strange word
    if _MAY_BE_ADDRESS.search(plain):
        plain = _ADDRESS.sub(" ", plain)
    evidence = _Evidence(_ABBREVIATED.sub(" ", plain))
    # Without one strange word only lost characters can be found.
    looks = _LOOKS if evidence.strange else (_lost,)
    found = [reason for look in looks for reason in look(evidence)]
    # A text in an old font or another language shows many signs that mean nothing more.
    for code in ("legacy_font", "foreign"):
        found = [r for r in found if r.code == code] or found
    reasons = sorted(found, key=lambda reason: -reason.weight)
    return Damage(round(min(1.0, sum((r.weight for r in reasons), 0.0)), 3), tuple(reasons))


def _reason(code: str, weight: float, sentence: str, examples: Sequence[str] = ()) -> Reason:
    shown = ", ".join(f"“{word}”" for word in list(dict.fromkeys(examples))[:_EXAMPLES])
    ending = f", ví dụ {shown}." if shown else "."
    return Reason(code, round(min(1.0, weight), 3), sentence + ending)


def _lost(evidence: _Evidence) -> Iterator[Reason]:
    found = _LOST.findall(evidence.text)
    if "?" in evidence.text:
        asked = _QUESTIONED.findall(evidence.text)
        found += [word for word in asked if not _is_unspaced_question(word)]
    if found:
        share = len(found) / max(1, len(evidence.words))
        yield _reason("lost_characters", 6 * share, "Có ký tự bị mất, không đọc được")


def _is_unspaced_question(word: str) -> bool:
    """Whether the mark is a real one with no space after it (gì?tôi), not a lost letter."""
    return all(
        sign_of(part) in (Sign.SOUND, Sign.UNMARKED, Sign.SHORTHAND) for part in word.split("?")
    )


def _legacy_font(evidence: _Evidence) -> Iterator[Reason]:
    strange = sum(map(len, evidence.strange.values())) - len(evidence.of(Sign.UNMARKED))
    if strange < 0.05 * len(evidence.words) or evidence.text.isascii():
        return
    if recovered := recover(evidence.text):
        sentence = f"Chữ gõ bằng phông hoặc bảng mã cũ ({recovered.encoding}), chưa chuyển"
        pairs = zip(evidence.text.split("\n"), recovered.text.split("\n"), strict=True)
        changed = sum(len(old) for old, new in pairs if old != new)
        yield _reason("legacy_font", min(0.9, 3 * changed / len(evidence.text)), sentence)


def _look_alikes(evidence: _Evidence) -> Iterator[Reason]:
    found = evidence.of(Sign.LOOK_ALIKE)
    if len(found) >= 2:
        sentence = "Có chữ cái của bảng chữ khác trông giống chữ Việt"
        yield _reason("look_alikes", 9 * evidence.share(found), sentence, found)


def _scanned(evidence: _Evidence) -> Iterator[Reason]:
    found = evidence.of(Sign.SCANNED)
    found += [word for word in evidence.of(Sign.BROKEN, Sign.JOINED) if is_scanned_letters(word)]
    if len(found) >= 2:
        sentence = "Có chữ số hoặc nét lạ lẫn trong chữ, như khi quét ảnh"
        yield _reason("scan_confusions", 8 * evidence.share(found), sentence, found)


def _split(evidence: _Evidence) -> Iterator[Reason]:
    # Pieces of a syllable that bears no mark are no sign.
    if not evidence.may_have_pieces or evidence.text.isascii():
        return
    found = [" ".join(pair) for pair in _PAIR.findall(evidence.text) if is_split(*pair)]
    share = evidence.share(found)
    if len(found) >= 2 and share > (0.3 if evidence.is_short else 0.05):
        yield _reason("split_syllables", 4.5 * share, "Âm tiết bị tách rời", found)


@lru_cache(maxsize=50_000)
def is_split(first: str, second: str) -> bool:
    """Whether two pieces make a marked syllable that at least one of them alone is not."""
    whole = first + second
    if not has_diacritics(whole) or not is_syllable(whole):
        return False
    if second.islower() and is_syllable(first) and is_syllable(second):
        return False
    # Shorthand before a word (k ở, m ăn) looks alike; a common second word is left in doubt.
    return second.lower() not in COMMON or not (len(first) == 1 or first in ("ng", "kh", "tr"))


def _broken(evidence: _Evidence) -> Iterator[Reason]:
    """Damage breaks ever new words; shorthand and names repeat: each word counts once."""
    if not evidence.of(Sign.BROKEN, Sign.PIECE, Sign.UNMARKED):
        return
    distinct = {word.lower() for word in evidence.words}
    found = {word.lower() for word in evidence.of(Sign.BROKEN)}
    # "k" may be shorthand for không or all that is left of kể.
    is_informal = not distinct.isdisjoint(CLEAR_SHORTHAND - {"k"}) or evidence.marked < 0.3
    if not is_informal:
        found |= {word.lower() for word in evidence.of(Sign.PIECE)}
    if sum(not has_vowel(word) for word in found) >= _HOLLOW_WORDS and not is_informal:
        # Where letters went missing, "vit" is what is left of việt, not careless typing.
        found |= {word.lower() for word in evidence.of(Sign.UNMARKED)}
    share = len(found) / max(1, len(distinct))
    if len(found) >= 3 and share > (0.5 if evidence.is_short else 0.05):
        examples = sorted(found, key=len, reverse=True)
        weight = (2 if is_informal else 4) * share
        yield _reason("broken_syllables", weight, "Nhiều âm tiết thiếu chữ hoặc sai", examples)


def _hollow(evidence: _Evidence) -> Iterator[Reason]:
    if not evidence.may_have_pieces:
        return
    found = _HOLLOW_PAIR.findall(evidence.text)
    share = evidence.share(found)
    if len(set(found)) >= 2 and share > 0.04:
        yield _reason("lost_letters", 5 * share, "Âm tiết mất nguyên âm", found)


def _joined(evidence: _Evidence) -> Iterator[Reason]:
    found = evidence.of(Sign.JOINED)
    share = evidence.share(found)
    if len(found) >= 2 and share > 0.08:
        yield _reason("joined_syllables", 2 * share, "Nhiều âm tiết bị dính liền", found)


def _injected(evidence: _Evidence) -> Iterator[Reason]:
    long = [w for w in evidence.of(Sign.LONG_FOREIGN) if w.islower()]
    short = [w for w in evidence.of(Sign.FOREIGN) if w.islower()]
    scripts = evidence.of(Sign.OTHER_SCRIPT)
    found = long + scripts + short
    weight = 7 * evidence.share(long + scripts) + 2 * evidence.share(short)
    enough = len(set(found)) >= (2 if len(evidence.words) > _FEW_FOR_INJECTION else 4)
    if evidence.marked > 0.3 and enough and weight > 0.15:
        yield _reason("foreign_words", weight, "Có từ nước ngoài chen vào câu", found)


def _foreign(evidence: _Evidence) -> Iterator[Reason]:
    scripts = len(evidence.of(Sign.OTHER_SCRIPT))
    outside = scripts + len(evidence.of(Sign.FOREIGN, Sign.LONG_FOREIGN, Sign.BROKEN, Sign.JOINED))
    counted = sum(not word.isdecimal() for word in evidence.words) if outside else 0
    enough = scripts >= 2 or (counted >= FEW_WORDS and outside >= 4)
    if enough and outside > 0.38 * counted and evidence.marked < 0.2:
        yield _reason("foreign", 0.8, "Văn bản có vẻ không phải tiếng Việt")


_LOOKS: tuple[Callable[[_Evidence], Iterator[Reason]], ...] = (
    _lost,
    _legacy_font,
    _look_alikes,
    _scanned,
    _split,
    _broken,
    _hollow,
    _joined,
    _injected,
    _foreign,
)
