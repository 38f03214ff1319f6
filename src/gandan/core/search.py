"""Full-text search with and without diacritics, the same on SQLite and PostgreSQL.

Each indexed row has two texts: the words as written (tone placement made equal) and the same
words folded (no diacritics, đ as d). A query typed with diacritics must match the first, one
typed without matches the second; words next to each other must stand next to each other.

SQLite's FTS5 finds neighbours by their places. PostgreSQL's own text search would read every
row that holds the words, and folded syllables stand in nearly every letter ("mất điện" and
"mặt tiền … điền" alike). There each word and each pair of neighbours is a number, and a row
is an array of numbers under a GIN index: three words in a row are found where both of their
pairs stand, which is nearly always the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from django.db import connection, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.utils import CursorWrapper
from django.db.models.expressions import RawSQL

from gandan.core.bulk import insert_values
from gandan.vietnamese import has_diacritics, nfc, search_forms, syllables, words_as_written

LONGEST_QUERY = 200
# PostgreSQL leaves new rows in a list that every search reads through: a short one for letters
# that come one by one, one for all that come at once, which is emptied at the end.
PENDING, PENDING_OF_MANY = "256kB", "256MB"
MANY = 200


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
        editor.execute(f"CREATE TABLE {self.name} (id bigint PRIMARY KEY, terms int[] NOT NULL)")
        editor.execute(f"CREATE INDEX {self.name}_terms ON {self.name} USING gin (terms)")

    def keep_sorted(self, editor: BaseDatabaseSchemaEditor) -> None:
        """Let ``put`` say how long the list of new rows may grow; call it from a migration."""
        if editor.connection.vendor == "postgresql":
            editor.execute(f"ALTER INDEX {self.name}_terms RESET (gin_pending_list_limit)")
            editor.execute(f"SELECT gin_clean_pending_list('{self.name}_terms')")

    def drop(self, editor: BaseDatabaseSchemaEditor) -> None:
        editor.execute(f"DROP TABLE {self.name}")

    def put(self, rows: Iterable[tuple[int, str]]) -> None:
        """Index (primary key, text) rows, in the caller's transaction."""
        self.put_forms((pk, *search_forms(text)) for pk, text in rows)

    def put_forms(self, rows: Iterable[tuple[int, str, str]]) -> None:
        """Index (primary key, *search_forms) rows, in the caller's transaction."""
        if connection.vendor == "sqlite":
            insert_values(self.name, ("rowid", "body", "folded"), list(rows))
            return
        terms = [
            (pk, _array({*_terms(body.split(), "body"), *_terms(folded.split(), "folded")}))
            for pk, body, folded in rows
        ]
        is_many = len(terms) >= MANY
        with connection.cursor() as cursor:
            _until_commit(cursor, "gin_pending_list_limit", PENDING_OF_MANY if is_many else PENDING)
            insert_values(self.name, ("id", "terms"), terms)
            if is_many:  # sorted together they go in several times as fast as one by one
                _until_commit(cursor, "maintenance_work_mem", PENDING_OF_MANY)
                cursor.execute("SELECT gin_clean_pending_list(%s)", [f"{self.name}_terms"])

    def replace(self, pk: int, text: str) -> None:
        """Index one row again after its text was corrected."""
        column = "rowid" if connection.vendor == "sqlite" else "id"
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self.name} WHERE {column} = %s", [pk])  # noqa: S608
        self.put([(pk, text)])

    def matching(self, query: str, at: str = "pk") -> models.Q | None:
        """The condition for rows that hold ``query``; None when it holds no word.

        ``at`` is the path to the key of what is indexed, for rows that lead to it.
        """
        column, phrases = _phrases_of(query)
        if not phrases:
            return None
        if connection.vendor == "sqlite":
            quoted = " ".join('"' + " ".join(phrase) + '"' for phrase in phrases)
            sql = f"SELECT rowid FROM {self.name} WHERE {self.name} MATCH %s"  # noqa: S608
            return models.Q((f"{at}__in", RawSQL(sql, [f"{column} : ({quoted})"])))
        wanted = {term for phrase in phrases for term in _sought(phrase, column)}
        sql = f"SELECT id FROM {self.name} WHERE terms @> %s::int[]"  # noqa: S608
        return models.Q((f"{at}__in", RawSQL(sql, [_array(wanted)])))


def _until_commit(cursor: CursorWrapper, setting: str, value: str) -> None:
    cursor.execute("SELECT set_config(%s, %s, true)", [setting, value])


def _phrases_of(query: str) -> tuple[str, list[list[str]]]:
    """The column to ask and the phrases: quoted parts, else all words as one phrase."""
    query = nfc(query)[:LONGEST_QUERY]
    column = "body" if has_diacritics(query) else "folded"
    words_of = words_as_written if column == "body" else syllables
    quoted = query.split('"')
    parts = quoted if len(quoted) > 2 else [query]
    return column, [phrase for part in parts if (phrase := words_of(part))]


def _terms(words: list[str], column: str) -> list[int]:
    """The numbers of the words and of each pair of neighbours, in [-2**31, 2**31)."""
    numbers = [_number(word, column) for word in words]
    return numbers + [_pair(first, second) for first, second in pairwise(numbers)]


def _sought(phrase: list[str], column: str) -> list[int]:
    """What a row must hold: the pairs say all that the words say."""
    return _terms(phrase, column)[-max(1, len(phrase) - 1) :]


@lru_cache(maxsize=100_000)
def _number(word: str, column: str) -> int:
    return crc32(f"{column} {word}".encode()) - (1 << 31)


def _pair(first: int, second: int) -> int:
    return ((first * 0x9E3779B1 + second * 0x85EBCA77 + 1) & 0xFFFFFFFF) - (1 << 31)


def _array(numbers: Iterable[int]) -> str:
    return "{" + ",".join(map(str, numbers)) + "}"
