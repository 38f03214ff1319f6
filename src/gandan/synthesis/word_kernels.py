"""The inner loops of the word model: look runs up, add weights, find what spoke most."""

import numpy as np

from gandan.synthesis import grams
from gandan.synthesis.compiling import compiled

# 128 KB stay in a core's own cache; one unknown run in about twenty passes.
FILTER_BITS = 1 << 20
_FILTER_SHIFT = np.uint64(64 - 20)
# A reason that is much weaker than the first explains nothing.
_LEAST_REASON = np.float32(0.3)


@compiled
def fill(runs, keys, numbers, bits):  # type: ignore[no-untyped-def]  # pragma: no cover
    mask = np.uint64(len(keys) - 1)
    for i in range(len(runs)):
        slot = runs[i] & mask
        while keys[slot]:
            slot = (slot + np.uint64(1)) & mask
        keys[slot] = runs[i]
        numbers[slot] = i
        bit = runs[i] >> _FILTER_SHIFT
        bits[bit >> np.uint64(6)] |= np.uint64(1) << (bit & np.uint64(63))


@compiled
def _find(keys, numbers, hashed):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The number of a run; -1 when the model does not know it."""
    mask = np.uint64(len(keys) - 1)
    slot = hashed & mask
    while keys[slot]:
        if keys[slot] == hashed:
            return numbers[slot]
        slot = (slot + np.uint64(1)) & mask
    return -1


@compiled
def _may_know(bits, hashed):  # type: ignore[no-untyped-def]  # pragma: no cover
    bit = hashed >> _FILTER_SHIFT
    return bits[bit >> np.uint64(6)] >> (bit & np.uint64(63)) & np.uint64(1) != 0


@compiled
def words(folded, written, keys, numbers, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The run of each different word, folded and as written; -1 for none."""
    for word in range(len(folded)):
        out[word, 0] = _find(keys, numbers, grams.one(folded[word]) | np.uint64(1))
        out[word, 1] = -1
        if folded[word] != written[word]:
            out[word, 1] = _find(keys, numbers, grams.one_written(written[word]) | np.uint64(1))


@compiled
def score(low, high, tokens, start, stops, folded, written, words, bits, keys, numbers, rarity, first, pointed, weight, step, bias, out, known):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    seen_in = np.full(len(rarity), -1, np.int64)
    found = np.empty(4, np.int32)
    for i in range(low, high):
        row = out[i]
        row[:] = 0.0
        norm = np.float32(0.0)
        known[i] = 0
        end = min(stops[i], start[i] + grams.MOST_WORDS)
        for j in range(start[i], end):
            word = tokens[j]
            found[0], found[1] = words[word, 0], words[word, 1]
            count = 2
            if j + 1 < end:
                following = tokens[j + 1]
                pair = grams.longer(grams.one(folded[word]), folded[following]) | np.uint64(1)
                if _may_know(bits, pair):
                    found[count] = _find(keys, numbers, pair)
                    count += 1
                if folded[word] != written[word] or folded[following] != written[following]:
                    pair = grams.longer(grams.one_written(written[word]), written[following])
                    pair |= np.uint64(1)
                    if _may_know(bits, pair):
                        found[count] = _find(keys, numbers, pair)
                        count += 1
            for f in range(count):
                run = found[f]
                if run < 0 or seen_in[run] == i:
                    continue
                seen_in[run] = i
                known[i] += 1
                value = rarity[run]
                norm += value * value
                value *= step
                for k in range(first[run], first[run + 1]):
                    row[pointed[k]] += value * np.float32(weight[k])
        scale = np.float32(1.0) / np.sqrt(norm) if norm > 0.0 else np.float32(0.0)
        for c in range(len(bias)):
            row[c] = row[c] * scale + bias[c]


@compiled
def _power(keys, numbers, hashed, rarity, first, pointed, weight, topic):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """How much one run speaks for ``topic``."""
    run = _find(keys, numbers, hashed | np.uint64(1))
    if run >= 0:
        for w in range(first[run], first[run + 1]):
            if pointed[w] == topic:
                return rarity[run] * np.float32(weight[w])
    return np.float32(0.0)


@compiled
def _span_power(j, end, tokens, folded, written, keys, numbers, rarity, first, pointed, weight, topic):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """How much words j..end and the runs within them speak for ``topic``, a word."""
    total = np.float32(0.0)
    for a in range(j, end):
        plain, marked = np.uint64(0), grams.AS_WRITTEN
        differs = False
        for k in range(a, end):
            plain = grams.longer(plain, folded[tokens[k]])
            marked = grams.longer(marked, written[tokens[k]])
            differs |= folded[tokens[k]] != written[tokens[k]]
            total += _power(keys, numbers, plain, rarity, first, pointed, weight, topic)
            if differs:
                total += _power(keys, numbers, marked, rarity, first, pointed, weight, topic)
    return total / np.sqrt(np.float32(end - j))


@compiled
def reasons(low, high, tokens, start, stops, folded, written, keys, numbers, rarity, first, pointed, weight, topics, out):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    for i in range(low, high):
        end = min(stops[i], start[i] + grams.MOST_WORDS)
        words = end - start[i]
        powers = np.zeros((max(words, 1), grams.LONGEST_RUN), np.float32)
        for j in range(words):
            for length in range(min(grams.LONGEST_RUN, words - j)):
                at = start[i] + j
                powers[j, length] = _span_power(at, at + length + 1, tokens, folded, written, keys, numbers, rarity, first, pointed, weight, topics[i])  # fmt: skip
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
