"""The one entry: everything that can be said of a document."""

from collections.abc import Sequence

from gandan.substance.arithmetic import arithmetic
from gandan.substance.bounds import bound_findings
from gandan.substance.dates import date_findings
from gandan.substance.document import Document
from gandan.substance.findings import Finding
from gandan.substance.parsing import statements
from gandan.substance.tokens import read
from gandan.substance.types import type_findings


def figure_findings(document: Document) -> list[Finding]:
    """Findings about figures and days."""
    reading = read(document)
    found = statements(reading)
    out = [
        *arithmetic(reading, found),
        *bound_findings(reading, found),
        *date_findings(reading),
        *type_findings(reading, found),
    ]
    return sorted(out, key=_order)


def _order(finding: Finding) -> tuple[int, int]:
    return finding.start, -finding.severity.weight


__all__: Sequence[str] = ["figure_findings"]
