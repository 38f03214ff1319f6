"""Rows that many tests begin with, made once by the product's services and laid back by plain SQL.

Made anew for each test, the city's units and people took a third of the time of the whole suite.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction


@dataclass(frozen=True)
class KeptRows:
    """The rows of each table as the database itself writes them."""

    rows: dict[str, list[tuple]]

    def lay_back(self) -> None:
        """Put the rows where they were; what follows gets the numbers after theirs.

        To be done before a test adds rows of its own to the same tables.
        """
        with transaction.atomic(), connection.cursor() as cursor:
            for table, rows in self.rows.items():
                name = connection.ops.quote_name(table)
                if connection.vendor == "sqlite":
                    marks = ", ".join(["%s"] * len(rows[0]))
                    cursor.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
                else:
                    one = f"(kept::{name}).*"
                    told = f"INSERT INTO {name} SELECT {one} FROM unnest(%s::text[]) AS kept"
                    cursor.execute(told, [[row for (row,) in rows]])
            for statement in connection.ops.sequence_reset_sql(no_style(), self._models()):
                cursor.execute(statement)

    def _models(self) -> list:
        every = apps.get_models(include_auto_created=True)
        return [model for model in every if model._meta.db_table in self.rows]


def keep(make: Callable[[], None]) -> KeptRows:
    """Run ``make``, note each row that it adds, and take everything back.

    Raises AssertionError where ``make`` changes a row that was there: that is not kept.
    """
    with transaction.atomic():
        before = _all_rows()
        make()
        after = _all_rows()
        transaction.set_rollback(True)
    added = {}
    for table, rows in after.items():
        there = set(before[table])
        assert there <= set(rows), table
        if new := [row for row in rows if row not in there]:
            added[table] = new
    return KeptRows(added)


_WORLDS: dict[str, tuple[KeptRows, Any]] = {}


def kept_world(name: str, make: Callable[[], Any]) -> Any:
    """What ``make`` gives: rows in a dict or a tuple, read anew for each test.

    ``make`` runs once. To be called where a test has no rows but those of the cast and of the
    worlds that this one always stands on; files and the index of the search are not kept.
    """
    if name not in _WORLDS:
        told: list[Any] = []
        rows = keep(lambda: told.append(make()))
        _WORLDS[name] = rows, told[0]
    rows, given = _WORLDS[name]
    rows.lay_back()
    if isinstance(given, dict):
        return {key: _anew(row) for key, row in given.items()}
    return tuple(map(_anew, given))


def _anew(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def _all_rows() -> dict[str, list[tuple]]:
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True):
            name = connection.ops.quote_name(table)
            what = "*" if connection.vendor == "sqlite" else "kept::text"
            cursor.execute(f"SELECT {what} FROM {name} AS kept")
            found[table] = cursor.fetchall()
    return found
