"""Where an official answer quoted in a letter begins: it says nothing of what the sender wants."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.compiling import compiled
from gandan.synthesis.reading import BRACKET, COLON, NEW_LINE, Reading, read

TRA, LOI = 1, 2


def reply_starts(reading: Reading) -> NDArray[np.int64]:
    """The word where the answer begins ("[Trả lời", "Trả lời:"), else the end; shape (n,)."""
    tra, loi = _answers()
    signs = TRA * (reading.word_hash == tra) + LOI * (reading.word_hash == loi)
    out = np.empty(len(reading), np.int64)
    _reply_starts(reading.tokens, reading.start, reading.before, signs.astype(np.uint8), out)
    return out


@cache
def _answers() -> NDArray[np.uint64]:
    """The hashes of the two words that open an answer."""
    return read(["tra loi"], sampled=False).word_hash


@compiled
def _reply_starts(tokens, start, before, signs, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    for i in range(len(start) - 1):
        low, high = start[i], start[i + 1]
        out[i] = high
        for j in range(low, high - 1):
            if signs[tokens[j]] & TRA and signs[tokens[j + 1]] & LOI:
                opens = j == low or before[j] == NEW_LINE
                if before[j] == BRACKET or (opens and j + 2 < high and before[j + 2] == COLON):
                    out[i] = j
                    break
