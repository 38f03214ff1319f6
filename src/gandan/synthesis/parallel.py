"""Work on many letters by all cores; the result is the same on one.

Processes are forked, so the function and its tables need no copying. Where other threads run
(inside a server) forking is unsafe and one core does the work.
"""

import multiprocessing
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

LEAST = 4_000
CHUNK = 1_000
Letter = TypeVar("Letter")
Found = TypeVar("Found")


def by_all_cores(
    work: Callable[[Sequence[Letter]], list[Found]], letters: Sequence[Letter]
) -> list[Found]:
    """Return ``work`` of all letters, in their order; ``work`` must be a module's function."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    alone = threading.active_count() == 1 and "fork" in multiprocessing.get_all_start_methods()
    if len(letters) < LEAST or cores < 2 or not alone:
        return work(letters)
    chunks = [letters[start : start + CHUNK] for start in range(0, len(letters), CHUNK)]
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(cores, mp_context=context) as pool:
        return [found for part in pool.map(work, chunks) for found in part]
