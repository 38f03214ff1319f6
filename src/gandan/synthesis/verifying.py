"""Do two letters say the same thing? Compared word by word, compiled.

A word of one letter is found in the other when it stands there beside a same neighbour, or when
it is left over beside a same neighbour on both sides, the same or with one slip of the pen. One
letter is covered by the other when hardly anything of it is missing; or when it runs beside the
other as a whole with words retyped here and there, and no sentence is missing. Numbers and names
weigh more where they are missing; what stands in very many letters (forms, greetings) weighs
little where it is found.
"""

import numpy as np

from gandan.synthesis.compiling import compiled
from gandan.synthesis.kernels import in_set
from gandan.synthesis.passages import (
    IS_ANCHOR,
    IS_FORMAL,
    fill,
    first_look,
    follow,
    found_too,
    left_over,
    load,
    match_left_over,
    seek,
    walk,
)

NOTHING, NEAR, FIRST_IN_SECOND, SECOND_IN_FIRST = range(4)
MISSING = 0.05
RETYPED_FROM, RETYPED, HOPELESS = 60, 0.4, 0.25
OUTSIDE, OUTSIDE_IN_PLACE = 0.07, 0.2
# A run of missing pairs this unlikely is a sentence of another matter, not slips.
BY_CHANCE = 0.05
REPLACED_BY_CHANCE, CLOSER = 0.01, 1.3
SHORT, SHORT_EXTRA = 25, 0.2
LONGER, LONGER_BY = 1.6, 12
OWN_LEAST = 12
REVISED, PUT_IN, PUT_IN_OF_ALL, MOVED = 3, 0.18, 0.04, 8
ANCHOR_WEIGHT, FORMAL_WEIGHT, COMMON_WEIGHT = 3.0, 0.25, 0.2
LONG_FOR_LOOK, LEAST_HITS = 60, 0.3


@compiled
def _missed(missing, own_tokens, about):  # type: ignore[no-untyped-def]  # pragma: no cover
    """What the missing words weigh, and how many of them are anchors."""
    weight, anchors = 0.0, 0
    for i in missing:
        bits = about[own_tokens[i]]
        if bits & IS_ANCHOR:
            anchors += 1
            weight += ANCHOR_WEIGHT
        else:
            weight += FORMAL_WEIGHT if bits & IS_FORMAL else 1.0
    return weight, anchors


@compiled
def _found(missing, count, pairs, common):  # type: ignore[no-untyped-def]  # pragma: no cover
    """What the words that are not missing weigh, and how many of them say something."""
    weight = telling = 0.0
    k = 0
    before = True
    for i in range(count):
        after = in_set(common, pairs[i]) if i < count - 1 else True
        if k < len(missing) and missing[k] == i:
            k += 1
        elif before and after:
            weight += COMMON_WEIGHT
        else:
            weight += 1.0
            telling += 1.0
        before = after
    return weight, telling


@compiled
def _hardly_missing(lost, missing, count, pairs, common):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Whether the missing words, which weigh ``lost``, are at most ``MISSING`` of the letter.

    What was found is only weighed where it matters how common it is.
    """
    kept = count - len(missing)
    if lost <= MISSING * (COMMON_WEIGHT * kept + lost):
        return True
    if lost > MISSING * (kept + lost):
        return False
    found, _telling = _found(missing, count, pairs, common)
    return lost / max(found + lost, 1e-9) <= MISSING


@compiled
def _outside(count, inside, own_tokens, about):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Share of a letter's words outside of common passages; formal words weigh little."""
    words = formal = 0
    for i in range(count):
        out = not inside[i]
        words += out
        formal += out and about[own_tokens[i]] & IS_FORMAL != 0
    return (words - (1.0 - FORMAL_WEIGHT) * formal) / count


@compiled
def _count_anchors(own_tokens, about):  # type: ignore[no-untyped-def]  # pragma: no cover
    anchors = 0
    for token in own_tokens:
        anchors += about[token] & IS_ANCHOR != 0
    return anchors


@compiled
def _is_retyped(in_place, outside, hits, words, missing, own_tokens, about, lost_anchors):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Whether a letter runs beside the other as a whole, with words replaced here and there.

    The longest run of missing pairs must not be longer than chance explains at the rate at which
    pairs are missing elsewhere, nor the missing words stand closer together than chance puts
    them. Numbers and names must not be missing more than other words: a form filled in by
    another. Where every word that is the same stands ``in_place``, more may be chance.
    """
    by_chance, sigmas = (BY_CHANCE / 100, 3.0) if in_place else (BY_CHANCE, 2.0)
    size = len(missing)
    limit = OUTSIDE_IN_PLACE if in_place else OUTSIDE
    if words < RETYPED_FROM or outside > limit or not 0 < size <= RETYPED * words:
        return False
    lost = longest = run = 0
    for p in range(words - 1):
        run = 0 if hits[p] >= 0 else run + 1
        lost += hits[p] < 0
        longest = max(longest, run)
    rate = max(lost - longest, 1) / (words - 1 - longest)
    if rate < 1 and longest > 2 + np.log(words / by_chance) / -np.log(rate):
        return False
    runs = 1
    for x in range(1, size):
        runs += missing[x] != missing[x - 1] + 1
    rate = size / words
    spread = 2 * np.sqrt(rate / runs)
    if size / runs > CLOSER * (1 + spread) / (1 - rate):
        return False
    if lost_anchors < 2:
        return True
    anchors = _count_anchors(own_tokens, about)
    rest = (size - lost_anchors) / max(words - anchors, 1)
    spread = sigmas * np.sqrt(rest * (1 - rest) / max(anchors, 1))
    return lost_anchors / anchors <= rest + spread + 0.05


@compiled
def _is_other_matter(missing, count, own, table, times):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Whether words are missing wherever they stand, as where one matter is put for another.

    Words that are missing by chance are missing in one place and not in the next. ``table`` and
    ``times`` are room for counting.
    """
    if len(missing) < 2 or len(missing) > 0.5 * count:
        return False
    rate = len(missing) / count
    size = 16
    while size < 2 * len(missing):
        size *= 2
    table, times = table[:size], times[:size]
    _count_words(missing, count, own, table, times)
    replaced, strongest = 0, 0
    expected = 0.0
    mask = np.uint64(len(table) - 1)
    for x in missing:
        slot = own[x] & mask
        while table[slot] != own[x]:
            slot = (slot + np.uint64(1)) & mask
        every, gone = times[slot, 0], times[slot, 1]
        times[slot, 0] = 0  # looked at once
        if every > 1:
            expected += rate ** (every - 1)
            if gone == every:
                replaced += 1
                strongest = max(strongest, every)
    if replaced >= 2 and replaced > 0.5 + 4 * expected:
        return True
    return strongest > 1 and strongest * -np.log(rate) > np.log(count / REPLACED_BY_CHANCE)


@compiled
def _count_words(missing, count, own, table, times):  # type: ignore[no-untyped-def]  # pragma: no cover
    """How often each missing word stands in the letter, and how often it is missing."""
    table[:] = np.uint64(0)
    mask = np.uint64(len(table) - 1)
    for x in missing:
        slot = own[x] & mask
        while table[slot] and table[slot] != own[x]:
            slot = (slot + np.uint64(1)) & mask
        if not table[slot]:
            table[slot] = own[x]
            times[slot, 0] = times[slot, 1] = 0
        times[slot, 1] += 1
    for i in range(count):
        slot = own[i] & mask
        while table[slot] and table[slot] != own[i]:
            slot = (slot + np.uint64(1)) & mask
        times[slot, 0] += table[slot] == own[i]


@compiled
def _is_revised(places, put_in, replaced, words):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Whether phrases were put in or left out in several places, as where a text is made over.

    Who copies a letter retypes words in their place, or adds to it in one or two places.
    """
    is_moved = put_in > MOVED * replaced  # sentences in another order
    much = put_in > max(PUT_IN * replaced, PUT_IN_OF_ALL * words)
    return places >= REVISED and much and not is_moved


@compiled
def _is_near(m, n, missing, own_tokens, about, pairs, common):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Whether a letter of n words, which holds one of m, is hardly longer than that.

    ``missing`` are the words of its own that the other has not.
    """
    if m >= SHORT:
        return n <= LONGER * m + LONGER_BY
    lost, _anchors = _missed(missing, own_tokens, about)
    found, _telling = _found(missing, n, pairs, common)
    return lost / max(found + lost, 1e-9) <= SHORT_EXTRA


@compiled
def _tells(m, found, missing, pairs, common):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Whether a letter of m words that stands in another one is more than a common form."""
    if m < SHORT or 2 * found < m:
        return False
    _weight, telling = _found(missing, m, pairs, common)
    return telling >= OWN_LEAST


@compiled
def _in_common(verdict, m, n, size_a, size_b):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The share of words in common; of a letter in another one, of its own words."""
    if verdict == NEAR:
        return 1.0 - (size_a + size_b) / (m + n)
    if verdict == FIRST_IN_SECOND:
        return 1.0 - size_a / m
    return 1.0 - size_b / n if verdict == SECOND_IN_FIRST else 0.0


@compiled
def _may_be_covered(in_place, outside, size, count):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Whether a letter can be covered of which ``size`` words are missing, before weighing them."""
    lightest = FORMAL_WEIGHT * size
    light = lightest <= MISSING * (count - size + lightest)
    limit = OUTSIDE_IN_PLACE if in_place else OUTSIDE
    return light or (count >= RETYPED_FROM and outside <= limit and size <= RETYPED * count)


@compiled
def _is_covered(in_place, letter, about, common, counting):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Whether a letter is covered by the other."""
    count, outside, hits, _found_pairs, missing, own, pairs, own_tokens = letter
    if not _may_be_covered(in_place, outside, len(missing), count):
        return False
    lost, anchors = _missed(missing, own_tokens, about)
    inside = _hardly_missing(lost, missing, count, pairs, common) or _is_retyped(
        in_place, outside, hits, count, missing, own_tokens, about, anchors
    )
    return inside and not _is_other_matter(missing, count, own, *counting)


@compiled
def _judge(in_place, one, other, about, common, counting):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """The verdict on two letters, by which of them is covered by the other.

    Of each: how many words, the share outside of passages, where its pairs stand in the other,
    how many do, the words that are missing there, hashes of words and of pairs, numbers of words.
    """
    in_other = _is_covered(in_place, one, about, common, counting)
    in_one = _is_covered(in_place, other, about, common, counting)
    m, _out, _hits, found, missing, _own, pairs, own_tokens = one
    n, _out, _hits, too, lacking, _own, other_pairs, other_tokens = other
    if in_other and in_one:
        return NEAR
    if in_other:
        if _is_near(m, n, lacking, other_tokens, about, other_pairs, common):
            return NEAR
        return FIRST_IN_SECOND if _tells(m, found, missing, pairs, common) else NOTHING
    if in_one:
        if _is_near(n, m, missing, own_tokens, about, pairs, common):
            return NEAR
        return SECOND_IN_FIRST if _tells(n, too, lacking, other_pairs, common) else NOTHING
    return NOTHING


@compiled
def _room(left, right, start):  # type: ignore[no-untyped-def]  # pragma: no cover
    """How many words the longest of these letters has (two at least), and the size of tables."""
    longest = 2
    for p in range(len(left)):
        for i in (left[p], right[p]):
            longest = max(longest, start[i + 1] - start[i])
    size = 16
    while size < 2 * longest:
        size *= 2
    return longest, size


@compiled
def compare(left, right, tokens, start, words, about, spelled, common, verdict, share):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """``verdict`` and ``share`` of words in common for each pair of letters.

    Faster when the pairs are sorted by ``left``. ``words`` are hashes of folded words, ``about``
    the bits of each word, ``common`` the set of pairs that very many letters have.
    """
    longest, size = _room(left, right, start)
    keys, places = np.empty(size, np.uint64), np.empty(size, np.int32)
    stamps = np.full(size, -1, np.int32)
    words_a, words_b, pairs_a, pairs_b = np.empty((4, longest), np.uint64)
    same, hits_a, hits_b, open_a, open_b = np.empty((5, longest + 1), np.int32)
    partner, aligned, beside, hits_at = np.empty((4, longest + 1), np.int32)
    inside_a, inside_b, is_open = np.empty((3, longest + 1), np.bool_)
    counting = np.empty(size, np.uint64), np.empty((size, 2), np.int32)
    last = stamp = m = -1
    for p in range(len(left)):
        a, b = left[p], right[p]
        verdict[p], share[p] = NOTHING, 0.0
        if a != last:
            m = load(a, tokens, start, words, words_a, pairs_a)
            stamp += 1
            fill(pairs_a, m - 1, keys, places, stamps, stamp, same)
            last = a
        n = start[b + 1] - start[b]
        if m < 2 or n < 2:
            continue
        short = n <= LONG_FOR_LOOK or n >= 2 * m
        if not short and not first_look(b, tokens, start, words, keys, stamps, stamp):
            continue
        load(b, tokens, start, words, words_b, pairs_b)
        hits = seek(pairs_b, n - 1, keys, places, stamps, stamp, hits_b, hits_at)
        if hits < LEAST_HITS * (min(m, n) - 1):
            continue
        walk(hits_b, hits_at[:hits], n - 1, same, m - 1, inside_b, inside_a, aligned)
        tokens_a = tokens[start[a] : start[a + 1]]
        tokens_b = tokens[start[b] : start[b + 1]]
        if (
            _outside(m, inside_a, tokens_a, about) > HOPELESS
            and _outside(n, inside_b, tokens_b, about) > HOPELESS
        ):
            continue
        spots, put_in = follow(aligned, m, n, inside_b, inside_a, beside, open_a)
        out_a = _outside(m, inside_a, tokens_a, about)
        out_b = _outside(n, inside_b, tokens_b, about)
        found = found_too(hits_b, n - 1, same, m - 1, hits_a)
        size_a, size_b = left_over(hits_a, m, open_a), left_over(hits_b, n, open_b)
        size_a, size_b = match_left_over(
            open_a[:size_a], open_b[:size_b], m, n, words_a, words_b, tokens_a, tokens_b,
            aligned, beside, about, spelled, partner, is_open,
        )  # fmt: skip
        in_place = spots == 0 and 10 * abs(m - n) <= m
        if _is_revised(spots, put_in, size_a + size_b, min(m, n)):
            continue
        one = m, out_a, hits_a, found, open_a[:size_a], words_a, pairs_a, tokens_a
        other = n, out_b, hits_b, hits, open_b[:size_b], words_b, pairs_b, tokens_b
        verdict[p] = _judge(in_place, one, other, about, common, counting)
        share[p] = _in_common(verdict[p], m, n, size_a, size_b)
