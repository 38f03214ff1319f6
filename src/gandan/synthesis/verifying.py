"""Do two letters say the same thing? Compared word by word, compiled.

A word of one letter is found in the other when it stands there beside a same neighbour, or when
it is left over on both sides, the same or with one slip of the pen. One letter is covered by the
other when hardly anything of it is missing; or when what is missing lies scattered, as retyping
leaves it, and not in whole sentences. Numbers and names weigh more where they are missing; what
stands in very many letters (forms, greetings) weighs little where it is found.
"""

import numpy as np

from gandan.synthesis.compiling import compiled
from gandan.synthesis.kernels import in_set, pair_hash

NOTHING, NEAR, FIRST_IN_SECOND, SECOND_IN_FIRST = range(4)
# What a word is, besides its bits in ``scanning``.
IS_ANCHOR, IS_FORMAL, IS_NUMERAL = 1, 2, 4
MISSING = 0.05
GAP, PASSAGE, DENSE = 14, 6, 0.3
RETYPED_FROM, RETYPED, OUTSIDE, HOPELESS = 60, 0.4, 0.07, 0.25
# A run of missing pairs this unlikely is a sentence of another matter, not slips.
BY_CHANCE = 0.05
REPLACED_BY_CHANCE, CLOSER = 0.01, 1.3
SHORT, SHORT_EXTRA = 25, 0.2
LONGER, LONGER_BY = 1.6, 12
OWN_LEAST = 12
ANCHOR_WEIGHT, FORMAL_WEIGHT, COMMON_WEIGHT = 3.0, 0.25, 0.2
LONG_FOR_LOOK, FIRST_LOOK, LEAST_HITS = 60, 0.25, 0.25


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
def _is_slip(a, b, codes, start):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Whether word ``a`` can be a mistyped ``b``: letters differ in one spot. Numbers must agree."""
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
def _load(letter, tokens, start, words, own, pairs):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The hashes of a letter's words and word pairs, side by side; returns how many words."""
    low = start[letter]
    count = start[letter + 1] - low
    for i in range(count):
        own[i] = words[tokens[low + i]]
        if i:
            pairs[i - 1] = pair_hash(own[i - 1], own[i])
    return count


@compiled
def _first_look(letter, tokens, start, words, keys, stamps, stamp):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
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
def _fill(pairs, count, keys, places, stamps, stamp, same):  # type: ignore[no-untyped-def]  # pragma: no cover
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
def _seek(pairs, count, keys, places, stamps, stamp, found):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Where each pair stands first in the table's letter, -1 for nowhere; returns how many do."""
    mask = np.uint64(len(keys) - 1)
    hits = 0
    for q in range(count):
        slot = pairs[q] & mask
        while stamps[slot] == stamp and keys[slot] != pairs[q]:
            slot = (slot + np.uint64(1)) & mask
        found[q] = -1
        if stamps[slot] == stamp:
            found[q] = places[slot]
            hits += 1
    return hits


@compiled
def _left_over(hits, count, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Words without a found pair: positions into ``out``; returns how many."""
    size = 0
    for i in range(count):
        if not ((i > 0 and hits[i - 1] >= 0) or (i < count - 1 and hits[i] >= 0)):
            out[size] = i
            size += 1
    return size


@compiled
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
def _match_left_over(left, right, m, n, words_a, words_b, tokens_a, tokens_b, aligned, about, codes, code_start, partner, is_open):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Take out of both lists what is the same word or a slip at the same place.

    The place is the same when a neighbour is, or was matched before; a number may have moved.
    Returns how many are left.
    """
    partner[: m + 1] = -1
    is_open[:n] = False
    for j in right:
        is_open[j] = True
    for turn in range(2):
        for x in range(len(left)):
            # First to the right and then to the left, so that chains are followed both ways.
            i = left[x] if turn == 0 else left[len(left) - 1 - x]
            if partner[i] >= 0:
                continue
            for j in _partner_of(i, m, n, partner, aligned, is_open):
                if j >= 0 and is_open[j] and (
                    words_a[i] == words_b[j] or _is_slip(tokens_a[i], tokens_b[j], codes, code_start)
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


@compiled
def _weigh(missing, count, pairs, own_tokens, about, common):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Share of the letter that is missing, its found words that say something, and anchors.

    Returns (share, telling words found, anchors, missing anchors).
    """
    found = lost = telling = 0.0
    anchors = lost_anchors = k = 0
    before = True
    for i in range(count):
        bits = about[own_tokens[i]]
        is_anchor = bits & IS_ANCHOR != 0
        anchors += is_anchor
        after = in_set(common, pairs[i]) if i < count - 1 else True
        if k < len(missing) and missing[k] == i:
            k += 1
            lost_anchors += is_anchor
            if is_anchor:
                lost += ANCHOR_WEIGHT
            else:
                lost += FORMAL_WEIGHT if bits & IS_FORMAL else 1.0
        elif before and after:
            found += COMMON_WEIGHT
        else:
            found += 1.0
            telling += 1.0
        before = after
    return lost / max(found + lost, 1e-9), telling, anchors, lost_anchors


@compiled
def _walk(found, pairs, same, own_pairs, inside, own_inside, aligned):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Mark the words of both letters that stand in passages which run side by side.

    ``found[q]`` is where pair q of the one stands first in the other. A passage goes on while
    pairs agree at the same distance, or a word or two off; gaps up to ``GAP`` are words that were
    retyped in their place. A passage counts from ``PASSAGE`` words on. ``aligned[p]`` is the pair
    that runs beside pair p of the other, -1 for none.
    """
    aligned[: own_pairs + 1] = -1
    inside[: pairs + 1] = False
    own_inside[: own_pairs + 1] = False
    q = 0
    while q < pairs:
        if found[q] < 0:
            q += 1
            continue
        opened, last, hits = q, q, 1
        p_opened = p_last = found[q]
        if aligned[p_last] < 0:
            aligned[p_last] = q
        k = q + 1
        while k < pairs and k - last <= GAP:
            if found[k] >= 0:
                straight = p_last + k - last
                for shift in (0, 1, -1, 2, -2):
                    p = straight + shift
                    if p_last < p < own_pairs and same[p] == found[k]:
                        last, p_last = k, p
                        aligned[p] = k
                        hits += 1
                        break
            k += 1
        if last + 2 - opened >= PASSAGE and hits >= DENSE * (last + 1 - opened):
            inside[opened : last + 2] = True
            own_inside[p_opened : p_last + 2] = True
            q = last + 1
        else:
            q = opened + 1


@compiled
def _outside(count, inside, own_tokens, about):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Share of a letter's words outside of common passages; formal words weigh little."""
    out = 0.0
    for i in range(count):
        if not inside[i]:
            out += FORMAL_WEIGHT if about[own_tokens[i]] & IS_FORMAL else 1.0
    return out / count


@compiled
def _is_retyped(outside, hits, words, missing, anchors, lost_anchors):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Whether a letter runs beside the other as a whole, with words replaced here and there.

    The longest run of missing pairs must not be longer than chance explains at the rate at which
    pairs are missing elsewhere, nor the missing words stand closer together than chance puts
    them. Numbers and names must not be missing more than other words: a form filled in by
    another.
    """
    size = len(missing)
    if words < RETYPED_FROM or outside > OUTSIDE or not 0 < size <= RETYPED * words:
        return False
    lost = longest = run = 0
    for p in range(words - 1):
        run = 0 if hits[p] >= 0 else run + 1
        lost += hits[p] < 0
        longest = max(longest, run)
    rate = max(lost - longest, 1) / (words - 1 - longest)
    if rate < 1 and longest > 2 + np.log(words / BY_CHANCE) / -np.log(rate):
        return False
    runs = 1
    for x in range(1, size):
        runs += missing[x] != missing[x - 1] + 1
    rate = size / words
    spread = 2 * np.sqrt(rate / runs)
    if size / runs > CLOSER * (1 + spread) / (1 - rate):
        return False
    rest = (size - lost_anchors) / max(words - anchors, 1)
    spread = 2 * np.sqrt(rest * (1 - rest) / max(anchors, 1))
    return lost_anchors < 2 or lost_anchors / anchors <= rest + spread + 0.05


@compiled
def _is_other_matter(missing, count, own):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Whether words are missing wherever they stand, as where one matter is put for another.

    Words that are missing by chance are missing in one place and not in the next.
    """
    if len(missing) < 2 or len(missing) > 0.5 * count:
        return False
    rate = len(missing) / count
    replaced, strongest = 0, 0
    expected = 0.0
    for x in range(len(missing)):
        word = own[missing[x]]
        seen = False
        for y in range(x):
            seen |= own[missing[y]] == word
        if seen:
            continue
        gone = every = 0
        for y in range(x, len(missing)):
            gone += own[missing[y]] == word
        for i in range(count):
            every += own[i] == word
        if every > 1:
            expected += rate ** (every - 1)
            if gone == every:
                replaced += 1
                strongest = max(strongest, every)
    if replaced >= 2 and replaced > 0.5 + 4 * expected:
        return True
    return strongest > 1 and strongest * -np.log(rate) > np.log(count / REPLACED_BY_CHANCE)


@compiled
def compare(left, right, tokens, start, words, about, codes, code_start, common, verdict, share):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """``verdict`` and ``share`` of words in common for each pair of letters.

    Faster when the pairs are sorted by ``left``. ``words`` are hashes of folded words, ``about``
    the bits of each word, ``common`` the set of pairs that very many letters have.
    """
    longest = 2
    for p in range(len(left)):
        for i in (left[p], right[p]):
            longest = max(longest, start[i + 1] - start[i])
    size = 16
    while size < 2 * longest:
        size *= 2
    keys, places = np.empty(size, np.uint64), np.empty(size, np.int32)
    stamps = np.full(size, -1, np.int32)
    words_a, words_b = np.empty(longest, np.uint64), np.empty(longest, np.uint64)
    pairs_a, pairs_b = np.empty(longest, np.uint64), np.empty(longest, np.uint64)
    same, partner = np.empty(longest, np.int32), np.empty(longest + 1, np.int32)
    aligned, is_open = np.empty(longest + 1, np.int32), np.empty(longest, np.bool_)
    inside_a, inside_b = np.empty(longest, np.bool_), np.empty(longest, np.bool_)
    hits_a, hits_b = np.empty(longest, np.int32), np.empty(longest, np.int32)
    open_a, open_b = np.empty(longest, np.int32), np.empty(longest, np.int32)
    last = stamp = m = -1
    for p in range(len(left)):
        a, b = left[p], right[p]
        verdict[p], share[p] = NOTHING, 0.0
        if a != last:
            m = _load(a, tokens, start, words, words_a, pairs_a)
            stamp += 1
            _fill(pairs_a, m - 1, keys, places, stamps, stamp, same)
            last = a
        n = start[b + 1] - start[b]
        if m < 2 or n < 2:
            continue
        if LONG_FOR_LOOK < n < 2 * m and not _first_look(
            b, tokens, start, words, keys, stamps, stamp
        ):
            continue
        _load(b, tokens, start, words, words_b, pairs_b)
        hits = _seek(pairs_b, n - 1, keys, places, stamps, stamp, hits_b)
        if hits < LEAST_HITS * (min(m, n) - 1):
            continue
        _walk(hits_b, n - 1, same, m - 1, inside_b, inside_a, aligned)
        tokens_a = tokens[start[a] : start[a + 1]]
        tokens_b = tokens[start[b] : start[b + 1]]
        out_a = _outside(m, inside_a, tokens_a, about)
        out_b = _outside(n, inside_b, tokens_b, about)
        if min(out_a, out_b) > HOPELESS:
            continue
        hits_a[: m - 1] = -1
        for q in range(n - 1):
            if hits_b[q] >= 0:
                hits_a[hits_b[q]] = hits_b[q]
        found_a = 0
        for k in range(m - 1):
            hits_a[k] = hits_a[same[k]]
            found_a += hits_a[k] >= 0
        size_a, size_b = _left_over(hits_a, m, open_a), _left_over(hits_b, n, open_b)
        size_a, size_b = _match_left_over(
            open_a[:size_a], open_b[:size_b], m, n, words_a, words_b, tokens_a, tokens_b,
            aligned, about, codes, code_start, partner, is_open,
        )  # fmt: skip
        missing_a, telling_a, anchors_a, lost_a = _weigh(
            open_a[:size_a], m, pairs_a, tokens_a, about, common
        )
        missing_b, telling_b, anchors_b, lost_b = _weigh(
            open_b[:size_b], n, pairs_b, tokens_b, about, common
        )
        in_b = missing_a <= MISSING or _is_retyped(
            out_a, hits_a, m, open_a[:size_a], anchors_a, lost_a
        )
        in_a = missing_b <= MISSING or _is_retyped(
            out_b, hits_b, n, open_b[:size_b], anchors_b, lost_b
        )
        in_b = in_b and not _is_other_matter(open_a[:size_a], m, words_a)
        in_a = in_a and not _is_other_matter(open_b[:size_b], n, words_b)
        if not in_a and not in_b:
            continue
        alike = 1.0 - (size_a + size_b) / (m + n)
        if in_a and in_b:
            verdict[p], share[p] = NEAR, alike
        elif in_b and (n <= LONGER * m + LONGER_BY if m >= SHORT else missing_b <= SHORT_EXTRA):
            verdict[p], share[p] = NEAR, alike
        elif in_a and (m <= LONGER * n + LONGER_BY if n >= SHORT else missing_a <= SHORT_EXTRA):
            verdict[p], share[p] = NEAR, alike
        elif in_b and m >= SHORT and telling_a >= OWN_LEAST and 2 * found_a >= m:
            verdict[p], share[p] = FIRST_IN_SECOND, 1.0 - size_a / m
        elif in_a and n >= SHORT and telling_b >= OWN_LEAST and 2 * hits >= n:
            verdict[p], share[p] = SECOND_IN_FIRST, 1.0 - size_b / n
