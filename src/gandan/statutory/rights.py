"""Who writes figures in: people of the unit itself, not those above it."""

from gandan.accounts.models import User
from gandan.statutory.lines import Line
from gandan.units.models import Duty
from gandan.units.policy import reach_of

ENTERING = frozenset({Duty.FOCAL_POINT, Duty.HANDLER, Duty.SYNTHESIS_OFFICER, Duty.LEADER})


def may_enter_at(person: User, unit: int) -> bool:
    return any(post == unit and duties & ENTERING for post, duties in reach_of(person).posts)


def may_enter(person: User, line: Line) -> bool:
    """Whether the line is that of one unit, and the person's own."""
    return line.unit is not None and line.is_single and may_enter_at(person, line.unit)
