"""The inner loops of the word model: look runs up, add weights, find what spoke most.

Most of the time goes into waiting for memory. So all that is kept of a run lies in one line of the
cache, runs that many letters have beside each other, and lines are fetched ahead.
"""

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from gandan.synthesis import grams
from gandan.synthesis.compiling import compiled

# A line of 64 bytes for each run: its hash; its rarity; the number of its whole row, or
# -1 - (how many topics it points to); and so many pairs of a topic and its weight.
HASH, RARITY, ROW, PAIRS = 0, 2, 3, 16
LINE = 8
MOST_PAIRS = 24
# The columns of ``words``.
OPENS, OPENS_MARKED, FOLDED, WRITTEN, ALONE, ALONE_MARKED = range(6)
NO_RUN = 0xFFFFFFFFFFFFFFFF  # -1
# What is this far behind the first has a share that rounds to nothing beside it.
_NO_SHARE = np.float32(-17.0)
# A reason that is much weaker than the first explains nothing.
_LEAST_REASON = np.float32(0.3)


def _fetch_line(context, array, place):  # type: ignore[no-untyped-def]
    """Have the line of ``array`` at ``place`` brought into the cache."""

    def generate(context, builder, signature, args):  # type: ignore[no-untyped-def]
        data = context.make_array(signature.args[0])(context, builder, args[0]).data
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        call = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
        at = builder.bitcast(builder.gep(data, [args[1]]), byte)
        builder.call(call, [at, number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.none(array, types.int64), generate


_fetch: Any = intrinsic(_fetch_line)


@compiled
def fill(runs, order_bits, slots):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Open addressing: a slot holds the number of a run and, above it, some bits of its hash.

    0 is an empty slot, so numbers count from one.
    """
    mask = np.uint64(len(slots) - 1)
    for i in range(len(runs)):
        slot = runs[i] & mask
        while slots[slot]:
            slot = (slot + np.uint64(1)) & mask
        slots[slot] = _sign(runs[i], order_bits) | np.uint32(i + 1)


@compiled
def _sign(hashed, order_bits):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The bits of a hash that a slot holds above the number."""
    return np.uint32(hashed >> np.uint64(32)) >> order_bits << order_bits


@compiled
def _likely(slots, order_bits, hashed):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The first run whose slot bears this hash's sign, nearly always its own; -1 for none."""
    mask = np.uint64(len(slots) - 1)
    sign, low = _sign(hashed, order_bits), (np.uint32(1) << order_bits) - np.uint32(1)
    slot = hashed & mask
    while slots[slot]:
        if slots[slot] & ~low == sign:
            return np.int64(slots[slot] & low) - 1
        slot = (slot + np.uint64(1)) & mask
    return -1


@compiled
def _find(slots, order_bits, lines, hashed):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The number of a run; -1 when the model does not know it."""
    mask = np.uint64(len(slots) - 1)
    low = (np.uint32(1) << order_bits) - np.uint32(1)
    slot = hashed & mask
    while slots[slot]:
        run = np.int64(slots[slot] & low) - 1
        if lines[run, HASH] == hashed:
            return run
        slot = (slot + np.uint64(1)) & mask
    return -1


@compiled
def words(folded, written, slots, order_bits, lines, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """What each different word brings, beside each other in one line of the cache.

    The openings of its pairs, folded and as written; its hashes; its runs (-1 for none).
    """
    for word in range(len(folded)):
        plain, marked = grams.one(folded[word]), grams.one_written(written[word])
        out[word, OPENS], out[word, OPENS_MARKED] = grams.opening(plain), grams.opening(marked)
        out[word, FOLDED], out[word, WRITTEN] = folded[word], written[word]
        out[word, ALONE] = _find(slots, order_bits, lines, plain | np.uint64(1))
        out[word, ALONE_MARKED] = np.uint64(NO_RUN)
        if folded[word] != written[word]:
            out[word, ALONE_MARKED] = _find(slots, order_bits, lines, marked | np.uint64(1))


@compiled
def _note(run, seen, found, count):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Put a run into the list unless it is no run or in it; returns how many there are."""
    if run < 0:
        return count
    place, bit = run >> 6, np.uint64(1) << np.uint64(run & 63)
    if seen[place] & bit:
        return count
    seen[place] |= bit
    found[count] = run
    return count + 1


@compiled
def _runs_of(i, tokens, start, stops, words, slots, order_bits, lines, seen, found, pairs, likely):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """The known runs of letter i, each once; returns how many. ``seen`` comes and goes empty."""
    count = size = 0
    mask = np.uint64(len(slots) - 1)
    end = min(stops[i], start[i] + grams.MOST_WORDS)
    for j in range(start[i], end):
        word = tokens[j]
        count = _note(np.int64(words[word, ALONE]), seen, found, count)
        count = _note(np.int64(words[word, ALONE_MARKED]), seen, found, count)
        if j + 1 < end:
            following = tokens[j + 1]
            folded, written = words[following, FOLDED], words[following, WRITTEN]
            pairs[size] = grams.joined(words[word, OPENS], folded) | np.uint64(1)
            _fetch(slots, np.int64(pairs[size] & mask))
            size += 1
            if folded != written or words[word, FOLDED] != words[word, WRITTEN]:
                pairs[size] = grams.joined(words[word, OPENS_MARKED], written) | np.uint64(1)
                _fetch(slots, np.int64(pairs[size] & mask))
                size += 1
    for k in range(size):
        likely[k] = _likely(slots, order_bits, pairs[k])
        if likely[k] >= 0:
            _fetch(lines, np.int64(likely[k]) * LINE)
    for k in range(size):
        run = np.int64(likely[k])
        if run >= 0 and lines[run, HASH] != pairs[k]:
            run = _find(slots, order_bits, lines, pairs[k])
        count = _note(run, seen, found, count)
    for k in range(count):
        seen[found[k] >> 6] = np.uint64(0)
    return count


@compiled
def _add_up(found, count, facts, values, topics, weights, rows, step, bias, places, shares, total):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """The scores of a letter with the first ``count`` runs ``found`` into ``total[0]``.

    Weights of runs with few topics are added up in ``total[1]``: a wide read would have to wait
    for narrow writes before it. Whole rows are added four at a time.
    """
    total[:] = np.float32(0.0)
    norm = np.float32(0.0)
    width, size = np.uint64(rows.shape[1]), 0
    for k in range(count):
        run = np.uint64(found[k])
        value = values[run, RARITY]
        norm += value * value
        value *= step
        place = facts[run, ROW]
        if place >= 0:
            places[size], shares[size] = place, value
            size += 1
            _fetch(rows, np.int64(place) * np.int64(width))
            _fetch(rows, np.int64(place) * np.int64(width) + 64)
        else:
            for p in range(np.uint64(PAIRS), np.uint64(PAIRS - 2 * (place + 1)), np.uint64(2)):
                topic = np.uint64(topics[run, p])
                total[1, topic] += value * np.float32(weights[run, p + np.uint64(1)])
    for k in range(size, size + 3):
        places[k], shares[k] = 0, 0.0
    for k in range(0, size, 4):
        a, b = np.uint64(places[k]), np.uint64(places[k + 1])
        c, d = np.uint64(places[k + 2]), np.uint64(places[k + 3])
        of_a, of_b, of_c, of_d = shares[k], shares[k + 1], shares[k + 2], shares[k + 3]
        for t in range(width):
            total[0, t] += (of_a * np.float32(rows[a, t]) + of_b * np.float32(rows[b, t])) + (
                of_c * np.float32(rows[c, t]) + of_d * np.float32(rows[d, t])
            )
    scale = np.float32(1.0) / np.sqrt(norm) if norm > 0.0 else np.float32(0.0)
    for t in range(len(bias)):
        total[0, t] = (total[0, t] + total[1, t]) * scale + bias[t]


@compiled
def _room(low, high, start, runs, rows):  # type: ignore[no-untyped-def]  # pragma: no cover
    """An empty mark for each run; room for the runs of the longest letter, and for scores."""
    most = grams.room_for(start, low, high)
    seen, found = np.zeros(runs // 64 + 1, np.uint64), np.empty(most, np.int32)
    total = np.empty((2, rows.shape[1]), np.float32)
    pairs, likely = np.empty(most, np.uint64), np.empty(most + 3, np.int32)
    return seen, found, pairs, likely, np.empty(most + 3, np.float32), total


@compiled
def score(low, high, tokens, start, stops, words, slots, order_bits, lines, facts, values, topics, weights, rows, step, bias, out, known):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Scores of all topics for letters low..high."""
    seen, found, pairs, places, shared, total = _room(low, high, start, len(lines), rows)
    for i in range(low, high):
        known[i] = _runs_of(i, tokens, start, stops, words, slots, order_bits, lines, seen, found, pairs, places)  # fmt: skip
        _add_up(found, known[i], facts, values, topics, weights, rows, step, bias, places, shared, total)  # fmt: skip
        for c in range(len(bias)):
            out[i, c] = total[0, c]


@compiled
def judge(low, high, tokens, start, stops, words, slots, order_bits, lines, facts, values, topics, weights, rows, step, bias, field_of, sharpness, ranked, shares, best, kinds, known):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """The fields with the largest shares for letters low..high, and the topic in the first.

    Nothing is kept of a letter but that. Fields come by share, equal ones by their number.
    """
    seen, found, pairs, places, shared, total = _room(low, high, start, len(lines), rows)
    scores = total[0, : len(field_of)]
    fields = np.empty(field_of.max() + 1, np.float64)
    for i in range(low, high):
        known[i] = _runs_of(i, tokens, start, stops, words, slots, order_bits, lines, seen, found, pairs, places)  # fmt: skip
        _add_up(found, known[i], facts, values, topics, weights, rows, step, bias, places, shared, total)  # fmt: skip
        _share_out(scores, field_of, sharpness, fields)
        for place in range(ranked.shape[1]):
            top = 0
            for f in range(1, len(fields)):
                if fields[f] > fields[top]:
                    top = f
            ranked[i, place], shares[i, place] = top, fields[top]
            fields[top] = -1.0
        best[i] = -1
        for c in range(len(field_of)):
            if field_of[c] == ranked[i, 0] and (best[i] < 0 or scores[c] > scores[best[i]]):
                best[i] = c
        for k in range(kinds.shape[1]):
            kinds[i, k] = total[0, len(field_of) + k]


@compiled
def _share_out(scores, field_of, sharpness, fields):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The share of each field: the shares of its topics, after sharpening, that sum to one."""
    top = scores.max()
    fields[:] = 0.0
    every = 0.0
    for c in range(len(scores)):
        behind = sharpness * (scores[c] - top)
        if behind > _NO_SHARE:
            share = np.float64(np.exp(behind))
            every += share
            if field_of[c] >= 0:
                fields[field_of[c]] += share
    for f in range(len(fields)):
        fields[f] /= every


@compiled
def _power(slots, order_bits, lines, facts, values, topics, weights, rows, hashed, topic):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """How much one run speaks for ``topic``."""
    run = _find(slots, order_bits, lines, hashed | np.uint64(1))
    if run < 0:
        return np.float32(0.0)
    place = facts[run, ROW]
    if place >= 0:
        return values[run, RARITY] * np.float32(rows[place, topic])
    for p in range(PAIRS, PAIRS - 2 * (place + 1), 2):
        if topics[run, p] == topic:
            return values[run, RARITY] * np.float32(weights[run, p + 1])
    return np.float32(0.0)


@compiled
def _span_power(j, end, tokens, folded, written, slots, order_bits, lines, facts, values, topics, weights, rows, topic):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """How much words j..end and the runs within them speak for ``topic``, a word."""
    total = np.float32(0.0)
    for a in range(j, end):
        plain, marked = np.uint64(0), grams.AS_WRITTEN
        differs = False
        for k in range(a, end):
            plain = grams.longer(plain, folded[tokens[k]])
            marked = grams.longer(marked, written[tokens[k]])
            differs |= folded[tokens[k]] != written[tokens[k]]
            total += _power(
                slots, order_bits, lines, facts, values, topics, weights, rows, plain, topic
            )
            if differs:
                total += _power(
                    slots, order_bits, lines, facts, values, topics, weights, rows, marked, topic
                )
    return total / np.sqrt(np.float32(end - j))


@compiled
def reasons(low, high, tokens, start, stops, folded, written, slots, order_bits, lines, facts, values, topics, weights, rows, about, out):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    for i in range(low, high):
        end = min(stops[i], start[i] + grams.MOST_WORDS)
        words = end - start[i]
        powers = np.zeros((max(words, 1), grams.LONGEST_RUN), np.float32)
        for j in range(words):
            for length in range(min(grams.LONGEST_RUN, words - j)):
                at = start[i] + j
                powers[j, length] = _span_power(at, at + length + 1, tokens, folded, written, slots, order_bits, lines, facts, values, topics, weights, rows, about[i])  # fmt: skip
        strongest = np.float32(0.0)
        for place in range(out.shape[1]):
            best = np.float32(0.0)
            for j in range(words):
                for length in range(min(grams.LONGEST_RUN, words - j)):
                    if powers[j, length] > best:
                        best = powers[j, length]
                        out[i, place, 0] = start[i] + j
                        out[i, place, 1] = start[i] + j + length + 1
            if place == 0:
                strongest = best
            if best == 0.0 or best < _LEAST_REASON * strongest:
                out[i, place] = -1
                break
            first_word, behind = out[i, place, 0] - start[i], out[i, place, 1] - start[i]
            for j in range(max(0, first_word - grams.LONGEST_RUN + 1), behind):
                for length in range(grams.LONGEST_RUN):
                    if j + length >= first_word:
                        powers[j, length] = 0.0
