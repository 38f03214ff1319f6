"""A term that runs for one case: when it began, what lengthened it, what stopped it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise

from gandan.domain.deadlines.extensions import Extension
from gandan.domain.deadlines.vocabulary import Condition


class ClockError(ValueError):
    """The facts of a clock contradict each other; ``code`` is stable, the message is for people."""

    def __init__(self, code: str, message: str, message_en: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message_en = message_en or message


@dataclass(frozen=True)
class Suspension:
    """From the day of the decision to suspend until the day of the decision to resume.

    The day of suspension is not counted, the day of resumption is. ``until`` is None while
    the matter is still suspended.
    """

    since: date
    until: date | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise ClockError(
                "suspension_order",
                "Ngày tiếp tục phải sau ngày tạm đình chỉ.",
                "The day of resumption must lie after the day of suspension.",
            )

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Clock:
    """What ``due`` needs to know of a running term; kept with the case, so it can be redone.

    ``moment`` is the instant of the event, for rows in hours. ``decided_on`` is the day whose
    law applies when that is not the day of the start. ``unit_code`` finds a unit's own level.
    """

    code: str
    start: date
    conditions: frozenset[Condition] = frozenset()
    extensions: tuple[Extension, ...] = ()
    suspensions: tuple[Suspension, ...] = field(default=())
    moment: datetime | None = None
    decided_on: date | None = None
    unit_code: str = ""

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.suspensions, key=lambda s: (s.since, s.until or date.max)))
        for before, after in pairwise(ordered):
            if before.until is None or after.since < before.until:
                raise ClockError(
                    "suspension_overlap",
                    "Hai lần tạm đình chỉ chồng lên nhau.",
                    "Two suspensions overlap.",
                )
        if self.moment is not None and self.moment.tzinfo is None:
            raise ValueError("moment must know its time zone")
        object.__setattr__(self, "suspensions", ordered)
