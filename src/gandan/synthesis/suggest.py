"""Suggest kind, field and topic of letters from the first day, without labels of the office.

The word model gives each topic a share; a field has the shares of its topics. Where no field has
enough the engine abstains. What people confirmed is learned by making the model anew (``train``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis import grams
from gandan.synthesis.kinds import KINDS, KindGuess, guess_kinds
from gandan.synthesis.reading import Reading, read
from gandan.synthesis.word_model import WordModel, shipped_model

ENGINE = "words-1"
OTHER = "khac"
TOP_FIELDS = 3
# Scores are sharpened so that of suggestions called 80 % sure about 80 % are right. Measured on
# 277 letters labelled by hand that no model was learned from.
SHARPNESS = 9.0
# Below this share of the best field nothing is suggested.
LEAST_CONFIDENCE = 0.25
LEAST_SHOWN = 0.01
WHY = 4
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
        Of the field, in [0, 1]; 0 where the engine abstains.
    abstained : ndarray of bool, shape (n,)
    alternatives : list of tuples of (field, confidence), length n
        The fields that come next; all of them where the engine abstains.
    why : list of tuples of str, length n
        The words that decided, strongest first; empty where they were not asked for.
    version : str
        The engine and the model.
    """

    kinds: list[KindGuess]
    fields: list[str]
    topics: list[str]
    confidence: NDArray[np.float64]
    abstained: NDArray[np.bool_]
    alternatives: list[tuple[tuple[str, float], ...]]
    why: list[tuple[str, ...]]
    version: str = ENGINE

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
            "version": self.version,
        }


class Suggester:
    """Turns letters into suggestions by a word model."""

    def __init__(self, model: WordModel) -> None:
        self.model = model
        fields = sorted({field for field, _ in model.topics} - {OTHER})
        self.fields = fields
        self._field_of = np.array(
            [fields.index(field) if field != OTHER else -1 for field, _ in model.topics]
        )
        version = model.about.get("version")
        self.version = f"{ENGINE}:{version}" if version else ENGINE

    def suggest(
        self, texts: Sequence[str], reading: Reading | None = None, *, reasons: bool = True
    ) -> Suggestions:
        """Suggest for each of ``texts``; ``reading`` saves reading them again."""
        view = grams.seen(reading or read(texts))
        scores, known = self.model.scores(view)
        topics, fields = self._shares(scores)
        ranked = np.argsort(-fields, axis=1, kind="stable")[:, : TOP_FIELDS + 1]
        shares = np.take_along_axis(fields, ranked, axis=1)
        confidence = shares[:, 0].astype(np.float64)
        abstained = (confidence < LEAST_CONFIDENCE) | (known == 0)
        best = self._best_topics(topics, ranked[:, 0])
        return Suggestions(
            guess_kinds(view.reading),
            [
                OTHER if nothing else self.fields[k]
                for k, nothing in zip(ranked[:, 0].tolist(), abstained.tolist(), strict=True)
            ],
            [
                "" if nothing else self.model.topics[k][1]
                for k, nothing in zip(best.tolist(), abstained.tolist(), strict=True)
            ],
            np.where(abstained, 0.0, confidence),
            abstained,
            self._alternatives(ranked, shares, abstained, known),
            self._reasons(view, texts, best) if reasons else [()] * len(texts),
            self.version,
        )

    def _shares(
        self, scores: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Shares of the topics, shape (n, topics), and of the fields, shape (n, fields)."""
        shares = scores * np.float32(SHARPNESS)
        shares -= shares.max(axis=1, keepdims=True, initial=-np.inf)
        np.exp(shares, out=shares)
        shares /= shares.sum(axis=1, keepdims=True)
        # In double precision, so that a letter's shares do not depend on those beside it.
        inside = (self._field_of[:, None] == np.arange(len(self.fields))).astype(np.float64)
        return shares, (shares @ inside).astype(np.float32)

    def _best_topics(
        self, shares: NDArray[np.float32], fields: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """The strongest topic of each letter's field."""
        inside = np.where(self._field_of == fields[:, None], shares, -1.0)
        return np.asarray(np.argmax(inside, axis=1))

    def _alternatives(
        self,
        ranked: NDArray[np.int64],
        shares: NDArray[np.float32],
        abstained: NDArray[np.bool_],
        known: NDArray[np.int32],
    ) -> list[tuple[tuple[str, float], ...]]:
        columns = zip(
            ranked.tolist(), shares.tolist(), abstained.tolist(), known.tolist(), strict=True
        )
        return [
            tuple(
                (self.fields[field], share)
                for field, share in list(zip(row, of_row, strict=True))[0 if nothing else 1 :]
                if share >= LEAST_SHOWN
            )[:TOP_FIELDS]
            if runs
            else ()
            for row, of_row, nothing, runs in columns
        ]

    def _reasons(
        self, view: grams.Seen, texts: Sequence[str], topics: NDArray[np.int64]
    ) -> list[tuple[str, ...]]:
        spans = self.model.reasons(view, topics, WHY)
        reading = view.reading
        tokens, begin, length = reading.tokens, reading.begin, reading.length
        found = []
        for text, row in zip(texts, spans.tolist(), strict=True):
            words = [
                " ".join(text[begin[a] : begin[z - 1] + length[tokens[z - 1]]].split())
                for a, z in row
                if a >= 0
            ]
            found.append(tuple(dict.fromkeys(word.lower() for word in words)))
        return found


def load_suggester() -> Suggester:
    """The suggester of the model that comes with the product."""
    return Suggester(shipped_model())


__all__ = ["ENGINE", "KINDS", "KIND_CODES", "Suggester", "Suggestions", "load_suggester"]
