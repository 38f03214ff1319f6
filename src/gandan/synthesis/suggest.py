"""Suggest kind, field and topic of letters from the first day, without labels of the office.

The word model gives each topic a share; a field has the shares of its topics. Where no field has
enough the engine abstains. What people confirmed is learned by making the model anew (``train``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis import grams
from gandan.synthesis.kinds import KINDS, KindGuess, Kinds, guess_kinds
from gandan.synthesis.parallel import by_all_cores
from gandan.synthesis.reading import Reading, read
from gandan.synthesis.word_model import Judged, WordModel, shipped_model

ENGINE = "words-1"
OTHER = "khac"
TOP_FIELDS = 3
# So many letters are suggested for at a time.
PART = 4_000
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
    kinds : sequence of KindGuess, length n
    fields, topics : list of str, length n
        Slugs; "khac" and "" where the engine abstains.
    confidence : ndarray of float64, shape (n,)
        Of the field, in [0, 1]; 0 where the engine abstains.
    abstained : ndarray of bool, shape (n,)
    alternatives : sequence of tuples of (field, confidence), length n
        The fields that come next; all of them where the engine abstains.
    why : sequence of tuples of str, length n
        The words that decided, strongest first; empty where they were not asked for.
    version : str
        The engine and the model.
    """

    kinds: Sequence[KindGuess]
    fields: list[str]
    topics: list[str]
    confidence: NDArray[np.float64]
    abstained: NDArray[np.bool_]
    alternatives: Sequence[tuple[tuple[str, float], ...]]
    why: Sequence[tuple[str, ...]]
    version: str = ENGINE

    @property
    def kind_slugs(self) -> list[str]:
        """The kind of each letter, without making a guess of each."""
        if isinstance(self.kinds, Kinds):
            return self.kinds.slugs
        return [guess.slug for guess in self.kinds]

    @classmethod
    def from_labels(
        cls, kinds: Sequence[str], fields: Sequence[str], topics: Sequence[str]
    ) -> "Suggestions":
        """Classes that are already decided, as exchange slugs; "" where nothing is known."""
        known = np.array([bool(field) for field in fields], dtype=bool)
        guesses = {kind: KindGuess(kind, 1.0, ()) for kind in set(kinds)}
        return cls(
            [guesses[kind] for kind in kinds],
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


class Alternatives(Sequence[tuple[tuple[str, float], ...]]):
    """The fields that come next for each letter; made when they are asked for."""

    def __init__(self, fields: Sequence[str], found: Judged, abstained: NDArray[np.bool_]) -> None:
        self._fields, self._found, self._abstained = fields, found, abstained

    def __len__(self) -> int:
        return len(self._abstained)

    @overload
    def __getitem__(self, i: int) -> tuple[tuple[str, float], ...]: ...

    @overload
    def __getitem__(self, i: slice) -> Sequence[tuple[tuple[str, float], ...]]: ...

    def __getitem__(self, i: int | slice) -> Any:
        if isinstance(i, slice):
            return [self[k] for k in range(*i.indices(len(self)))]
        found = self._found
        if not found.known[i]:
            return ()
        first = 0 if self._abstained[i] else 1
        ranked, shares = found.ranked[i].tolist(), found.shares[i].tolist()
        shown = zip(ranked[first:], shares[first:], strict=True)
        return tuple((self._fields[k], share) for k, share in shown if share >= LEAST_SHOWN)[
            :TOP_FIELDS
        ]


class _Part(NamedTuple):
    """What is found of some letters."""

    found: Judged
    kinds: Kinds
    why: list[tuple[str, ...]]


class Suggester:
    """Turns letters into suggestions by a word model."""

    def __init__(self, model: WordModel) -> None:
        self.model = model
        fields = sorted({field for field, _ in model.topics} - {OTHER})
        self.fields = fields
        self._field_of = np.array(
            [fields.index(field) if field != OTHER else -1 for field, _ in model.topics]
        )
        # The last of each is what -1 points to: nothing is suggested.
        self._field_names = np.array([*fields, OTHER], dtype=object)
        self._topic_names = np.array([*(topic for _, topic in model.topics), ""], dtype=object)
        version = model.about.get("version")
        self.version = f"{ENGINE}:{version}" if version else ENGINE

    def suggest(
        self, texts: Sequence[str], reading: Reading | None = None, *, reasons: bool = True
    ) -> Suggestions:
        """Suggest for each of ``texts``; ``reading`` saves reading them again."""
        n = len(texts)
        if reading is None:
            # A part stays in the processor's cache from its text to its suggestions.
            parts = by_all_cores(
                lambda low, high: self._judged(texts[low:high], None, reasons=reasons),
                n,
                chunk=PART,
            )
        else:
            parts = [self._judged(texts, reading, reasons=reasons)]
        parts = parts or [self._judged((), None, reasons=reasons)]
        found = Judged(*map(np.concatenate, zip(*(part.found for part in parts), strict=True)))
        confidence = found.shares[:, 0].astype(np.float64)
        abstained = (confidence < LEAST_CONFIDENCE) | (found.known == 0)
        return Suggestions(
            Kinds(
                np.concatenate([part.kinds.ranked for part in parts]),
                np.concatenate([part.kinds.shares for part in parts]),
            ),
            self._field_names[np.where(abstained, -1, found.ranked[:, 0])].tolist(),
            self._topic_names[np.where(abstained, -1, found.topics)].tolist(),
            np.where(abstained, 0.0, confidence),
            abstained,
            Alternatives(self.fields, found, abstained),
            [why for part in parts for why in part.why] if reasons else [()] * n,
            self.version,
        )

    def _judged(self, texts: Sequence[str], reading: Reading | None, *, reasons: bool) -> "_Part":
        view = grams.seen(reading or read(texts, sampled=False))
        found = self.model.judge(view, self._field_of, SHARPNESS, TOP_FIELDS + 1)
        kinds = guess_kinds(view.reading, view.stops, self.model.kinds, found.kinds)
        topics = found.topics.astype(np.int64)
        return _Part(found, kinds, self._reasons(view, texts, topics) if reasons else [])

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
