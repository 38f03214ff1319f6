"""The frame of every change: a number first, an audit entry by the caller, then listeners.

Casework stands above this app, so it registers what must be done when the law changes, in its
``AppConfig.ready``: ``changing.when_law_changes("casework", recompute)``. A change queues one
job, which calls every listener with the rules before and after.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F

from gandan.domain.deadlines import Rules
from gandan.jobs.services import Running, enqueue
from gandan.law.models import LawState

JOB = "law.recompute"


@dataclass(frozen=True)
class LawChanged:
    """What a listener is given: the change, the rules before and after it, a way to report.

    A listener bears being called again for the same change: jobs run at least once.
    """

    number: int
    before: Rules
    after: Rules
    running: Running


Listener = Callable[[LawChanged], Mapping[str, Any]]
_listeners: dict[str, Listener] = {}


def when_law_changes(name: str, listener: Listener) -> None:
    """Register what to do when a time limit or the calendar changed; once for each name."""
    _listeners[name] = listener


def forget_listener(name: str) -> None:
    """Take a listener out again."""
    _listeners.pop(name, None)


def tell_listeners(changed: LawChanged) -> dict[str, Any]:
    """Call every listener; what each gives back is kept with the job."""
    return {name: dict(listener(changed)) for name, listener in _listeners.items()}


def next_change() -> int:
    """The number of a new change; call it first, inside the transaction of the change.

    Raises ``RuntimeError`` outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a change of the law runs in a transaction")
    LawState.objects.get_or_create(pk=1)
    LawState.objects.filter(pk=1).update(number=F("number") + 1, stamp=uuid.uuid4().hex)
    return LawState.objects.get(pk=1).number


def announce(number: int, *, by: Any) -> None:
    """Queue the recomputation of due dates after change ``number``."""
    enqueue(JOB, {"change": number}, by=by, dedupe_key=f"{JOB}:{number}")
