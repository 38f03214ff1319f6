"""The rules that casework counts by: the law and the calendar in use."""

from gandan.domain.deadlines import Rules, shipped_rules


def rules_in_use() -> Rules:
    """The time limits, calendar and office hours as they stand now."""
    return shipped_rules()
