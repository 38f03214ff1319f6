"""Where a report stands on a day: what is late or missing is said, and is never a zero."""

from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    AHEAD = "ahead"  # the period has not ended
    OWED = "owed"  # to be sent, the day has not come
    MISSING = "missing"  # the day has passed, nothing was sent
    RETURNED = "returned"  # sent back with reasons
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    CORRECTING = "correcting"  # sent before; a corrected version is being written

    @property
    def has_reported(self) -> bool:
        """Whether the figures may be counted."""
        return self in {Standing.SUBMITTED, Standing.ACCEPTED, Standing.CORRECTING}


def standing(state: str | None, *, last_day: date, due_on: date, today: date) -> Standing:
    """``state`` is the report's (None: nobody has opened it)."""
    if state in {"submitted", "accepted", "returned", "correcting"}:
        return Standing(state)
    if today <= last_day:
        return Standing.AHEAD
    return Standing.OWED if today <= due_on else Standing.MISSING


def days_late(sent_on: date | None, due_on: date, today: date) -> int:
    """Days between the day it was due and the day it was first sent, or today."""
    return max(0, ((sent_on or today) - due_on).days)
