"""Is a report more than a form? Figures that agree, nothing copied, nothing empty.

Pure: no Django, no clock, no disk but the words that ship with it. A check never guesses a
relation that the text does not state; where a sentence can be read in several ways and one of
them agrees, nothing is said.
"""

from gandan.substance.answers import check_answer
from gandan.substance.checking import check, claims, figure_findings
from gandan.substance.claims import Claim, RegisterFigure
from gandan.substance.copying import Earlier, Novelty, compare
from gandan.substance.document import Cell, Document, Table
from gandan.substance.findings import Finding, Severity
from gandan.substance.rules import BY_CODE, RULES, Rule

__all__ = [
    "BY_CODE",
    "RULES",
    "Cell",
    "Claim",
    "Document",
    "Earlier",
    "Finding",
    "Novelty",
    "RegisterFigure",
    "Rule",
    "Severity",
    "Table",
    "check",
    "check_answer",
    "claims",
    "compare",
    "figure_findings",
]
