"""What a single word says about the health of its text."""

import re
from enum import StrEnum
from functools import lru_cache

from gandan.vietnamese.folding import has_diacritics
from gandan.vietnamese.spelling import has_vowel, is_folded_syllable, is_syllable


class Sign(StrEnum):
    """What a word is. ``SOUND``, ``UNMARKED`` and ``SHORTHAND`` alone are no sign of damage."""

    SOUND = "sound"
    UNMARKED = "unmarked"
    SHORTHAND = "shorthand"
    PIECE = "piece"
    BROKEN = "broken"
    JOINED = "joined"
    SCANNED = "scanned"
    LOOK_ALIKE = "look_alike"
    OTHER_SCRIPT = "other_script"
    FOREIGN = "foreign"
    LONG_FOREIGN = "long_foreign"


# Shorthand of messages that is nothing else; and pieces that may be shorthand or a rest of a word.
CLEAR_SHORTHAND = frozenset(
    "k ko kg hok hk hong dc đc dk đk vs j bn ntn bt mk mn cx ck vk nc bit bik r z w ak uh uk hjx hix "
    "bl nt sdt sđt đt tk ns qc kb kcn kdc ql cs pp trc lm lun vcl vl dt stk tks thks cmt ib rep".split()
)
PIECES = frozenset("b c d đ g gh h kh l m n ng ngh nh p ph q s t th tr v x ch gi qu".split())
_LOANS = frozenset(
    """
    app apps email mail internet online web website link camera video clip karaoke facebook zalo
    youtube tiktok google viber wifi modem sim hotline chat inbox comment share like check call
    container taxi grab bus xe xebuyt logo banner poster show game gym spa hotel homestay resort
    menu mobile banking smart smartphone iphone laptop tablet pin sales sale marketing manager
    vaccine vacxin vaxin vitamin covid virus test gas diesel asphalt bitum radio tivi laser micro
    amply loa stress shop shipper ship order deal bill card visa token code pass password login
    user file copy scan print format excel word slide project team leader style model mini
    container contener rơmooc romooc block penthouse condotel officetel slogan festival concert
    euro dollar cent vnd usd html http https chung hostel motel bar pub club cafe coffee pizza
    style sticker quota forum blog blogger livestream stream update upload download feedback
    report offline version support server service center internetbanking vietcombank agribank
    vnpost viettel mobifone vinaphone evn vinamilk bluetooth plus express city town
    """.split()
)
# Plates, house and form numbers (29A1, B12, m2), quantities (5km, 500đ, 2tr5), years of words.
_NUMBERED = re.compile(
    r"[A-ZĐ]{1,5}\d+[A-Z\d]*|\d+[a-zđA-ZĐ]{1,4}\d*|[a-zđA-ZĐ]{1,3}\d+|[Cc]ovid\d+"
)
ONSET_PIECE = "(?:ngh|ng|nh|th|tr|ph|kh|ch|gh|qu|gi|[bcdđghklmnprstvx])"
CODA_PIECE = "(?:ch|ng|nh|[cmnpt])"
# What is left of a syllable that lost its vowel.
_HOLLOW = re.compile(ONSET_PIECE + CODA_PIECE)
_OTHER_SCRIPT = re.compile(r"[^\x00-\u02ff\u0300-\u036f\u1d00-\u1eff\u2000-\u2bff]")
_TWINS = re.compile("[\u0250-\u02af\u0370-\u052f\uff21-\uff5a\U0001d400-\U0001d7ff]")
_SCANNED_AS = str.maketrans("01345|", "oleas" + "l")
_LONGEST_SYLLABLE = 7
_LONG = 7


@lru_cache(maxsize=50_000)
def sign_of(word: str) -> Sign:
    """What ``word`` (a run of letters, digits and "|", NFC) is."""
    lowered = word.lower()
    if word.isascii() and is_folded_syllable(lowered):
        # "viet" must have lost its marks, "hai" need not have.
        return Sign.SOUND if is_syllable(lowered) or not word.islower() else Sign.UNMARKED
    if lowered in CLEAR_SHORTHAND:
        return Sign.SHORTHAND
    if not word.isalpha():
        return _with_digits(word)
    if _OTHER_SCRIPT.search(word) or _TWINS.search(word):
        return _in_other_script(word)
    if is_syllable(word):
        return Sign.SOUND
    if lowered in PIECES:
        return Sign.PIECE if word.islower() else Sign.SOUND
    return _no_syllable(word, lowered)


def _no_syllable(word: str, lowered: str) -> Sign:
    if len(word) <= _LONGEST_SYLLABLE and word.isupper():
        return Sign.SOUND  # an abbreviation
    if lowered in _LOANS or word[1:] != lowered[1:]:
        return Sign.SOUND  # a loan word, or a brand such as VietinBank
    if _is_joined(lowered):
        return Sign.JOINED
    if not has_vowel(word) or (set(lowered) & set("wzjf") and len(word) < _LONG):
        return Sign.BROKEN if _HOLLOW.fullmatch(lowered) else Sign.SHORTHAND
    if word[0].isupper():
        return Sign.FOREIGN  # a name: Krông, Niê, Washington
    if not word.isascii() or len(word) <= 3:
        return Sign.BROKEN
    return Sign.LONG_FOREIGN if len(word) >= _LONG else Sign.FOREIGN


def _with_digits(word: str) -> Sign:
    if word.isdecimal() or _NUMBERED.fullmatch(word) or word.isupper():
        return Sign.SOUND
    repaired = word.lower().translate(_SCANNED_AS)
    inner = re.search(r"[^\W\d_][\d|]+[^\W\d_]", word)
    certain = inner or "|" in word or has_diacritics(word)
    return Sign.SCANNED if certain and is_syllable(repaired) else Sign.SOUND


def _in_other_script(word: str) -> Sign:
    if len(word) == 1:
        return Sign.SOUND  # a symbol such as π or Ω
    # A Cyrillic or Greek word of its own is another script; among Latin letters it is a disguise.
    return (
        Sign.LOOK_ALIKE
        if re.search("[a-zA-Z\u00c0-\u024f\u1ea0-\u1ef9]", word)
        else (Sign.OTHER_SCRIPT)
    )


def _is_joined(word: str) -> bool:
    """Whether ``word`` is two to six marked syllables that lost the space between them."""
    if len(word) < 6 or not has_diacritics(word) or len(word) > 40:
        return False
    # ways[i]: the fewest syllables that make up the first i letters.
    ways: list[int | None] = [0] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            before = ways[start]
            if before is None or not is_syllable(word[start:end]) or end - start < 2:
                continue
            known = ways[end]
            ways[end] = before + 1 if known is None else min(known, before + 1)
    return ways[-1] is not None


def is_scanned_letters(word: str) -> bool:
    """Whether scanning took m for rn, or d for cl."""
    if is_syllable(word) or not word.islower():
        return False
    return any(
        taken in word and is_syllable(word.replace(taken, real, 1)) and has_diacritics(word)
        for taken, real in (("rn", "m"), ("cl", "d"))
    )
