"""What several pages of a report show: its head, and its figures with what stands beside them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from gandan.accounts.models import User
from gandan.domain.reporting import Source
from gandan.reports.cells import Cell, cells_of, values_of
from gandan.reports.checking import Problem
from gandan.reports.models import ReportVersion, UnitReport
from gandan.reports.registered import beside_of
from gandan.reports.selectors import owed_of, previous_figures
from gandan.reports.services.writing import register_of
from gandan.reports.words import LOOKS, SOURCE_WORDS, measure_word, standing_word
from gandan.units.policy import today
from gandan.units.selectors import UnitNames


@dataclass
class FigureRow:
    """One cell: what the unit says, what the register counts, what it was the period before."""

    cell: Cell
    measure: str
    source: str
    value: Decimal | None
    counted: float | None
    before: Decimal | None
    opens_group: bool
    problems: list[Problem] = field(default_factory=list)
    field: Any = None
    notes: Sequence[str] = ()

    @property
    def differs(self) -> bool:
        return self.counted is not None and self.value is not None and self.value != self.counted


def report_head(report: UnitReport, person: User) -> dict[str, Any]:
    names = UnitNames.on(report.round.span.last_day)
    (owed,) = owed_of(report.round, [report.unit_id], today())
    return {
        "report": report,
        "round": report.round,
        "form_name": report.round.version.form.name,
        "unit_name": names[report.unit_id],
        "office_name": names[report.round.office_id],
        "look": LOOKS[owed.standing],
        "word": standing_word(owed.standing, owed.late),
        "is_synthetic": report.unit.is_synthetic,
    }


def figure_rows(
    report: UnitReport,
    problems: Sequence[Problem],
    person: User,
    *,
    version: ReportVersion | None = None,
) -> list[FigureRow]:
    """The working copy while the report is open, else what was sent, or the version asked for."""
    cells = cells_of(report.round.version)
    sent = version or (None if report.is_open else report.latest)
    values = values_of(cells, sent.figures if sent else report.figures)
    register = sent.register if sent else register_of(report, cells, person)
    beside = beside_of(register, report.unit_id, report.round.span, person)
    before = values_of(cells, {k: str(v) for k, v in previous_figures(report).items()})
    rows, heading = [], None
    for cell in cells:
        counted = register.get(cell.register_key) if cell.source == Source.REGISTER else None
        rows.append(
            FigureRow(
                cell,
                measure_word(cell.measure),
                str(SOURCE_WORDS[cell.source]),
                values.get(cell.code),
                counted,
                before.get(cell.code),
                cell.heading != heading and bool(cell.heading),
                [p for p in problems if p.at == cell.code],
                notes=beside[cell.register_key].notes if cell.register_key in beside else (),
            )
        )
        heading = cell.heading
    return rows
