"""Which phrases of the lexicon a letter holds, and what they say together: compiled.

From left to right the longest phrase is taken at each word. Where the letter has diacritics, a
phrase whose marks differ counts for little: tố is not tổ. A phrase that comes again adds less
each time. What is found once figures and their units are left out counts as well: "đường 179
hỏng" holds "đường hỏng".
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gandan.synthesis.lexicon import MEASURES, Lexicon
from gandan.synthesis.reading import BRACKET, COLON, NEW_LINE, Reading
from gandan.synthesis.tries import NOWHERE, ROOT, child
from gandan.vietnamese import expand

QUOTED_ANSWER = 0.15
FIRST_LINE = 0.35
FIRST_LINE_AT_MOST = 90
MOST_WORDS, MOST_HITS = 4096, 1024
WHY = 4
MARKED, ALPHA, DIGIT, MEASURE, TRA, LOI = 1, 2, 4, 8, 16, 32


@dataclass(frozen=True, eq=False)
class Spelling:
    """What matching needs of each different word of a reading.

    A word of shorthand stands for itself and for what it spells out: word k is matched as
    ``form[start[k]:start[k + 1]]`` (numbers in the trie) and ``spelled`` (in the spelling).
    """

    start: NDArray[np.int32]
    form: NDArray[np.int32]
    spelled: NDArray[np.int32]
    flags: NDArray[np.uint8]


def spelling_of(reading: Reading, lexicon: Lexicon) -> Spelling:
    forms: list[int] = []
    spelled: list[int] = []
    flags: list[int] = []
    start = np.zeros(len(reading.written) + 1, np.int32)
    form_of, spelled_of = lexicon.trie.words.get, lexicon.spelling.get
    marked = reading.is_marked.tolist()
    for k, (folded, lowered) in enumerate(zip(reading.folded, reading.lowered, strict=True)):
        longer = expand([folded])
        pieces = [folded] if longer == [folded] else [folded, *longer]
        for piece in pieces:
            forms.append(form_of(piece, NOWHERE))
            spelled.append(spelled_of(lowered if piece == folded else piece, NOWHERE))
            flags.append(_flags(piece, is_marked=marked[k] and piece == folded))
        start[k + 1] = len(forms)
    return Spelling(
        start,
        np.array(forms, dtype=np.int32),
        np.array(spelled, dtype=np.int32),
        np.array(flags, dtype=np.uint8),
    )


def _flags(word: str, *, is_marked: bool) -> int:
    return (
        MARKED * is_marked
        + ALPHA * word.isalpha()
        + DIGIT * word.isdigit()
        + MEASURE * (word in MEASURES)
        + TRA * (word == "tra")
        + LOI * (word == "loi")
    )


@njit(cache=True, nogil=True)
def reply_word(low, high, tokens, before, first_form, flags):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The word where a quoted answer begins ("[Trả lời", "Trả lời:"); ``high`` for none."""
    for j in range(low, high - 1):
        if flags[first_form[tokens[j]]] & TRA and flags[first_form[tokens[j + 1]]] & LOI:
            opens = j == low or before[j] == NEW_LINE
            if before[j] == BRACKET or (opens and j + 2 < high and before[j + 2] == COLON):
                return j
    return high


@njit(cache=True, nogil=True)
def _find(forms, spelled, flags, count, marked, keys, nodes, first, phrase_spelled, spelled_start, phrase_marked, hit_phrase, hit_at, hit_share, hits):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Add the phrases in words 0..count to the hits; return how many there are now."""
    covered = 0
    found_node = np.empty(16, np.int32)
    found_end = np.empty(16, np.int32)
    for at in range(count):
        ends = 0
        node = child(keys, nodes, ROOT, forms[at])
        end = at + 1
        while node != NOWHERE:
            if first[node + 1] > first[node] and end > covered:
                found_node[ends] = node
                found_end[ends] = end
                ends += 1
            node = child(keys, nodes, node, forms[end]) if end < count else NOWHERE
            end += 1
        for e in range(ends - 1, -1, -1):
            node, end = found_node[e], found_end[e]
            phrase, share = -1, 0.0
            for p in range(first[node], first[node + 1]):
                same = spelled_start[p + 1] - spelled_start[p] == end - at
                if same:
                    for j in range(at, end):
                        if phrase_spelled[spelled_start[p] + j - at] != spelled[j]:
                            same = False
                            break
                if same:
                    phrase, share = p, 1.0
                    break
            if phrase < 0:
                p = first[node]
                words_marked = False
                for j in range(at, end):
                    words_marked |= flags[j] & MARKED != 0
                if marked and (words_marked or end - at == 1):
                    if not phrase_marked[p]:
                        phrase, share = p, 1.0
                elif not marked:
                    # Without marks a short phrase can be many things.
                    phrase = p
                    share = 0.45 if end - at == 1 else (0.85 if end - at == 2 else 1.0)
                else:
                    phrase = p
                    share = 0.15 if phrase_marked[p] else 1.0
            if phrase >= 0:
                if hits < len(hit_phrase):
                    hit_phrase[hits], hit_at[hits], hit_share[hits] = phrase, at, share
                    hits += 1
                covered = end
                break
    return hits


@njit(cache=True, nogil=True)
def score_letters(low, high, tokens, start, begin, before, first_line, lengths, text_length, word_start, word_form, word_spelled, word_flags, keys, nodes, first, phrase_spelled, spelled_start, phrase_marked, pointed, strength, pointed_start, scores, why):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Scores of the topics (rows of ``scores``) and the strongest phrases of letters low..high."""
    forms, spelled = np.empty(MOST_WORDS, np.int32), np.empty(MOST_WORDS, np.int32)
    flags, weight = np.empty(MOST_WORDS, np.uint8), np.empty(MOST_WORDS)
    gap_forms, gap_spelled = np.empty(MOST_WORDS, np.int32), np.empty(MOST_WORDS, np.int32)
    gap_flags, gap_at = np.empty(MOST_WORDS, np.uint8), np.empty(MOST_WORDS, np.int32)
    hit_phrase, hit_at = np.empty(MOST_HITS, np.int32), np.empty(MOST_HITS, np.int32)
    hit_share, hit_power = np.empty(MOST_HITS), np.empty(MOST_HITS)
    first_form = word_start[:-1]
    for i in range(low, high):
        a, b = start[i], start[i + 1]
        reply = reply_word(a, b, tokens, before, first_form, word_flags)
        reply_at = begin[reply] if reply < b else text_length[i]
        count = 0
        marked = False
        plain = True
        for j in range(a, b):
            at = begin[j]
            # The main matter is mostly named before the ones that are mentioned besides.
            w = QUOTED_ANSWER if at >= reply_at else 1.1 - 0.2 * at / max(1, reply_at)
            if at < first_line[i] < FIRST_LINE_AT_MOST:
                w *= FIRST_LINE
            for k in range(word_start[tokens[j]], word_start[tokens[j] + 1]):
                if count == MOST_WORDS:
                    break
                forms[count], spelled[count] = word_form[k], word_spelled[k]
                flags[count], weight[count] = word_flags[k], w
                marked |= word_flags[k] & MARKED != 0
                plain &= word_flags[k] & ALPHA != 0
                count += 1
        hits = _find(forms, spelled, flags, count, marked, keys, nodes, first, phrase_spelled, spelled_start, phrase_marked, hit_phrase, hit_at, hit_share, 0)  # fmt: skip
        if not plain:
            kept = 0
            for j in range(count):
                unit = j > 0 and flags[j] & MEASURE and flags[j - 1] & DIGIT
                if flags[j] & ALPHA and not unit:
                    gap_forms[kept], gap_spelled[kept] = forms[j], spelled[j]
                    gap_flags[kept], gap_at[kept] = flags[j], j
                    kept += 1
            before_gaps = hits
            more = _find(gap_forms, gap_spelled, gap_flags, kept, marked, keys, nodes, first, phrase_spelled, spelled_start, phrase_marked, hit_phrase, hit_at, hit_share, hits)  # fmt: skip
            for h in range(before_gaps, more):
                known = False
                for g in range(before_gaps):
                    known |= hit_phrase[g] == hit_phrase[h]
                if not known:
                    hit_phrase[hits], hit_share[hits] = hit_phrase[h], hit_share[h]
                    hit_at[hits] = gap_at[hit_at[h]]
                    hits += 1
        for h in range(hits):
            phrase = hit_phrase[h]
            times = 1
            for g in range(h):
                times += hit_phrase[g] == phrase
            power = hit_share[h] * weight[hit_at[h]]
            hit_power[h] = power * strength[pointed_start[phrase]]
            for k in range(pointed_start[phrase], pointed_start[phrase + 1]):
                scores[i - low, pointed[k]] += power / times * strength[k]
        for w in range(WHY):
            best = -1
            for h in range(hits):
                if hit_power[h] >= 0 and (best < 0 or hit_power[h] > hit_power[best]):
                    best = h
            if best < 0:
                break
            phrase = hit_phrase[best]
            why[i - low, w] = phrase
            for h in range(hits):
                if hit_phrase[h] == phrase:
                    hit_power[h] = -1.0


def scores_and_reasons(
    reading: Reading, lengths: Sequence[int], lexicon: Lexicon, spelling: Spelling, low: int, high: int
) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Scores of letters low..high, shape (letters, topics); phrases that decided, -1 for none."""
    scores = np.zeros((high - low, len(lexicon.topics)))
    why = np.full((high - low, WHY), -1, np.int32)
    score_letters(
        low, high, reading.tokens, reading.start, reading.begin, reading.before,
        reading.first_line, reading.length, np.asarray(lengths, dtype=np.int32),
        spelling.start, spelling.form, spelling.spelled, spelling.flags,
        lexicon.trie.keys, lexicon.trie.nodes, lexicon.first,
        lexicon.spelled, lexicon.spelled_start, lexicon.marked,
        lexicon.pointed, lexicon.strength, lexicon.pointed_start, scores, why,
    )  # fmt: skip
    return scores, why
