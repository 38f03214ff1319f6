"""What units reported for the period: who did, who did not, and what does not agree.

Who is silent is named and never counted as zero.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gandan.briefing.gathering.ground import Ground
from gandan.core.components.figures import vn_number
from gandan.domain.periods import Period, span_of
from gandan.domain.reporting import Standing
from gandan.reports.cells import Cell, cells_of
from gandan.reports.checking import FINDING, FORMULA, REGISTER, Problem
from gandan.reports.models import FormSection, ReportRound
from gandan.reports.selectors import COUNTED, Owed, owed_of, owing_units
from gandan.reports.sent import problems_as_sent
from gandan.substance import BY_CODE

# The register's count of denunciations is no figure of a pack (see ``ground``).
KEPT_OUT = frozenset({"denunciations"})
FEW = 8


@dataclass
class RoundTold:
    """A round of the period as far as the units of the scope owe it."""

    code: str
    label: str
    form: str
    days: tuple[date, date]
    due_on: date
    cells: list[Cell]
    owing: int
    sent: list[Owed]
    late: list[Owed]
    missing: list[Owed]
    returned: list[Owed]
    figures: dict[str, tuple[int, dict[str, str]]] = field(default_factory=dict)
    before: dict[str, tuple[int, dict[str, str]]] = field(default_factory=dict)
    before_label: str = ""

    def is_of(self, period: Period) -> bool:
        return self.days == (period.since, period.until)


@dataclass
class Reported:
    rounds: list[RoundTold] = field(default_factory=list)
    differences: list[dict[str, Any]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)


def reported_of(ground: Ground) -> Reported:
    """The rounds whose period lies in that of the pack, with what stands against the reports."""
    span = span_of(ground.period)
    rounds = ReportRound.objects.filter(
        since_at__gte=span.since, until_at__lte=span.until
    ).select_related("version__form")
    found = Reported()
    for round_ in rounds.order_by("-due_on", "id"):
        owing = [unit for unit in owing_units(round_) if unit in ground.units]
        if not owing:
            continue
        cells = cells_of(round_.version)
        owed = owed_of(round_, owing, ground.day)
        told = _told(round_, cells, owed)
        _add_figures(told, round_, owed)
        found.rounds.append(told)
        sections = list(round_.version.sections.order_by("order"))
        for one in owed:
            if one.report is not None and one.report.latest is not None:
                _add_problems(found, ground, one, cells, sections)
    found.findings.sort(key=lambda row: (-row["errors"], -row["count"], row["unit"]))
    return found


def _told(round_: ReportRound, cells: list[Cell], owed: list[Owed]) -> RoundTold:
    sent = [one for one in owed if one.standing.has_reported]
    return RoundTold(
        str(round_.code),
        round_.label,
        round_.version.form.name,
        round_.span.days,
        round_.due_on,
        cells,
        len(owed),
        sent,
        [one for one in sent if one.late],
        [one for one in owed if one.standing in {Standing.MISSING, Standing.OWED}],
        [one for one in owed if one.standing == Standing.RETURNED],
    )


def _add_figures(told: RoundTold, round_: ReportRound, owed: Iterable[Owed]) -> None:
    """The sent figures of the round, and those of the same form in the period before."""
    for one in owed:
        if one.report is not None and one.report.latest and one.standing.has_reported:
            told.figures[str(one.report.code)] = (one.unit, one.report.latest.figures)
    earlier = (
        ReportRound.objects.filter(
            version__form=round_.version.form_id,
            office=round_.office_id,
            until_at=round_.since_at,
        )
        .order_by("-id")
        .first()
    )
    if earlier is None:
        return
    told.before_label = earlier.label
    units = [one.unit for one in owed]
    rows = earlier.reports.filter(state__in=COUNTED, unit__in=units)
    for code, unit, figures in rows.values_list("code", "unit_id", "latest__figures"):
        told.before[str(code)] = (unit, figures)


def _add_problems(
    found: Reported,
    ground: Ground,
    one: Owed,
    cells: list[Cell],
    sections: list[FormSection],
) -> None:
    assert one.report is not None
    one.report.round = one.round
    problems = problems_as_sent(one.report, cells, sections)
    unit, code = ground.names[one.unit], str(one.report.code)
    by_code = {cell.code: cell for cell in cells}
    for problem in problems:
        if problem.kind in {REGISTER, FORMULA} and problem.said is not None:
            cell = by_code[problem.at]
            if cell.register_key not in KEPT_OUT:
                found.differences.append(_difference(problem, cell, unit, code))
    rules = Counter(p.key.split(":")[1] for p in problems if p.kind == FINDING)
    errors = sum(p.severity == "error" for p in problems if p.kind == FINDING)
    if rules:
        found.findings.append(
            {
                "unit": unit,
                "report": code,
                "count": sum(rules.values()),
                "errors": errors,
                "rules": [[BY_CODE[rule].name, n] for rule, n in rules.most_common()],
            }
        )


def _difference(problem: Problem, cell: Cell, unit: str, report: str) -> dict[str, Any]:
    said, counted = problem.said, problem.counted
    return {
        "unit": unit,
        "report": report,
        "name": cell.name,
        "register_key": cell.register_key if problem.kind == REGISTER else "",
        "said": vn_number(said, problem.places) if said is not None else "",
        "counted": vn_number(counted, problem.places) if counted is not None else "",
        "explained": problem.explanation.text if problem.explanation else "",
    }
