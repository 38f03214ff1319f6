"""Is this a possible Vietnamese syllable? Onset, rhyme and tone, from tables."""

import unicodedata

from gandan.vietnamese.folding import fold, tone_normalized

ONSETS = frozenset(
    ["", *"b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split()]
)
RHYMES = frozenset(
    (
        "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
        "e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu "
        "i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu "
        "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt "
        "oc oe oen oeo oet oi om on ong oong ooc op ot "
        "ô ôc ôi ôm ôn ông ôông ôp ôt ơ ơi ơm ơn ơng ơp ơt "
        "u ua uân uâng uât uây uc uê uêch uênh uêt ui um un ung uôc uôi uôm uôn uông uôt "
        "up ut uơ uơn uy uya uych uyên uyêt uynh uyt uyp uyn uyu uych "
        "ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu ơu "
        "y yêm yên yêng yêt yêu ynh yt ych yn ym yng"
    ).split()
)
_TONE_MARKS = frozenset("\u0300\u0301\u0303\u0309\u0323")
_STOPPED_TONES = frozenset({"\u0301", "\u0323"})
_STOPS = ("c", "ch", "p", "t")
_ONSETS_LONGEST_FIRST = sorted(ONSETS, key=len, reverse=True)
FOLDED = frozenset(fold(onset + rhyme) for onset in ONSETS for rhyme in RHYMES)


def is_syllable(word: str) -> bool:
    """Whether ``word`` (with its diacritics) can be one Vietnamese syllable."""
    plain, tone = _without_tone(tone_normalized(word).lower())
    if tone is None:
        return False
    for onset in _ONSETS_LONGEST_FIRST:
        rhyme = plain[len(onset) :]
        if plain.startswith(onset) and rhyme in RHYMES:
            return not tone or not rhyme.endswith(_STOPS) or tone in _STOPPED_TONES
    return False


def is_folded_syllable(word: str) -> bool:
    """Whether ``word``, typed without diacritics, can be one Vietnamese syllable."""
    return word in FOLDED


def _without_tone(word: str) -> tuple[str, str | None]:
    """The word without its tone mark, and the mark ("" for none, None for more than one)."""
    pieces = unicodedata.normalize("NFD", word)
    tones = [c for c in pieces if c in _TONE_MARKS]
    if len(tones) > 1:
        return word, None
    plain = unicodedata.normalize("NFC", "".join(c for c in pieces if c not in _TONE_MARKS))
    return plain, tones[0] if tones else ""
