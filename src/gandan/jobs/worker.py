"""The loops that run jobs, plan by the clock and put the log into its tree.

They are threads in the server, or `gandan worker`.
"""

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections, connection
from django.utils import timezone

from gandan.audit.sequencing import sequence_entries
from gandan.jobs import planning
from gandan.jobs.services import run_next

logger = logging.getLogger(__name__)
IDLE_SECONDS = 1.0
SEQUENCE_EVERY = 2.0
PLAN_EVERY = 60.0


def work(stop: threading.Event, *, idle: float = IDLE_SECONDS) -> None:
    """Run jobs until ``stop`` is set, and beside them the log's sequencer and the planner."""
    # Threads of their own: a job may take minutes, an entry reaches the tree in seconds.
    beside = [
        threading.Thread(target=loop, args=(stop,), name=f"gandan-{name}", daemon=True)
        for name, loop in (("sequencer", sequence), ("planner", plan))
    ]
    for thread in beside:
        thread.start()
    while not stop.is_set():
        close_old_connections()
        if not _guarded(run_next):
            stop.wait(idle)
    connection.close()
    for thread in beside:
        thread.join()


def sequence(stop: threading.Event, *, every: float = SEQUENCE_EVERY) -> None:
    """Put new entries into the tree until ``stop`` is set."""
    while not stop.is_set():
        close_old_connections()
        _guarded(sequence_entries)
        stop.wait(every)
    connection.close()


def plan(stop: threading.Event, *, every: float = PLAN_EVERY) -> None:
    """Queue what the clock asks for until ``stop`` is set."""
    while not stop.is_set():
        close_old_connections()
        planning.plan(timezone.now())
        stop.wait(every)
    connection.close()


def _guarded(step: Callable[[], object]) -> bool:
    """A worker outlives a database that is away for a while."""
    try:
        return bool(step())
    except Exception:
        logger.exception("worker step failed")
        return False


def start_thread() -> threading.Event:
    """Start a worker thread; set the returned event to stop it."""
    stop = threading.Event()
    threading.Thread(target=work, args=(stop,), name="gandan-worker", daemon=True).start()
    return stop
