"""The words that point to each topic, as data, and how they are looked up in a letter."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from gandan.vietnamese import fold, has_diacritics, tone_normalized

LONGEST_PHRASE = 6
MEASURES = frozenset(
    "ha m m2 km met sao mau trieu dong ty nghin ngan ho nguoi nam thang ngay".split()
)


@dataclass(frozen=True)
class Phrase:
    """A phrase as written, the topics it points to, and how strongly."""

    written: str
    folded: tuple[str, ...]
    topics: tuple[tuple[int, float], ...]
    is_marked: bool


@dataclass(frozen=True, eq=False)
class Lexicon:
    """``topics[i]`` is (field slug, topic slug); ``tree`` holds the phrases word by word."""

    topics: tuple[tuple[str, str], ...]
    tree: "dict[str, Node]"


@dataclass
class Node:
    """A word of the tree: the phrases that end here, and the words that may follow."""

    phrases: tuple[Phrase, ...] = ()
    after: "dict[str, Node]" = field(default_factory=dict)


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
    phrases: dict[tuple[str, ...], list[Phrase]] = defaultdict(list)
    for written, found in weights.items():
        folded = tuple("".join(c if c.isalnum() else " " for c in fold(written)).split())
        if 0 < len(folded) <= LONGEST_PHRASE:
            shared = len(found) ** 0.5
            pairs = tuple((topic, weight / shared) for topic, weight in sorted(found.items()))
            phrases[folded].append(Phrase(written, folded, pairs, has_diacritics(written)))
    return Lexicon(tuple(topics), _tree(phrases))


def _tree(phrases: dict[tuple[str, ...], list[Phrase]]) -> dict[str, Node]:
    root = Node()
    for folded, found in phrases.items():
        node = root
        for word in folded:
            node = node.after.setdefault(word, Node())
        node.phrases = tuple(found)
    return root.after


def _weight(entry: str, written: str) -> float:
    """Stars say how telling a phrase is; longer phrases are rarer by chance."""
    stars = len(entry) - len(entry.rstrip("*"))
    base = (1.0, 2.0, 3.0)[min(stars, 2)] * (0.5 if entry.endswith("-") else 1.0)
    words = len(written.split())
    return base * (0.7, 1.0, 1.25, 1.45, 1.6, 1.7)[min(words, 6) - 1]


@dataclass(frozen=True)
class Hit:
    phrase: Phrase
    start: int
    length: int
    share: float


def find_hits(folded: list[str], spelled: list[str], *, marked: bool) -> list[Hit]:
    """Phrases in a letter from left to right, the longest at each word.

    ``spelled`` are the words as written (lower case, tone placement made equal). Where the
    letter has diacritics, a phrase whose marks differ counts for little: tố is not tổ.
    """
    root = load_lexicon().tree
    hits: list[Hit] = []
    covered = 0
    count = len(folded)
    for start, word in enumerate(folded):
        node = root.get(word)
        ends: list[tuple[int, tuple[Phrase, ...]]] = []
        end = start + 1
        while node is not None:
            if node.phrases and end > covered:
                ends.append((end, node.phrases))
            node = node.after.get(folded[end]) if end < count else None
            end += 1
        for end, found in reversed(ends):
            best = _matching(found, " ".join(spelled[start:end]), marked=marked)
            if best:
                hits.append(Hit(best[0], start, end - start, best[1]))
                covered = end
                break
    return hits


def find_gapped_hits(folded: list[str], spelled: list[str], *, marked: bool) -> list[Hit]:
    """Phrases that stand together once figures and their units are left out.

    "Đường 179 hỏng" holds "đường hỏng", "thu hồi 0,3 ha đất" holds "thu hồi đất".
    """
    if all(map(str.isalpha, folded)):
        return []
    kept = [
        i
        for i, word in enumerate(folded)
        if word.isalpha() and not (i and word in MEASURES and folded[i - 1].isdigit())
    ]
    hits = find_hits([folded[i] for i in kept], [spelled[i] for i in kept], marked=marked)
    return [Hit(hit.phrase, kept[hit.start], hit.length, hit.share) for hit in hits]


def _matching(
    found: tuple[Phrase, ...], words: str, *, marked: bool
) -> tuple[Phrase, float] | None:
    for phrase in found:
        if phrase.written == words:
            return phrase, 1.0
    if marked and (has_diacritics(words) or len(found[0].folded) == 1):
        return None if found[0].is_marked else (found[0], 1.0)
    if not marked:
        # Without marks a short phrase can be many things.
        return found[0], (0.45, 0.85, 1.0)[min(len(found[0].folded), 3) - 1]
    return found[0], 0.15 if found[0].is_marked else 1.0


def scores_of(hits: list[Hit], emphasis: NDArray[np.float64]) -> NDArray[np.float64]:
    """Score of each topic; a phrase that comes again adds less each time."""
    lexicon = load_lexicon()
    scores = np.zeros(len(lexicon.topics))
    times: dict[str, int] = defaultdict(int)
    for hit in hits:
        times[hit.phrase.written] += 1
        weight = hit.share * emphasis[hit.start] / times[hit.phrase.written]
        for topic, value in hit.phrase.topics:
            scores[topic] += weight * value
    return scores
