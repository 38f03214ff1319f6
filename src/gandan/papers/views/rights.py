"""What a page offers to the person who looks at it; the access table decides."""

from django.db.models import Q

from gandan.units.policy import reach_of
from gandan.units.requests import StaffRequest


def may_write(request: StaffRequest, *units: int) -> bool:
    """Whether the person may draft, issue and register papers, of ``units`` when they are given."""
    opens = getattr(request, "may_open", None)
    return bool(opens and opens("papers:paper_edit", *units))


def written(request: StaffRequest) -> Q:
    """The condition on rows to write at: of the units where a duty of the route is held."""
    return reach_of(request.user).rows("unit", request.asked_duties)
