"""When a case was first handled: kept with the case, and always told from its standing steps.

The statutory tables ask it of every case of a city ("kỳ trước chuyển sang"); the steps stay the
source (docs/adr/0035).
"""

from datetime import date

from django.db.models import Min

from gandan.casework.models import Case, CaseStep
from gandan.domain.statistics_counting import handling_steps


def first_handling_of(case: Case) -> date | None:
    """The earliest day of its steps that count as handling and were not taken back."""
    standing = CaseStep.objects.filter(case=case, name__in=handling_steps(), undone_by=None)
    found: date | None = standing.aggregate(first=Min("on"))["first"]
    return found


def keep_first_handling(case: Case, step: str) -> None:
    """After ``step`` was taken, or taken back, keep the day with the case."""
    if step in handling_steps():
        case.first_handled_on = first_handling_of(case)
        case.save(update_fields=["first_handled_on"])
