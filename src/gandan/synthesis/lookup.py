"""By which numbers a letter is kept in an index, so that copies of it are found later."""

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.compiling import compiled
from gandan.synthesis.joining import add_different, joined_keys
from gandan.synthesis.reading import Reading
from gandan.synthesis.scanning import WHOLE

# An index keeps so many joined keys of a letter, and about so many of its sampled word pairs:
# those whose hashes are lowest, of a long letter one in so many.
JOINED, SINGLE, LEAST_SHARE = 16, 8, 10


def index_keys(reading: Reading) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Keys of n letters, packed: letter i has ``keys[start[i]:start[i + 1]]``.

    The keys of one letter are distinct, in the range of a signed 64-bit column. Joined keys
    (``joining``) come first: they are rare where all that letters say is said in many. The others
    are shared also by a long letter and a short one in it.
    """
    joined = joined_keys(reading.sampled, reading.sampled_start)[:, :JOINED]
    pairs = np.maximum(np.diff(reading.start) - 1, 1).astype(np.uint64)
    limit = np.maximum(WHOLE // pairs * np.uint64(SINGLE), WHOLE // np.uint64(LEAST_SHARE))
    limit = np.where(pairs <= SINGLE, WHOLE, limit)
    out = np.empty(joined.size + len(reading.sampled), np.uint64)
    start = np.zeros(len(joined) + 1, np.int64)
    gather_keys(joined, reading.sampled, reading.sampled_start, limit, out, start)
    return out[: start[-1]].view(np.int64), start


@compiled
def gather_keys(joined, sampled, sampled_start, limit, out, start):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """The different joined keys of each letter, then its sampled pairs up to its ``limit``."""
    size = 0
    for i in range(len(joined)):
        low, high = sampled_start[i], sampled_start[i + 1]
        size = add_different(joined[i], out, size) if low < high else size
        while low < high and sampled[low] <= limit[i]:
            out[size] = sampled[low]
            low += 1
            size += 1
        start[i + 1] = size
