"""The rules that casework counts by: the law and the calendar in use at this office."""

from gandan.domain.deadlines import Rules
from gandan.law.selectors import current_rules


def rules_in_use() -> Rules:
    """The time limits, calendar and office hours as they stand now."""
    return current_rules()
