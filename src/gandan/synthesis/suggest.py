"""Suggest kind, field and topic of letters from the first day, without labels of the office.

Words of the lexicon give each topic a score; a field is as strong as its best topic and half of
the rest. Where nothing points anywhere the engine abstains. What people confirmed is learned as
a correction on top (``Suggester.learn``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.kinds import KINDS, KindGuess, guess_kinds
from gandan.synthesis.lexicon import load_lexicon
from gandan.synthesis.matching import Spelling, scores_and_reasons, spelling_of
from gandan.synthesis.parallel import by_all_cores
from gandan.synthesis.reading import Reading, read

ENGINE = "lexicon-1"
TOP_FIELDS = 3
WEAKEST = 0.9
SHARPNESS = 0.55
KIND_CODES = {
    "phan_anh": "reflection",
    "kien_nghi": "petition",
    "khieu_nai": "complaint",
    "to_cao": "denunciation",
    "khieu_nai_to_cao": "mixed",
    "hoi": "question",
    "khac": "other",
}

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


@dataclass(frozen=True, eq=False)
class _Part:
    """Suggestions for some letters, as columns."""

    fields: list[str]
    topics: list[str]
    confidence: NDArray[np.float64]
    abstained: NDArray[np.bool_]
    alternatives: list[tuple[tuple[str, float], ...]]
    why: list[tuple[str, ...]]


class Suggester:
    """Turns letters into suggestions; ``prior`` corrects topic scores, shape (topics,)."""

    def __init__(self, prior: NDArray[np.float64] | None = None) -> None:
        self.lexicon = load_lexicon()
        slugs = list(dict.fromkeys(field for field, _ in self.lexicon.topics))
        self.field_slugs = slugs
        self.field_of = np.array([slugs.index(field) for field, _ in self.lexicon.topics])
        self.prior = np.ones(len(self.lexicon.topics)) if prior is None else prior

    def suggest(self, texts: Sequence[str], reading: Reading | None = None) -> Suggestions:
        """Suggest for each of ``texts``; ``reading`` saves reading them again."""
        reading = reading or read(texts)
        spelling = spelling_of(reading, self.lexicon)
        lengths = np.array([len(text) for text in texts], dtype=np.int32)
        parts = by_all_cores(
            lambda low, high: self._part(reading, lengths, spelling, low, high), len(texts)
        )
        none = np.zeros(0)
        return Suggestions(
            guess_kinds(reading),
            list(chain.from_iterable(part.fields for part in parts)),
            list(chain.from_iterable(part.topics for part in parts)),
            np.concatenate([none, *(part.confidence for part in parts)]),
            np.concatenate([none.astype(bool), *(part.abstained for part in parts)]),
            list(chain.from_iterable(part.alternatives for part in parts)),
            list(chain.from_iterable(part.why for part in parts)),
        )

    def _part(
        self, reading: Reading, lengths: NDArray[np.int32], spelling: Spelling, low: int, high: int
    ) -> _Part:
        scores, why = scores_and_reasons(reading, lengths, self.lexicon, spelling, low, high)
        scores *= self.prior
        fields = self._field_scores(scores)
        ranked = np.argsort(-fields, axis=1, kind="stable")[:, : TOP_FIELDS + 1]
        best = np.take_along_axis(fields, ranked[:, :1], axis=1)
        shares = np.exp(SHARPNESS * (fields - best))
        shares[fields <= 0] *= 0.5
        shares /= shares.sum(axis=1, keepdims=True)
        top = np.take_along_axis(shares, ranked, axis=1)
        abstained = best[:, 0] < WEAKEST
        inside = np.where(self.field_of == ranked[:, :1], scores, -1.0)
        topics = np.argmax(inside, axis=1)
        strength = 1.0 - np.exp(-best[:, 0] / 3.0)
        positive = np.take_along_axis(fields, ranked, axis=1) > 0
        names = [
            "khac" if nothing else self.field_slugs[k]
            for k, nothing in zip(ranked[:, 0].tolist(), abstained.tolist(), strict=True)
        ]
        return _Part(
            names,
            [
                "" if nothing else self.lexicon.topics[k][1]
                for k, nothing in zip(topics.tolist(), abstained.tolist(), strict=True)
            ],
            np.where(abstained, 0.0, top[:, 0] * strength),
            abstained,
            self._alternatives(ranked, top, positive, abstained),
            self._reasons(why),
        )

    def _alternatives(
        self,
        ranked: NDArray[np.int64],
        shares: NDArray[np.float64],
        positive: NDArray[np.bool_],
        abstained: NDArray[np.bool_],
    ) -> list[tuple[tuple[str, float], ...]]:
        """The fields that come next; all of them where the engine abstains."""
        slugs = self.field_slugs
        columns = zip(
            ranked.tolist(), shares.tolist(), positive.tolist(), abstained.tolist(), strict=True
        )
        return [
            tuple(
                (slugs[field], share)
                for place, (field, share, real) in enumerate(zip(*row, strict=True))
                if real and (place or nothing)
            )
            for *row, nothing in columns
        ]

    def _reasons(self, why: NDArray[np.int32]) -> list[tuple[str, ...]]:
        phrases = self.lexicon.phrases
        return [tuple(phrases[p].written for p in row if p >= 0) for row in why.tolist()]

    def _field_scores(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """A field is as strong as its best topic and a part of the rest."""
        order = np.argsort(self.field_of, kind="stable")
        edges = np.searchsorted(self.field_of[order], np.arange(len(self.field_slugs)))
        best = np.maximum.reduceat(scores[:, order], edges, axis=1)
        total = np.add.reduceat(scores[:, order], edges, axis=1)
        return np.asarray(best + 0.45 * (total - best))


def load_suggester() -> Suggester:
    return Suggester()


__all__ = ["ENGINE", "KINDS", "KIND_CODES", "Suggester", "Suggestions", "load_suggester"]
