"""Make the next thing in a thread while the one before it is used."""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Made = TypeVar("Made")


def one_ahead(made: Generator[Made, None, None]) -> Generator[Made, None, None]:
    """Yield what ``made`` yields, in order; the next one is being made meanwhile.

    ``made`` runs in one thread from its first to its last line, and is closed there when the
    caller stops early. It must not ask the database: a thread has a connection of its own.
    """
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="ahead") as thread:
        try:
            coming = thread.submit(_next, made)
            while one := coming.result():
                coming = thread.submit(_next, made)
                yield one[0]
        finally:
            thread.submit(made.close)


def _next(made: Generator[Made, None, None]) -> tuple[Made] | None:
    """The next one, alone in a tuple; None at the end."""
    for one in made:
        return (one,)
    return None
