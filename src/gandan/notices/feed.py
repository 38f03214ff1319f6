"""A person's due days as an iCalendar file (RFC 5545)."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from gandan.notices.due import Due, DueItem

AHEAD_DAYS = 90
REFRESH = timedelta(hours=4)


def to_ical(due: Due, *, stamp: datetime, absolute: Callable[[str], str]) -> bytes:
    """One all-day event for each item: code, step and day, nothing of what it is about.

    An item keeps its UID when its day moves, so a calendar moves the event instead of adding one.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Gan Dan//gandan//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Gần Dân: việc đến hạn"))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    for item in due.items:
        calendar.add_component(_event(item, stamp, absolute))
    return bytes(calendar.to_ical())


def _event(item: DueItem, stamp: datetime, absolute: Callable[[str], str]) -> Event:
    event = Event()
    event.add("uid", f"{hashlib.sha256(item.code.encode()).hexdigest()[:32]}@gandan")
    event.add("dtstamp", stamp)
    event.add("dtstart", item.due_on)
    event.add("dtend", item.due_on + timedelta(days=1))
    event.add("summary", f"{item.code}: {item.step}")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    if item.address:
        event.add("url", absolute(str(item.address)))
    return event
