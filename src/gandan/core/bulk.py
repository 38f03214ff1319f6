"""Insert many rows of one table quickly: several times as fast as ``bulk_create``.

Django builds one statement with a placeholder for every value of every row and asks each field
about each value; here one short statement is prepared once and run for each row, and values
that any database takes as they are go there as they are.
"""

import json
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.expressions import RawSQL

_AS_THEY_ARE = frozenset({str, int, float, bool, type(None)})
_ASKED_EACH_TIME = (models.BinaryField, models.FileField)


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert unsaved ``rows`` of one model, in the caller's transaction.

    The database gives the primary keys, and the objects do not learn them: fetch them by a
    unique column where they are needed.
    """
    if not rows:
        return
    fields = _columns(rows[0])
    columns = [_ready(field, _taken(field, rows)) for field in fields]
    _insert(rows[0], fields, list(zip(*columns, strict=True)))


def insert_like(varied: Sequence[str], rows: Iterable[tuple[models.Model, Sequence[Any]]]) -> None:
    """Insert a row for each (pattern, values): like the unsaved pattern but for some columns.

    ``varied`` are the attribute names of those columns ("case_id", not "case"), in the order of
    the values. Patterns are of one model and few, and each is read once; no object is made for
    a row: in an import of many letters that was a fifth of the time.
    """
    given = list(rows)
    if not given:
        return
    pattern = given[0][0]
    fields = _columns(pattern)
    own = [_field_of(fields, name) for name in varied]
    same = [field for field in fields if field not in own]
    columns = zip(*(values for _pattern, values in given), strict=True)
    ready = [_ready(field, column) for field, column in zip(own, columns, strict=True)]
    known: dict[int, tuple[Any, ...]] = {}
    for pattern, _values in given:
        if id(pattern) not in known:
            read = [_ready(field, _taken(field, [pattern]))[0] for field in same]
            known[id(pattern)] = tuple(read)
    filled = [
        known[id(pattern)] + values
        for (pattern, _values), values in zip(given, zip(*ready, strict=True), strict=True)
    ]
    _insert(pattern, [*same, *own], filled)


def _columns(row: models.Model) -> list[Any]:
    return [field for field in row._meta.local_concrete_fields if not field.primary_key]


def _field_of(fields: Sequence[Any], name: str) -> Any:
    return next(field for field in fields if field.attname == name)


def _insert(model: models.Model, fields: Sequence[Any], rows: Sequence[Sequence[Any]]) -> None:
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


def _taken(field: Any, rows: Sequence[models.Model]) -> list[Any]:
    """The values of ``field`` in ``rows``, where the field may set them itself."""
    sets_itself = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    if sets_itself or isinstance(field, models.FileField):
        return [field.pre_save(row, add=True) for row in rows]
    return list(map(attrgetter(field.attname), rows))


def _ready(field: Any, values: Sequence[Any]) -> Sequence[Any]:
    """The values of a column as the database takes them.

    A column at a time: one look at the types of all its values says whether each must be asked
    about, and most columns hold the same few values in all rows.
    """
    always = isinstance(field, _ASKED_EACH_TIME)
    if not always and _AS_THEY_ARE.issuperset(map(type, values)):
        return values
    database = connections[DEFAULT_DB_ALIAS]  # the proxy costs a look-up for every value

    def asked(value: Any) -> Any:
        return field.get_db_prep_save(value, database)

    if isinstance(field, models.JSONField):  # as text, which both databases read
        return [v if v is None else json.dumps(v, cls=field.encoder) for v in values]
    if isinstance(field, models.DateField):
        known = {value: asked(value) for value in set(values)}
        return [known[value] for value in values]
    return [asked(v) if always or type(v) not in _AS_THEY_ARE else v for v in values]


def keys_of(model: type[models.Model], codes: Sequence[str]) -> dict[str, int]:
    """The primary keys of rows of ``model`` by their ``code``, which is unique."""
    found = model._default_manager.filter(code__in=one_of_words(codes))
    return dict(found.values_list("code", "pk"))


def one_of(keys: Iterable[int]) -> RawSQL:
    """``field__in=one_of(keys)`` for more keys than a statement may have parameters."""
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(sorted(keys))])
    return RawSQL("SELECT unnest(%s::bigint[])", [sorted(keys)])


def one_of_words(words: Iterable[str]) -> RawSQL:
    """As ``one_of``, for words."""
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(words))])
    return RawSQL("SELECT unnest(%s::text[])", [list(words)])


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
