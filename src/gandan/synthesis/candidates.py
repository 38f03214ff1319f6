"""Pairs of letters that may be copies: those that agree on parts of their sketches.

References
----------
Li, P., Owen, A. and Zhang, C.-H. (2012). One permutation hashing. NeurIPS.
Shrivastava, A. (2017). Optimal densification for fast and accurate minwise hashing. ICML.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis import kernels
from gandan.synthesis.corpus import Corpus, Words
from gandan.synthesis.parallel import by_all_cores

BUCKET = 12
# Of the 128 places of a sketch; far below what copies agree on.
LEAST = 16
# Word pairs of forms and greetings stand in many letters; so many letters show which.
SAMPLE = 20_000
COMMON_SHARE, COMMON_LEAST = 0.01, 40


@dataclass(frozen=True)
class Candidates:
    """Pairs of positions of letters, left before right by content; and pairs looked at."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    looked: int


def candidate_pairs(corpus: Corpus, letters: NDArray[np.int64]) -> Candidates:
    """Pairs among ``letters`` worth comparing word by word."""
    words = corpus.words
    content = kernels.sequence_hashes(words.tokens, words.start, words.hashes)
    # By content, so that the order of the letters makes no difference where a bucket is full.
    ranked = letters[np.argsort(content[letters], kind="stable")]
    common = kernels.hash_set(_common_pairs(words, ranked))
    sketch = np.empty((len(ranked), kernels.SKETCH), np.uint32)

    def draw(low: int, high: int) -> None:
        kernels.sketches(
            words.tokens, words.start, words.hashes, common, ranked[low:high], sketch[low:high]
        )

    by_all_cores(draw, len(ranked))
    bits = max(1, len(ranked).bit_length())
    ordered = np.empty((kernels.BANDS, len(ranked)), np.uint64)
    place = np.empty((kernels.BANDS, len(ranked)), np.int32)

    def sort(low: int, high: int) -> None:
        for band in range(low, high):
            kernels.band_keys(sketch, band, bits, ordered[band])
            ordered[band].sort()
            kernels.positions(ordered[band], bits, place[band])

    by_all_cores(sort, kernels.BANDS, chunk=8)

    def look(low: int, high: int) -> tuple[NDArray[np.int64], int]:
        out = np.empty((16 * (high - low) + 64, 2), np.int64)
        count, looked = kernels.candidates(
            low, high, sketch, ordered, place, bits, BUCKET, LEAST, out
        )
        if count > len(out):
            out = np.empty((count, 2), np.int64)
            kernels.candidates(low, high, sketch, ordered, place, bits, BUCKET, LEAST, out)
        return out[:count], looked

    found = by_all_cores(look, len(ranked), chunk=20_000)
    none = np.zeros((0, 2), np.int64)
    pairs = ranked[np.concatenate([none, *(pairs for pairs, _looked in found)])]
    return Candidates(pairs[:, 0], pairs[:, 1], sum(looked for _pairs, looked in found))


def _common_pairs(words: Words, ranked: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Word pairs so common (forms, greetings) that sharing them says nothing.

    ``ranked`` are letters in order of a hash, so the first of them are a fair sample.
    """
    sample = ranked[:SAMPLE]
    values = np.sort(kernels.some_pairs(words.tokens, words.start, words.hashes, sample))
    if not len(values):
        return values
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))
    counts = np.diff(np.concatenate((starts, [len(values)])))
    return np.asarray(values[starts[counts > max(COMMON_LEAST, COMMON_SHARE * len(sample))]])
