"""Lay two letters side by side: passages that run along each other, and slips of the pen."""

import numpy as np

from gandan.synthesis.compiling import compiled, inlined
from gandan.synthesis.kernels import highest_bit, pair_hash, zeros_below

# What a word is, besides its bits in ``scanning``.
IS_ANCHOR, IS_FORMAL, IS_NUMERAL = 1, 2, 4
# Of ten pairs of a passage so many must agree.
GAP, PASSAGE, DENSE = 14, 6, 3
# So many words may stand between two passages that belong to one run of the letter.
BRIDGED, AHEAD = 30, 3
FIRST_LOOK = 0.32
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
def _is_slip(a, b, spelled):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Whether word ``a`` can be a mistyped ``b``: letters differ in one spot. Numbers must agree."""
    packed, sizes, codes, start = spelled
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


@compiled
def load(letter, tokens, start, words, own, pairs):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The hashes of a letter's words and word pairs, side by side; returns how many words."""
    low = start[letter]
    count = start[letter + 1] - low
    for i in range(count):
        own[i] = words[tokens[low + i]]
        if i:
            pairs[i - 1] = pair_hash(own[i - 1], own[i])
    return count


@compiled
def first_look(letter, tokens, start, words, keys, stamps, stamp):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Whether enough of every third pair of a letter is in the table."""
    mask = np.uint64(len(keys) - 1)
    low, high = start[letter], start[letter + 1]
    hits = looked = 0
    for q in range(low, high - 1, 3):
        value = pair_hash(words[tokens[q]], words[tokens[q + 1]])
        slot = value & mask
        while stamps[slot] == stamp and keys[slot] != value:
            slot = (slot + np.uint64(1)) & mask
        hits += stamps[slot] == stamp
        looked += 1
    return hits >= FIRST_LOOK * looked


@compiled
def fill(pairs, count, keys, places, stamps, stamp, same):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Put word pairs into the table; ``same`` leads each to its first place."""
    mask = np.uint64(len(keys) - 1)
    for p in range(count):
        value = pairs[p]
        slot = value & mask
        while stamps[slot] == stamp and keys[slot] != value:
            slot = (slot + np.uint64(1)) & mask
        if stamps[slot] == stamp:
            same[p] = places[slot]
        else:
            stamps[slot], keys[slot], places[slot] = stamp, value, p
            same[p] = p


@compiled
def seek(pairs, count, keys, places, stamps, stamp, found, hits_at):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Where each pair stands first in the table's letter, -1 for nowhere.

    Returns how many do; ``hits_at`` tells which.
    """
    mask = np.uint64(len(keys) - 1)
    hits = 0
    for q in range(count):
        slot = pairs[q] & mask
        while stamps[slot] == stamp and keys[slot] != pairs[q]:
            slot = (slot + np.uint64(1)) & mask
        is_hit = stamps[slot] == stamp
        found[q] = places[slot] if is_hit else -1
        hits_at[hits] = q
        hits += is_hit
    return hits


@inlined
def _next_to(pair, straight, last, own_pairs, same):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Where a pair stands at a distance or a word or two off, behind ``last``; -1 for nowhere."""
    if straight < own_pairs and same[straight] == pair:
        return straight
    if straight + 1 < own_pairs and same[straight + 1] == pair:
        return straight + 1
    if last < straight - 1 < own_pairs and same[straight - 1] == pair:
        return straight - 1
    if straight + 2 < own_pairs and same[straight + 2] == pair:
        return straight + 2
    if last < straight - 2 < own_pairs and same[straight - 2] == pair:
        return straight - 2
    return -1


@compiled
def _mark(inside, low, high):  # type: ignore[no-untyped-def]  # pragma: no cover
    for i in range(low, high):
        inside[i] = True


@compiled
def walk(found, hits_at, pairs, same, own_pairs, inside, own_inside, aligned):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Mark the words of both letters that stand in passages which run side by side.

    ``found[q]`` is where pair q of the one stands first in the other, for each q of ``hits_at``. A
    passage goes on while pairs agree at the same distance, or a word or two off; gaps up to
    ``GAP`` are words that were retyped in their place. A passage counts from ``PASSAGE`` words on.
    ``aligned[p]`` is the pair that runs beside pair p of the other, -1 for none.
    """
    aligned[: own_pairs + 1] = -1
    inside[: pairs + 1] = False
    own_inside[: own_pairs + 1] = False
    x, every = 0, len(hits_at)
    while x < every:
        opened = last = np.int64(hits_at[x])
        hits, ends = 1, x
        p_opened = p_last = np.int64(found[opened])
        if aligned[p_last] < 0:
            aligned[p_last] = opened
        for y in range(x + 1, every):
            k = np.int64(hits_at[y])
            # Between two hits the share of hits only falls, so it is asked for at hits alone.
            sparse = k - opened >= PASSAGE and 10 * hits < DENSE * (k - opened + 1)
            if k - last > GAP or sparse:
                break
            p = _next_to(found[k], p_last + k - last, p_last, own_pairs, same)
            if p >= 0:
                last, p_last = k, p
                aligned[p] = k
                hits += 1
                ends = y
        if last + 2 - opened >= PASSAGE and 10 * hits >= DENSE * (last + 1 - opened):
            _mark(inside, opened, last + 2)
            _mark(own_inside, p_opened, p_last + 2)
            x = ends + 1
        else:
            x += 1


@inlined
def _returns(aligned, places, x, count, end, shift):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Whether one of the next pairs runs at this distance again: a phrase was found elsewhere."""
    for y in range(x, min(count, x + AHEAD)):
        p = places[y]
        if p >= end:
            return False
        if aligned[p] - p == shift:
            return True
    return False


@compiled
def follow(aligned, m, n, inside, own_inside, beside, places):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Which word of the other letter stands beside each word of the table's letter, -1 for none.

    Between two pairs that run beside pairs at one distance, words stand in their place whether
    they are the same or retyped; so do those before the first and behind the last. These are
    marked as standing in passages. Returns in how many places words were put in or left out
    between passages, and how many words. ``places`` is room.
    """
    beside[:m] = -1
    count = spots = words = 0
    for p in range(m - 1):
        places[count] = p
        count += aligned[p] >= 0 and own_inside[p]
    last, shift, upto = -1, 0, 0
    for x in range(count):
        p = int(places[x])
        own = aligned[p] - p
        if last < 0:
            opens = p <= BRIDGED and own == 0
            last, shift = (0 if opens else p), own
        if own != shift:
            if _returns(aligned, places, x + 1, count, p + 1 + BRIDGED, shift):
                continue
            if 0 < p + own - last - shift <= BRIDGED and p - last <= BRIDGED:
                spots += 1
                words += abs(own - shift)
            shift, upto = own, p
        elif p - last <= BRIDGED:
            for i in range(max(last, upto), p + 2):
                beside[i] = i + own
            upto = p + 2
        last = p
    if last >= 0 and m - last <= BRIDGED and n - m == shift:
        for i in range(last, m):
            beside[i] = i + shift
    for i in range(m):
        is_beside = beside[i] >= 0
        own_inside[i] |= is_beside
        inside[beside[i] if is_beside else n] = True  # nothing is read behind the last word
    return spots, words


@compiled
def found_too(found, count, same, own_count, own_found):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """The same for the pairs of the table's letter; returns how many are found."""
    own_found[:own_count] = -1
    for q in range(count):
        own_found[found[q] if found[q] >= 0 else own_count] = found[q]
    hits = 0
    for p in range(own_count):
        own_found[p] = own_found[same[p]]
        hits += own_found[p] >= 0
    return hits


@compiled
def left_over(hits, count, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Words without a found pair: positions into ``out``; returns how many."""
    size, before = 0, -1
    for i in range(count - 1):
        out[size] = i
        size += (before & hits[i]) < 0  # both are negative
        before = hits[i]
    out[size] = count - 1
    return size + (before < 0)


@inlined
def _partner_of(i, m, n, partner, aligned, is_open):  # type: ignore[no-untyped-def]  # pragma: no cover
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
def match_left_over(left, right, m, n, words_a, words_b, tokens_a, tokens_b, aligned, beside, about, spelled, partner, is_open):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Take out of both lists what is the same word or a slip at the same place.

    The place is the same when a neighbour is, or was matched before; a number may have moved.
    Returns how many are left.
    """
    partner[: m + 1] = -1
    is_open[:n] = False
    for j in right:
        is_open[j] = True
    for i in left:
        j = beside[i]
        if (
            j >= 0
            and is_open[j]
            and (words_a[i] == words_b[j] or _is_slip(tokens_a[i], tokens_b[j], spelled))
        ):
            partner[i] = j
            is_open[j] = False
    for turn in range(2):
        for x in range(len(left)):
            # First to the right and then to the left, so that chains are followed both ways.
            i = left[x] if turn == 0 else left[len(left) - 1 - x]
            if partner[i] >= 0:
                continue
            for j in _partner_of(i, m, n, partner, aligned, is_open):
                if (
                    j >= 0
                    and is_open[j]
                    and (words_a[i] == words_b[j] or _is_slip(tokens_a[i], tokens_b[j], spelled))
                ):
                    partner[i] = j
                    is_open[j] = False
                    break
    for i in left:
        if partner[i] < 0 and about[tokens_a[i]] & IS_NUMERAL:
            for j in right:
                if is_open[j] and words_a[i] == words_b[j]:
                    partner[i] = j
                    is_open[j] = False
                    break
    lost = extra = 0
    for i in left:
        if partner[i] < 0:
            left[lost] = i
            lost += 1
    for j in right:
        if is_open[j]:
            right[extra] = j
            extra += 1
    return lost, extra
