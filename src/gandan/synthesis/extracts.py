"""Up to five sentences that together say what the letters of a concern say.

Sentences are chosen, never written: each stands word for word in its letter. What everybody
writes in whatever letter, such as how the neighbours suffer, does not count for much; a sentence
that leans on one that is not shown counts for less.

References
----------
Carbonell, J. and Goldstein, J. (1998). The use of MMR. SIGIR, 335-336.
Lin, H. and Bilmes, J. (2010). Multi-document summarization via budgeted maximization of submodular
    functions. NAACL, 912-920 (greedy cover, gain by length).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.corpus import Corpus
from gandan.synthesis.kernels import MIX_1, MIX_2
from gandan.synthesis.quoting import Sentence, quotable
from gandan.synthesis.reading import Reading, read
from gandan.vietnamese import fold

MOST = 5
READ = 60
# A further sentence must add this share of all that is to be said.
ENOUGH = 0.06
# Pairs that one sentence alone has count when there is not this share of shared ones.
SHARED = 0.15
# What everybody writes counts when more letters of the concern write it than chance explains where
# one letter in eight does: by three standard deviations.
USUAL, SIGMAS = 1 / 8, 3.0
# A sentence of which less than this is about the concern is an aside.
ABOUT = 0.4
# One sentence says the same as a letter that has so many of its pairs.
SAME = 0.6
# A further sentence may repeat at most this share of one that is chosen.
REPEATED = 0.5
LEANING, UNMARKED = 0.4, 0.8
# The first words by which a sentence leans on another one stand within so many characters.
_OPENING = 40
_LEANS = re.compile(
    r"(?:va|nhung|nen|vi vay|do do|do vay|tuy nhien|con|thi|ngoai ra|roi|viec nay|chuyen nay|dieu nay|"
    r"dieu do|viec do|chuyen do|ho|no|cho nay|o do|tai day|trong khi do|truoc do)\b"
)

Pairs = NDArray[np.uint64]


def extract(
    corpus: Corpus, letters: Sequence[int], *, most: int = MOST, common: Pairs | None = None
) -> list[Sentence]:
    """Choose up to ``most`` sentences of ``letters`` that cover what they have in common.

    ``common`` are the sorted hashes of the word pairs that letters of any concern have
    (``Copies.common``).
    """
    wordings = speaking(corpus, letters)
    candidates = [sentence for i in wordings for sentence in quotable(corpus, i)]
    if not candidates:
        return []
    bags = _bags(read([sentence.text for sentence in candidates], sampled=False))
    said = _said(candidates, bags)
    weights = _weights(bags, said, len(wordings), common)
    picked = _cover(bags, weights, [_worth(sentence) for sentence in candidates], most)
    return [replace(candidates[k], shared=_share(bags[k], said)) for k in picked]


def speaking(corpus: Corpus, letters: Sequence[int]) -> list[int]:
    """The letters whose sentences are looked at: the first of each wording, by id.

    Letters of one text would outvote the rest, so each wording speaks once.
    """
    rows = np.asarray(letters, dtype=np.int64)
    rows = rows[~corpus.damaged[rows]]
    _content, first = np.unique(corpus.reading.content[rows], return_index=True)
    chosen = rows[first]
    found: list[int] = chosen[np.argsort(corpus.rank[chosen])][:READ].tolist()
    return found


def _bags(reading: Reading) -> list[frozenset[int]]:
    """The word pairs of each sentence, as hashes."""
    hashes = reading.word_hash[reading.tokens]
    with np.errstate(over="ignore"):
        joined = _mixed(hashes[:-1] * np.uint64(3) + hashes[1:]).tolist()
    bounds = reading.start.tolist()
    return [frozenset(joined[low : max(low, high - 1)]) for low, high in pairwise(bounds)]


def _mixed(value: Pairs) -> Pairs:
    """The hash that ``kernels.mix`` gives, for an array."""
    value = (value ^ (value >> np.uint64(30))) * MIX_1
    value = (value ^ (value >> np.uint64(27))) * MIX_2
    return value ^ (value >> np.uint64(31))


def _said(candidates: Sequence[Sentence], bags: Sequence[frozenset[int]]) -> list[frozenset[int]]:
    """The pairs of each letter that has sentences."""
    of: dict[int, set[int]] = {}
    for sentence, bag in zip(candidates, bags, strict=True):
        of.setdefault(sentence.letter, set()).update(bag)
    return [frozenset(own) for own in of.values()]


def _weights(
    bags: Sequence[frozenset[int]],
    said: Sequence[frozenset[int]],
    letters: int,
    common: Pairs | None,
) -> dict[int, int]:
    """In how many letters each pair stands that tells something of this concern."""
    support = Counter(pair for own in said for pair in own)
    known = set()
    if common is not None and len(common):
        pairs = np.array(sorted(support), dtype=np.uint64)
        at = np.minimum(np.searchsorted(common, pairs), len(common) - 1)
        known = set(pairs[common[at] == pairs].tolist())
    usual = USUAL * letters + SIGMAS * np.sqrt(USUAL * (1 - USUAL) * letters)
    told = {
        pair: count for pair, count in support.items() if pair not in known or count > usual
    } or dict(support)
    shared = {pair: count for pair, count in told.items() if count > 1}
    enough = sum(shared.values()) >= SHARED * sum(told.values())
    return shared if enough else told


def _worth(sentence: Sentence) -> float:
    """Less for a sentence that leans on another one, or has lost its diacritics."""
    folded = fold(sentence.text[:_OPENING]).lstrip(" -–•*\"'“")
    worth = LEANING if _LEANS.match(folded) or sentence.text[0].islower() else 1.0
    return worth * (UNMARKED if sentence.text.isascii() else 1.0)


def _cover(
    bags: Sequence[frozenset[int]], weights: dict[int, int], worth: Sequence[float], most: int
) -> list[int]:
    """Greedy: the sentence that adds most for its length; stop when little is added."""
    total = float(sum(weights.values()))
    left = dict(weights)
    picked: list[int] = []
    about = [sum(pair in weights for pair in bag) / max(1, len(bag)) for bag in bags]
    if max(about) >= ABOUT:
        about = [share if share >= ABOUT else 0.0 for share in about]
    worth = [own * share for own, share in zip(worth, about, strict=True)]
    holders: dict[int, list[int]] = {}
    for k, bag in enumerate(bags):
        for pair in bag:
            holders.setdefault(pair, []).append(k)
    added = np.array([sum(left.get(pair, 0) for pair in bag) for bag in bags])
    by_length = np.array(worth) / (np.array([len(bag) for bag in bags]) + 8) ** 0.6
    while len(picked) < most:
        best = int(np.argmax(by_length * added))
        if by_length[best] * added[best] <= 0 or (picked and added[best] < ENOUGH * total):
            break
        picked.append(best)
        for pair in bags[best]:
            weight = left.pop(pair, 0)
            for k in holders[pair] if weight else ():
                added[k] -= weight
        for k, bag in enumerate(bags):
            if by_length[k] > 0 and _repeats(bag, bags[best]):
                by_length[k] = 0.0
    return picked


def _repeats(bag: frozenset[int], other: frozenset[int]) -> bool:
    return len(bag & other) > REPEATED * min(len(bag), len(other))


def _share(bag: frozenset[int], said: Sequence[frozenset[int]]) -> float:
    """The share of letters that say the same as a sentence."""
    return sum(len(bag & own) >= SAME * len(bag) for own in said) / len(said)
