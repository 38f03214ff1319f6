"""What time it is; a command that replays history says for which day.

Rules never ask: they are told the day. Services and views ask here and nowhere else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.utils import timezone

_replayed: ContextVar[datetime | None] = ContextVar("replayed", default=None)


def now() -> datetime:
    return _replayed.get() or timezone.now()


def today() -> date:
    """The calendar day in Hà Nội."""
    return timezone.localdate(now())


def is_replayed() -> bool:
    """Whether history is being written down: nothing of it is news to anybody."""
    return _replayed.get() is not None


@contextmanager
def replaying(day: date, at: time = time(9, 0)) -> Iterator[None]:
    """Write down as if it were ``day``: for made-up cities and registers from elsewhere."""
    moment = timezone.make_aware(datetime.combine(day, at))
    token = _replayed.set(moment)
    try:
        yield
    finally:
        _replayed.reset(token)
