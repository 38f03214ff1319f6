"""Suggest kind, field and topic of letters from the first day, without labels of the office.

Words of the lexicon give each topic a score; a field is as strong as its best topic and half of
the rest. Where nothing points anywhere the engine abstains. What people confirmed is learned as
a correction on top (``Suggester.learn``).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.kinds import KINDS, KindGuess, guess_kind
from gandan.synthesis.lexicon import find_gapped_hits, find_hits, load_lexicon, scores_of
from gandan.synthesis.parallel import by_all_cores
from gandan.vietnamese import expand, fold, has_diacritics, syllable_spans, tone_normalized
from gandan.vietnamese.shorthand import SPELLED_OUT

ENGINE = "lexicon-1"
TOP_FIELDS = 3
WEAKEST = 0.9
SHARPNESS = 0.55
QUOTED_ANSWER = 0.15
FIRST_LINE = 0.35
_REPLY = re.compile(r"\[\s*tr[ảa] l[ờo]i|^\s*tr[ảa] l[ờo]i\s*:", re.IGNORECASE | re.MULTILINE)
SHORTHAND = frozenset(SPELLED_OUT)
KIND_CODES = {
    "phan_anh": "reflection",
    "kien_nghi": "petition",
    "khieu_nai": "complaint",
    "to_cao": "denunciation",
    "khieu_nai_to_cao": "mixed",
    "hoi": "question",
    "khac": "other",
}

# Field, topic, confidence, abstained, alternatives, deciding phrases.
Row = tuple[str, str, float, bool, tuple[tuple[str, float], ...], tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class Suggestions:
    """Suggestions for n letters.

    Attributes
    ----------
    kinds : list of KindGuess, length n
    fields, topics : list of str, length n
        Slugs; "khac" and "" where the engine abstains.
    confidence : ndarray of float64, shape (n,)
        Of the field, in [0, 1].
    abstained : ndarray of bool, shape (n,)
    alternatives : list of tuples of (field, confidence), length n
        The fields that come next.
    why : list of tuples of str, length n
        The phrases that decided, strongest first.
    """

    kinds: list[KindGuess]
    fields: list[str]
    topics: list[str]
    confidence: NDArray[np.float64]
    abstained: NDArray[np.bool_]
    alternatives: list[tuple[tuple[str, float], ...]]
    why: list[tuple[str, ...]]

    @classmethod
    def from_labels(
        cls, kinds: Sequence[str], fields: Sequence[str], topics: Sequence[str]
    ) -> "Suggestions":
        """Classes that are already decided, as exchange slugs; "" where nothing is known."""
        known = np.array([bool(field) for field in fields], dtype=bool)
        return cls(
            [KindGuess(kind, 1.0, ()) for kind in kinds],
            list(fields),
            list(topics),
            known.astype(np.float64),
            ~known,
            [()] * len(fields),
            [()] * len(fields),
        )

    def as_row(self, i: int) -> dict[str, Any]:
        """The line of `gandan classify`, without the id."""
        return {
            "kind": self.kinds[i].slug,
            "field": self.fields[i],
            "topic": self.topics[i],
            "confidence": round(float(self.confidence[i]), 3),
            "abstained": bool(self.abstained[i]),
            "alternatives": [
                {"field": field, "confidence": round(share, 3)}
                for field, share in self.alternatives[i]
            ],
        }

    def as_dict(self, i: int) -> dict[str, Any]:
        """What the register keeps: stored codes, reasons, engine."""
        return {
            **self.as_row(i),
            "kind": KIND_CODES[self.kinds[i].slug],
            "kind_confidence": self.kinds[i].confidence,
            "kind_alternatives": [KIND_CODES[slug] for slug, _ in self.kinds[i].alternatives],
            "why": list(self.why[i]),
            "version": ENGINE,
        }


class Suggester:
    """Turns letters into suggestions; ``prior`` corrects topic scores, shape (topics,)."""

    def __init__(self, prior: NDArray[np.float64] | None = None) -> None:
        self.lexicon = load_lexicon()
        slugs = list(dict.fromkeys(field for field, _ in self.lexicon.topics))
        self.field_slugs = slugs
        self.field_of = np.array([slugs.index(field) for field, _ in self.lexicon.topics])
        self.prior = np.ones(len(self.lexicon.topics)) if prior is None else prior

    def suggest(self, texts: Sequence[str]) -> Suggestions:
        found = by_all_cores(self.rows, texts)
        rows = [row for row, _kind in found]
        return Suggestions(
            [kind for _row, kind in found],
            [row[0] for row in rows],
            [row[1] for row in rows],
            np.array([row[2] for row in rows], dtype=np.float64),
            np.array([row[3] for row in rows], dtype=bool),
            [row[4] for row in rows],
            [row[5] for row in rows],
        )

    def rows(self, texts: Sequence[str]) -> list[tuple[Row, KindGuess]]:
        """What ``suggest`` puts into columns, letter by letter."""
        return [(self._one(text), guess_kind(text)) for text in texts]

    def topic_scores(self, text: str) -> tuple[NDArray[np.float64], tuple[str, ...]]:
        """Scores of all topics, shape (topics,), and the phrases that gave them."""
        folded, spelled, emphasis = _words(text)
        marked = has_diacritics(text)
        hits = find_hits(folded, spelled, marked=marked)
        known = {hit.phrase.written for hit in hits}
        gapped = find_gapped_hits(folded, spelled, marked=marked)
        hits += [hit for hit in gapped if hit.phrase.written not in known]
        strongest = sorted(hits, key=lambda h: -h.share * emphasis[h.start] * h.phrase.topics[0][1])
        why = tuple(dict.fromkeys(hit.phrase.written for hit in strongest))[:4]
        return scores_of(hits, emphasis) * self.prior, why

    def _one(self, text: str) -> Row:
        scores, why = self.topic_scores(text)
        fields = self._field_scores(scores)
        ranked = np.argsort(-fields, kind="stable")
        best = int(ranked[0])
        shares = np.exp(SHARPNESS * (fields - fields[best]))
        shares[fields <= 0] *= 0.5
        shares /= shares.sum()
        others = tuple(
            (self.field_slugs[int(i)], float(shares[i]))
            for i in ranked[1 : TOP_FIELDS + 1]
            if fields[i] > 0
        )
        if fields[best] < WEAKEST:
            guess = ((self.field_slugs[best], float(shares[best])),) if fields[best] > 0 else ()
            return "khac", "", 0.0, True, guess + others, why
        inside = np.where(self.field_of == best, scores, -1.0)
        topic = self.lexicon.topics[int(np.argmax(inside))][1]
        strength = 1.0 - np.exp(-fields[best] / 3.0)
        return self.field_slugs[best], topic, float(shares[best] * strength), False, others, why

    def _field_scores(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        best = np.zeros(len(self.field_slugs))
        np.maximum.at(best, self.field_of, scores)
        total = np.bincount(self.field_of, weights=scores, minlength=len(self.field_slugs))
        return np.asarray(best + 0.45 * (total - best))


def load_suggester() -> Suggester:
    return Suggester()


def _words(text: str) -> tuple[list[str], list[str], NDArray[np.float64]]:
    """Folded words, words as written, and how much each word weighs by where it stands.

    A first line that only names a place, and an answer quoted below the letter, weigh less.
    """
    spelled_text = tone_normalized(text).lower()
    if len(spelled_text) != len(text):
        text = spelled_text
    folded_text = fold(spelled_text)
    aligned = len(folded_text) == len(spelled_text)
    spans = syllable_spans(spelled_text)
    spelled = [spelled_text[a:b] for a, b in spans]
    folded = [folded_text[a:b] for a, b in spans] if aligned else [fold(w) for w in spelled]
    reply = _REPLY.search(text)
    reply_at = reply.start() if reply else len(text)
    first_line = text.find("\n")
    weights = []
    for start, _end in spans:
        # The main matter is mostly named before the ones that are mentioned besides.
        weight = QUOTED_ANSWER if start >= reply_at else 1.1 - 0.2 * start / max(1, reply_at)
        if start < first_line and first_line < 90:
            weight *= FIRST_LINE
        weights.append(weight)
    if not SHORTHAND.isdisjoint(folded):
        folded, spelled, weights = _expanded(folded, spelled, weights)
    return folded, spelled, np.array(weights, dtype=np.float64)


def _expanded(
    folded: list[str], spelled: list[str], weights: list[float]
) -> tuple[list[str], list[str], list[float]]:
    """Shorthand is matched both as it stands and spelled out."""
    out: tuple[list[str], list[str], list[float]] = ([], [], [])
    for word, written, weight in zip(folded, spelled, weights, strict=True):
        longer = expand([word])
        for piece in [word] if longer == [word] else [word, *longer]:
            out[0].append(piece)
            out[1].append(written if piece == word else piece)
            out[2].append(weight)
    return out


__all__ = ["ENGINE", "KINDS", "KIND_CODES", "Suggester", "Suggestions", "load_suggester"]
