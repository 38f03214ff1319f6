"""By which numbers a letter is kept in an index, so that copies of it are found later."""

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.joining import joined_keys
from gandan.synthesis.reading import Reading
from gandan.synthesis.scanning import WHOLE

# Besides its joined keys an index keeps about so many of a letter's sampled word pairs, those
# whose hashes are lowest, and of a long letter one in so many of its pairs.
SINGLE, LEAST_SHARE = 8, 10


def index_keys(reading: Reading) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Keys of n letters, packed: letter i has ``keys[start[i]:start[i + 1]]``.

    The keys of one letter are distinct, in the range of a signed 64-bit column. Joined keys
    (``joining``) are rare where all that letters say is said in many; the others are shared also
    by a long letter and a short one in it.
    """
    joined = joined_keys(reading.sampled, reading.sampled_start)
    pairs = np.maximum(np.diff(reading.start) - 1, 1).astype(np.uint64)
    limit = np.maximum(WHOLE // pairs * np.uint64(SINGLE), WHOLE // np.uint64(LEAST_SHARE))
    limit = np.where(pairs <= SINGLE, WHOLE, limit)
    counts = np.diff(reading.sampled_start)
    single = reading.sampled <= np.repeat(limit, counts)
    letters = np.arange(len(counts))
    keys = np.concatenate((joined[counts > 0].ravel(), reading.sampled[single]))
    owners = np.concatenate(
        (np.repeat(letters[counts > 0], joined.shape[1]), np.repeat(letters, counts)[single])
    )
    order = np.lexsort((keys, owners))
    keys, owners = keys[order], owners[order]
    is_new = np.ones(len(keys), dtype=bool)
    is_new[1:] = (keys[1:] != keys[:-1]) | (owners[1:] != owners[:-1])
    start = np.concatenate(([0], np.cumsum(np.bincount(owners[is_new], minlength=len(counts)))))
    return keys[is_new].view(np.int64), start
