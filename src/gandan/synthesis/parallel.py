"""Work on many letters by all cores; the result is the same on one.

Compiled kernels give up the interpreter's lock, so threads are enough, and a server that runs
threads of its own can use them as well.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

CHUNK = 5_000
Found = TypeVar("Found")


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def by_all_cores(work: Callable[[int, int], Found], n: int, *, chunk: int = CHUNK) -> list[Found]:
    """``work(low, high)`` for ranges that cover 0..n, in order."""
    ranges = [(low, min(n, low + chunk)) for low in range(0, n, chunk)]
    if len(ranges) < 2 or cores() < 2:
        return [work(low, high) for low, high in ranges]
    with ThreadPoolExecutor(cores()) as pool:
        return list(pool.map(lambda ends: work(*ends), ranges))
