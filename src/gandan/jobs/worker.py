"""The loop that runs jobs: a thread in the server, or `gandan worker` processes."""

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections, connection

from gandan.audit.services import chain_entries
from gandan.jobs.services import run_next

logger = logging.getLogger(__name__)
IDLE_SECONDS = 1.0
CHAIN_EVERY = 30


def work(stop: threading.Event, *, idle: float = IDLE_SECONDS) -> None:
    """Run jobs until ``stop`` is set; chain the audit log about twice a minute."""
    rounds = 0
    while not stop.is_set():
        close_old_connections()
        busy = _guarded(run_next)
        if rounds % CHAIN_EVERY == 0:
            _guarded(chain_entries)
        rounds += 1
        if not busy:
            stop.wait(idle)
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
