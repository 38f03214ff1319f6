"""The words that point to each topic, as data, and as arrays for the compiled matching."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis import tries
from gandan.synthesis.tries import Trie
from gandan.vietnamese import fold, has_diacritics, syllables, tone_normalized

LONGEST_PHRASE = 6
MEASURES = frozenset(
    "ha m m2 km met sao mau trieu dong ty nghin ngan ho nguoi nam thang ngay".split()
)


@dataclass(frozen=True)
class Phrase:
    """A phrase as written, the topics it points to, and how strongly."""

    written: str
    folded: tuple[str, ...]
    spelled: tuple[str, ...]
    topics: tuple[tuple[int, float], ...]
    is_marked: bool


@dataclass(frozen=True, eq=False)
class Lexicon:
    """``topics[i]`` is (field slug, topic slug); phrases of one folded form stand together.

    Attributes
    ----------
    trie : Trie
        The folded phrases.
    first : ndarray of int32, shape (nodes + 1,)
        Node k of the trie ends ``phrases[first[k]:first[k + 1]]``.
    spelling : dict of str to int
        Numbers of the words as spelled (lower case, marks kept).
    spelled, spelled_start : ndarray
        Those of each phrase, packed.
    pointed, strength, pointed_start : ndarray
        Topics of each phrase and how strongly it points there, packed.
    marked : ndarray of bool, shape (phrases,)
    """

    topics: tuple[tuple[str, str], ...]
    phrases: list[Phrase]
    trie: Trie
    first: NDArray[np.int32]
    spelling: dict[str, int]
    spelled: NDArray[np.int32]
    spelled_start: NDArray[np.int32]
    pointed: NDArray[np.int32]
    strength: NDArray[np.float64]
    pointed_start: NDArray[np.int32]
    marked: NDArray[np.bool_]


@cache
def load_lexicon() -> Lexicon:
    """Read the packaged lexicon. A phrase of many topics counts less for each of them."""
    text = files("gandan.synthesis").joinpath("data", "lexicon.txt").read_text("utf-8")
    topics: list[tuple[str, str]] = []
    weights: dict[str, dict[int, float]] = defaultdict(dict)
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        head, _, body = line.partition(":")
        slug, _, topic = head.strip().partition("/")
        topics.append((slug, topic))
        for entry in body.split(";"):
            written = tone_normalized(entry.strip().rstrip("*-")).lower()
            if written:
                weights[written][len(topics) - 1] = _weight(entry.strip(), written)
    phrases = [_phrase(written, found) for written, found in weights.items()]
    return _packed(
        tuple(topics), [p for p in phrases if 0 < len(p.folded) <= LONGEST_PHRASE]
    )


def _phrase(written: str, found: dict[int, float]) -> Phrase:
    shared = len(found) ** 0.5
    pairs = tuple((topic, weight / shared) for topic, weight in sorted(found.items()))
    spelled = tuple("".join(c if c.isalnum() else " " for c in written).split())
    return Phrase(written, tuple(syllables(written)), spelled, pairs, has_diacritics(written))


def _packed(topics: tuple[tuple[str, str], ...], phrases: list[Phrase]) -> Lexicon:
    by_form: dict[tuple[str, ...], list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        by_form[phrase.folded].append(phrase)
    trie = tries.build(by_form)
    at_node = dict(zip(trie.ends.tolist(), by_form.values(), strict=True))
    first = np.zeros(trie.size + 1, np.int32)
    ordered: list[Phrase] = []
    for node in range(trie.size):
        ordered += at_node.get(node, ())
        first[node + 1] = len(ordered)
    spelling: dict[str, int] = {}
    spelled = [spelling.setdefault(w, len(spelling)) for p in ordered for w in p.spelled]
    pairs = [pair for p in ordered for pair in p.topics]
    return Lexicon(
        topics,
        ordered,
        trie,
        first,
        spelling,
        np.array(spelled, dtype=np.int32),
        _starts([len(p.spelled) for p in ordered]),
        np.array([topic for topic, _ in pairs], dtype=np.int32),
        np.array([weight for _, weight in pairs], dtype=np.float64),
        _starts([len(p.topics) for p in ordered]),
        np.array([p.is_marked for p in ordered], dtype=bool),
    )


def _starts(lengths: list[int]) -> NDArray[np.int32]:
    return np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)


def _weight(entry: str, written: str) -> float:
    """Stars say how telling a phrase is; longer phrases are rarer by chance."""
    stars = len(entry) - len(entry.rstrip("*"))
    base = (1.0, 2.0, 3.0)[min(stars, 2)] * (0.5 if entry.endswith("-") else 1.0)
    words = len(written.split())
    return base * (0.7, 1.0, 1.25, 1.45, 1.6, 1.7)[min(words, 6) - 1]
