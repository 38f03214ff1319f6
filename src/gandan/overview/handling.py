"""How cases were handled, for a digest: three states side by side, and what is late by unit."""

from datetime import date
from typing import Any

from gandan.casework.late import late_by_unit
from gandan.casework.models import Case
from gandan.casework.rates import on_time, rates_of
from gandan.domain.periods import Period
from gandan.units.models import Unit
from gandan.units.policy import UnitTree
from gandan.units.selectors import UnitNames


def handling_of(scope: Unit, period: Period, day: date) -> dict[str, Any]:
    """Counts of cases under ``scope``, as they stood on ``day``; see docs/reference/digest.md.

    Denunciations that name a unit are left out: the paper is read by those they are about.
    """
    tree = UnitTree.on(day)
    units = tree.with_predecessors(tree.subtree(scope.pk))
    cases = Case.objects.for_many()
    if len(units) < Unit.objects.count():
        cases = cases.filter(unit_id__in=units)
    rates, terms, names = (
        rates_of(cases, period, day),
        on_time(cases, period, day),
        UnitNames.on(day),
    )
    return {
        "as_of": day.isoformat(),
        "unit": "vụ việc",
        "cases": rates.cases,
        "answered": rates.answered,
        "settled": rates.settled,
        "carried_out": rates.carried_out,
        "owed": rates.owed,
        "terms": {"ended": terms.ended, "in_time": terms.in_time, "unit": "thời hạn"},
        "late": [
            {"key": names[row.unit], "value": row.cases, "oldest": row.oldest.isoformat()}
            for row in late_by_unit(cases, day)
        ],
    }
