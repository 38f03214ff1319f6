"""What is asked for, by the words that say so; a denunciation is rather over-suspected.

A denunciation that is taken for something else may expose its writer, so a doubtful one keeps
"to_cao" among the alternatives.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import overload

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis import tries
from gandan.synthesis.compiling import compiled
from gandan.synthesis.parallel import by_all_cores
from gandan.synthesis.reading import (
    ASKS,
    BLANKS,
    SPACE,
    Reading,
    read,
)
from gandan.synthesis.replies import reply_starts
from gandan.synthesis.tries import NOWHERE, Trie, child, opened_by

KINDS = ("phan_anh", "kien_nghi", "khieu_nai", "to_cao", "khieu_nai_to_cao", "hoi")
# The first line of a note often only names its place.
HEADLINE_WORDS = 12
VOTERS_WITHIN = 48
MAY_NOT = (2, 61)
MOST_READ = 6_000


# What a word model can tell. Whether a letter is complaint and denunciation at once the rules say.
LEARNED_KINDS = ("phan_anh", "kien_nghi", "khieu_nai", "to_cao", "hoi")
# How sharply the model's scores become shares, and what no kind's share is below. Fitted with the
# rules' shares on 277 hand-labelled letters that the model did not learn from.
_SHARPNESS, _LEAST_SHARE = 3.0, 0.01
_SHOWN = 3


@dataclass(frozen=True)
class KindGuess:
    slug: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...]


class Kinds(Sequence[KindGuess]):
    """The kind of each of n letters: the likeliest ``KINDS``, shape (n, shown), and their shares."""

    def __init__(self, ranked: NDArray[np.int8], shares: NDArray[np.float32]) -> None:
        self.ranked, self.shares = ranked, shares

    def __len__(self) -> int:
        return len(self.ranked)

    @property
    def slugs(self) -> list[str]:
        """The likeliest kind of each letter."""
        return [KINDS[k] for k in self.ranked[:, 0].tolist()]

    @overload
    def __getitem__(self, i: int) -> KindGuess: ...

    @overload
    def __getitem__(self, i: slice) -> Sequence[KindGuess]: ...

    def __getitem__(self, i: int | slice) -> KindGuess | Sequence[KindGuess]:
        if isinstance(i, slice):
            return [self[k] for k in range(*i.indices(len(self)))]
        shares = [round(share, 3) for share in self.shares[i].tolist()]
        first, *others = zip([KINDS[k] for k in self.ranked[i].tolist()], shares, strict=True)
        return KindGuess(*first, tuple(others))


def guess_kinds(
    reading: Reading,
    stops: NDArray[np.int64] | None = None,
    learned: tuple[str, ...] = (),
    scores: NDArray[np.float32] | None = None,
) -> Kinds:
    """Guess the kinds from the senders' own words; an answer quoted in a letter is left out.

    It begins at ``stops`` (of ``reply_starts``, where they are known already). ``scores`` of the
    kinds ``learned`` by a word model, shape (n, learned), join what the rules say: shares of both
    are multiplied. Where all scores of a letter are equal the rules decide.
    """
    stops = reply_starts(reading) if stops is None else stops
    signs, own = np.unique(_signs_of(reading, stops), return_inverse=True)
    told = np.array([_weigh(sign) for sign in signs.tolist()]).reshape(-1, len(KINDS))
    if scores is None or not learned:
        learned, scores = LEARNED_KINDS, np.zeros((len(reading), len(LEARNED_KINDS)), np.float32)
    # Complaint and denunciation at once has the larger score of the two.
    columns = [(kind, kind) if kind in learned else ("khieu_nai", "to_cao") for kind in KINDS]
    where = [[learned.index(one) if one in learned else -1 for one in pair] for pair in columns]
    ranked = np.empty((len(reading), _SHOWN), np.int8)
    shares = np.empty((len(reading), _SHOWN), np.float32)
    _rank(told, own, scores, np.array(where), ranked, shares)
    return Kinds(ranked, shares)


def _signs_of(reading: Reading, stops: NDArray[np.int64]) -> NDArray[np.int64]:
    names, trie, bits = _phrases()
    signs = np.zeros(len(reading), np.int64)
    forms = _forms(reading)
    opened = opened_by(trie.keys, trie.nodes, forms)
    # The last one is that of words of no phrase.
    alone = np.where(opened == NOWHERE, 0, bits[opened] != 0).astype(np.uint64)
    follows = np.append(_parents(), np.uint64(0))[forms]
    bit = {name: np.int64(1 << k) for k, name in enumerate(names)}
    arrays = (
        reading.tokens, reading.start, stops, reading.begin, reading.before, reading.first_line,
        reading.length, forms, opened, alone, follows, trie.keys, trie.nodes, bits,
        bit["opens"], bit["voters"], bit["may"], bit["not"], np.int64(1 << len(names)), signs,
    )  # fmt: skip
    by_all_cores(lambda low, high: _signs(low, high, *arrays), len(reading))
    return signs << 8 | reading.shows


def _forms(reading: Reading) -> NDArray[np.int32]:
    """The number in the tree of phrases of each different word, found by its folded form."""
    known, numbers = _known_words()
    at = np.minimum(np.searchsorted(known, reading.word_hash), len(known) - 1)
    return np.where(known[at] == reading.word_hash, numbers[at], NOWHERE).astype(np.int32)


@cache
def _known_words() -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """Hashes of the words of all phrases, sorted, and their numbers in the tree."""
    words = _phrases()[1].words
    reading = read([" ".join(words)], sampled=False)
    order = np.argsort(reading.word_hash)
    numbers = np.array([words[word] for word in reading.folded], np.int32)
    return reading.word_hash[order], numbers[order]


@cache
def _phrases() -> tuple[tuple[str, ...], Trie, NDArray[np.int64]]:
    """Categories, the tree of their phrases, and the categories' bits at each node."""
    text = files("gandan.synthesis").joinpath("data", "kinds.txt").read_text("utf-8")
    lines = [line.partition(":") for line in text.splitlines() if line and line[0] != "#"]
    names = tuple(name for name, _colon, _words in lines)
    phrases = [
        (phrase.split(), 1 << k)
        for k, (_name, _colon, words) in enumerate(lines)
        for phrase in words.split(";")
    ]
    trie = tries.build([words for words, _bit in phrases])
    bits = np.zeros(trie.size, np.int64)
    for end, (_words, bit) in zip(trie.ends.tolist(), phrases, strict=False):
        bits[end] |= bit
    return names, trie, bits


@cache
def _parents() -> NDArray[np.uint64]:
    """Behind which nodes each word of the phrases may follow: bit k for nodes k, k + 64, …"""
    trie = _phrases()[1]
    entries = trie.keys[trie.keys != 0]
    parents, words = entries >> np.uint64(32), entries & np.uint64(0xFFFFFFFF)
    out = np.zeros(len(trie.words), np.uint64)
    bits = np.uint64(1) << (parents & np.uint64(63))
    np.bitwise_or.at(out, words.astype(np.int64) - 1, bits)
    return out


@compiled
def _possible(first, end, tokens, opens, alone, follows, found):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Where phrases may begin among words first..end; returns how many places ``found`` has.

    Without a branch, which could not be foretold: four words in ten open a phrase, few go on.
    """
    count = np.int64(0)
    for j in range(first, end):
        word, behind = tokens[j], tokens[min(j + 1, end - 1)]
        node = opens[word]
        goes_on = follows[behind] >> (np.uint64(node) & np.uint64(63)) & np.uint64(node >= 0)
        found[count] = j
        count += np.int64(alone[word] | goes_on)
    return count


@compiled
def _signs(low, high, tokens, start, stops, begin, before, first_line, lengths, forms, opens_phrase, alone, follows, keys, nodes, bits, opens, voters, may, negation, may_not, signs):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """The categories of each letter as bits; ``opens`` only where a letter opens with it."""
    places = np.empty(MOST_READ, np.int64)
    for i in range(low, high):
        a, b = start[i], min(stops[i], start[i] + MOST_READ)
        first = a
        while first < b and begin[first] < first_line[i]:
            first += 1
        if first == b or first - a > HEADLINE_WORDS:
            first = a
        found = np.int64(0)
        headed = False
        for at in range(_possible(first, b, tokens, opens_phrase, alone, follows, places)):
            j = places[at]
            node = opens_phrase[tokens[j]]
            end = j + 1
            here = np.int64(0)
            while node != NOWHERE:
                here |= bits[node]
                # A phrase does not go on behind a comma or a full stop.
                whole = end < b and (before[end] == SPACE or before[end] == BLANKS)
                node = child(keys, nodes, node, forms[tokens[end]]) if whole else NOWHERE
                end += 1
            # A letter opens with its wish, or with "cử tri ..." and the wish soon after.
            soon = begin[j] - begin[first] <= VOTERS_WITHIN
            if j > first and not (headed and soon):
                here &= ~opens
            if j == first:
                headed = here & voters != 0
            found |= here
            if here & may:
                close = begin[j] + lengths[tokens[j]] + 1
                for k in range(j + 1, b):
                    ahead = begin[k] - close
                    if ahead > MAY_NOT[1] - 1:
                        break
                    one = opens_phrase[tokens[k]]
                    if ahead >= MAY_NOT[0] and one != NOWHERE and bits[one] & negation:
                        found |= may_not
                        break
        signs[i] = found


@compiled
def _rank(told, own, scores, columns, ranked, shares):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The kinds with the largest shares; equal ones by their number.

    Letter i has ``told[own[i]]`` by the rules; kind k the larger of two columns of ``scores``.
    """
    learned, every = np.empty(scores.shape[1]), np.empty(told.shape[1])
    for i in range(len(own)):
        top, total = scores[i].max(), 0.0
        for c in range(len(learned)):
            learned[c] = np.exp(_SHARPNESS * (scores[i, c] - top))
            total += learned[c]
        whole = 0.0
        for k in range(len(every)):
            share = 0.0
            for c in columns[k]:
                share = max(share, learned[c] / total if c >= 0 else 0.0)
            every[k] = told[own[i], k] * (share + _LEAST_SHARE)
            whole += every[k]
        for place in range(ranked.shape[1]):
            best = every.argmax()
            ranked[i, place], shares[i, place] = best, every[best] / whole
            every[best] = -1.0


@cache
def _weigh(sign: int) -> tuple[float, ...]:
    """The shares of ``KINDS`` that the rules give to a letter with these signs."""
    names = _phrases()[0]
    shows, sign = sign & 255, sign >> 8
    has = {name: bool(sign >> k & 1) for k, name in enumerate((*names, "may_not"))}
    points = dict.fromkeys(KINDS, 0.2)
    points["phan_anh"] += 0.9
    accuses = has["wrongdoing"] and has["official"]
    if has["complains"]:
        points["khieu_nai"] += 3.0
    if has["complains_softly"]:
        points["khieu_nai"] += 1.3 + 0.5 * has["personal"]
    if has["denounces"]:
        points["to_cao"] += 3.0
    if accuses:
        points["to_cao"] += 2.6
    elif has["wrongdoing"]:
        points["to_cao"] += 0.7
    if has["complains"] and (has["denounces"] or accuses):
        points["khieu_nai_to_cao"] += 5.0 + has["denounces"]
    _ask(points, has, shows)
    total = sum(value**2 for value in points.values())
    return tuple(value**2 / total for value in points.values())


def _ask(points: dict[str, float], has: dict[str, bool], shows: int) -> None:
    """Questions, petitions (about policy and works to come) and plain reports of a bad state."""
    questions = has["question"] or has["may_not"]
    # "Sao không ai xử lý?" complains; who asks how and where wants to know.
    if has["asks_politely"] and (shows & ASKS or questions):
        points["hoi"] += 2.2
    elif shows & ASKS and questions and not has["state"]:
        points["hoi"] += 1.2
    if has["opens"]:
        points["kien_nghi"] += 1.6
    elif has["asks"]:
        points["kien_nghi"] += 0.35
    if has["policy"]:
        points["kien_nghi"] += 0.9
    if has["petitions"] and not has["remedies"]:
        points["kien_nghi"] += 1.0
    if has["state"]:
        points["phan_anh"] += 0.4
