"""Is this a possible Vietnamese syllable? Onset, rhyme and tone, from tables."""

from functools import lru_cache

from gandan.vietnamese.folding import fold
from gandan.vietnamese.tones import ACUTE, DOT, VOWELS, split_tone, tone_normalized

_ONSETS = ("", *"b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split())
_RHYMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu "
    "i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt "
    "oc oe oen oeo oet oi om on ong oong ooc op ot "
    "ô ôc ôi ôm ôn ông ôông ôp ôt ơ ơi ơm ơn ơng ơp ơt "
    "u ua uân uâng uât uây uc uê uêch uênh uêt uêu ui um un ung uôc uôi uôm uôn uông uôt up ut "
    "uơ uơn uy uya uych uyên uyêt uyn uynh uyp uyt uyu "
    "ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu "
    "y yêm yên yêng yêt yêu ych yn ynh yt"
).split()
_FRONT = "ieêy"
_STOPS = ("c", "ch", "p", "t")


def _fits(onset: str, rhyme: str) -> bool:
    """The rules of writing: k, gh, ngh before e ê i y only; c, ng before the others."""
    front = rhyme[0] in _FRONT
    if onset in ("k", "gh", "ngh"):
        return front
    if onset == "g":
        return not front or rhyme[0] == "i"
    if onset in ("c", "ng"):
        return not front
    if onset == "qu":
        return rhyme[0] not in "ouư" and rhyme != "ia"
    if onset == "gi":
        return rhyme[0] not in "iy"
    if rhyme[0] == "y" and len(rhyme) > 1:
        return onset == ""
    return True


TONELESS = frozenset(onset + rhyme for onset in _ONSETS for rhyme in _RHYMES if _fits(onset, rhyme))
FOLDED = frozenset(map(fold, TONELESS))


@lru_cache(maxsize=50_000)
def is_syllable(word: str) -> bool:
    """Whether ``word`` (with its diacritics, in any case) can be one Vietnamese syllable."""
    plain, tone = split_tone(tone_normalized(word).lower())
    if tone is None or plain not in TONELESS:
        return False
    return not plain.endswith(_STOPS) or tone in (ACUTE, DOT)


def is_folded_syllable(word: str) -> bool:
    """Whether ``word``, typed without diacritics, can be one Vietnamese syllable."""
    return fold(word) in FOLDED


def has_vowel(word: str) -> bool:
    return any(letter in VOWELS for letter in fold(word))
