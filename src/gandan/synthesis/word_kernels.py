"""The inner loops of the word model: look runs up, add weights, judge.

Most of the time goes into waiting for memory. So all that is kept of a run lies in one short
record, those of runs that many letters have beside each other, and records are fetched ahead.
Weights are whole numbers of one byte, so that sixteen are added at once.
"""

import numpy as np

from gandan.synthesis import grams
from gandan.synthesis.compiling import compiled
from gandan.synthesis.kernels import fetch

# A record begins at a multiple of so many bytes: its hash (8), its squared rarity (2), how many
# topics it points to (2); then pairs of a topic and its weight, or a whole row of weights.
UNIT = 32
HASHES, FACTS = UNIT // 8, UNIT // 2
SQUARE, COUNT, WEIGHTS = 4, 5, 12
WHOLE_ROW = 0xFFFF
# Pairs have one unit of room; those that are none have weight 0.
MOST_PAIRS = (UNIT - WEIGHTS) // 2
# Squared rarities are whole numbers of this part.
SQUARE_PARTS = 128
# Pairs of words met lately are found by the upper half of a product.
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
MOST_MET = 1 << 13
# So many rows of weights up to 127 can be added up in two bytes.
_MOST_ROWS = 256
# Rows are added up with sums in multiples of this.
WIDTH = 16
# The columns of ``words``.
OPENS, OPENS_MARKED, FOLDED, WRITTEN, ALONE, COLUMNS = range(6)
# What is this far behind the first has a share that rounds to nothing beside it.
_NO_SHARE = np.float32(-17.0)
_PER_HALVING, _OF_HALVING = np.float32(1.0 / np.log(2.0)), np.float32(np.log(2.0))


@compiled
def fill(hashes, places, place_bits, slots):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Open addressing: a slot holds the place of a record and, above it, some bits of its hash.

    0 is an empty slot and no record's place.
    """
    mask = np.uint64(len(slots) - 1)
    for i in range(len(hashes)):
        slot = hashes[i] & mask
        while slots[slot]:
            slot = (slot + np.uint64(1)) & mask
        slots[slot] = _sign(hashes[i], place_bits) | np.uint32(places[i])


@compiled
def _sign(hashed, place_bits):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The bits of a hash that a slot holds above the place."""
    return np.uint32(hashed >> np.uint64(32)) >> place_bits << place_bits


@compiled
def _likely(slots, place_bits, hashed):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The first record whose slot bears this hash's sign, nearly always its own; 0 for none."""
    mask = np.uint64(len(slots) - 1)
    sign, low = _sign(hashed, place_bits), (np.uint32(1) << place_bits) - np.uint32(1)
    slot = hashed & mask
    while slots[slot]:
        if slots[slot] & ~low == sign:
            return slots[slot] & low
        slot = (slot + np.uint64(1)) & mask
    return np.uint32(0)


@compiled
def find(slots, place_bits, hashes, hashed):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The place of a run's record; 0 when the model does not know it."""
    mask = np.uint64(len(slots) - 1)
    low = (np.uint32(1) << place_bits) - np.uint32(1)
    slot = hashed & mask
    while slots[slot]:
        place = slots[slot] & low
        if hashes[np.uint64(place) * np.uint64(HASHES)] == hashed:
            return place
        slot = (slot + np.uint64(1)) & mask
    return np.uint32(0)


@compiled
def words(folded, written, edges, slots, place_bits, hashes, out):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """What each different word brings, beside each other in one line of the cache.

    The openings of its pairs, folded and as written; its hashes; the places of its two records
    (0 for none), that of the word as written in the upper half. The last line is the edge of a
    letter, which has no record alone; empty where the model has no ``edges``.
    """
    edge = len(folded)
    out[edge] = 0
    if edges:
        out[edge, OPENS] = grams.opening(grams.one(grams.EDGE))
        out[edge, OPENS_MARKED] = grams.opening(grams.one_written(grams.EDGE))
        out[edge, FOLDED] = out[edge, WRITTEN] = grams.EDGE
    for word in range(len(folded)):
        plain, marked = grams.one(folded[word]), grams.one_written(written[word])
        out[word, OPENS], out[word, OPENS_MARKED] = grams.opening(plain), grams.opening(marked)
        out[word, FOLDED], out[word, WRITTEN] = folded[word], written[word]
        out[word, ALONE] = find(slots, place_bits, hashes, plain | np.uint64(1))
        if folded[word] != written[word]:
            place = np.uint64(find(slots, place_bits, hashes, marked | np.uint64(1)))
            out[word, ALONE] |= place << np.uint64(32)


@compiled
def _pair(word, following, slots, place_bits, hashes):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """The records of a pair, folded and, in the upper half, as written."""
    plain = grams.joined(word[OPENS], following[FOLDED]) | np.uint64(1)
    both = np.uint64(find(slots, place_bits, hashes, plain))
    if word[FOLDED] != word[WRITTEN] or following[FOLDED] != following[WRITTEN]:
        marked = grams.joined(word[OPENS_MARKED], following[WRITTEN]) | np.uint64(1)
        both |= np.uint64(find(slots, place_bits, hashes, marked)) << np.uint64(32)
    return both


@compiled
def _runs_of(i, tokens, start, stops, words, slots, place_bits, hashes, seen, found, pairs, likely, met):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """The records of letter i's runs, each once; returns how many.

    ``met`` holds the records of word pairs met lately, under both numbers of the words; the
    others are looked up together, so that the memory is asked for all of them at once.
    """
    count, size = np.uint64(0), np.uint64(0)
    mask, most = np.uint64(len(slots) - 1), np.uint64(len(met) - 1)
    begin, end = np.uint64(start[i]), np.uint64(min(stops[i], start[i] + grams.MOST_WORDS))
    both = found.view(np.uint64)
    word = np.uint64(0)
    for j in range(begin, end):
        last, word = word, np.uint64(tokens[j])
        both[count] = words[word, ALONE]
        count += np.uint64(1)
        if j == begin:
            continue
        key = (last << np.uint64(32)) | (word + np.uint64(1))
        at = (key * _SPREAD >> np.uint64(32)) & most
        both[count] = met[at, 1]
        if met[at, 0] == key:
            count += np.uint64(1)
            continue
        plain = grams.joined(words[last, OPENS], words[word, FOLDED]) | np.uint64(1)
        marked = grams.joined(words[last, OPENS_MARKED], words[word, WRITTEN]) | np.uint64(1)
        is_marked = (words[last, FOLDED] != words[last, WRITTEN]) | (
            words[word, FOLDED] != words[word, WRITTEN]
        )
        pairs[size, 0], pairs[size, 1], pairs[size, 2] = plain, marked, key
        likely[size, 1] = is_marked
        fetch(slots, np.int64(plain & mask))
        fetch(slots, np.int64(marked & mask))
        size += np.uint64(1)
    count = _look_up(size, count, pairs, likely, slots, place_bits, hashes, met, both)
    edge = np.uint64(len(words) - 1)
    if begin < end and words[edge, FOLDED]:
        first = np.uint64(tokens[begin])
        both[count] = _pair(words[edge], words[first], slots, place_bits, hashes)
        both[count + np.uint64(1)] = _pair(words[word], words[edge], slots, place_bits, hashes)
        count += np.uint64(2)
    return _each_once(found, np.uint64(2) * count, seen, hashes)


@compiled
def _look_up(size, count, pairs, likely, slots, place_bits, hashes, met, both):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Put the records of the first ``size`` pairs into ``both`` and into ``met``."""
    most = np.uint64(len(met) - 1)
    for k in range(size):
        likely[k, 0] = _likely(slots, place_bits, pairs[k, 0])
        fetch(hashes, np.int64(likely[k, 0]) * HASHES)
        if likely[k, 1]:
            likely[k, 1] = _likely(slots, place_bits, pairs[k, 1])
            fetch(hashes, np.int64(likely[k, 1]) * HASHES)
    for k in range(size):
        known = np.uint64(0)
        for side in range(2):
            place = np.uint64(likely[k, side])
            if place and hashes[place * np.uint64(HASHES)] != pairs[k, side]:
                place = np.uint64(find(slots, place_bits, hashes, pairs[k, side]))
            known |= place << np.uint64(32 * side)
        at = (pairs[k, 2] * _SPREAD >> np.uint64(32)) & most
        met[at, 0], met[at, 1] = pairs[k, 2], known
        both[count] = known
        count += np.uint64(1)
    return count


@compiled
def _each_once(found, count, seen, hashes):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Leave each record once in the list, and none where a run has no record; fetch them all.

    Without a branch, which could not be foretold. ``seen`` comes and goes empty.
    """
    seen[0] = np.uint64(1)  # that of no record
    kept = np.uint64(0)
    for k in range(count):
        place = np.uint64(found[k])
        there, bit = place >> np.uint64(6), place & np.uint64(63)
        mark = seen[there]
        found[kept] = place
        kept += ~(mark >> bit) & np.uint64(1)
        seen[there] = mark | (np.uint64(1) << bit)
    for k in range(kept):
        place = np.uint64(found[k])
        seen[place >> np.uint64(6)] = np.uint64(0)
        fetch(hashes, np.int64(place) * HASHES)
        fetch(hashes, np.int64(place) * HASHES + 8)
        fetch(hashes, np.int64(place) * HASHES + 16)
    return kept


@compiled
def _add_up(found, count, hashes, facts, topics, weights, steps, bias, rows, sums, total, scores):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """The scores of a letter with the first ``count`` runs ``found``.

    Whole rows are added four at a time; pairs apart from them, because a wide read would have to
    wait for narrow writes before it.
    """
    for t in range(np.uint64(len(total))):
        total[t] = 0
    norm, size = np.uint64(0), np.uint64(0)
    left = np.uint64(len(rows))  # pairs are listed from the end
    for k in range(count):
        place = np.uint64(found[k])
        norm += np.uint64(facts[place * np.uint64(FACTS) + np.uint64(SQUARE)])
        is_row = np.uint64(
            facts[place * np.uint64(FACTS) + np.uint64(COUNT)] == np.uint16(WHOLE_ROW)
        )
        at = place * np.uint64(UNIT) + np.uint64(WEIGHTS)
        rows[size] = at
        rows[left - np.uint64(1)] = at
        size += is_row
        left -= np.uint64(1) - is_row
    for k in range(left, np.uint64(len(rows))):
        at = rows[k]
        for p in range(MOST_PAIRS):
            topic = np.uint64(topics[at + np.uint64(2 * p)])
            total[topic] += weights[at + np.uint64(2 * p + 1)]
    for k in range(3):
        rows[size + np.uint64(k)] = WEIGHTS  # the row of the empty record
    for low in range(np.uint64(0), size, np.uint64(_MOST_ROWS)):
        _add_rows(rows, low, min(size, low + np.uint64(_MOST_ROWS)), weights, sums)
        for t in range(np.uint64(len(sums))):
            total[t] += sums[t]
    scale = np.float32(0.0)
    if norm > np.uint64(0):
        scale = np.float32(1.0) / np.sqrt(np.float32(norm) / np.float32(SQUARE_PARTS))
    for t in range(np.uint64(len(bias))):
        scores[t] = np.float32(total[t]) * (steps[t] * scale) + bias[t]


@compiled
def _add_rows(rows, low, high, weights, sums):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The sums of the columns of rows low..high."""
    width = np.uint64(len(sums))
    for t in range(width):
        sums[t] = 0
    for k in range(low, high, np.uint64(4)):
        a, b = rows[k], rows[k + np.uint64(1)]
        c, d = rows[k + np.uint64(2)], rows[k + np.uint64(3)]
        for t in range(width):
            sums[t] += (weights[a + t] + weights[b + t]) + (weights[c + t] + weights[d + t])


@compiled
def _room(low, high, start, units, classes):  # type: ignore[no-untyped-def]  # pragma: no cover
    """An empty mark for each unit of records; room for the runs of the longest letter; for sums."""
    most = grams.room_for(start, low, high) // 2 + 4
    seen, found = np.zeros(units // 64 + 1, np.uint64), np.empty(2 * most, np.uint32)
    pairs, likely = np.empty((most, 3), np.uint64), np.empty((most, 2), np.uint32)
    width = -(-classes // WIDTH) * WIDTH
    sums, total = np.empty(width, np.int16), np.empty(256, np.int32)
    met, rows = np.zeros((MOST_MET, 2), np.uint64), np.empty(2 * most + 4, np.uint64)
    return seen, found, pairs, likely, met, rows, sums, total


@compiled
def score(low, high, tokens, start, stops, words, slots, place_bits, hashes, facts, topics, weights, steps, bias, out, known):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Scores of all topics for letters low..high."""
    seen, found, pairs, likely, met, rows, sums, total = _room(low, high, start, len(hashes) // HASHES, len(bias))  # fmt: skip
    for i in range(low, high):
        count = _runs_of(i, tokens, start, stops, words, slots, place_bits, hashes, seen, found, pairs, likely, met)  # fmt: skip
        known[i] = count
        _add_up(found, count, hashes, facts, topics, weights, steps, bias, rows, sums, total, out[i])  # fmt: skip


@compiled
def judge(low, high, tokens, start, stops, words, slots, place_bits, hashes, facts, topics, weights, steps, bias, field_of, sharpness, ranked, shares, best, kinds, known):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """The fields with the largest shares for letters low..high, and the topic in the first.

    Nothing is kept of a letter but that. Fields come by share, equal ones by their number.
    """
    seen, found, pairs, likely, met, rows, sums, total = _room(low, high, start, len(hashes) // HASHES, len(bias))  # fmt: skip
    told = np.empty(len(bias), np.float32)
    scores = told[: len(field_of)]
    told_shares, powers = np.empty(len(field_of), np.float32), np.empty(len(field_of), np.int32)
    # The last one is that of no field.
    fields = np.empty(field_of.max() + 2, np.float64)
    for i in range(low, high):
        count = _runs_of(i, tokens, start, stops, words, slots, place_bits, hashes, seen, found, pairs, likely, met)  # fmt: skip
        known[i] = count
        _add_up(found, count, hashes, facts, topics, weights, steps, bias, rows, sums, total, told)  # fmt: skip
        _share_out(scores, field_of, sharpness, told_shares, powers, fields)
        for place in range(ranked.shape[1]):
            top = _largest(fields[:-1])
            ranked[i, place], shares[i, place] = top, fields[top]
            fields[top] = -1.0
        first = np.int64(ranked[i, 0])
        for c in range(np.uint64(len(field_of))):
            told_shares[c] = scores[c] if field_of[c] == first else -np.inf
        best[i] = _largest(told_shares)
        for k in range(kinds.shape[1]):
            kinds[i, k] = told[len(field_of) + k]


@compiled
def _largest(values):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Where the largest value stands, the first of equal ones; without a branch."""
    best, top = values[0], 0
    for k in range(1, len(values)):
        value = values[np.uint64(k)]
        is_larger = value > best
        best = value if is_larger else best
        top = k if is_larger else top
    return top


@compiled
def _share_out(scores, field_of, sharpness, shares, powers, fields):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """The share of each field: the shares of its topics, after sharpening, that sum to one."""
    top = scores[0]
    for c in range(np.uint64(len(scores))):
        top = max(top, scores[c])
    for c in range(np.uint64(len(scores))):
        shares[c] = max(sharpness * (scores[c] - top), _NO_SHARE) * _PER_HALVING
    _powers_of_two(shares, powers)
    fields[:] = 0.0
    every = 0.0
    for c in range(len(scores)):
        every += shares[c]
        fields[field_of[c]] += shares[c]
    for f in range(len(fields)):
        fields[f] /= every


@compiled
def _powers_of_two(values, powers):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Two to each of ``values``, in their place; all at once, which ``exp`` of a library is not.

    The whole part becomes the exponent of a number, the rest a Taylor series (to 2e-7).
    """
    for c in range(np.uint64(len(values))):
        whole = np.floor(values[c] + np.float32(0.5))
        rest = (values[c] - whole) * _OF_HALVING
        powers[c] = (np.int32(whole) + np.int32(127)) << np.int32(23)
        series = np.float32(1.0 / 720.0)
        series = series * rest + np.float32(1.0 / 120.0)
        series = series * rest + np.float32(1.0 / 24.0)
        series = series * rest + np.float32(1.0 / 6.0)
        series = series * rest + np.float32(0.5)
        series = series * rest + np.float32(1.0)
        values[c] = series * rest + np.float32(1.0)
    exact = powers.view(np.float32)
    for c in range(np.uint64(len(values))):
        values[c] *= exact[c]
