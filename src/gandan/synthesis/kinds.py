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
    BRACKET,
    COLON,
    NEW_LINE,
    SPACE,
    Reading,
)
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
    """The kind of each of n letters, by shares of ``KINDS``, shape (n, kinds)."""

    def __init__(self, shares: NDArray[np.float64]) -> None:
        self._ranked = np.argsort(-shares, axis=1, kind="stable")[:, :_SHOWN]
        self._shares = np.take_along_axis(shares, self._ranked, axis=1)

    def __len__(self) -> int:
        return len(self._ranked)

    @property
    def slugs(self) -> list[str]:
        """The likeliest kind of each letter."""
        return [KINDS[k] for k in self._ranked[:, 0].tolist()]

    @overload
    def __getitem__(self, i: int) -> KindGuess: ...

    @overload
    def __getitem__(self, i: slice) -> Sequence[KindGuess]: ...

    def __getitem__(self, i: int | slice) -> KindGuess | Sequence[KindGuess]:
        if isinstance(i, slice):
            return [self[k] for k in range(*i.indices(len(self)))]
        shares = [round(share, 3) for share in self._shares[i].tolist()]
        first, *others = zip([KINDS[k] for k in self._ranked[i]], shares, strict=True)
        return KindGuess(*first, tuple(others))


def guess_kinds(
    reading: Reading, learned: tuple[str, ...] = (), scores: NDArray[np.float32] | None = None
) -> Kinds:
    """Guess the kinds from the senders' own words; an answer quoted in a letter is left out.

    ``scores`` of the kinds ``learned`` by a word model, shape (n, learned), join what the rules
    say: shares of both are multiplied. Where all scores of a letter are equal the rules decide.
    """
    signs, own = np.unique(_signs_of(reading), return_inverse=True)
    shares = np.array([_weigh(sign) for sign in signs.tolist()]).reshape(-1, len(KINDS))[own]
    if scores is not None and learned:
        told = np.exp(_SHARPNESS * (scores - scores.max(axis=1, keepdims=True, initial=-np.inf)))
        told /= told.sum(axis=1, keepdims=True)
        column = {kind: told[:, k].astype(np.float64) for k, kind in enumerate(learned)}
        either = np.maximum(column.get("khieu_nai", 0.0), column.get("to_cao", 0.0))
        shares *= np.column_stack([column.get(kind, either) for kind in KINDS]) + _LEAST_SHARE
        shares /= shares.sum(axis=1, keepdims=True)
    return Kinds(shares)


def _signs_of(reading: Reading) -> NDArray[np.int64]:
    names, trie, bits = _phrases()
    signs = np.zeros(len(reading), np.int64)
    forms = trie.numbers(reading.folded)
    bit = {name: np.int64(1 << k) for k, name in enumerate(names)}
    arrays = (
        reading.tokens, reading.start, reading.begin, reading.before, reading.first_line,
        reading.length, forms, opened_by(trie.keys, trie.nodes, forms), trie.keys, trie.nodes, bits,
        trie.words["tra"], trie.words["loi"], bit["opens"], bit["voters"], bit["may"], bit["not"],
        np.int64(1 << len(names)), signs,
    )  # fmt: skip
    by_all_cores(lambda low, high: _signs(low, high, *arrays), len(reading))
    return signs << 8 | reading.shows


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
    trie = tries.build([words for words, _bit in phrases] + [["tra", "loi"]])
    bits = np.zeros(trie.size, np.int64)
    for end, (_words, bit) in zip(trie.ends.tolist(), phrases, strict=False):
        bits[end] |= bit
    return names, trie, bits


@compiled
def _signs(low, high, tokens, start, begin, before, first_line, lengths, forms, opens_phrase, keys, nodes, bits, tra, loi, opens, voters, may, negation, may_not, signs):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """The categories of each letter as bits; ``opens`` only where a letter opens with it."""
    for i in range(low, high):
        a, b = start[i], min(start[i + 1], start[i] + MOST_READ)
        for j in range(a, b - 1):
            if forms[tokens[j]] == tra and forms[tokens[j + 1]] == loi:
                head = j == a or before[j] == NEW_LINE
                if before[j] == BRACKET or (head and j + 2 < b and before[j + 2] == COLON):
                    b = j
                    break
        first = a
        while first < b and begin[first] < first_line[i]:
            first += 1
        if first == b or first - a > HEADLINE_WORDS:
            first = a
        found = np.int64(0)
        headed = False
        for j in range(first, b):
            node = opens_phrase[tokens[j]]
            if node == NOWHERE:
                continue
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
