"""The one entry: everything that can be said of a document."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from gandan.substance.answers import answer_findings
from gandan.substance.arithmetic import arithmetic
from gandan.substance.bounds import bound_findings
from gandan.substance.claims import Claim, RegisterFigure, claim_findings, claims_in
from gandan.substance.copying import Earlier
from gandan.substance.dates import date_findings
from gandan.substance.document import Document
from gandan.substance.emptiness import emptiness_findings
from gandan.substance.enumerated import enumeration_findings
from gandan.substance.findings import Finding
from gandan.substance.mixing import type_findings
from gandan.substance.novelty import novelty_findings
from gandan.substance.parsing import statements
from gandan.substance.questions import question_findings
from gandan.substance.rights import rights_findings
from gandan.substance.timing import timing_findings
from gandan.substance.tokens import read


def check(
    document: Document,
    *,
    earlier: Iterable[Document] | Earlier = (),
    template: Document | None = None,
    register: Sequence[RegisterFigure] = (),
) -> list[Finding]:
    """All findings of a document, in the order of its text.

    ``earlier`` are reports before it (of this unit and of others), ``template`` the form that
    it was written on, ``register`` the figures that the register counts for its period.
    """
    reading = read(document)
    found = statements(reading)
    out = [
        *arithmetic(reading, found),
        *bound_findings(reading, found),
        *date_findings(reading),
        *timing_findings(reading),
        *enumeration_findings(reading),
        *type_findings(reading, found),
        *emptiness_findings(reading),
        *question_findings(reading, found),
        *answer_findings(reading),
        *rights_findings(reading),
        *claim_findings(reading, found, register),
    ]
    before = earlier if isinstance(earlier, Earlier) else Earlier(earlier, template)
    if before.documents:
        out += novelty_findings(document, before)
    named = (replace(finding, id=document.id) for finding in out)
    return sorted(named, key=lambda f: (f.start, -f.severity.weight, f.rule))


def figure_findings(document: Document) -> list[Finding]:
    """Findings about figures and days only."""
    reading = read(document)
    found = statements(reading)
    out = [
        *arithmetic(reading, found),
        *bound_findings(reading, found),
        *date_findings(reading),
        *timing_findings(reading),
        *enumeration_findings(reading),
        *type_findings(reading, found),
    ]
    return sorted(out, key=lambda f: (f.start, -f.severity.weight, f.rule))


def claims(document: Document, register: Sequence[RegisterFigure] = ()) -> list[Claim]:
    """The counts of a document, with the register's figure that each may be."""
    reading = read(document)
    return claims_in(reading, statements(reading), register)
