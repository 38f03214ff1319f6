"""Questions asked on every page: their SQL is put together once for each asker, then only run.

Django needs several times as long to put such a count together as the database to answer it.
The answer itself is never kept.
"""

from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, models

Build = Callable[[], models.QuerySet[Any, Any]]
MOST = 5_000


class Sql(NamedTuple):
    """``reading``: by place in a row, what Django does to a value from the database."""

    text: str
    params: tuple[Any, ...]
    reading: dict[int, Any]


class _Unknown:
    pass


_UNKNOWN = _Unknown()
_kept: dict[Hashable, Sql | None] = {}


def count_kept(key: Hashable, build: Build, *, up_to: int) -> tuple[int, bool]:
    """The number of rows, and whether there are more than were counted.

    ``key`` must hold all that ``build`` looks at: who asks with all that they reach
    (``gandan.units.policy.asker``), the day, the filters. ``build`` must not read rows to decide
    what it asks for.
    """
    found = _sql(("count", up_to, key), lambda: build().order_by().values("pk")[: up_to + 1])
    if found is None:
        return 0, False
    asked = f"SELECT COUNT(*) FROM ({found.text}) AS counted"  # noqa: S608 (Django's)
    [(counted,)] = _fetched(asked, found.params)
    return min(counted, up_to), counted > up_to


def rows_kept(key: Hashable, build: Build) -> list[tuple[Any, ...]]:
    """The rows of a ``values_list``; ``key`` as in ``count_kept``."""
    found = _sql(("rows", key), build)
    if found is None:
        return []
    rows = _fetched(found.text, found.params)
    return [_read(row, found.reading) for row in rows] if found.reading else rows


def _read(row: tuple[Any, ...], reading: dict[int, Any]) -> tuple[Any, ...]:
    values = list(row)
    for place, (steps, expression) in reading.items():
        for step in steps:
            values[place] = step(values[place], expression, connection)
    return tuple(values)


def nearest_kept(key: Hashable, builds: Sequence[Build], up_to: int) -> list[int]:
    """The keys of the first ``up_to`` rows of several lists together; ``key`` as in ``count_kept``.

    Each build gives (primary key, day) by day and key, no day last. Each list is read from an
    index of its own and only as far as needed, which no database does for "one or the other".
    """
    parts: list[str] = []
    params: tuple[Any, ...] = ()
    for number, build in enumerate(builds):
        if found := _sql(("nearest", number, up_to, key), partial(_first_of, build, up_to)):
            parts.append(f"SELECT * FROM ({found.text}) AS part_{number}")  # noqa: S608
            params += found.params
    if not parts:
        return []
    all_parts = " UNION ALL ".join(parts)
    sql = f"SELECT * FROM ({all_parts}) AS parts ORDER BY 2 NULLS LAST, 1 LIMIT {up_to}"  # noqa: S608
    return [row[0] for row in _fetched(sql, params)]


def _first_of(build: Build, up_to: int) -> models.QuerySet[Any, Any]:
    return build()[:up_to]


def _sql(key: Hashable, build: Build) -> Sql | None:
    """None for a condition that nothing can meet.

    Asked once of what is kept: another thread may clear it at any time.
    """
    known = _kept.get(key, _UNKNOWN)
    if not isinstance(known, _Unknown):
        return known
    made: Sql | None = None
    with suppress(EmptyResultSet):
        compiler = build().query.get_compiler(DEFAULT_DB_ALIAS)
        text, params = compiler.as_sql()
        chosen = [column for column, _sql, _alias in compiler.select or ()]
        made = Sql(text, tuple(params), compiler.get_converters(chosen))
    if len(_kept) >= MOST:
        _kept.clear()
    _kept[key] = made
    return made


def _fetched(sql: str, params: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
