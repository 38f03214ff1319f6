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

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from django.db import connection, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.utils import CursorWrapper
from django.db.models.expressions import RawSQL
from numpy.typing import NDArray

from gandan.core.binary_rows import copy_rows, row_with_array
from gandan.core.bulk import insert_values
from gandan.synthesis.terms import numbers_of, terms_of
from gandan.vietnamese import has_diacritics, nfc, search_forms, syllables, words_as_written

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
    terms: NDArray[np.int32] | None = None

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

    def put_words(self, rows: Iterable[tuple[int, Sequence[Words]]]) -> None:
        """Index (primary key, texts of the row) rows, in the caller's transaction."""
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
            made = (row_with_array(pk, _terms_of_row(all)) for pk, all in given)
            copy_rows(self.name, ("id", "terms"), made)
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
        found = self.found(query)
        return None if found is None else found.at(at)

    def found(self, query: str) -> "Found | None":
        """What holds ``query``, to be asked for in several places; None when it holds no word."""
        column, phrases = _phrases_of(query)
        if not phrases:
            return None
        if connection.vendor == "sqlite":
            quoted = " ".join('"' + " ".join(phrase) + '"' for phrase in phrases)
            sql = f"SELECT rowid FROM {self.name} WHERE {self.name} MATCH %s"  # noqa: S608
            return Found.of(sql, f"{column} : ({quoted})")
        wanted = sorted({term for phrase in phrases for term in _sought(phrase, column)})
        sql = f"SELECT id FROM {self.name} WHERE terms @> %s::int[]"  # noqa: S608
        return Found.of(sql, wanted)


@dataclass(frozen=True)
class Found:
    """What a search found: the keys themselves, or of more than ``RARE`` the question for them."""

    sql: str
    wanted: str | list[int]
    few: list[int] | None

    @classmethod
    def of(cls, sql: str, wanted: str | list[int]) -> "Found":
        """Ask for the keys; where they are more than a few, more than that is not known of them.

        Of words that it does not know PostgreSQL thinks that one row in two hundred has them, and
        looks through the newest rows one by one, all of them where there is none.
        """
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} LIMIT %s", [wanted, RARE + 1])
            keys = [key for (key,) in cursor.fetchall()]
        return cls(sql, wanted, keys if len(keys) <= RARE else None)

    @property
    def is_common(self) -> bool:
        return self.few is None

    def at(self, path: str) -> models.Q:
        """The condition for rows that lead to them by ``path``."""
        keys = RawSQL(self.sql, [self.wanted]) if self.few is None else self.few
        return models.Q((f"{path}__in", keys))

    def among(self, keys: Sequence[int]) -> set[int]:
        """Those of ``keys`` that were found."""
        if self.few is not None:
            return set(keys).intersection(self.few)
        if not keys:
            return set()
        # FTS5 would look the words up anew for each key; the plus has it go through them once.
        key = "+rowid" if connection.vendor == "sqlite" else "id"
        given = ", ".join(["%s"] * len(keys))
        with connection.cursor() as cursor:
            cursor.execute(f"{self.sql} AND {key} IN ({given})", [self.wanted, *keys])
            return {found for (found,) in cursor.fetchall()}


def _learn_terms(texts: Sequence[Words]) -> None:
    """Give the texts that have none their terms, worked out together."""
    new = [one for one in texts if one.terms is None]
    terms, start = terms_of([one.written for one in new], [one.folded for one in new])
    for one, (low, high) in zip(new, pairwise(start.tolist()), strict=True):
        one.terms = terms[low:high]


def _terms_of_row(texts: Sequence[Words]) -> NDArray[np.int32]:
    return np.concatenate([one.terms for one in texts if one.terms is not None])


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


def _sought(phrase: Sequence[str], column: str) -> list[int]:
    """What a row must hold: the pairs say all that the words say."""
    return numbers_of(phrase, column)[-max(1, len(phrase) - 1) :]
