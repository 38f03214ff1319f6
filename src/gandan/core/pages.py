"""Cut a list into pages without counting more than a person needs to know.

Counting a large list costs more than showing it, so a count stops at ``COUNT_UP_TO`` and is
then said as "hơn".
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import models

PAGE = 50
COUNT_UP_TO = 10_000
# Whoever finds over a thousand rows by a word narrows the search and does not read on.
COUNT_FOUND_UP_TO = 1_000
LAST_PAGE = 10_000
Row = TypeVar("Row", bound=models.Model)
Keys = Callable[[int, int], list[int]]


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows ``first`` to ``last`` (counted from 1) of a list of ``total`` rows."""

    rows: Sequence[Row]
    number: int
    total: int
    total_is_more: bool
    has_next: bool

    @property
    def first(self) -> int:
        return (self.number - 1) * PAGE + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return (self.number - 1) * PAGE + len(self.rows)

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def next(self) -> int:
        return self.number + 1

    @property
    def has_previous(self) -> bool:
        return self.number > 1


def page_of(
    queryset: models.QuerySet[Row],
    wanted: Any,
    *,
    whole: models.QuerySet[Row] | None = None,
    keys: Keys | None = None,
    count: tuple[int, bool] | None = None,
    count_up_to: int = COUNT_UP_TO,
) -> Page[Row]:
    """The page a person asked for; what is not a sensible number is the first page.

    ``whole`` is asked for the rows themselves, where sorting them whole would be slow, ``keys``
    for the primary keys from one place to another, where they are found in another way, and
    ``count`` is their number where it is known, or counted in another way. Behind the end stands
    the last page that was counted: "nothing here" would be untrue.
    """
    number = _page_number(wanted)
    rows = _rows(queryset, number, whole, keys)
    total, more = count or count_of(queryset, up_to=count_up_to)
    if not rows and number > 1:
        number = max(1, -(-total // PAGE))
        rows = _rows(queryset, number, whole, keys)
    return Page(rows[:PAGE], number, total, more, has_next=len(rows) > PAGE)


def _rows(
    queryset: models.QuerySet[Row],
    number: int,
    whole: models.QuerySet[Row] | None,
    keys: Keys | None,
) -> list[Row]:
    """The rows of a page and the first of the next, which says that there is one."""
    start = (number - 1) * PAGE
    end = start + PAGE + 1
    if keys is None:
        if whole is None:
            return list(queryset[start:end])
        found = list(queryset.values_list("pk", flat=True)[start:end])
    else:
        found = keys(start, end)
    return in_order(found, queryset if whole is None else whole)


def in_order(keys: Sequence[int], whole: models.QuerySet[Row]) -> list[Row]:
    """Rows of ``whole`` in the order of ``keys``; one that went away meanwhile is left out."""
    found = whole.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def one_after_other(first: models.QuerySet[Any], second: models.QuerySet[Any]) -> Keys:
    """Keys from place to place of two lists that stand one behind the other."""

    def keys(start: int, end: int) -> list[int]:
        found = list(first.values_list("pk", flat=True)[start:end])
        if len(found) == end - start:
            return found
        before = start + len(found) if found else first.count()
        more = second.values_list("pk", flat=True)
        return found + list(more[max(0, start - before) : end - before])

    return keys


def count_of(queryset: models.QuerySet[Any], *, up_to: int = COUNT_UP_TO) -> tuple[int, bool]:
    """The number of rows, and whether there are more than were counted."""
    counted = queryset.order_by().values("pk")[: up_to + 1].count()
    return min(counted, up_to), counted > up_to


def count_of_all(querysets: Iterable[models.QuerySet[Any, Any]], *, up_to: int) -> tuple[int, bool]:
    """Like ``count_of`` for rows that come in parts; no part is asked once there are enough."""
    total = 0
    for part in querysets:
        counted, _more = count_of(part, up_to=up_to - total + 1)
        total += counted
        if total > up_to:
            return up_to, True
    return total, False


def _page_number(wanted: Any) -> int:
    text = str(wanted or "1")
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        return 1
    return min(max(int(text), 1), LAST_PAGE)
