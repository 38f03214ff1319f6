"""Exact and near copies of letters.

Exact: the same folded words in the same order. Near: candidates that share rare word pairs are
verified by the weight of the words they have in common, then by their anchors (numbers and
names), because two short notes with the same wording about two streets are no copies.

References
----------
Broder, A. Z. (1997). On the resemblance and containment of documents. SEQUENCES.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis import kernels
from gandan.synthesis.candidates import candidate_pairs
from gandan.synthesis.corpus import Corpus
from gandan.synthesis.parallel import by_all_cores

EXACT, NEAR = "exact", "near"
SAME = 0.60
POSSIBLE = 0.25
CONTAINED = 0.88
RARE = 2
SHORT = 60
# Words that are capitalised in every letter and name no place or person.
_FORMAL = frozenset(
    "cong hoa xa hoi chu nghia viet nam doc lap tu do hanh phuc don phan anh kien nghi khieu nai "
    "to cao kinh gui ubnd hdnd uy ban nhan dan toi ten la hien dang o tai de nghi xin tran trong "
    "cam on nguoi viet ky ghi ro ho va phuong xa quan huyen thanh pho tinh p q tp tx tt so ngay "
    "thang nam rat mong chung chao dong ban mat tran quoc to chuc trung tam phong chi nhung nay "
    "gia dinh ong ba bac anh em vay cac moi khi hom qua neu da co".split(" ")
)


@dataclass(frozen=True, eq=False)
class Copies:
    """Groups of copies among n letters.

    Attributes
    ----------
    head : ndarray of int64, shape (n,)
        Position of the first letter of the group; a letter without copies heads itself.
    kind : list of str, length n
        How the letter equals its head: "exact", "near", or "" for a head.
    similarity : ndarray of float64, shape (n,)
        Share of weighted words in common with the head, in [0, 1].
    """

    corpus: Corpus
    head: NDArray[np.int64]
    kind: list[str]
    similarity: NDArray[np.float64]
    pairs_examined: int

    def links(self) -> Iterator[tuple[int, int, str, float]]:
        """(letter, head, kind, similarity) of every letter that is a copy, by position."""
        for letter in np.flatnonzero(self.head != np.arange(len(self.head))):
            i = int(letter)
            yield i, int(self.head[i]), self.kind[i], float(self.similarity[i])

    def groups(self) -> list[list[int]]:
        """Positions of the members of each group of two or more, head first."""
        members: dict[int, list[int]] = defaultdict(list)
        for letter, head, _kind, _similarity in self.links():
            members[head].append(letter)
        ids = self.corpus.ids
        return [
            [head, *sorted(found, key=lambda i: ids[i])]
            for head, found in sorted(members.items(), key=lambda entry: ids[entry[0]])
        ]

    def as_rows(self) -> Iterator[dict[str, Any]]:
        """The lines of `gandan duplicates`; a group is exact when all its members are."""
        for number, members in enumerate(self.groups(), start=1):
            exact = all(self.kind[i] == EXACT for i in members[1:])
            yield {
                "group": number,
                "kind": EXACT if exact else NEAR,
                "members": [self.corpus.ids[i] for i in members],
            }


def find_copies(corpus: Corpus) -> Copies:
    """Group the copies of ``corpus``. The order of the letters makes no difference."""
    n = len(corpus)
    head = np.arange(n, dtype=np.int64)
    kind = [""] * n
    similarity = np.zeros(n)
    if n == 0:
        return Copies(corpus, head, kind, similarity, 0)
    first = _first_to_last(corpus)
    followers: dict[int, list[int]] = {}
    for group in _exact_groups(corpus, first):
        followers[group[0]] = group[1:]
        for letter in group[1:]:
            head[letter], kind[letter], similarity[letter] = group[0], EXACT, 1.0
    words = np.diff(corpus.words.start)
    heads = corpus.order[(head == np.arange(n))[corpus.order] & (words > 0)[corpus.order]]
    examined = 0
    if len(heads) > 1:
        near, examined = _near_groups(corpus, heads, first)
        for group_head, letter, score in near:
            for moved in (letter, *followers.get(letter, ())):
                head[moved], similarity[moved], kind[moved] = group_head, score, NEAR
    return Copies(corpus, head, kind, similarity, examined)


def _first_to_last(corpus: Corpus) -> NDArray[np.int64]:
    """Rank of each letter by day (unknown days last), then id."""
    days = corpus.days.astype(np.int64)
    days = np.where(np.isnat(corpus.days), np.iinfo(np.int64).max, days)
    by_id = np.empty(len(corpus), np.int64)
    by_id[corpus.order] = np.arange(len(corpus))
    rank = np.empty(len(corpus), np.int64)
    rank[np.lexsort((by_id, days))] = np.arange(len(corpus))
    return rank


def _exact_groups(corpus: Corpus, first: NDArray[np.int64]) -> list[list[int]]:
    """Letters of the same words in the same order, the first letter first."""
    words = corpus.words
    hashes = kernels.sequence_hashes(words.tokens, words.start, words.hashes)
    order = np.lexsort((first, hashes))
    order = order[np.diff(words.start)[order] > 0]
    same = np.flatnonzero(hashes[order[1:]] == hashes[order[:-1]])
    groups: list[list[int]] = []
    for k in same.tolist():
        head, letter = int(order[k]), int(order[k + 1])
        if groups and groups[-1][-1] == head:
            groups[-1].append(letter)
        else:
            groups.append([head, letter])
    return groups


def _near_groups(
    corpus: Corpus, heads: NDArray[np.int64], first: NDArray[np.int64]
) -> tuple[list[tuple[int, int, float]], int]:
    """(head, letter, similarity) for near copies among ``heads``; and pairs examined."""
    found = candidate_pairs(corpus, heads)
    verify = _Verifier(corpus)
    scores = verify.scores(found.left, found.right)
    keep = np.flatnonzero(scores >= POSSIBLE)
    edges: dict[int, dict[int, float]] = defaultdict(dict)
    pairs = zip(
        found.left[keep].tolist(), found.right[keep].tolist(), scores[keep].tolist(), strict=True
    )
    for a, b, score in pairs:
        if similarity := verify.verified(a, b, score):
            edges[a][b] = edges[b][a] = similarity
    return _stars(edges, first, verify), found.looked


def _stars(
    edges: dict[int, dict[int, float]], first: NDArray[np.int64], verify: "_Verifier"
) -> list[tuple[int, int, float]]:
    """Each group is a first letter and those that are copies of that letter itself.

    A chain of ever different letters is thereby cut: A like B and B like C do not make C a
    copy of A.
    """
    out: list[tuple[int, int, float]] = []
    taken: set[int] = set()
    for head in sorted(edges, key=lambda i: first[i]):
        if head in taken:
            continue
        near = edges[head]
        second = {far for letter in near for far in edges[letter]} - {head} - set(near)
        reach = dict(near)
        for letter in second - taken:
            if similarity := verify.verified(head, letter, verify.score(head, letter)):
                reach[letter] = similarity
        for letter in sorted(reach, key=lambda i: first[i]):
            if letter not in taken:
                taken.add(letter)
                out.append((head, letter, reach[letter]))
        taken.add(head)
    return out


class _Verifier:
    """Are two letters really copies? By weighted words, then by numbers and names."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.words = corpus.words
        self.bags = self.words.tokens.copy()
        self.is_sorted = np.zeros(len(corpus), dtype=bool)
        self.lengths = np.diff(self.words.start)
        self.rare = self.words.document_frequency <= RARE
        self._anchors: dict[int, frozenset[str]] = {}
        reading = corpus.reading
        self._is_anchor = np.array(
            [_is_anchor(w, f) for w, f in zip(reading.written, reading.folded, strict=True)],
            dtype=bool,
        )

    def scores(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float64]:
        """Share of words in common; for a letter inside a longer one, the share of its own words.

        0 where even counting every rare word as a slip could not make the pair a copy.
        """
        for letters in (left, right):
            kernels.sort_bags(self.bags, self.words.start, letters, self.is_sorted)
        parts = by_all_cores(
            lambda low, high: kernels.overlaps(
                left[low:high], right[low:high], self.bags, self.words.start, self.rare
            ),
            len(left),
            chunk=100_000,
        )
        found = np.concatenate([np.zeros((0, 2), np.int64), *parts])
        common, odd = found[:, 0].astype(np.float64), found[:, 1]
        lengths = self.lengths
        a, b = lengths[left], lengths[right]
        jaccard = common / np.maximum(a + b - common, 1)
        held = common / np.maximum(np.minimum(a, b), 1)
        inside = (held >= CONTAINED) & (np.minimum(a, b) >= SHORT)
        best = common + odd
        hopeless = best < SAME * (a + b - best)
        share = np.where(inside, np.maximum(jaccard, held), jaccard)
        return np.asarray(np.where(hopeless & ~inside, 0.0, share), dtype=np.float64)

    def score(self, a: int, b: int) -> float:
        return float(self.scores(np.array([a]), np.array([b]))[0])

    def verified(self, a: int, b: int, score: float) -> float:
        """The similarity when the two say the same thing, else 0.

        A middling score is looked at again with slips of the pen counted as the same word.
        """
        if score < POSSIBLE:
            return 0.0
        if score < SAME:
            score = self._with_slips(a, b)
            if score < SAME:
                return 0.0
        one, other = self.anchors(a), self.anchors(b)
        if one and other:
            shared = _fuzzy_common(one, other)
            if shared < 0.5 * min(len(one), len(other)) or _facts_differ(one, other):
                return 0.0
        return score

    def _with_slips(self, a: int, b: int) -> float:
        """Share of words in common when mistyped words count as what was meant.

        A slip makes a word that hardly any other letter has, so only pairs with such a word
        on one side are looked at.
        """
        one, other = Counter(self.words.of(a).tolist()), Counter(self.words.of(b).tolist())
        total = one.total() + other.total()
        same = (one & other).total()
        left, right = list((one - other).elements()), list((other - one).elements())
        odd = sum(1 for t in left if self.rare[t]) + sum(1 for t in right if self.rare[t])
        if (same + odd) < SAME * (total - same - odd):
            return same / max(1, total - same)
        spare = [(self.words.vocabulary[t], bool(self.rare[t])) for t in right]
        for token in left:
            word, is_rare = self.words.vocabulary[token], bool(self.rare[token])
            for place, (candidate, other_is_rare) in enumerate(spare):
                if (is_rare or other_is_rare) and _is_slip(word, candidate):
                    same += 1
                    spare.pop(place)
                    break
        return same / max(1, total - same)

    def anchors(self, letter: int) -> frozenset[str]:
        """Numbers and capitalised words of a letter, folded, without formal words."""
        if letter not in self._anchors:
            reading = self.corpus.reading
            tokens = reading.tokens[reading.start[letter] : reading.start[letter + 1]]
            anchors = tokens[self._is_anchor[tokens]].tolist()
            self._anchors[letter] = frozenset(reading.folded[t] for t in anchors)
        return self._anchors[letter]


def _is_anchor(word: str, folded: str) -> bool:
    named = word.isdigit() or (word[0].isupper() and not word.isupper())
    return named and folded not in _FORMAL


def _facts_differ(one: frozenset[str], other: frozenset[str]) -> bool:
    """Each side has a number or name that the other lacks: two matters in the same words."""
    left = {w for w in one - other if not any(_is_slip(w, x) for x in other)}
    right = {w for w in other - one if not any(_is_slip(w, x) for x in one)}
    return bool(left and right) and len(left) + len(right) > 0.34 * min(len(one), len(other))


def _is_slip(a: str, b: str) -> bool:
    """Whether one word can be a mistyped other: a letter or two differ in one spot.

    Numbers must be equal.
    """
    if a == b:
        return True
    if a.isdigit() or b.isdigit() or abs(len(a) - len(b)) > 1 or min(len(a), len(b)) < 2:
        return False
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    left, right = a[head : len(a) - tail], b[head : len(b) - tail]
    if len(left) == len(right) == 2:
        return left == right[::-1]
    return max(len(left), len(right)) == 1 and head + tail >= 1


def _fuzzy_common(one: frozenset[str], other: frozenset[str]) -> int:
    small, large = sorted((one, other), key=len)
    exact = small & large
    rest = small - exact
    spare = large - exact
    return len(exact) + sum(1 for word in rest if any(_is_slip(word, x) for x in spare))
