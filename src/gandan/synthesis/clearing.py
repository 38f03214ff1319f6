"""The most damage that letters can have, counted from their words without looking at the text.

``vietnamese.damage`` adds up the signs that it finds. Here each sign is counted so that there can
be no more of it, and words so that there can be no fewer: what stays below the limit is sound.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.compiling import compiled
from gandan.synthesis.reading import (
    BLANKS,
    HYPHEN,
    LOST,
    NEW_LINE,
    PUNCTUATION,
    QUESTIONED,
    SPACE,
    Reading,
)
from gandan.synthesis.scanning import NOT_COMPOSED
from gandan.vietnamese import DAMAGED_ABOVE
from gandan.vietnamese.damage import SAMPLE, is_split
from gandan.vietnamese.plausibility import plausibility
from gandan.vietnamese.spelling import has_vowel, is_syllable
from gandan.vietnamese.word_signs import (
    CODA_PIECE,
    ONSET_PIECE,
    Sign,
    is_scanned_letters,
    sign_of,
)

# What is true of a word, as bits.
(
    _BROKEN, _UNMARKED, _TWIN, _SCANNED, _JOINED, _LONG, _FOREIGN, _HOLLOW, _SYLLABLE, _LOWER,
    _ONSET, _CODA, _MARKED, _VALID, _BAD, _BRIEF, _NUMBER, _ODD, _SECOND,
) = (1 << k for k in range(19))  # fmt: skip
# What is counted of a letter.
(
    WORDS, DIFFERENT, TWINS, SCANNED, JOINED, LONG, FOREIGN, HOLLOW, BROKEN, UNMARKED, VOWELLESS,
    OUTSIDE, NUMBERS, STRANGE, OLD_FONT, COLUMNS,
) = range(16)  # fmt: skip
_SIGNS = {
    Sign.PIECE: _BROKEN | _ODD,
    Sign.BROKEN: _BROKEN | _ODD | _FOREIGN,
    Sign.UNMARKED: _UNMARKED,
    Sign.SHORTHAND: _ODD,
    Sign.LOOK_ALIKE: _TWIN | _ODD,
    Sign.SCANNED: _SCANNED | _ODD,
    Sign.JOINED: _JOINED | _ODD | _FOREIGN,
    Sign.LONG_FOREIGN: _LONG | _ODD | _FOREIGN,
    Sign.OTHER_SCRIPT: _LONG | _ODD | _FOREIGN,
    Sign.FOREIGN: _FOREIGN | _ODD,
}
_IS_ONSET = re.compile(ONSET_PIECE, re.IGNORECASE)
_IS_CODA = re.compile(CODA_PIECE, re.IGNORECASE)
# Where words may be left out or joined into one, and signs that may be letters of an old font.
_HIDES_WORDS = re.compile(r"[@#|]|://|www\.|\.[a-z]{2,4}\b|[^\x00-\x7f\w“”‘’–—…•]")


def cleared(
    letters: NDArray[np.int64], texts: Sequence[str], reading: Reading
) -> NDArray[np.bool_]:
    """Which of ``letters`` cannot be damaged; of the others nothing is said. Shape (letters,)."""
    bits = np.array([_bits(word) for word in reading.written], dtype=np.int64)
    bits |= np.where(reading.is_marked, _MARKED, 0)
    number: dict[str, int] = {}
    lowered = np.array(
        [number.setdefault(word.lower(), len(number)) for word in reading.written], dtype=np.int64
    )
    counts = np.zeros((len(letters), COLUMNS), np.int64)
    pairs = np.empty((int(np.diff(reading.start)[letters].sum()), 3), np.int64)
    found = _count(
        letters, reading.tokens, reading.start, reading.before, bits, lowered, counts, pairs
    )
    split = _split_pairs(pairs[:found], reading.written, len(letters))
    shows = reading.shows[letters] & (LOST | QUESTIONED | NOT_COMPOSED)
    sound = (most_damage(counts, split) < DAMAGED_ABOVE) & (shows == 0)
    for place in np.flatnonzero(sound).tolist():
        text = texts[letters[place]]
        sound[place] = len(text) <= SAMPLE and not _HIDES_WORDS.search(text)
    return np.asarray(sound, dtype=bool)


def most_damage(counts: NDArray[np.int64], split: NDArray[np.int64]) -> NDArray[np.float64]:
    """An upper bound of each letter's damage; infinite where an old font cannot be excluded.

    The weights are those of ``vietnamese.damage``.
    """
    words, different = np.maximum(1, counts[:, WORDS]), np.maximum(1, counts[:, DIFFERENT])

    def weighed(
        found: NDArray[np.int64], weight: float, fewest: int, least: float
    ) -> NDArray[np.float64]:
        share = found / words
        return np.where((found >= fewest) & (share > least), weight * share, 0.0)

    broken = counts[:, BROKEN] + np.where(counts[:, VOWELLESS] >= 3, counts[:, UNMARKED], 0)
    share = broken / different
    injected = 7 * counts[:, LONG] / words + 2 * counts[:, FOREIGN] / words
    native = np.maximum(0, words - counts[:, NUMBERS])
    total = (
        weighed(counts[:, TWINS], 9, 2, 0)
        + weighed(counts[:, SCANNED], 8, 2, 0)
        + weighed(split, 4.5, 2, 0.05)
        + weighed(counts[:, HOLLOW], 5, 2, 0.04)
        + weighed(counts[:, JOINED], 2, 2, 0.08)
        + np.where((broken >= 3) & (share > 0.05), 4 * share, 0.0)
        + np.where(injected > 0.15, injected, 0.0)
        + np.where((counts[:, OUTSIDE] >= 2) & (counts[:, OUTSIDE] > 0.38 * native), 0.8, 0.0)
    )
    old_font = (counts[:, OLD_FONT] > 0) & (counts[:, STRANGE] >= 0.05 * words)
    return np.where(old_font, np.inf, total)


def _bits(word: str) -> int:
    sign = sign_of(word)
    found = _SIGNS.get(sign, 0)
    if sign in (Sign.BROKEN, Sign.JOINED) and is_scanned_letters(word):
        found |= _SCANNED
    judged = plausibility(word)
    is_alpha = word.isalpha()
    return (
        found
        | _HOLLOW * (not has_vowel(word.lower()))
        | _SYLLABLE * is_syllable(word)
        | _LOWER * word.islower()
        | _ONSET * bool(_IS_ONSET.fullmatch(word))
        | _CODA * bool(_IS_CODA.fullmatch(word))
        | _VALID * (judged.valid > 0 and judged.valid == judged.runs)
        | _BAD * (judged.valid < judged.runs)
        | _BRIEF * (is_alpha and len(word) <= 4)
        | _SECOND * (is_alpha and len(word) <= 6)
        | _NUMBER * word.isdecimal()
    )


def _split_pairs(
    pairs: NDArray[np.int64], written: Sequence[str], letters: int
) -> NDArray[np.int64]:
    """How many pairs of each letter are one syllable in two pieces."""
    different, own = np.unique(pairs[:, 1:], axis=0, return_inverse=True)
    are_split = np.array([is_split(written[a], written[b]) for a, b in different.tolist()], bool)
    kept = are_split[own.ravel()] if len(pairs) else np.zeros(0, bool)
    return np.bincount(pairs[kept, 0], minlength=letters)


@compiled
def _count(letters, tokens, start, before, bits, lowered, counts, pairs):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Fill ``counts`` and the pairs that may be one syllable; returns how many these are."""
    seen = np.full(len(lowered), -1, np.int64)
    seen_broken, seen_unmarked = seen.copy(), seen.copy()
    size = 0
    for k in range(len(letters)):
        low, high = start[letters[k]], start[letters[k] + 1]
        own = counts[k]
        valid = bad = 0
        for j in range(low, high):
            word, kind = tokens[j], bits[tokens[j]]
            last = j + 1 == high
            behind = NEW_LINE if last else before[j + 1]
            # A brief word with a sign behind it may be an abbreviation, which is left out.
            stays = not kind & _BRIEF or behind in (SPACE, BLANKS) or last
            own[WORDS] += stays
            if stays and seen[lowered[word]] != k:
                seen[lowered[word]] = k
                own[DIFFERENT] += 1
            if kind & _BROKEN and seen_broken[lowered[word]] != k:
                seen_broken[lowered[word]] = k
                own[BROKEN] += 1
                own[VOWELLESS] += (kind & _HOLLOW) != 0
            if kind & _UNMARKED and seen_unmarked[lowered[word]] != k:
                seen_unmarked[lowered[word]] = k
                own[UNMARKED] += 1
            own[TWINS] += (kind & _TWIN) != 0
            own[SCANNED] += (kind & _SCANNED) != 0
            own[JOINED] += (kind & _JOINED) != 0
            own[LONG] += (kind & _LONG) != 0
            own[FOREIGN] += kind & _FOREIGN != 0 and kind & (_BROKEN | _JOINED | _LONG) == 0
            own[OUTSIDE] += (kind & _FOREIGN) != 0
            own[NUMBERS] += (kind & _NUMBER) != 0
            own[STRANGE] += (kind & _ODD) != 0
            # A line, or a part of one, whose marked words are mostly none may be in an old font.
            if j > low and before[j] not in (SPACE, BLANKS, HYPHEN, PUNCTUATION):
                own[OLD_FONT] |= bad > 0 and valid <= bad
                valid = bad = 0
            bad += (kind & _BAD) != 0
            apart = (j == low or before[j] != PUNCTUATION) and behind != PUNCTUATION
            valid += kind & _VALID != 0 and stays and apart
            if last or behind not in (SPACE, BLANKS):
                continue
            other = bits[tokens[j + 1]]
            own[HOLLOW] += kind & _ONSET != 0 and other & _CODA != 0
            whole = kind & _SYLLABLE and other & _SYLLABLE and other & _LOWER
            marked = (kind | other) & _MARKED
            if kind & _BRIEF and other & _SECOND and marked and not whole:
                pairs[size, 0], pairs[size, 1], pairs[size, 2] = k, word, tokens[j + 1]
                size += 1
        own[OLD_FONT] |= bad > 0 and valid <= bad
    return size
