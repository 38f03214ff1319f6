"""Slips of the pen: words of two letters that differ in one spot, and pairing what is left over."""

import numpy as np

from gandan.synthesis.compiling import compiled, inlined
from gandan.synthesis.kernels import highest_bit, zeros_below
from gandan.synthesis.passages import IS_NUMERAL, U

NEVER, LONG = 0, 255


@compiled
def fold_words(spelling, folding, points, codes):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Folded code points of words that are spelled one after the other, each before a new line.

    Returns where the code points of each word begin; ``codes`` must be as long as ``spelling``.
    """
    start = np.zeros(len(points) + 1, np.int64)
    at = size = word = 0
    while word < len(points):
        first = np.uint32(spelling[at])
        code, width = first, 1
        if first >= 0xF0:
            code, width = first & np.uint32(0x07), 4
        elif first >= 0xE0:
            code, width = first & np.uint32(0x0F), 3
        elif first >= 0x80:
            code, width = first & np.uint32(0x1F), 2
        for k in range(1, width):
            code = code << np.uint32(6) | (np.uint32(spelling[at + k]) & np.uint32(0x3F))
        at += width
        if code == 10:
            word += 1
            start[word] = size
        elif folding[code] != 0x034F:
            codes[size] = folding[code]
            size += 1
    return start


@compiled
def pack_words(codes, start, packed, sizes):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Words of up to eight ASCII letters as one number each, so that slips are seen at once.

    ``sizes`` tells how many letters; ``NEVER`` where a word takes no slip, because it is one
    letter or holds a digit; ``LONG`` where it must be compared letter by letter.
    """
    for w in range(len(sizes)):
        size = start[w + 1] - start[w]
        plain, figure = size <= 8, size < 2
        value = np.uint64(0)
        for k in range(size):
            code = codes[start[w] + k]
            plain &= code < 0x80
            figure |= 48 <= code <= 57
            if plain:
                value |= np.uint64(code) << np.uint64(8 * k)
        packed[w] = value
        sizes[w] = NEVER if figure else (size if plain else LONG)


@inlined
def is_slip(a, b, spelled):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Whether word ``a`` can be a mistyped ``b``: letters differ in one spot. Numbers must agree."""
    packed, sizes, codes, start = spelled
    a, b = U(a), U(b)
    m, n = sizes[a], sizes[b]
    if m == NEVER or n == NEVER:
        return False
    if m == LONG or n == LONG:
        return _is_long_slip(a, b, codes, start)
    one, other = packed[a], packed[b]
    if m == n:
        differ = one ^ other
        if not differ:
            return False
        first, last = zeros_below(differ) >> np.uint64(3), highest_bit(differ) >> np.uint64(3)
        if first == last:
            return True
        if last != first + np.uint64(1):
            return False
        one >>= np.uint64(8) * first
        other >>= np.uint64(8) * first
        byte, eight = np.uint64(0xFF), np.uint64(8)
        return one & byte == other >> eight & byte and other & byte == one >> eight & byte
    if m > n:
        one, other, m, n = other, one, n, m
    if n - m != 1:
        return False
    first = zeros_below(one ^ other) & np.uint64(0x38)
    return one >> first == other >> first >> np.uint64(8)


@compiled
def _is_long_slip(a, b, codes, start):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The same, letter by letter."""
    first, other = start[a], start[b]
    m, n = start[a + 1] - first, start[b + 1] - other
    if m - n > 1 or n - m > 1 or min(m, n) < 2:
        return False
    head = 0
    while head < min(m, n) and codes[first + head] == codes[other + head]:
        head += 1
    tail = 0
    while tail < min(m, n) - head and codes[first + m - 1 - tail] == codes[other + n - 1 - tail]:
        tail += 1
    left, right = m - head - tail, n - head - tail
    if left == 2 and right == 2:
        return (
            codes[first + head] == codes[other + head + 1]
            and codes[first + head + 1] == codes[other + head]
        )
    return max(left, right) == 1 and head + tail >= 1


@inlined
def _beside_neighbours(i, m, n, partner, aligned, is_open):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Words of the other letter that stand where word i does, beside the same neighbour; or -1.

    ``aligned[p]`` is the pair of the other letter that runs beside pair p.
    """
    left = right = -1
    if i == 0:
        left = 0
    elif partner[i - 1] >= 0:
        left = partner[i - 1] + 1
    elif i > 1 and aligned[i - 2] >= 0:
        left = aligned[i - 2] + 2
    if i == m - 1:
        right = n - 1
    elif partner[i + 1] >= 0:
        right = partner[i + 1] - 1
    elif i + 2 < m and aligned[i + 1] >= 0:
        right = aligned[i + 1] - 1
    if not (0 <= left < n and is_open[left]):
        left = -1
    if not (0 <= right < n and is_open[right]):
        right = -1
    return left, right


@compiled
def match_left_over(left, lost, right, extra, m, n, words_a, words_b, bits, tokens, low_a, low_b, aligned, beside, spelled, partner, is_open):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Take out of both lists what is the same word or a slip at the same place.

    The first ``lost`` of ``left`` are words of the letter of m words whose hashes are ``words_a``,
    whose ``bits`` tell what they are and which begins at ``low_a`` of ``tokens``; ``extra`` of
    ``right`` are of the other. The place is the same when a neighbour is, or was matched before; a
    number may have moved. Returns how many are left.
    """
    for i in range(m + 1):
        partner[i] = -1
    for j in range(n):
        is_open[j] = False
    for y in range(extra):
        is_open[U(right[y])] = True
    rest = 0
    for x in range(lost):
        i = left[x]
        j = beside[U(i)]
        if (
            j >= 0
            and is_open[U(j)]
            and (
                words_a[U(i)] == words_b[U(j)]
                or is_slip(tokens[U(low_a + i)], tokens[U(low_b + j)], spelled)
            )
        ):
            partner[U(i)] = j
            is_open[U(j)] = False
        else:
            left[rest] = i
            rest += 1
    for turn in range(2):
        for x in range(rest):
            # First to the right and then to the left, so that chains are followed both ways.
            i = left[x] if turn == 0 else left[rest - 1 - x]
            if partner[i] >= 0:
                continue
            for j in _beside_neighbours(i, m, n, partner, aligned, is_open):
                if (
                    j >= 0
                    and is_open[j]
                    and (
                        words_a[i] == words_b[j]
                        or is_slip(tokens[low_a + i], tokens[low_b + j], spelled)
                    )
                ):
                    partner[i] = j
                    is_open[j] = False
                    break
    lost = 0
    for x in range(rest):
        i = left[x]
        if partner[i] < 0 and bits[i] & IS_NUMERAL:
            for y in range(extra):
                j = right[y]
                if is_open[j] and words_a[i] == words_b[j]:
                    partner[i] = j
                    is_open[j] = False
                    break
        if partner[i] < 0:
            left[lost] = i
            lost += 1
    kept = 0
    for y in range(extra):
        j = right[y]
        right[kept] = j
        kept += is_open[j]
    return lost, kept
