"""Which words of a letter spoke most for a topic, by the records of ``word_kernels``."""

import numpy as np

from gandan.synthesis import grams
from gandan.synthesis.compiling import compiled
from gandan.synthesis.word_kernels import COUNT, FACTS, UNIT, WEIGHTS, WHOLE_ROW, find

# A reason that is much weaker than the first explains nothing.
_LEAST_REASON = np.float32(0.3)


@compiled
def _power(slots, place_bits, hashes, facts, topics, weights, steps, hashed, topic):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """How much one run speaks for ``topic``."""
    place = np.int64(find(slots, place_bits, hashes, hashed | np.uint64(1)))
    if place == 0:
        return np.float32(0.0)
    at, pointed = place * UNIT + WEIGHTS, facts[place * FACTS + COUNT]
    if pointed == WHOLE_ROW:
        return steps[topic] * np.float32(weights[at + topic])
    for p in range(at, at + 2 * pointed, 2):
        if topics[p] == topic:
            return steps[topic] * np.float32(weights[p + 1])
    return np.float32(0.0)


@compiled
def _span_power(j, end, tokens, folded, written, slots, place_bits, hashes, facts, topics, weights, steps, topic):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """How much words j..end and the runs within them speak for ``topic``, a word."""
    total = np.float32(0.0)
    for a in range(j, end):
        plain, marked = np.uint64(0), grams.AS_WRITTEN
        differs = False
        for k in range(a, end):
            plain = grams.longer(plain, folded[tokens[k]])
            marked = grams.longer(marked, written[tokens[k]])
            differs |= folded[tokens[k]] != written[tokens[k]]
            total += _power(slots, place_bits, hashes, facts, topics, weights, steps, plain, topic)
            if differs:
                total += _power(
                    slots, place_bits, hashes, facts, topics, weights, steps, marked, topic
                )
    return total / np.sqrt(np.float32(end - j))


@compiled
def reasons(low, high, tokens, start, stops, folded, written, slots, place_bits, hashes, facts, topics, weights, steps, about, out):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    for i in range(low, high):
        end = min(stops[i], start[i] + grams.MOST_WORDS)
        words = end - start[i]
        powers = np.zeros((max(words, 1), grams.LONGEST_RUN), np.float32)
        for j in range(words):
            for length in range(min(grams.LONGEST_RUN, words - j)):
                at = start[i] + j
                powers[j, length] = _span_power(at, at + length + 1, tokens, folded, written, slots, place_bits, hashes, facts, topics, weights, steps, about[i])  # fmt: skip
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
