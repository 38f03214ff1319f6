"""What stands against reports as they were sent, for those who read many of them."""

from collections.abc import Sequence

from gandan.reports.cells import Cell
from gandan.reports.checking import Problem, Subject, problems_of, proven_cells
from gandan.reports.models import FormSection, UnitReport
from gandan.reports.selectors import earlier_texts


def problems_as_sent(
    report: UnitReport, cells: Sequence[Cell], sections: Sequence[FormSection]
) -> list[Problem]:
    """The problems of the last version, whatever the unit has been writing since."""
    sent = report.latest
    if sent is None:
        return []
    subject = Subject(
        cells, sections, sent.figures, sent.words, sent.register, proven_cells(report)
    )
    return problems_of(
        subject,
        explained=report.explanations.order_by("id"),
        earlier=earlier_texts(report),
        title=f"{report.round.version.form.name} {report.round.label}",
    )
