"""Which letters are too broken for the machine: most are cleared by their words alone.

``vietnamese.damage`` weighs the signs of a text; here only the letters that show any sign that
could matter are handed to it. The test compares both over letters of every kind.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.clearing import cleared
from gandan.synthesis.compiling import compiled
from gandan.synthesis.reading import LOST, QUESTIONED, Reading
from gandan.vietnamese import DAMAGED_ABOVE, damage
from gandan.vietnamese.word_signs import CODA_PIECE, ONSET_PIECE, Sign, sign_of

# Signs that make pieces of words, and all other signs of damage.
_PIECES, _STRANGE, _MARKED, _SCANNED, _ODD = 1, 2, 4, 8, 16
_CLASS = {
    Sign.SOUND: 0,
    Sign.UNMARKED: _PIECES,
    Sign.SHORTHAND: _PIECES,
    Sign.PIECE: _PIECES | _STRANGE | _ODD,
    Sign.BROKEN: _PIECES | _STRANGE | _ODD,
    Sign.SCANNED: _STRANGE | _SCANNED,
    Sign.LOOK_ALIKE: _STRANGE | _SCANNED,
}
_LEAST_SHARE = 0.05
# In a text typed without marks each odd word weighs little; up to so many may be chance.
_FEW_ODD = 0.05
# What may be the rest of a syllable that lost its vowel, however it is written.
_MAY_BE_REST = re.compile(f"{ONSET_PIECE}|{CODA_PIECE}", re.IGNORECASE)


def damaged_letters(texts: Sequence[str], reading: Reading) -> NDArray[np.bool_]:
    """Texts too broken to be summarised or routed by machine; shape (n,)."""
    signs = np.array(
        [
            _CLASS.get(sign_of(word), _STRANGE | _ODD) | _ODD * bool(_MAY_BE_REST.fullmatch(word))
            for word in reading.written
        ],
        dtype=np.uint8,
    )
    doubtful = np.zeros(len(texts), dtype=bool)
    signs |= np.where(reading.is_marked, _MARKED, 0).astype(np.uint8)
    _doubtful(reading.tokens, reading.start, signs, doubtful)
    doubtful |= reading.shows & (LOST | QUESTIONED) != 0
    out = np.zeros(len(texts), dtype=bool)
    letters = np.flatnonzero(doubtful)
    for i in letters[~cleared(letters, texts, reading)].tolist():
        out[i] = damage(texts[i]).score > DAMAGED_ABOVE
    return out


@compiled
def _doubtful(tokens, start, signs, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Several strange words, or a twentieth of them; pieces only where a mark could be lost.

    Where no word is marked nothing was lost or split: what is left are words that are none.
    """
    for i in range(len(out)):
        pieces = strange = marked = scanned = odd = 0
        for j in range(start[i], start[i + 1]):
            sign = signs[tokens[j]]
            pieces += sign & 1
            strange += (sign & 2) != 0
            marked |= sign & 4
            scanned |= sign & 8
            odd += (sign & 16) != 0
        words = start[i + 1] - start[i]
        some = strange and (strange >= 2 or pieces >= 2 or strange >= _LEAST_SHARE * words)
        out[i] = some or (pieces >= 2 and marked)
        if not marked and not scanned and odd <= _FEW_ODD * words:
            out[i] = False
