"""What is queued by the clock: apps register a function that is asked each minute.

Such a function must bear being asked by several workers at once; what it queues once a day it
marks in its own table.
"""

import logging
from collections.abc import Callable
from datetime import datetime

logger = logging.getLogger(__name__)
Planner = Callable[[datetime], None]
_planners: list[Planner] = []


def every_minute(planner: Planner) -> None:
    if planner not in _planners:
        _planners.append(planner)


def plan(now: datetime) -> None:
    """Ask each planner; a fault of one does not keep the others from being asked."""
    for planner in _planners:
        try:
            planner(now)
        except Exception:
            logger.exception("planner %s failed", planner.__module__)
