"""A relation that the text states, in all the ways it may be meant.

Where one way agrees, nothing is said: a relation is raised only when no reading of it holds.
"""

from collections.abc import Iterable

from gandan.substance.constraints import Constraint, Verdict
from gandan.substance.figures import Figure
from gandan.substance.findings import Severity

__all__ = ["Relation", "Severity"]


class Relation:
    """``primary`` is the plainest reading, ``best`` the one that agrees best.

    ``readings`` are tried in order, and only until one of them holds. ``explicit`` relations are
    written out (a + b = c, "trừ"), so that any gap is a slip.
    """

    def __init__(
        self,
        rule: str,
        primary: Constraint,
        readings: Iterable[Constraint] = (),
        severity: Severity = Severity.ERROR,
        *,
        explicit: bool = False,
    ) -> None:
        self.explicit = explicit
        self.rule, self.primary, self.severity = rule, primary, severity
        self.best, self.verdict = primary, primary.verdict()
        for reading in readings:
            if self.verdict == Verdict.HOLDS:
                break
            if (verdict := reading.verdict()) < self.verdict:
                self.best, self.verdict = reading, verdict

    @property
    def figures(self) -> tuple[Figure, ...]:
        return self.primary.figures
