"""Two letters that run beside each other at one distance from first to last, as most copies do.

Who retypes a letter keeps its words in their order; they are the same, mistyped or replaced, each
in its place. Then the words are laid side by side at once, many at a time, and nothing is looked
for elsewhere.
"""

import numpy as np

from gandan.synthesis.compiling import compiled
from gandan.synthesis.slips import is_slip

# Of the words of the shorter letter so many must be the same in their place.
SAME = 0.6
NONE = 1 << 30


@compiled
def distance(found, pairs, step):  # type: ignore[no-untyped-def]  # pragma: no cover
    """How far behind a word of the table's letter the same one of the other letter stands.

    Most of every ``step``-th of the ``pairs`` that are found must tell the same; otherwise
    ``NONE``.

    References
    ----------
    Boyer, R. S. and Moore, J S. (1991). MJRTY: a fast majority vote algorithm. In Automated
    Reasoning. Kluwer.
    """
    own, votes = NONE, 0
    for q in range(0, pairs, step):
        is_found = found[q] >= 0
        far = q - int(found[q])
        own = far if is_found & (votes == 0) else own
        votes += int(is_found) if far == own else -int(is_found)
    hits = votes = 0
    for q in range(0, pairs, step):
        hits += found[q] >= 0
        votes += (found[q] >= 0) & (q - found[q] == own)
    return own if 2 * votes > hits else NONE


@compiled
def _note_same(one, other, is_same):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Which words of two equally long runs are the same; returns how many."""
    same = 0
    for i in range(len(one)):
        is_same[i] = one[i] == other[i]
        same += is_same[i]
    return same


@compiled
def _note_hits(is_same, count, hits_a, low, m, hits_b, low_b, n):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """0 for each pair of which both words are the same, -1 for others; returns how many are."""
    hits_a[:m], hits_b[:n] = -1, -1
    one, other = hits_a[low : low + count], hits_b[low_b : low_b + count]
    hits = 0
    for p in range(count - 1):
        both = is_same[p] & is_same[p + 1]
        one[p] = other[p] = np.int32(both) - 1
        hits += both
    return hits


@compiled
def lay(far, m, n, words_a, words_b, tokens, low_a, low_b, spelled, open_a, open_b, hits_a, hits_b, is_same):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Lay a letter of n words beside one of m whose words stand ``far`` before them.

    Fills, for both, the words that are missing in the other and which pairs are the same in their
    place (0, or -1), and returns how many these are: missing, missing, and same pairs. Nothing is
    missing (-1) where too few words are the same or one letter does not hold all of the other.
    """
    low, high = max(0, -far), min(m, n - far)
    count, other = high - low, low + far
    if count < min(m, n):
        return -1, -1, 0
    same = _note_same(words_a[low:high], words_b[other : other + count], is_same)
    if same < SAME * count:
        return -1, -1, 0
    size = 0
    for i in range(count):
        open_a[size] = i
        size += not is_same[i]
    kept = 0
    for x in range(size):
        i = open_a[x]
        if not is_slip(tokens[low_a + low + i], tokens[low_b + other + i], spelled):
            open_a[kept] = i
            kept += 1
    size_a = _beside_the_rest(open_a, kept, low, count, m, open_b, other, n)
    hits = _note_hits(is_same, count, hits_a, low, m, hits_b, other, n)
    return size_a, kept + n - count, hits


@compiled
def _beside_the_rest(open_a, kept, low, count, m, open_b, other, n):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Add what stands before and behind to the missing words, of which only ``kept`` are known.

    Returns how many are missing of the letter of m words.
    """
    for j in range(other):
        open_b[j] = j
    for x in range(kept):
        open_b[other + x] = other + open_a[x]
    for j in range(other + count, n):
        open_b[kept + j - count] = j
    if m > count:
        for x in range(kept - 1, -1, -1):
            open_a[low + x] = low + open_a[x]
        for i in range(low):
            open_a[i] = i
        for i in range(low + count, m):
            open_a[kept + i - count] = i
    return kept + m - count
