"""What a letter is about as 64 small numbers, so that letters can be compared by their wording.

Words and pairs of neighbours are weighed by how rare they are (tf-idf) and laid onto the 64
directions in which a sample of the letters differs most (latent semantic analysis). Sums run in
a fixed order and the result is rounded to whole numbers, so neither the order of the letters nor
the number of cores or machines changes it.

References
----------
Deerwester, S. et al. (1990). Indexing by latent semantic analysis. JASIS 41, 391-407.
Halko, N., Martinsson, P.-G. and Tropp, J. (2011). Finding structure with randomness. SIAM Review
    53, 217-288 (the directions by repeated multiplication).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.compiling import compiled
from gandan.synthesis.kernels import mix, pair_hash
from gandan.synthesis.parallel import by_all_cores
from gandan.synthesis.reading import Reading
from gandan.synthesis.scanning import number_of, rehash

SIZE = 64
# The length of every vector that is not zero; the product of two is their cosine times LENGTH².
LENGTH = 127
SAMPLE = 8_000
FEATURES = 16_384
# A word must stand in so many letters of the sample, and in no more than this share of them.
LEAST, MOST_SHARE = 4, 0.25
_ROUNDS = 4
_TABLE = 1 << 16

Vectors = NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Basis:
    """The directions, and how words lie in them.

    Attributes
    ----------
    keys, numbers : ndarray
        Open addressing from the hash of a word or pair to its row.
    rows : ndarray of float32, shape (features, SIZE)
    """

    keys: NDArray[np.uint64]
    numbers: NDArray[np.int32]
    rows: NDArray[np.float32]

    def vectors(self, reading: Reading, letters: NDArray[np.int64]) -> Vectors:
        """The vectors of some letters, shape (letters, SIZE); zero for one without known words."""
        out = np.zeros((len(letters), SIZE), np.int8)
        if len(self.rows):
            by_all_cores(
                lambda low, high: _lay(
                    reading.tokens, reading.start, reading.word_hash, letters[low:high],
                    self.keys, self.numbers, self.rows, out[low:high],
                ),
                len(letters),
            )  # fmt: skip
        return out


def sample_of(reading: Reading, letters: NDArray[np.int64]) -> NDArray[np.int64]:
    """The letters that show what all are about: those whose contents have the lowest hashes."""
    order = np.argsort(reading.content[letters], kind="stable")
    return letters[order[:SAMPLE]]


def fit_basis(reading: Reading, sample: NDArray[np.int64]) -> Basis:
    """The directions in which the letters ``sample`` differ most.

    ``sample`` must stand in an order that does not depend on that of the input.
    """
    found, hashes, frequency = _occurring(reading, sample)
    chosen = _telling(hashes, frequency, len(sample))
    keys, numbers = _table_of(hashes[chosen])
    number = np.full(len(hashes), -1, np.int32)
    number[chosen] = np.arange(len(chosen), dtype=np.int32)
    weight = np.log(len(sample) / frequency[chosen]).astype(np.float32)
    start, features, values = _matrix(found, number, weight, len(sample))
    rows = _directions(start, features, values, hashes[chosen])
    return Basis(keys, numbers, rows * weight[:, None])


Occurring = tuple[NDArray[np.int64], NDArray[np.int32]]


def _occurring(
    reading: Reading, sample: NDArray[np.int64]
) -> tuple[Occurring, NDArray[np.uint64], NDArray[np.int64]]:
    """Words and pairs of each letter (numbered), their hashes, and how many letters have them."""
    words = (reading.start[sample + 1] - reading.start[sample]).astype(np.int64)
    most = int(2 * words.sum())
    numbered = np.empty(most, np.int32)
    hashes, frequency = np.empty(most, np.uint64), np.zeros(most, np.int64)
    keys, numbers = np.zeros(_TABLE, np.uint64), np.zeros(_TABLE, np.int32)
    last = np.full(most, -1, np.int64)
    start = np.zeros(len(sample) + 1, np.int64)
    row = count = 0
    while row < len(sample):
        row, count = _count(
            reading.tokens, reading.start, reading.word_hash, sample, row, count,
            keys, numbers, numbered, start, hashes, frequency, last,
        )  # fmt: skip
        if row < len(sample):
            grown = np.zeros(4 * len(keys), np.uint64), np.zeros(4 * len(keys), np.int32)
            rehash(keys, numbers, *grown)
            keys, numbers = grown
    return (start, numbered), hashes[:count], frequency[:count]


def _telling(
    hashes: NDArray[np.uint64], frequency: NDArray[np.int64], letters: int
) -> NDArray[np.int64]:
    """The words and pairs that are neither rare nor everywhere, the most frequent first."""
    able = np.flatnonzero((frequency >= LEAST) & (frequency <= max(LEAST, MOST_SHARE * letters)))
    order = np.lexsort((hashes[able], -frequency[able]))
    return np.asarray(able[order[:FEATURES]])


def _table_of(hashes: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    size = 64
    while size < 4 * len(hashes):
        size *= 2
    keys, numbers = np.zeros(size, np.uint64), np.zeros(size, np.int32)
    _fill(keys, numbers, hashes)
    return keys, numbers


def _matrix(
    found: Occurring, number: NDArray[np.int32], weight: NDArray[np.float32], letters: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
    """Rows of tf-idf of length one, packed."""
    start = np.zeros(letters + 1, np.int64)
    features = np.empty(len(found[1]), np.int32)
    values = np.empty(len(found[1]), np.float32)
    _weigh(*found, number, weight, start, features, values)
    return start, features[: start[-1]], values[: start[-1]]


def _directions(
    start: NDArray[np.int64],
    features: NDArray[np.int32],
    values: NDArray[np.float32],
    hashes: NDArray[np.uint64],
) -> NDArray[np.float32]:
    """An orthonormal basis of the strongest directions; shape (features, SIZE)."""
    q = np.empty((len(hashes), SIZE), np.float32)
    _scatter(hashes, q)
    y = np.empty((len(start) - 1, SIZE), np.float32)
    for _ in range(_ROUNDS):
        _times(start, features, values, q, y)
        _orthonormal(y)
        _transposed_times(start, features, values, y, q)
        _orthonormal(q)
    return q


@compiled
def _fill(keys, numbers, hashes):  # type: ignore[no-untyped-def]  # pragma: no cover
    for i in range(len(hashes)):
        number_of(keys, numbers, hashes[i], i)


@compiled
def _known(keys, numbers, hashed):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The number of a hash; -1 for one that is not known."""
    mask = np.uint64(len(keys) - 1)
    slot = hashed & mask
    while keys[slot]:
        if keys[slot] == hashed:
            return numbers[slot]
        slot = (slot + np.uint64(1)) & mask
    return np.int32(-1)


@compiled
def _count(tokens, start, words, sample, row, count, keys, numbers, numbered, ends, hashes, frequency, last):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Number the words and pairs of letters from ``row`` on; stop where the table may be full."""
    for i in range(row, len(sample)):
        letter = sample[i]
        a, b = start[letter], start[letter + 1]
        if 2 * (count + 2 * (b - a)) > len(keys):
            return i, count
        at = ends[i]
        for j in range(a, b):
            own = words[tokens[j]]
            for pair in range(2):
                if pair:
                    if j + 1 == b:
                        break
                    own = pair_hash(own, words[tokens[j + 1]])
                number = number_of(keys, numbers, own, count)
                if number == count:
                    hashes[count] = own
                    count += 1
                numbered[at] = number
                at += 1
                if last[number] != i:
                    last[number] = i
                    frequency[number] += 1
        ends[i + 1] = at
    return len(sample), count


@compiled
def _weigh(ends, numbered, number, weight, start, features, values):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The rows of the matrix: (1 + log tf) idf, divided by the length of the row."""
    times = np.zeros(len(weight), np.int32)
    at = 0
    for i in range(len(ends) - 1):
        first = at
        for j in range(ends[i], ends[i + 1]):
            feature = number[numbered[j]]
            if feature >= 0:
                if times[feature] == 0:
                    features[at] = feature
                    at += 1
                times[feature] += 1
        features[first:at].sort()
        total = np.float64(0)
        for j in range(first, at):
            feature = features[j]
            value = (1 + np.log(np.float64(times[feature]))) * weight[feature]
            times[feature] = 0
            values[j] = value
            total += value * value
        for j in range(first, at):
            values[j] /= np.sqrt(total)
        start[i + 1] = at


@compiled
def _scatter(hashes, q):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Directions to begin with that depend on the words alone, not on their order."""
    for i in range(len(q)):
        for j in range(SIZE):
            bits = mix(hashes[i] + np.uint64(j))
            q[i, j] = np.float32(bits >> np.uint64(40)) / np.float32(1 << 23) - np.float32(1)


@compiled
def _times(start, features, values, q, y):  # type: ignore[no-untyped-def]  # pragma: no cover
    for i in range(len(y)):
        y[i] = np.float32(0)
        for j in range(start[i], start[i + 1]):
            value, feature = values[j], features[j]
            for k in range(SIZE):
                y[i, k] += value * q[feature, k]


@compiled
def _transposed_times(start, features, values, y, q):  # type: ignore[no-untyped-def]  # pragma: no cover
    q[:] = np.float32(0)
    for i in range(len(y)):
        for j in range(start[i], start[i + 1]):
            value, feature = values[j], features[j]
            for k in range(SIZE):
                q[feature, k] += value * y[i, k]


@compiled
def _products(q):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The products of the columns with each other, lower half."""
    gram = np.zeros((SIZE, SIZE))
    for i in range(len(q)):
        for a in range(SIZE):
            value = np.float64(q[i, a])
            for b in range(a + 1):
                gram[a, b] += value * q[i, b]
    return gram


@compiled
def _factorize(gram, factor):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Cholesky; a row that depends on those before it is zero on the diagonal."""
    largest = 0.0
    for a in range(SIZE):
        largest = max(largest, gram[a, a])
    for a in range(SIZE):
        for b in range(a + 1):
            total = gram[a, b]
            for k in range(b):
                total -= factor[a, k] * factor[b, k]
            if a == b:
                factor[a, a] = np.sqrt(total) if total > 1e-9 * largest else 0.0
            else:
                factor[a, b] = total / factor[b, b] if factor[b, b] > 0 else 0.0


@compiled
def _orthonormal(q):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Make the columns of ``q`` orthonormal in place, twice by Cholesky; a dependent one is 0."""
    factor = np.zeros((SIZE, SIZE))
    for _ in range(2):
        _factorize(_products(q), factor)
        for i in range(len(q)):
            for a in range(SIZE):
                total = np.float64(q[i, a])
                for k in range(a):
                    total -= factor[a, k] * q[i, k]
                q[i, a] = total / factor[a, a] if factor[a, a] > 0 else 0.0


@compiled
def _known_in(tokens, words, low, high, keys, numbers, times, met):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Count the known words and pairs of low..high; return how many different ones there are."""
    count = 0
    for j in range(low, high):
        own = words[tokens[j]]
        for pair in range(2):
            if pair:
                if j + 1 == high:
                    break
                own = pair_hash(own, words[tokens[j + 1]])
            feature = _known(keys, numbers, own)
            if feature >= 0:
                if times[feature] == 0:
                    met[count] = feature
                    count += 1
                times[feature] += 1
    return count


@compiled
def _lay(tokens, start, words, letters, keys, numbers, rows, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The vectors of ``letters``, rounded to whole numbers."""
    times = np.zeros(len(rows), np.int32)
    met = np.empty(len(rows), np.int32)
    total = np.empty(SIZE, np.float32)
    for i in range(len(letters)):
        low, high = start[letters[i]], start[letters[i] + 1]
        count = _known_in(tokens, words, low, high, keys, numbers, times, met)
        total[:] = np.float32(0)
        for k in range(count):
            feature = met[k]
            value = np.float32(1) + np.log(np.float32(times[feature]))
            times[feature] = 0
            for d in range(SIZE):
                total[d] += value * rows[feature, d]
        length = np.float64(0)
        for d in range(SIZE):
            length += np.float64(total[d]) * total[d]
        if length > 0:
            scale = LENGTH / np.sqrt(length)
            for d in range(SIZE):
                out[i, d] = np.int8(np.round(total[d] * scale))
