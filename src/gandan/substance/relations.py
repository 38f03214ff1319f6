"""A relation that the text states, in all the ways it may be meant.

Where one way agrees, nothing is said: a relation is raised only when no reading of it holds.
"""

from dataclasses import dataclass, field

from gandan.substance.constraints import Constraint, Verdict
from gandan.substance.figures import Figure
from gandan.substance.findings import Severity

__all__ = ["Relation", "Severity"]


@dataclass
class Relation:
    """``primary`` is the plainest reading; ``facts`` are words for the message."""

    rule: str
    primary: Constraint
    readings: tuple[Constraint, ...] = ()
    severity: Severity = Severity.ERROR
    facts: dict[str, str] = field(default_factory=dict)

    def holding(self) -> Constraint:
        """The reading that agrees best; the first of equals."""
        return min((self.primary, *self.readings), key=lambda reading: reading.verdict())

    def verdict(self) -> Verdict:
        return self.holding().verdict()

    @property
    def figures(self) -> tuple[Figure, ...]:
        return self.primary.figures
