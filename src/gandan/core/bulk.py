"""Insert many rows of one table quickly: several times as fast as ``bulk_create``.

Django builds one statement with a placeholder for every value of every row and asks each field
about each value; here one short statement is prepared once and run for each row, and values
that any database takes as they are go there as they are.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.expressions import RawSQL

_AS_THEY_ARE = frozenset({str, int, float, bool, type(None)})
_ASKED_AT_ONCE = 500
_ASKED_EACH_TIME = (models.BinaryField, models.FileField)


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert unsaved ``rows`` of one model, in the caller's transaction.

    The database gives the primary keys, and the objects do not learn them: fetch them by a
    unique column where they are needed.
    """
    if not rows:
        return
    fields = _columns(rows[0])
    database = connections[DEFAULT_DB_ALIAS]  # the proxy costs a look-up for every value
    readers = [_of_row(field, database) for field in fields]
    _insert(rows[0], fields, [[read(row) for read in readers] for row in rows])


def insert_like(varied: Sequence[str], rows: Iterable[tuple[models.Model, Sequence[Any]]]) -> None:
    """Insert a row for each (pattern, values): like the unsaved pattern but for some columns.

    ``varied`` are the attribute names of those columns ("case_id", not "case"), in the order of
    the values. Patterns are of one model and few, and each is read once; no object is made for
    a row: in an import of many letters that was a fifth of the time.
    """
    known: dict[int, tuple[models.Model, list[Any]]] = {}
    filled: list[list[Any]] = []
    places: list[tuple[int, Callable[[Any], Any]]] = []
    fields: list[Any] = []
    database = connections[DEFAULT_DB_ALIAS]
    for pattern, own in rows:
        if not fields:
            fields = _columns(pattern)
            names = [field.attname for field in fields]
            places = [(at, _of_value(fields[at], database)) for at in map(names.index, varied)]
        if id(pattern) not in known:  # which also keeps it, so that no other gets its number
            values = [_of_row(field, database)(pattern) for field in fields]
            known[id(pattern)] = pattern, values
        row = known[id(pattern)][1].copy()
        for (place, write), value in zip(places, own, strict=True):
            row[place] = write(value)
        filled.append(row)
    if filled:
        _insert(pattern, fields, filled)


def _columns(row: models.Model) -> list[Any]:
    return [field for field in row._meta.local_concrete_fields if not field.primary_key]


def _insert(model: models.Model, fields: Sequence[Any], rows: list[list[Any]]) -> None:
    insert_values(model._meta.db_table, [field.column for field in fields], rows)


def insert_values(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of values that the database takes as they are.

    PostgreSQL reads them as one stream, SQLite runs one prepared statement again and again.
    """
    quote = connection.ops.quote_name
    into = f"{quote(table)} ({', '.join(map(quote, columns))})"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {into} VALUES ({places})", rows)  # noqa: S608
            return
        with connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as stream:
            for row in rows:
                stream.write_row(row)


def _of_row(field: Any, database: Any) -> Callable[[models.Model], Any]:
    """The function that takes the value of ``field`` from a row, ready for the database."""
    name, write = field.attname, _of_value(field, database)
    sets_itself = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    if sets_itself or isinstance(field, models.FileField):
        return lambda row: write(field.pre_save(row, add=True))
    return lambda row: write(getattr(row, name))


def _of_value(field: Any, database: Any) -> Callable[[Any], Any]:
    """The function that makes a value of ``field`` ready for the database."""

    def asked(value: Any) -> Any:
        return field.get_db_prep_save(value, database)

    def plain(value: Any) -> Any:
        return value if type(value) in _AS_THEY_ARE else asked(value)

    if isinstance(field, models.JSONField):
        nothing, empty = asked([]), asked({})
        return lambda value: nothing if value == [] else empty if value == {} else asked(value)
    return asked if isinstance(field, _ASKED_EACH_TIME) else plain


def keys_of(model: type[models.Model], codes: Sequence[str]) -> dict[str, int]:
    """The primary keys of rows of ``model`` by their ``code``, which is unique."""
    found: dict[str, int] = {}
    for start in range(0, len(codes), _ASKED_AT_ONCE):
        rows = model._default_manager.filter(code__in=codes[start : start + _ASKED_AT_ONCE])
        found.update(rows.values_list("code", "pk"))
    return found


def one_of(keys: Iterable[int]) -> RawSQL:
    """``field__in=one_of(keys)`` for more keys than a statement may have parameters."""
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(sorted(keys))])
    return RawSQL("SELECT unnest(%s::bigint[])", [sorted(keys)])


def plain_rows(rows: models.QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    """The values of a ``values_list`` as the database gives them, for tens of thousands of rows.

    Only for whole numbers and words: no field turns them into days or truths.
    """
    compiler = rows.query.get_compiler(connection=connection)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:  # a condition that nothing can meet
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
