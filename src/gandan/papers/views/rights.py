"""What a page offers to the person who looks at it; the access table decides."""

from gandan.units.requests import StaffRequest


def may_write(request: StaffRequest) -> bool:
    """Whether the person may draft, issue and register papers."""
    opens = getattr(request, "may_open", None)
    return bool(opens and opens("papers:paper_edit"))
