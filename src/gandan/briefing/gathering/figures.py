"""The figures of a pack: definition, period, source, change, and where a unit says otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gandan.briefing.gathering.book import Entered, Row
from gandan.briefing.gathering.ground import Ground
from gandan.briefing.gathering.reported import Reported
from gandan.casework.models import Case, Submission
from gandan.domain.periods import Period
from gandan.domain.reporting import Source
from gandan.reports.models import Indicator
from gandan.reports.registered import REGISTERED

# Denunciations are counted nowhere in a pack (see ``ground``).
COUNTED = ("letters", "cases.opened", "cases.answered", "cases.settled", "petitions")
NAMES = {
    "letters": "Đơn nhận",
    "petitions": "Đơn kiến nghị, phản ánh",
    "cases.opened": "Vụ việc mở",
    "cases.answered": "Vụ việc trả lời",
    "cases.settled": "Vụ việc giải quyết xong",
}
DEFINITIONS = {
    "letters": "Đơn vào sổ trong kỳ, kể cả đơn trùng.",
    "petitions": "Đơn không phải khiếu nại, tố cáo.",
    "cases.opened": "Vụ việc được theo dõi thời hạn, tính theo ngày mở.",
    "cases.answered": "Tính theo ngày trả lời.",
    "cases.settled": "Tính theo ngày giải quyết xong.",
}
KEPT_OUT = "Không tính đơn tố cáo nêu tên đơn vị."


@dataclass(frozen=True)
class Figure:
    """``before`` is None where nothing was counted in the period before."""

    key: str
    name: str
    definition: str
    unit: str
    now: Entered
    before: Entered | None
    origin: str
    coverage: str = ""
    differs: Sequence[dict[str, Any]] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "name": self.name,
            "definition": self.definition,
            "unit": self.unit,
            "value": str(self.now.total),
            "source": self.now.key,
            "before": str(self.before.total) if self.before else None,
            "before_source": self.before.key if self.before else "",
            "origin": self.origin,
            "coverage": self.coverage,
            "differs": list(self.differs),
        }


def figures_of(ground: Ground, reported: Reported) -> list[Figure]:
    """What the register counts, then what only units can tell, with how many of them did."""
    defined = _definitions(ground)
    found = []
    for key in COUNTED:
        registered = REGISTERED[key]
        unit = registered.measure.label
        now = _counted(ground, key, ground.period)
        before = _counted(ground, key, ground.before)
        differs = [row for row in reported.differences if row["register_key"] == key]
        definition = f"{defined.get(key, DEFINITIONS[key])} {KEPT_OUT}"
        found.append(
            Figure(key, NAMES[key], definition, unit, now, before, "register", "", differs)
        )
    return [*found, *_told(ground, reported)]


def _definitions(ground: Ground) -> dict[str, str]:
    rows = Indicator.objects.in_force(ground.period.last_day).exclude(register_key="")
    return dict(rows.order_by("id").values_list("register_key", "definition"))


def _counted(ground: Ground, key: str, period: Period) -> Entered:
    registered = REGISTERED[key]
    rows = registered.rows_for_many(ground.units, period.since, period.until)
    label = f"{NAMES[key]}, {period.label}"
    if registered.model is Submission:
        found = [Row(*row) for row in rows.values_list("code", "place", "received_on")]
        return ground.book.enter("letters", label, registered.measure.label, found)
    day = {"cases.opened": "opened_on", "cases.answered": "answered_on"}.get(key, "settled_on")
    assert registered.model is Case
    cases = [Row(code, "", on) for code, on in rows.values_list("code", day)]
    return ground.book.enter("cases", label, registered.measure.label, cases)


def _told(ground: Ground, reported: Reported) -> list[Figure]:
    """Figures that only the units know, added up over those that reported."""
    found = []
    for told in reported.rounds:
        if not told.is_of(ground.period):
            continue
        for cell in told.cells:
            if cell.source != Source.ENTERED or not cell.measure.is_additive:
                continue
            now = _sum(
                ground, told.figures, cell.code, f"{cell.name}, {told.label}", cell.measure.label
            )
            if not now.rows:
                continue
            earlier = _sum(
                ground,
                told.before,
                cell.code,
                f"{cell.name}, {told.before_label}",
                cell.measure.label,
            )
            coverage = f"{len(now.rows)} trên {told.owing} đơn vị đã báo cáo"
            found.append(
                Figure(
                    f"{told.code}:{cell.code}", cell.name, cell.definition, cell.measure.label,
                    now, earlier if earlier.rows else None, "reports", coverage,
                )
            )  # fmt: skip
    return found


def _sum(
    ground: Ground, figures: dict[str, tuple[int, dict[str, str]]], code: str, label: str, unit: str
) -> Entered:
    rows = [
        Row(report, ground.names[own], None, Decimal(values[code]))
        for report, (own, values) in figures.items()
        if values.get(code)
    ]
    return ground.book.enter("reports", label, unit, rows)
