"""Which letters are too broken for the machine: most are cleared by their words alone.

``vietnamese.damage`` weighs the signs of a text; here only the letters that show any sign that
could matter are handed to it. The test compares both over letters of every kind.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.compiling import compiled
from gandan.synthesis.reading import LOST, QUESTIONED, Reading
from gandan.vietnamese import DAMAGED_ABOVE, damage
from gandan.vietnamese.word_signs import Sign, sign_of

# Signs that make pieces of words, and all other signs of damage.
_PIECES, _STRANGE, _MARKED = 1, 2, 4
_CLASS = {
    Sign.SOUND: 0,
    Sign.UNMARKED: _PIECES,
    Sign.SHORTHAND: _PIECES,
    Sign.PIECE: _PIECES | _STRANGE,
    Sign.BROKEN: _PIECES | _STRANGE,
}
_LEAST_SHARE = 0.05


def damaged_letters(texts: Sequence[str], reading: Reading) -> NDArray[np.bool_]:
    """Texts too broken to be summarised or routed by machine; shape (n,)."""
    signs = np.array(
        [_CLASS.get(sign_of(word), _STRANGE) for word in reading.written], dtype=np.uint8
    )
    doubtful = np.zeros(len(texts), dtype=bool)
    signs |= np.where(reading.is_marked, _MARKED, 0).astype(np.uint8)
    _doubtful(reading.tokens, reading.start, signs, doubtful)
    doubtful |= reading.shows & (LOST | QUESTIONED) != 0
    out = np.zeros(len(texts), dtype=bool)
    for i in np.flatnonzero(doubtful).tolist():
        out[i] = damage(texts[i]).score > DAMAGED_ABOVE
    return out


@compiled
def _doubtful(tokens, start, signs, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Several strange words, or a twentieth of them; pieces only where a mark could be lost."""
    for i in range(len(out)):
        pieces = strange = marked = 0
        for j in range(start[i], start[i + 1]):
            sign = signs[tokens[j]]
            pieces += sign & 1
            strange += (sign & 2) != 0
            marked |= sign & 4
        words = start[i + 1] - start[i]
        some = strange and (strange >= 2 or pieces >= 2 or strange >= _LEAST_SHARE * words)
        out[i] = some or (pieces >= 2 and marked)
