"""The first rows of a list that hold a common word, without looking for all that hold it.

A word of one letter in eight stands in tens of thousands of letters, and a page shows fifty of
them, the newest first. These are soon met when the newest letters are looked at.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet

from gandan.core.pages import Keys

# So many rows are looked at, then so many more; what is rarer is found with all that hold it.
LOOKED_AT = (1_000, 4_000)
Held = Callable[[Sequence[int]], set[int]]


def first_found(ordered: QuerySet[Any], held: Held, all_found: QuerySet[Any]) -> Keys:
    """Keys of the rows of ``all_found`` from place to place, for ``gandan.core.pages.page_of``.

    They are those of ``ordered``, in its order, that ``held`` keeps; an index must have that order.
    """

    def keys(start: int, end: int) -> list[int]:
        first = _first(ordered, held, end)
        if first is None:
            return list(all_found.values_list("pk", flat=True)[start:end])
        return first[start:end]

    return keys


def _first(ordered: QuerySet[Any], held: Held, up_to: int) -> list[int] | None:
    """The first ``up_to`` keys that are held, all where they are fewer; None if not met so far."""
    found: list[int] = []
    looked = 0
    for more in LOOKED_AT:
        rows = list(ordered.values_list("pk", flat=True)[looked : looked + more])
        kept = held(rows)
        found += [key for key in rows if key in kept]
        if len(found) >= up_to or len(rows) < more:
            return found[:up_to]
        looked += more
    return None
