"""Lay two letters side by side: passages that run along each other."""

import numpy as np

from gandan.synthesis.compiling import compiled, inlined
from gandan.synthesis.kernels import pair_hash

# What a word is, besides its bits in ``scanning``.
IS_ANCHOR, IS_FORMAL, IS_NUMERAL = 1, 2, 4
# Of ten pairs of a passage so many must agree.
GAP, PASSAGE, DENSE = 14, 6, 3
# So many words may stand between two passages that belong to one run of the letter.
BRIDGED, AHEAD = 30, 3
# Places are handed to arrays as unsigned numbers: of others each is asked whether it counts from
# the end, which takes a third of the time of such loops.
U = np.uint64


@compiled
def load(letter, tokens, start, words, about, own, bits):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """The hashes of a letter's words and what they are, side by side; returns how many words."""
    low = start[letter]
    count = start[letter + 1] - low
    for i in range(count):
        token = U(tokens[U(low + i)])
        own[i], bits[i] = words[token], about[token]
    return count


@compiled
def pair_all(own, count, pairs):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The hashes of all word pairs of a letter."""
    for p in range(count - 1):
        pairs[p] = pair_hash(own[p], own[p + 1])


@compiled
def fill(own, count, pairs, keys, places, same):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Put a letter's word pairs into the table; ``same`` leads each to its first place.

    Returns how much of the table is used.
    """
    size = 16
    while size < 4 * count:
        size *= 2
    for slot in range(size):
        keys[slot] = np.uint64(0)
    mask = np.uint64(size - 1)
    pair_all(own, count, pairs)
    for p in range(count - 1):
        value = pairs[p]
        slot = value & mask
        while keys[slot] and keys[slot] != value:
            slot = (slot + np.uint64(1)) & mask
        if keys[slot]:
            same[p] = places[slot]
        else:
            keys[slot], places[slot] = value, p
            same[p] = p
    return size


@compiled
def seek(own, count, first, step, pairs, keys, places, size, found):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Where pairs stand first in the table's letter, -1 for nowhere; returns how many do.

    They are every ``step``-th from ``first`` on; ``pairs`` and ``found`` are filled for these.
    """
    mask = np.uint64(size - 1)
    hits = 0
    for q in range(first, count - 1, step):
        value = pair_hash(own[q], own[q + 1])
        pairs[q] = value
        slot = value & mask
        key = keys[slot]
        while (key != value) & (key != np.uint64(0)):
            slot = (slot + np.uint64(1)) & mask
            key = keys[slot]
        is_hit = key == value
        found[q] = places[slot] if is_hit else -1
        hits += is_hit
    return hits


@compiled
def list_hits(found, pairs, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Which pairs are found anywhere."""
    hits = 0
    for q in range(pairs):
        out[U(hits)] = q
        hits += found[q] >= 0
    return hits


@inlined
def _near_by(pair, straight, last, own_pairs, same):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Where a pair stands a word or two off a distance, behind ``last``; -1 for nowhere."""
    if straight + 1 < own_pairs and same[U(straight + 1)] == pair:
        return straight + 1
    if last < straight - 1 < own_pairs and same[U(straight - 1)] == pair:
        return straight - 1
    if straight + 2 < own_pairs and same[U(straight + 2)] == pair:
        return straight + 2
    if last < straight - 2 < own_pairs and same[U(straight - 2)] == pair:
        return straight - 2
    return -1


@compiled
def walk(found, hits_at, every, pairs, same, own_pairs, inside, own_inside, aligned):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Mark the words of both letters that stand in passages which run side by side.

    ``found[q]`` is where pair q of the one stands first in the other, for each q of the first
    ``every`` of ``hits_at``. A passage goes on while pairs agree at the same distance, or a word or
    two off; gaps up to ``GAP`` are words that were retyped in their place. A passage counts from
    ``PASSAGE`` words on. ``aligned[p]`` is the pair that runs beside pair p of the other, -1 for
    none.
    """
    for p in range(own_pairs + 1):
        aligned[p], own_inside[p] = -1, False
    for q in range(pairs + 1):
        inside[q] = False
    x = 0
    while x < every:
        opened = last = int(hits_at[U(x)])
        hits, ends = 1, x
        p_opened = p_last = int(found[U(opened)])
        if aligned[U(p_last)] < 0:
            aligned[U(p_last)] = opened
        y = x + 1
        while y < every:
            k = int(hits_at[U(y)])
            # Between two hits the share of hits only falls, so it is asked for at hits alone.
            sparse = k - opened >= PASSAGE and 10 * hits < DENSE * (k - opened + 1)
            if k - last > GAP or sparse:
                break
            p = straight = p_last + k - last
            if straight >= own_pairs or same[U(straight)] != found[U(k)]:
                p = _near_by(found[U(k)], straight, p_last, own_pairs, same)
            y += 1
            if p < 0:
                continue
            # Pair for pair from here on, as nearly all are, with few branches.
            while True:
                last, p_last = k, p
                aligned[U(p)] = k
                hits += 1
                k, p = k + 1, p + 1
                if y >= every or p >= own_pairs or hits_at[U(y)] != k or same[U(p)] != found[U(k)]:
                    break
                if k - opened >= PASSAGE and 10 * hits < DENSE * (k - opened + 1):
                    break
                y += 1
            ends = y - 1
        if last + 2 - opened >= PASSAGE and 10 * hits >= DENSE * (last + 1 - opened):
            for q in range(opened, last + 2):
                inside[q] = True
            for p in range(p_opened, p_last + 2):
                own_inside[p] = True
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
    count = spots = words = 0
    for p in range(m - 1):
        beside[p] = -1
        places[U(count)] = p
        count += (aligned[p] >= 0) & own_inside[p]
    beside[m - 1] = -1
    last, shift, upto = -1, 0, 0
    x = 0
    while x < count:
        p = int(places[U(x)])
        own = int(aligned[U(p)]) - p
        x += 1
        if last < 0:
            opens = p <= BRIDGED and own == 0
            last, shift = (0 if opens else p), own
        if own != shift:
            if _returns(aligned, places, x, count, p + 1 + BRIDGED, shift):
                continue
            if 0 < p + own - last - shift <= BRIDGED and p - last <= BRIDGED:
                spots += 1
                words += abs(own - shift)
            shift, upto = own, p
        elif p - last <= BRIDGED:
            for i in range(max(last, upto), p + 2):
                beside[i] = i + own
            # Pair for pair from here on, as nearly all are, with few branches.
            while x < count and places[U(x)] == p + 1 and aligned[U(p + 1)] - (p + 1) == shift:
                p += 1
                beside[U(p + 1)] = p + 1 + shift
                x += 1
            upto = p + 2
        last = p
    if last >= 0 and m - last <= BRIDGED and n - m == shift:
        for i in range(last, m):
            beside[i] = i + shift
    for i in range(m):
        is_beside = beside[i] >= 0
        own_inside[i] |= is_beside
        inside[U(beside[i] if is_beside else n)] = True  # nothing is read behind the last word
    return spots, words


@compiled
def found_too(found, hits_at, hits, same, own_count, own_found):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """The same for the pairs of the table's letter; returns how many are found."""
    for p in range(own_count):
        own_found[p] = -1
    for y in range(hits):
        p = found[U(hits_at[y])]
        own_found[U(p)] = p
    count = 0
    for p in range(own_count):
        own_found[p] = own_found[U(same[p])]
        count += own_found[p] >= 0
    return count


@compiled
def left_over(hits, count, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Words without a found pair: positions into ``out``; returns how many."""
    size, before = 0, -1
    for i in range(count - 1):
        out[U(size)] = i
        size += (before & hits[i]) < 0  # both are negative
        before = hits[i]
    out[size] = count - 1
    return size + (before < 0)
