"""How good suggestions are, on letters whose classes people confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.choosing import held_back
from gandan.synthesis.suggest import Suggester
from gandan.synthesis.training import Confirmed

BINS = 10


@dataclass(frozen=True)
class Quality:
    """Shares in [0, 1] of ``letters`` letters.

    Attributes
    ----------
    field, top_three, topic : float
        Field right; right field among the first three; topic right.
    calibration_error : float
        Expected calibration error of the field over ten equal bins (Guo et al. 2017).
    """

    letters: int
    field: float
    top_three: float
    topic: float
    calibration_error: float


def measure(suggester: Suggester, letters: Sequence[Confirmed]) -> Quality:
    """Suggest for ``letters`` and compare; all zero for none."""
    if not letters:
        return Quality(0, 0.0, 0.0, 0.0, 0.0)
    found = suggester.suggest([letter.text for letter in letters], reasons=False)
    right = np.array([f == letter.field for f, letter in zip(found.fields, letters, strict=True)])
    named = [
        letter.field in (own, *(field for field, _ in others))[:3]
        for own, others, letter in zip(found.fields, found.alternatives, letters, strict=True)
    ]
    topics = [t == letter.topic for t, letter in zip(found.topics, letters, strict=True)]
    return Quality(
        len(letters),
        float(right.mean()),
        float(np.mean(named)),
        float(np.mean(topics)),
        calibration_error(found.confidence[~found.abstained], right[~found.abstained]),
    )


def calibration_error(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """How far confidence is from the share that is right, over ten equal bins, in [0, 1].

    References
    ----------
    Guo, C. et al. (2017). On calibration of modern neural networks. ICML.
    """
    if not len(confidence):
        return 0.0
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    error = 0.0
    for one in range(BINS):
        inside = bins == one
        if inside.any():
            error += inside.mean() * abs(confidence[inside].mean() - right[inside].mean())
    return float(error)


def kept_apart(letters: Sequence[Confirmed]) -> tuple[list[Confirmed], list[Confirmed]]:
    """Split into letters to learn from and about a fifth to test on; copies stay together.

    The split depends on the letters alone, not on their order.
    """
    ordered = sorted(letters, key=lambda letter: (letter.text, letter.field, letter.topic))
    is_apart = held_back([letter.text for letter in ordered]).tolist()
    shown = [letter for letter, apart in zip(ordered, is_apart, strict=True) if not apart]
    return shown, [letter for letter, apart in zip(ordered, is_apart, strict=True) if apart]
