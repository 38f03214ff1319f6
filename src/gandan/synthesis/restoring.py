"""Put the diacritics back that a letter was typed without: for display only, never for matching.

Each word may be any word that is written like it without marks; how probable
each is follows from how often neighbouring words go together, over all ways to read the sentence. A
word that is not sure stays as it was typed. Counted are the ways of saying that the package holds,
or whatever letters are given.

References
----------
Rabiner, L. R. (1989). Proc. IEEE 77, 257-286 (forward and backward).
Jelinek, F. and Mercer, R. (1980). Interpolated estimation of Markov source parameters.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.reading import SPACE, read
from gandan.synthesis.wording import examples, load_wording
from gandan.vietnamese import fold

# How much the pair counts beside the word alone.
PAIR, ALONE = 0.95, 0.05
SURE = 0.75
FEWEST_WORDS = 4
# A text of which less than this is written with marks was typed without them.
MARKED_SHARE = 0.05
PER_TOPIC, SEED = 10, 5
_WORD = re.compile(r"[^\W\d_]+")
_ENDS = re.compile(r"[.!?:\n]")


@dataclass(frozen=True, eq=False)
class Restorer:
    """Words by their folded form, and counts of words and of pairs.

    Attributes
    ----------
    readings : dict of str to ndarray of int64
        Numbers of the words that a folded word may be, the most frequent first.
    words : list of str
        In lower case.
    counts : ndarray of int64, shape (words,)
    pairs, pair_counts : ndarray of int64, shape (p,)
        First number times ``len(words)`` plus second, sorted; how often each stands.
    """

    readings: dict[str, NDArray[np.int64]]
    words: list[str]
    counts: NDArray[np.int64]
    pairs: NDArray[np.int64]
    pair_counts: NDArray[np.int64]

    @classmethod
    def learn(cls, texts: Sequence[str]) -> "Restorer":
        """Count the words and pairs of those of ``texts`` that bear marks."""
        reading = read(texts)
        words = sorted(set(reading.lowered))
        number = {word: k for k, word in enumerate(words)}
        own = np.array([number[word] for word in reading.lowered], dtype=np.int64)
        letter = np.repeat(np.arange(len(reading)), np.diff(reading.start))
        marks = np.bincount(letter, reading.is_marked[reading.tokens], minlength=len(reading))
        marked = (marks > MARKED_SHARE * np.diff(reading.start))[letter]
        tokens = own[reading.tokens]
        counts = np.bincount(tokens[marked], minlength=len(words))
        joined = marked[1:] & (letter[1:] == letter[:-1]) & (reading.before[1:] == SPACE)
        codes = tokens[:-1][joined] * len(words) + tokens[1:][joined]
        pairs, pair_counts = np.unique(codes, return_counts=True)
        found: dict[str, list[int]] = {}
        for k in np.argsort(-counts, kind="stable").tolist():
            if counts[k]:
                found.setdefault(fold(words[k]), []).append(k)
        readings = {folded: np.array(known) for folded, known in found.items()}
        return cls(readings, words, counts, pairs, pair_counts.astype(np.int64))

    def restore(self, text: str) -> str:
        """``text`` with diacritics where the words are known; all else stays as it is.

        So do words in capitals within a sentence: nobody's name is guessed.
        """
        places = [m.span() for m in _WORD.finditer(text)]
        chosen: list[str] = []
        run: list[str] = []
        for k, (start, end) in enumerate(places):
            word, gap = text[start:end], text[places[k - 1][1] : start] if k else ""
            opens = not k or _ENDS.search(gap) is not None
            known = word.isascii() and word.lower() in self.readings
            known = known and (word.islower() or (opens and word[1:].islower()))
            if run and not (known and gap.isspace()):
                chosen += self._best(run)
                run = []
            (run if known else chosen).append(word)
        chosen += self._best(run) if run else []
        pieces, last = [], 0
        for (start, end), word in zip(places, chosen, strict=True):
            pieces += [text[last:start], word]
            last = end
        return "".join([*pieces, text[last:]])

    def _best(self, run: Sequence[str]) -> list[str]:
        """The most probable word at each place; what is less than ``SURE`` stays as typed."""
        known = [self.readings[word.lower()] for word in run]
        alone = [self._alone(own) for own in known]
        steps = [
            PAIR * self._together(before, own) + ALONE * after[None]
            for before, own, after in zip(known, known[1:], alone[1:], strict=False)
        ]
        forward = [alone[0]]
        for step in steps:
            joined = forward[-1] @ step
            forward.append(joined / joined.sum())
        behind = [np.ones(len(known[-1]))]
        for step in reversed(steps):
            joined = step @ behind[-1]
            behind.append(joined / joined.sum())
        found = []
        for word, own, a, b in zip(run, known, forward, reversed(behind), strict=True):
            share = a * b / (a * b).sum()
            best = int(share.argmax())
            sure = share[best] >= SURE
            found.append(_as_written(self.words[int(own[best])], word) if sure else word)
        return found

    def _alone(self, own: NDArray[np.int64]) -> NDArray[np.float64]:
        counts = self.counts[own]
        return np.asarray(counts / counts.sum())

    def _together(self, before: NDArray[np.int64], own: NDArray[np.int64]) -> NDArray[np.float64]:
        codes = (before[:, None] * len(self.words) + own[None]).ravel()
        if not len(self.pairs):
            return np.zeros((len(before), len(own)))
        at = np.minimum(np.searchsorted(self.pairs, codes), len(self.pairs) - 1)
        seen = np.where(self.pairs[at] == codes, self.pair_counts[at], 0)
        return np.asarray(seen.reshape(len(before), len(own)) / self.counts[before][:, None])


def _as_written(word: str, like: str) -> str:
    return word[:1].upper() + word[1:] if like[:1].isupper() else word


def lacks_marks(text: str) -> bool:
    """Whether a text of some words was typed without diacritics."""
    words = _WORD.findall(text)
    marked = sum(not word.isascii() for word in words)
    return len(words) >= FEWEST_WORDS and marked <= MARKED_SHARE * len(words)


@cache
def packaged_texts() -> tuple[str, ...]:
    """Ways of saying all topics, to learn from besides the letters of an office."""
    return tuple(text for text, _ in examples(load_wording(), per_topic=PER_TOPIC, seed=SEED))
