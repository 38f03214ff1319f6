"""Exact, near and contained copies of letters.

Exact: the same folded words in the same order. Near and contained: letters that share rare word
pairs (``candidates``) are compared word by word (``verifying``). A group is one letter and those that
are copies of that letter itself, so a chain does not glue different letters; its head is the
letter that came first.

References
----------
Broder, A. Z. (1997). On the resemblance and containment of documents. SEQUENCES.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis import passages, slips, verifying
from gandan.synthesis.candidates import Candidates, candidate_pairs
from gandan.synthesis.commonplace import common_pairs
from gandan.synthesis.corpus import Corpus
from gandan.synthesis.grouping import assign_heads, contained_links
from gandan.synthesis.kernels import hash_set
from gandan.synthesis.parallel import by_all_cores
from gandan.synthesis.reading import Reading, read
from gandan.synthesis.room import MEMORY, Room
from gandan.synthesis.scanning import IS_NAME, IS_NUMBER
from gandan.vietnamese import folding_table

EXACT, NEAR, CONTAINED = "exact", "near", "contained"
# Words of every formal letter that say nothing about its matter.
_FORMAL = (
    "cong hoa xa hoi chu nghia viet nam doc lap tu do hanh phuc don phan anh kien nghi khieu nai "
    "to cao kinh gui ubnd hdnd uy ban nhan dan toi ten la hien dang o tai de nghi xin tran trong "
    "cam on nguoi viet ky ghi ro ho va phuong xa quan huyen thanh pho tinh p q tp tx tt so ngay "
    "thang nam rat mong chung chao dong ban mat tran quoc to chuc trung tam phong chi nhung nay "
    "gia dinh ong ba bac anh em vay cac moi khi hom qua neu da co"
)


@dataclass(frozen=True, eq=False)
class Copies:
    """Groups of copies among n letters.

    Attributes
    ----------
    head : ndarray of int64, shape (n,)
        Position of the first letter of the group; a letter without copies heads itself.
    kind : list of str, length n
        How the letter equals its head: "exact", "near", "contained" (one of the two holds the
        other and more), or "" for a head.
    similarity : ndarray of float64, shape (n,)
        Share of words in common with the letter that the group is around, in [0, 1]; of a
        contained letter, share of its own words.
    pairs_examined : int
        How many pairs were compared word by word.
    collections : list of (letter, container)
        Letters that stand in one that holds several different letters; they stay apart.
    common : ndarray of uint64
        The pairs of words that counted as known.
    """

    corpus: Corpus
    head: NDArray[np.int64]
    kind: list[str]
    similarity: NDArray[np.float64]
    pairs_examined: int
    collections: list[tuple[int, int]] = field(default_factory=list)
    common: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, np.uint64))

    def links(self) -> Iterator[tuple[int, int, str, float]]:
        """(letter, head, kind, similarity) of every letter that is a copy, by position."""
        for letter in np.flatnonzero(self.head != np.arange(len(self.head))):
            i = int(letter)
            yield i, int(self.head[i]), self.kind[i], float(self.similarity[i])

    def groups(self) -> list[list[int]]:
        """Positions of the members of each group of two or more, head first."""
        rank = self.corpus.rank
        letters = np.flatnonzero(self.head != np.arange(len(self.head)))
        letters = letters[np.lexsort((rank[letters], rank[self.head[letters]]))]
        heads = self.head[letters]
        bounds = [0, *(np.flatnonzero(np.diff(heads)) + 1).tolist(), len(heads)]
        members, firsts = letters.tolist(), heads.tolist()
        return [[firsts[a], *members[a:b]] for a, b in pairwise(bounds) if a < b]

    def as_rows(self) -> Iterator[dict[str, Any]]:
        """The lines of `gandan duplicates`; a group is exact when all its members are.

        A letter inside another is a line of its own that names the container.
        """
        ids = self.corpus.ids
        rows: list[dict[str, Any]] = []
        held: list[tuple[int, int]] = list(self.collections)
        for head, *members in self.groups():
            same = [i for i in members if self.kind[i] != CONTAINED]
            if same:
                kind = EXACT if all(self.kind[i] == EXACT for i in same) else NEAR
                rows.append({"kind": kind, "members": [ids[i] for i in (head, *same)]})
            held += [self._inner_first(head, i) for i in members if self.kind[i] == CONTAINED]
        for inner, outer in sorted(held, key=lambda pair: (ids[pair[1]], ids[pair[0]])):
            members_of = [ids[inner], ids[outer]]
            rows.append({"kind": CONTAINED, "members": members_of, "container": ids[outer]})
        for number, row in enumerate(rows, start=1):
            yield {"group": number, **row}

    def _inner_first(self, a: int, b: int) -> tuple[int, int]:
        start = self.corpus.reading.start
        return (a, b) if start[a + 1] - start[a] <= start[b + 1] - start[b] else (b, a)


@dataclass(frozen=True, eq=False)
class Comparing:
    """What comparing letters of a reading needs: see ``verifying.compare``."""

    reading: Reading
    about: NDArray[np.uint8]
    spelled: tuple[NDArray[Any], ...]
    common: NDArray[np.uint64]

    @classmethod
    def of(cls, reading: Reading, common: NDArray[np.uint64]) -> "Comparing":
        """``common`` are hashes of word pairs that say nothing because very many have them."""
        formal = np.isin(reading.word_hash, _formal())
        anchor = (reading.word_flags & (IS_NUMBER | IS_NAME) != 0) & ~formal
        about = np.where(anchor, passages.IS_ANCHOR, np.where(formal, passages.IS_FORMAL, 0))
        about |= np.where(reading.word_flags & IS_NUMBER, passages.IS_NUMERAL, 0)
        spelling = np.frombuffer(reading.spelling or b"\n", np.uint8)
        codes = np.empty(len(spelling), np.uint32)
        code_start = slips.fold_words(spelling, folding_table(), reading.length, codes)
        packed, sizes = np.empty(len(about), np.uint64), np.empty(len(about), np.uint8)
        slips.pack_words(codes, code_start, packed, sizes)
        spelled = (packed, sizes, codes, code_start)
        return cls(reading, about.astype(np.uint8), spelled, hash_set(common))

    def pairs(
        self, left: NDArray[np.int64], right: NDArray[np.int64]
    ) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
        """Verdict and similarity of each pair of letters."""
        verdict = np.empty(len(left), np.uint8)
        share = np.empty(len(left))
        by_all_cores(
            lambda low, high: verifying.compare(
                left[low:high], right[low:high], *self.arrays, verdict[low:high], share[low:high]
            ),
            len(left),
            chunk=20_000,
        )
        return verdict, share

    def in_turn(self, asked: "Iterable[Pairs]") -> "Iterator[Compared]":
        """Some pairs after the other, with verdict and similarity."""
        for left, right in asked:
            yield left, right, *self.pairs(left, right)

    @property
    def arrays(self) -> tuple[Any, ...]:
        found = self.reading
        return (
            found.tokens, found.start, found.word_hash,
            self.about, self.spelled, self.common,
        )  # fmt: skip


def find_copies(corpus: Corpus, common: NDArray[np.uint64] | None = None) -> Copies:
    """Group the copies of ``corpus``. The order of the letters makes no difference.

    ``common`` are pairs of words that count as known (see ``common_pairs``); they are found in
    the letters themselves where they are not given.
    """
    reading = corpus.reading
    first = first_to_last(corpus)
    rows = different(reading.content, first)
    common = common_pairs(reading, rows) if common is None else common
    samples = reading.subset_of_samples(rows)
    compare = Comparing.of(reading, common).in_turn
    return group_copies(corpus, first, rows, samples, common, compare)


Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]
Compared = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8], NDArray[np.float64]]
# Left and right letters of some pairs after the other, and the same with verdict and similarity.
Compare = Callable[[Iterable[Pairs]], Iterator[Compared]]


def group_copies(
    corpus: Corpus,
    first: NDArray[np.int64],
    rows: NDArray[np.int64],
    samples: tuple[NDArray[np.uint64], NDArray[np.int64]],
    common: NDArray[np.uint64],
    compare: Compare,
    room: Room = MEMORY,
) -> Copies:
    """The copies among the letters of ``corpus``, of which only words' hashes are looked at.

    ``rows`` are the ``different`` ones, ``samples`` their sampled word pairs, packed; ``compare``
    gives verdict and similarity for pairs of letters; ``room`` is for what is kept of them all.
    """
    n, content = len(corpus), corpus.reading.content
    head, similarity = np.arange(n, dtype=np.int64), np.zeros(n)
    kinds = np.zeros(n, np.uint8)
    _mark_exact(content, first, head, similarity, kinds)
    found = candidate_pairs(*samples, hash_set(common), room)
    (left, right, verdict, share), examined = _compare_in_turn(found, rows, n, compare)
    is_near = verdict == verifying.NEAR
    assign_heads((left[is_near], right[is_near], share[is_near]), first, head, similarity, kinds)
    holds = verdict > verifying.NEAR
    inner = np.where(verdict == verifying.FIRST_IN_SECOND, left, right)[holds]
    outer = np.where(verdict == verifying.FIRST_IN_SECOND, right, left)[holds]
    loose = contained_links(inner, outer, share[holds], first, head, similarity, kinds)
    names = np.array(["", EXACT, NEAR, CONTAINED], dtype=object)
    kind = names[kinds].tolist()
    return Copies(corpus, head, kind, similarity, examined, loose, common)


def _compare_in_turn(
    found: Candidates, rows: NDArray[np.int64], n: int, compare: Compare
) -> tuple[Compared, int]:
    """The pairs that are copies, with verdict and similarity, and how many were compared.

    The closest come first; of the others that share much those of which both letters have a copy
    among their closest, so that a petition that very many retyped is one group.
    """
    has_copy = np.zeros(n, dtype=bool)
    examined = 0

    def asked(*, is_close: bool) -> Iterator[Pairs]:
        nonlocal examined
        for left_rows, right_rows, close in found.blocks():
            chosen = close == is_close
            left, right = rows[left_rows[chosen]], rows[right_rows[chosen]]
            if not is_close:
                both = has_copy[left] & has_copy[right]
                left, right = left[both], right[both]
            examined += len(left)
            yield left, right

    def copies(asked: Iterator[Pairs]) -> Compared:
        kept = []
        for left, right, verdict, share in compare(asked):
            is_copy = verdict != verifying.NOTHING
            kept.append((left[is_copy], right[is_copy], verdict[is_copy], share[is_copy]))
        return _joined(kept)

    closest = copies(asked(is_close=True))
    has_copy[closest[0]] = has_copy[closest[1]] = True
    return _joined([closest, copies(asked(is_close=False))]), examined


def _joined(parts: list[Compared]) -> Compared:
    nothing = np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.uint8), np.zeros(0)
    columns = zip(nothing, *parts, strict=True)
    left, right, verdict, share = (np.concatenate(own) for own in columns)
    return left, right, verdict, share


def different(content: NDArray[np.uint64], first: NDArray[np.int64]) -> NDArray[np.int64]:
    """The first letter of each content, without empty ones, in order of content.

    By content, so that the order of the letters makes no difference where a crowd is cut.
    """
    order = np.lexsort((first, content))
    opens = np.ones(len(order), dtype=bool)
    opens[1:] = content[order[1:]] != content[order[:-1]]
    return np.asarray(order[opens & (content[order] != 0)])


def first_to_last(corpus: Corpus) -> NDArray[np.int64]:
    """Rank of each letter by day (unknown days last), then id."""
    days = corpus.days.astype(np.int64)
    days = np.where(np.isnat(corpus.days), np.iinfo(np.int64).max, days)
    by_id = np.empty(len(corpus), np.int64)
    by_id[corpus.order] = np.arange(len(corpus))
    rank = np.empty(len(corpus), np.int64)
    rank[np.lexsort((by_id, days))] = np.arange(len(corpus))
    return rank


def _mark_exact(
    content: NDArray[np.uint64],
    first: NDArray[np.int64],
    head: NDArray[np.int64],
    similarity: NDArray[np.float64],
    kinds: NDArray[np.uint8],
) -> None:
    """Letters of the same words in the same order follow the first of them."""
    order = np.lexsort((first, content))
    sorted_content = content[order]
    opens = np.ones(len(order), dtype=bool)
    opens[1:] = sorted_content[1:] != sorted_content[:-1]
    leader = order[np.flatnonzero(opens)][np.cumsum(opens) - 1]
    follows = ~opens & (sorted_content != 0)
    letters = order[follows]
    head[letters], similarity[letters], kinds[letters] = leader[follows], 1.0, 1


@cache
def _formal() -> NDArray[np.uint64]:
    return read([_FORMAL]).word_hash
