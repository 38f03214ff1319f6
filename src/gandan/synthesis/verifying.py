"""Do two letters say the same thing? Compared word by word, compiled.

A word of one letter is found in the other when it stands there beside a same neighbour, or when
it is left over beside a same neighbour on both sides, the same or with one slip of the pen. One
letter is covered by the other when hardly anything of it is missing; or when it runs beside the
other as a whole with words retyped here and there, and no sentence is missing. Numbers and names
weigh more where they are missing; what stands in very many letters (forms, greetings) weighs
little where it is found.
"""

import numpy as np

from gandan.synthesis.beside import NONE, distance, lay
from gandan.synthesis.compiling import compiled
from gandan.synthesis.kernels import fetch, in_set
from gandan.synthesis.passages import (
    IS_ANCHOR,
    IS_FORMAL,
    fill,
    follow,
    found_too,
    left_over,
    list_hits,
    load,
    pair_all,
    seek,
    walk,
)
from gandan.synthesis.slips import match_left_over

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
# Of every third pair of a longer letter so many must be found, and then so many of all.
LONG_FOR_LOOK, FIRST_LOOK, LEAST_HITS = 60, 0.32, 0.3
# So many pairs ahead the words of a letter are asked for, which lie anywhere in memory.
AHEAD = 2
# Words are told apart by so many of their bits first.
_MARKS = 256


@compiled
def _missed(missing, size, bits):  # type: ignore[no-untyped-def]  # pragma: no cover
    """What the missing words weigh, and how many of them are anchors."""
    weight, anchors = 0.0, 0
    for x in range(size):
        own = bits[missing[x]]
        if own & IS_ANCHOR:
            anchors += 1
            weight += ANCHOR_WEIGHT
        else:
            weight += FORMAL_WEIGHT if own & IS_FORMAL else 1.0
    return weight, anchors


@compiled
def _found(missing, size, count, pairs, common):  # type: ignore[no-untyped-def]  # pragma: no cover
    """What the words that are not missing weigh, and how many of them say something."""
    weight = telling = 0.0
    k = 0
    before = True
    for i in range(count):
        after = in_set(common, pairs[i]) if i < count - 1 else True
        if k < size and missing[k] == i:
            k += 1
        elif before and after:
            weight += COMMON_WEIGHT
        else:
            weight += 1.0
            telling += 1.0
        before = after
    return weight, telling


@compiled
def _hardly_missing(lost, missing, size, count, pairs, common):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Whether the missing words, which weigh ``lost``, are at most ``MISSING`` of the letter.

    What was found is only weighed where it matters how common it is.
    """
    kept = count - size
    if lost <= MISSING * (COMMON_WEIGHT * kept + lost):
        return True
    if lost > MISSING * (kept + lost):
        return False
    found, _telling = _found(missing, size, count, pairs, common)
    return lost / max(found + lost, 1e-9) <= MISSING


@compiled
def _outside(count, inside, bits):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Share of a letter's words outside of common passages; formal words weigh little."""
    words = formal = 0
    for i in range(count):
        out = not inside[i]
        words += out
        formal += out & (bits[i] & IS_FORMAL != 0)
    return (words - (1.0 - FORMAL_WEIGHT) * formal) / count


@compiled
def _count_anchors(count, bits):  # type: ignore[no-untyped-def]  # pragma: no cover
    anchors = 0
    for i in range(count):
        anchors += bits[i] & IS_ANCHOR != 0
    return anchors


@compiled
def _is_retyped(in_place, outside, hits, words, missing, size, bits, lost_anchors):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Whether a letter runs beside the other as a whole, with words replaced here and there.

    The longest run of missing pairs must not be longer than chance explains at the rate at which
    pairs are missing elsewhere, nor the missing words stand closer together than chance puts
    them. Numbers and names must not be missing more than other words: a form filled in by
    another. Where every word that is the same stands ``in_place``, more may be chance.
    """
    by_chance, sigmas = (BY_CHANCE / 100, 3.0) if in_place else (BY_CHANCE, 2.0)
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
    anchors = _count_anchors(words, bits)
    rest = (size - lost_anchors) / max(words - anchors, 1)
    spread = sigmas * np.sqrt(rest * (1 - rest) / max(anchors, 1))
    return lost_anchors / anchors <= rest + spread + 0.05


@compiled
def _is_other_matter(missing, lost, count, own, room):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Whether words are missing wherever they stand, as where one matter is put for another.

    Words that are missing by chance are missing in one place and not in the next; so one that is
    missing once tells nothing. ``room`` is for counting.
    """
    if lost < 2 or lost > 0.5 * count:
        return False
    table, times, marked, again = room
    rate = lost / count
    size = 16
    while size < 2 * lost:
        size *= 2
    if not _note_missing(missing, lost, own, table, size, times, marked):
        return False
    _count_all(count, own, table, size, times, marked, again)
    replaced, strongest = 0, 0
    expected = 0.0
    for slot in range(size):
        every, gone = times[slot, 0], times[slot, 1]
        if table[slot] and every > 1:
            expected += rate ** (every - 1)
            if gone == every:
                replaced += 1
                strongest = max(strongest, every)
    if replaced >= 2 and replaced > 0.5 + 4 * expected:
        return True
    return strongest > 1 and strongest * -np.log(rate) > np.log(count / REPLACED_BY_CHANCE)


@compiled
def _note_missing(missing, lost, own, table, size, times, marked):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """How often each missing word is missing; whether any is more than once."""
    mask, few = np.uint64(size - 1), np.uint64(_MARKS - 1)
    for slot in range(size):
        table[slot] = np.uint64(0)
    for place in range(_MARKS):
        marked[place] = False
    several = False
    for x in range(lost):
        word = own[missing[x]]
        marked[word >> np.uint64(32) & few] = True
        slot = word & mask
        while table[slot] and table[slot] != word:
            slot = (slot + np.uint64(1)) & mask
        if table[slot]:
            times[slot, 1] += 1
            several = True
        else:
            table[slot] = word
            times[slot, 0], times[slot, 1] = 0, 1
    return several


@compiled
def _count_all(count, own, table, size, times, marked, again):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """How often each word of the table stands in the letter."""
    mask, few = np.uint64(size - 1), np.uint64(_MARKS - 1)
    seen = 0
    for i in range(count):
        again[seen] = i
        seen += marked[own[i] >> np.uint64(32) & few]
    for x in range(seen):
        word = own[again[x]]
        slot = word & mask
        while table[slot] and table[slot] != word:
            slot = (slot + np.uint64(1)) & mask
        times[slot, 0] += table[slot] == word


@compiled
def _is_revised(places, put_in, replaced, words):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Whether phrases were put in or left out in several places, as where a text is made over.

    Who copies a letter retypes words in their place, or adds to it in one or two places.
    """
    is_moved = put_in > MOVED * replaced  # sentences in another order
    much = put_in > max(PUT_IN * replaced, PUT_IN_OF_ALL * words)
    return places >= REVISED and much and not is_moved


@compiled
def _is_near(m, other, common):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Whether a letter, which holds one of m words, is hardly longer than that."""
    n, _outside, missing, size, _found_pairs, (_own, bits, pairs, _hits) = other
    if m >= SHORT:
        return n <= LONGER * m + LONGER_BY
    lost, _anchors = _missed(missing, size, bits)
    found, _telling = _found(missing, size, n, pairs, common)
    return lost / max(found + lost, 1e-9) <= SHORT_EXTRA


@compiled
def _tells(one, common):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Whether a letter that stands in another one is more than a common form."""
    m, _outside, missing, size, found, (_own, _bits, pairs, _hits) = one
    if m < SHORT or 2 * found < m:
        return False
    _weight, telling = _found(missing, size, m, pairs, common)
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
def _is_covered(in_place, letter, common, room):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Whether a letter is covered by the other."""
    count, outside, missing, size, _found_pairs, (own, bits, pairs, hits) = letter
    if not _may_be_covered(in_place, outside, size, count):
        return False
    lost, anchors = _missed(missing, size, bits)
    inside = _hardly_missing(lost, missing, size, count, pairs, common) or _is_retyped(
        in_place, outside, hits, count, missing, size, bits, anchors
    )
    return inside and not _is_other_matter(missing, size, count, own, room)


@compiled
def _judge(in_place, one, other, common, room):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The verdict on two letters, by which of them is covered by the other.

    Of each: how many words, the share outside of passages, the words that are missing in the other
    and how many, how many pairs stand there; hashes and bits of words, hashes of pairs, where these
    stand in the other.
    """
    in_other = _is_covered(in_place, one, common, room)
    in_one = _is_covered(in_place, other, common, room)
    if in_other and in_one:
        return NEAR
    if in_other:
        if _is_near(one[0], other, common):
            return NEAR
        return FIRST_IN_SECOND if _tells(one, common) else NOTHING
    if in_one:
        if _is_near(other[0], one, common):
            return NEAR
        return SECOND_IN_FIRST if _tells(other, common) else NOTHING
    return NOTHING


@compiled
def _room(left, right, start):  # type: ignore[no-untyped-def]  # pragma: no cover
    """How many words the longest of these letters has (two at least), and the size of tables."""
    longest = 2
    for p in range(len(left)):
        for i in (left[p], right[p]):
            longest = max(longest, start[i + 1] - start[i])
    size = 16
    while size < 4 * longest:
        size *= 2
    return longest, size


@compiled
def _beside(far, m, n, known_a, known_b, hits_b, tokens, low_a, low_b, spelled, open_a, open_b, is_same, common, room):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Verdict and share of letters most of which stands ``far`` from where it does in the other.

    It is ``NEAR`` or says nothing: what is not near in its place may be found elsewhere.
    """
    words_a, _bits, _pairs, hits_a = known_a
    words_b, bits_b, pairs_b, _hits = known_b
    size_a, size_b, found = lay(
        far, m, n, words_a, words_b, tokens, low_a, low_b, spelled, open_a, open_b, hits_a, hits_b,
        is_same,
    )  # fmt: skip
    if size_a < 0:
        return NOTHING, 0.0
    pair_all(words_b, n, pairs_b)
    both = min(size_a, size_b)
    one = m, (size_a - both) / m, open_a, size_a, found, known_a
    other = n, (size_b - both) / n, open_b, size_b, found, (words_b, bits_b, pairs_b, hits_b)
    if _judge(10 * abs(m - n) <= m, one, other, common, room) != NEAR:
        return NOTHING, 0.0
    return NEAR, _in_common(NEAR, m, n, size_a, size_b)


@compiled
def _ask_for(letter, tokens, start):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Have the words of a letter in the cache when its turn comes."""
    low = start[letter]
    for line in range(8):
        fetch(tokens, low + 16 * line)


@compiled
def compare(left, right, tokens, start, words, about, spelled, common, verdict, share):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """``verdict`` and ``share`` of words in common for each pair of letters.

    Faster when the pairs are sorted by ``left``. ``words`` are hashes of folded words, ``about``
    the bits of each word, ``common`` the set of pairs that very many letters have.
    """
    longest, size = _room(left, right, start)
    keys, places = np.empty(size, np.uint64), np.empty(size, np.int32)
    words_a, words_b, pairs_a, pairs_b = np.empty((4, longest), np.uint64)
    bits_a, bits_b = np.empty((2, longest), np.uint8)
    same, hits_a, hits_b, open_a, open_b = np.empty((5, longest + 1), np.int32)
    partner, aligned, beside, hits_at = np.empty((4, longest + 1), np.int32)
    inside_a, inside_b, is_open = np.empty((3, longest + 1), np.bool_)
    known_a, known_b = (words_a, bits_a, pairs_a, hits_a), (words_b, bits_b, pairs_b, hits_b)
    room = np.empty(size, np.uint64), np.empty((size, 2), np.int32), np.empty(_MARKS, np.bool_), hits_at  # fmt: skip
    last = m = used = -1
    end = len(left) - 1
    for p in range(len(left)):
        a, b = left[p], right[p]
        _ask_for(left[min(p + AHEAD, end)], tokens, start)
        _ask_for(right[min(p + AHEAD, end)], tokens, start)
        verdict[p], share[p] = NOTHING, 0.0
        if a != last:
            m = load(a, tokens, start, words, about, words_a, bits_a)
            used = fill(words_a, m, pairs_a, keys, places, same)
            last = a
        n = start[b + 1] - start[b]
        if m < 2 or n < 2:
            continue
        load(b, tokens, start, words, about, words_b, bits_b)
        hits = seek(words_b, n, 0, 3, pairs_b, keys, places, used, hits_b)
        short = n <= LONG_FOR_LOOK or n >= 2 * m
        if not short and hits < FIRST_LOOK * ((n + 1) // 3):
            continue
        far = distance(hits_b, n - 1, 3)
        if far != NONE:
            verdict[p], share[p] = _beside(
                far, m, n, known_a, known_b, beside, tokens, start[a], start[b], spelled,
                open_a, open_b, is_open, common, room,
            )  # fmt: skip
            if verdict[p] == NEAR:
                continue
        hits += seek(words_b, n, 1, 3, pairs_b, keys, places, used, hits_b)
        hits += seek(words_b, n, 2, 3, pairs_b, keys, places, used, hits_b)
        if hits < LEAST_HITS * (min(m, n) - 1):
            continue
        list_hits(hits_b, n - 1, hits_at)
        walk(hits_b, hits_at, hits, n - 1, same, m - 1, inside_b, inside_a, aligned)
        if _outside(m, inside_a, bits_a) > HOPELESS and _outside(n, inside_b, bits_b) > HOPELESS:
            continue
        spots, put_in = follow(aligned, m, n, inside_b, inside_a, beside, open_a)
        found = found_too(hits_b, hits_at, hits, same, m - 1, hits_a)
        size_a, size_b = left_over(hits_a, m, open_a), left_over(hits_b, n, open_b)
        size_a, size_b = match_left_over(
            open_a, size_a, open_b, size_b, m, n, words_a, words_b, bits_a, tokens, start[a],
            start[b], aligned, beside, spelled, partner, is_open,
        )  # fmt: skip
        in_place = spots == 0 and 10 * abs(m - n) <= m
        if _is_revised(spots, put_in, size_a + size_b, min(m, n)):
            continue
        out_a, out_b = _outside(m, inside_a, bits_a), _outside(n, inside_b, bits_b)
        one = m, out_a, open_a, size_a, found, known_a
        other = n, out_b, open_b, size_b, hits, known_b
        verdict[p] = _judge(in_place, one, other, common, room)
        share[p] = _in_common(verdict[p], m, n, size_a, size_b)
