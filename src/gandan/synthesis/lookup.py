"""By which numbers a letter is kept in an index, so that copies of it are found later."""

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.reading import Reading
from gandan.synthesis.scanning import LEAST_SHARE, SAMPLE, WHOLE

# An index keeps half of the sampled word pairs: those whose hashes are lowest.
KEPT = 2


def index_keys(reading: Reading) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Keys of n letters, packed: letter i has ``keys[start[i]:start[i + 1]]``.

    The keys of one letter are distinct, in the range of a signed 64-bit column. Two letters that
    share words share keys, and a long letter keeps in proportion what a short one in it keeps.
    """
    pairs = np.maximum(np.diff(reading.start) - 1, 1).astype(np.uint64)
    limit = np.maximum(WHOLE // pairs * np.uint64(SAMPLE // KEPT), WHOLE // (LEAST_SHARE * KEPT))
    limit = np.where(pairs <= SAMPLE // KEPT, WHOLE, limit)
    counts = np.diff(reading.sampled_start)
    kept = reading.sampled <= np.repeat(limit, counts)
    letters = np.repeat(np.arange(len(counts)), counts)[kept]
    start = np.concatenate(([0], np.cumsum(np.bincount(letters, minlength=len(counts)))))
    return reading.sampled[kept].view(np.int64), start
