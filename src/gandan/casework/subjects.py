"""Who a case is about, in the form that the rules on conflicts of interest take."""

from gandan.casework.models import Case
from gandan.domain.conflicts import About


def about(case: Case) -> About[int]:
    """The units that the case is about, or where a person works whom it is about.

    A person is known in words only, so the whole unit where they work is kept away.
    """
    rows = case.respondents.filter(unit__isnull=False).values_list("unit_id", flat=True)
    return About(units=frozenset(pk for pk in rows if pk is not None))
