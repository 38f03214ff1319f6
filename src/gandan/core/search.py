"""Full-text search with and without diacritics, the same on SQLite and PostgreSQL.

Each indexed row has two texts: the words as written (tone placement made equal) and the same
words folded (no diacritics, đ as d). A query typed with diacritics must match the first, one
typed without matches the second; words next to each other must stand next to each other.

SQLite's FTS5 finds neighbours by their places. PostgreSQL's own text search would read every
row that holds the words, and folded syllables stand in nearly every letter ("mất điện" and
"mặt tiền … điền" alike). There each word and each pair of neighbours is a number, and a row
is an array of numbers under a GIN index: three words in a row are found where both of their
pairs stand, which is nearly always the same. Each number in that index is work for every letter
that comes in, so a pair as written is looked up folded and checked in a second array, which the
row has beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from django.db import connection, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.utils import CursorWrapper
from django.db.models.expressions import RawSQL
from numpy.typing import NDArray

from gandan.core.binary_rows import copy_rows, row_with_arrays
from gandan.core.bulk import insert_values
from gandan.synthesis.terms import FOLDED, WRITTEN, numbers_of, terms_of
from gandan.vietnamese import has_diacritics, nfc, search_forms

LONGEST_QUERY = 200
# PostgreSQL leaves new rows in a list that every search reads through: a short one for letters
# that come one by one, one for all that come at once, which is emptied at the end.
PENDING, PENDING_OF_MANY = "256kB", "256MB"
MANY = 200
# So many keys are handed over themselves.
RARE = 1_000


@dataclass
class Words:
    """The words of a text as ``search_forms`` gives them, and what PostgreSQL keeps of them."""

    written: str
    folded: str
    terms: tuple[NDArray[np.int32], NDArray[np.int32]] | None = None

    @classmethod
    def of(cls, text: str) -> "Words":
        return cls(*search_forms(text))


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
        self.keep_checked_apart(editor)

    def keep_checked_apart(self, editor: BaseDatabaseSchemaEditor) -> None:
        """Give rows what is only checked; call it from a migration. Earlier rows have all in one."""
        if editor.connection.vendor == "postgresql":
            editor.execute(f"ALTER TABLE {self.name} ADD COLUMN IF NOT EXISTS checked int[]")
            # Nothing is planned by it, and to count its numbers takes seconds.
            editor.execute(f"ALTER TABLE {self.name} ALTER COLUMN checked SET STATISTICS 0")

    def keep_sorted(self, editor: BaseDatabaseSchemaEditor) -> None:
        """Let ``put`` say how long the list of new rows may grow; call it from a migration."""
        if editor.connection.vendor == "postgresql":
            editor.execute(f"ALTER INDEX {self.name}_terms RESET (gin_pending_list_limit)")
            editor.execute(f"SELECT gin_clean_pending_list('{self.name}_terms')")

    def drop(self, editor: BaseDatabaseSchemaEditor) -> None:
        editor.execute(f"DROP TABLE {self.name}")

    def put(self, rows: Iterable[tuple[int, str]]) -> None:
        """Index (primary key, text) rows, in the caller's transaction."""
        self.put_words((pk, [Words.of(text)]) for pk, text in rows)

    def make_ready(self, texts: Sequence[Words]) -> None:
        """Work out what ``put_words`` will need; other threads may do it, for it asks nothing."""
        if connection.vendor == "postgresql":
            _learn_terms(texts)

    def put_words(
        self, rows: Iterable[tuple[int, Sequence[Words]]], *, and_sort: bool = True
    ) -> None:
        """Index (primary key, texts of the row) rows, in the caller's transaction.

        Many are sorted into the index at once; not ``and_sort`` for a caller who will ``sort``.
        """
        if connection.vendor == "sqlite":
            forms = [
                (pk, " ".join([one.written for one in all]), " ".join([one.folded for one in all]))
                for pk, all in rows
            ]
            insert_values(self.name, ("rowid", "body", "folded"), forms)
            return
        given = list(rows)
        is_many = len(given) >= MANY
        with connection.cursor() as cursor:
            _until_commit(cursor, "gin_pending_list_limit", PENDING_OF_MANY if is_many else PENDING)
            _learn_terms([one for _pk, all in given for one in all])
            made = (row_with_arrays(pk, *_terms_of_row(all)) for pk, all in given)
            copy_rows(self.name, ("id", "terms", "checked"), made)
        if is_many and and_sort:  # together they go in several times as fast as one by one
            self.sort()

    def sort(self) -> None:
        """Sort the list of new rows into PostgreSQL's index; any connection may do it."""
        with transaction.atomic(), connection.cursor() as cursor:
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
        found = self.found(query)
        return None if found is None else found.at(at)

    def found(self, query: str) -> "Found | None":
        """What holds ``query``, to be asked for in several places; None when it holds no word."""
        column, phrases = _phrases_of(query)
        if not phrases:
            return None
        if connection.vendor == "sqlite":
            quoted = " ".join('"' + " ".join(phrase.words(column)) + '"' for phrase in phrases)
            sql = f"SELECT rowid FROM {self.name} WHERE {self.name} MATCH %s"  # noqa: S608
            return Found.of(sql, f"{column} : ({quoted})")
        parts = [phrase.sought(column) for phrase in phrases]
        looked_up, checked = (
            sorted({n for part in side for n in part}) for side in zip(*parts, strict=True)
        )
        sql = f"SELECT id FROM {self.name} WHERE terms @> %s::int[]"  # noqa: S608
        if not checked:
            return Found.of(sql, looked_up)
        # What is found is nearly always right: PostgreSQL takes this for every second.
        sql += " AND CASE WHEN coalesce(checked, terms) @> %s::int[] THEN true END"
        return Found.of(sql, looked_up, checked)


@dataclass(frozen=True)
class Found:
    """What a search found: the keys themselves, or of more than ``RARE`` the question for them."""

    sql: str
    values: tuple[str | list[int], ...]
    few: list[int] | None

    @classmethod
    def of(cls, sql: str, *values: str | list[int]) -> "Found":
        """Ask for the keys; where they are more than a few, more than that is not known of them.

        Of words that it does not know PostgreSQL thinks that one row in two hundred has them, and
        looks through the newest rows one by one, all of them where there is none.
        """
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} LIMIT %s", [*values, RARE + 1])
            keys = [key for (key,) in cursor.fetchall()]
        return cls(sql, values, keys if len(keys) <= RARE else None)

    @property
    def is_common(self) -> bool:
        return self.few is None

    def at(self, path: str) -> models.Q:
        """The condition for rows that lead to them by ``path``."""
        keys = RawSQL(self.sql, list(self.values)) if self.few is None else self.few
        return models.Q((f"{path}__in", keys))

    def among(self, keys: Sequence[int]) -> set[int]:
        """Those of ``keys`` that were found."""
        if self.few is not None:
            return set(keys).intersection(self.few)
        if not keys:
            return set()
        # One value for all keys: thousands of their own take longer to read than to look for.
        given = ", ".join(map(str, keys))
        which, told = "id = ANY(%s::bigint[])", f"{{{given}}}"
        if connection.vendor == "sqlite":
            # FTS5 would look the words up anew for each key; the plus has it go through them once.
            which, told = "+rowid IN (SELECT value FROM json_each(%s))", f"[{given}]"
        with connection.cursor() as cursor:
            cursor.execute(f"{self.sql} AND {which}", [*self.values, told])
            return {found for (found,) in cursor.fetchall()}


def _learn_terms(texts: Sequence[Words]) -> None:
    """Give the texts that have none their terms, worked out together."""
    new = [one for one in texts if one.terms is None]
    terms, start = terms_of([one.written for one in new], [one.folded for one in new])
    parts = [terms[low:high] for low, high in pairwise(start.tolist())]
    for one, *own in zip(new, parts[::2], parts[1::2], strict=True):
        one.terms = own[0], own[1]


def _terms_of_row(texts: Sequence[Words]) -> list[NDArray[np.int32]]:
    known = [one.terms for one in texts if one.terms is not None]
    return [np.concatenate(part) for part in zip(*known, strict=True)]


def _until_commit(cursor: CursorWrapper, setting: str, value: str) -> None:
    cursor.execute("SELECT set_config(%s, %s, true)", [setting, value])


@dataclass(frozen=True)
class _Phrase:
    written: list[str]
    folded: list[str]

    def words(self, column: str) -> list[str]:
        return self.written if column == WRITTEN else self.folded

    def sought(self, column: str) -> tuple[list[int], list[int]]:
        """What a row must hold: numbers to look up, and numbers to check in what is found."""
        exactly = _numbers(self.words(column), column)
        if column == FOLDED or (len(self.written) == 1 and not self.written[0].isascii()):
            return exactly, []
        return _numbers(self.folded, FOLDED), exactly


def _phrases_of(query: str) -> tuple[str, list[_Phrase]]:
    """The column to ask and the phrases: quoted parts, else all words as one phrase."""
    query = nfc(query)[:LONGEST_QUERY]
    column = WRITTEN if has_diacritics(query) else FOLDED
    quoted = query.split('"')
    parts = quoted if len(quoted) > 2 else [query]
    phrases = [_Phrase(*(form.split() for form in search_forms(part))) for part in parts]
    return column, [phrase for phrase in phrases if phrase.words(column)]


def _numbers(words: Sequence[str], column: str) -> list[int]:
    """Those of the pairs, which say all that the words say."""
    return numbers_of(words, column)[-max(1, len(words) - 1) :]
