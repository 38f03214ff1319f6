"""Rows of the register as the engine's arrays."""

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np

from gandan.synthesis import Corpus

# A copy arrives near its original.
WINDOW = timedelta(days=400)


def corpus_of(values: Iterable[tuple[int, str, date | None, str]]) -> Corpus:
    """The engine's arrays for (primary key, text, day, place) rows."""
    rows = list(values)
    return Corpus(
        ids=[str(pk) for pk, *_rest in rows],
        texts=[text for _pk, text, _day, _place in rows],
        days=np.array(
            [np.datetime64(day, "D") if day else np.datetime64("NaT") for _, _, day, _ in rows],
            dtype="datetime64[D]",
        ),
        places=[place for _pk, _text, _day, place in rows],
    )
