"""The tone of a syllable: taking it off, and putting it where the rules of writing place it."""

import re
import unicodedata
from functools import lru_cache

from gandan.vietnamese.folding import nfc

GRAVE, HOOK, TILDE, ACUTE, DOT = TONES = "\u0300\u0309\u0303\u0301\u0323"
VOWELS = "aăâeêioôơuưy"
_SHAPED = "ăâêôơư"
_PLAIN_OF: dict[str, tuple[str, str]] = {
    unicodedata.normalize("NFC", vowel + tone): (vowel, tone)
    for vowel in VOWELS + VOWELS.upper()
    for tone in TONES
}
_TONED_OF = {pair: letter for letter, pair in _PLAIN_OF.items()}
_ANY_VOWEL = "".join(_PLAIN_OF) + VOWELS + VOWELS.upper()
_SEVERAL_VOWELS = re.compile(rf"[^\W\d_]*[{_ANY_VOWEL}]{{2}}[^\W\d_]*")
_ANATOMY = re.compile(
    r"((?:qu|gi)(?=[aăâeêioôơuưy])|[bcdđghklmnpqrstvx]*)([aăâeêioôơuưy]+)(?:[cmnptk]|ch|ng|nh)?"
)


def tone_normalized(text: str) -> str:
    """Return NFC ``text`` with each tone mark on one letter of its syllable.

    As in hòa, khỏe, thủy, toàn, quý, già, người (not hoà, tòan, qúy, gìa, ngừơi). Words that
    are no Vietnamese syllable stay as they are; so does the length. Idempotent.
    """
    return _SEVERAL_VOWELS.sub(lambda match: tone_placed(match[0]), nfc(text))


def split_tone(word: str) -> tuple[str, str | None]:
    """The NFC word without its tone; the tone ("" for none, None for more than one)."""
    tones = [_PLAIN_OF[c][1] for c in word if c in _PLAIN_OF]
    if not tones:
        return word, ""
    plain = "".join(_PLAIN_OF[c][0] if c in _PLAIN_OF else c for c in word)
    return plain, tones[0] if len(tones) == 1 else None


@lru_cache(maxsize=20_000)
def tone_placed(word: str) -> str:
    """``tone_normalized`` of one NFC word; quick, because words come again and again."""
    plain, tone = split_tone(word)
    if not tone:
        return word
    anatomy = _ANATOMY.fullmatch(plain.lower())
    if not anatomy:
        return word
    place = anatomy.start(2) + _bearer(anatomy[2], closed=anatomy.end(2) < len(plain))
    return plain[:place] + _TONED_OF[plain[place], tone] + plain[place + 1 :]


def _bearer(vowels: str, *, closed: bool) -> int:
    """Which of ``vowels`` bears the tone: the last with a shape of its own, else by position."""
    shaped = [place for place, vowel in enumerate(vowels) if vowel in _SHAPED]
    if shaped:
        return shaped[-1]
    if closed:
        return len(vowels) - 1
    return 1 if len(vowels) == 3 else 0
