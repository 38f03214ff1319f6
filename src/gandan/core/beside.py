"""Let the database work for an import on a second connection, beside the first."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection


@contextmanager
def beside(work: Callable[[], None]) -> Iterator[Callable[[], None]]:
    """Yield what starts ``work`` in a thread with a connection of its own.

    A start waits for the end of the one before, and the last one ends before the ``with`` does.
    What went wrong there is raised where it is waited for.
    """
    running: list[Future[None]] = []

    def wait() -> None:
        if running:
            running.pop().result()

    def start() -> None:
        wait()
        running.append(thread.submit(work))

    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="beside") as thread:
        try:
            yield start
            wait()
        finally:
            thread.submit(_leave)


def _leave() -> None:
    """Close the connection of the thread that calls this."""
    connection.close()
