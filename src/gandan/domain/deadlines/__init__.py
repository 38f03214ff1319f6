"""Time limits of the law, and due dates that explain themselves.

``due(clock, rules)`` gives the last day of a running clock with every step of the sum.
``shipped_rules()`` is the law and calendar that come with the product; an office's own rows
come from ``gandan.law.selectors.current_rules()``.
"""

from gandan.domain.deadlines.calculation import Due, MissingDayError, StillSuspendedError, due
from gandan.domain.deadlines.clocks import Clock, ClockError, Suspension
from gandan.domain.deadlines.criteria import Criterion, Finding, complexity_faults
from gandan.domain.deadlines.explanation import Step
from gandan.domain.deadlines.extensions import Extension, extension_faults
from gandan.domain.deadlines.limits import (
    LimitBook,
    NoTimeLimitError,
    TimeLimit,
    UnknownLimitError,
)
from gandan.domain.deadlines.recomputing import Moved, moved_dues
from gandan.domain.deadlines.remaining import Remaining, remaining
from gandan.domain.deadlines.rules import OfficeHours, Rules, receipt_day, shipped_rules
from gandan.domain.deadlines.vocabulary import Condition, Sense, StartEvent, Subject, TimeUnit

__all__ = [
    "Clock",
    "ClockError",
    "Condition",
    "Criterion",
    "Due",
    "Extension",
    "Finding",
    "LimitBook",
    "MissingDayError",
    "Moved",
    "NoTimeLimitError",
    "OfficeHours",
    "Remaining",
    "Rules",
    "Sense",
    "StartEvent",
    "Step",
    "StillSuspendedError",
    "Subject",
    "Suspension",
    "TimeLimit",
    "TimeUnit",
    "UnknownLimitError",
    "complexity_faults",
    "due",
    "extension_faults",
    "moved_dues",
    "receipt_day",
    "remaining",
    "shipped_rules",
]
