"""Full-text search with and without diacritics, the same on SQLite and PostgreSQL.

Each indexed row has two texts: the words as written (tone placement made equal) and the same
words folded (no diacritics, đ as d). A query typed with diacritics must match the first, one
typed without matches the second; words next to each other must stand next to each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.expressions import RawSQL

from gandan.vietnamese import fold, has_diacritics, nfc, syllables, tone_normalized

LONGEST_QUERY = 200
BATCH = 500
# Where PostgreSQL's tsvector would refuse a text: it holds at most 1 MB of lexemes.
LONGEST_INDEXED = 200_000


@dataclass(frozen=True)
class SearchIndex:
    """An index table ``name`` beside a model; its row numbers are the model's primary keys."""

    name: str

    def create(self, editor: BaseDatabaseSchemaEditor) -> None:
        """Create the table; call it from a migration."""
        if editor.connection.vendor == "sqlite":
            editor.execute(
                f"CREATE VIRTUAL TABLE {self.name} USING fts5(body, folded, "
                "content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0')"
            )
            return
        editor.execute(
            f"CREATE TABLE {self.name} (id bigint PRIMARY KEY, "
            "body tsvector NOT NULL, folded tsvector NOT NULL)"
        )
        for column in ("body", "folded"):
            editor.execute(f"CREATE INDEX {self.name}_{column} ON {self.name} USING gin ({column})")

    def drop(self, editor: BaseDatabaseSchemaEditor) -> None:
        editor.execute(f"DROP TABLE {self.name}")

    def put(self, rows: Iterable[tuple[int, str]]) -> None:
        """Index (primary key, text) rows, in the caller's transaction."""
        values = [(pk, *_two_texts(text)) for pk, text in rows]
        with connection.cursor() as cursor:
            for start in range(0, len(values), BATCH):
                cursor.executemany(self._insert(), values[start : start + BATCH])

    def replace(self, pk: int, text: str) -> None:
        """Index one row again after its text was corrected."""
        column = "rowid" if connection.vendor == "sqlite" else "id"
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self.name} WHERE {column} = %s", [pk])  # noqa: S608
        self.put([(pk, text)])

    def matching(self, query: str) -> models.Q | None:
        """The condition for rows that hold ``query``; None when it holds no word."""
        column, words = _words_of(query)
        if not words:
            return None
        if connection.vendor == "sqlite":
            phrases = " ".join('"' + " ".join(phrase) + '"' for phrase in words)
            sql = f"SELECT rowid FROM {self.name} WHERE {self.name} MATCH %s"  # noqa: S608
            return models.Q(pk__in=RawSQL(sql, [f"{column} : ({phrases})"]))
        phrases = " & ".join("(" + " <-> ".join(phrase) + ")" for phrase in words)
        sql = f"SELECT id FROM {self.name} WHERE {column} @@ to_tsquery('simple', %s)"  # noqa: S608
        return models.Q(pk__in=RawSQL(sql, [phrases]))

    def _insert(self) -> str:
        if connection.vendor == "sqlite":
            return f"INSERT INTO {self.name} (rowid, body, folded) VALUES (%s, %s, %s)"  # noqa: S608
        return (
            f"INSERT INTO {self.name} (id, body, folded) VALUES "  # noqa: S608
            "(%s, to_tsvector('simple', %s), to_tsvector('simple', %s))"
        )


def _two_texts(text: str) -> tuple[str, str]:
    text = nfc(text)[:LONGEST_INDEXED]
    return _accented(text), " ".join(syllables(text))


def _accented(text: str) -> str:
    lowered = tone_normalized(text).lower()
    return " ".join("".join(c if c.isalnum() else " " for c in lowered).split())


def _words_of(query: str) -> tuple[str, list[list[str]]]:
    """The column to ask and the phrases: quoted parts, else all words as one phrase."""
    query = nfc(query)[:LONGEST_QUERY]
    column = "body" if has_diacritics(query) else "folded"
    prepare = _accented if column == "body" else fold
    quoted = query.split('"')
    parts = quoted if len(quoted) > 2 else [query]
    phrases = [prepare(part).split() if column == "body" else syllables(part) for part in parts]
    return column, [phrase for phrase in phrases if phrase]
