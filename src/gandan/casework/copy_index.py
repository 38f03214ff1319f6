"""The index that answers at once whether a new letter is a copy of one in the register.

A table of (key, submission): some two dozen keys a letter, by which ``synthesis.index_keys``
knows it. Those who share keys are compared word by word by the engine, so the answer is the one
that looking through the whole register gives.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from gandan.synthesis import index_keys, read

BATCH = 4_000
# Keys of which more letters have one are counted no further.
COUNTED = 2_000
# So many rows are looked through at most, and so many letters compared.
LOOKED, COMPARED = 6_000, 48
ASKED = 64


@dataclass(frozen=True)
class CopyIndex:
    """An index table ``name``; its second column holds primary keys of submissions."""

    name: str

    def create(self, editor: BaseDatabaseSchemaEditor) -> None:
        """Create the table; call it from a migration."""
        lean = " WITHOUT ROWID" if editor.connection.vendor == "sqlite" else ""
        editor.execute(
            f"CREATE TABLE {self.name} (key bigint NOT NULL, submission bigint NOT NULL, "
            f"PRIMARY KEY (key, submission)){lean}"
        )

    def drop(self, editor: BaseDatabaseSchemaEditor) -> None:
        editor.execute(f"DROP TABLE {self.name}")

    def put(self, rows: Iterable[tuple[int, str]]) -> None:
        """Index (primary key, text) rows, in the caller's transaction."""
        given = list(rows)
        keys, start = index_keys(read([text for _pk, text in given]))
        pairs = sorted(
            (key, pk)
            for (pk, _text), low, high in zip(given, start[:-1], start[1:], strict=True)
            for key in keys[low:high].tolist()
        )
        with connection.cursor() as cursor:
            for low in range(0, len(pairs), BATCH):
                part = pairs[low : low + BATCH]
                cursor.executemany(
                    f"INSERT INTO {self.name} (key, submission) VALUES (%s, %s)",  # noqa: S608
                    part,
                )

    def is_empty(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {self.name} LIMIT 1")  # noqa: S608
            return cursor.fetchone() is None

    def sharing(self, text: str, *, without: int) -> list[int]:
        """Submissions that share most of the rarest keys with ``text``, most first."""
        keys, _start = index_keys(read([text]))
        chosen = self._rarest(keys[:ASKED].tolist())
        if not chosen:
            return []
        marks = ", ".join(["%s"] * len(chosen))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT submission FROM {self.name} WHERE key IN ({marks}) "  # noqa: S608
                "AND submission <> %s GROUP BY submission "
                "ORDER BY count(*) DESC, submission LIMIT %s",
                [*chosen, without, COMPARED],
            )
            return [pk for (pk,) in cursor.fetchall()]

    def _rarest(self, keys: Sequence[int]) -> list[int]:
        """Those of ``keys`` that fewest letters have, as many as may be looked through."""
        if not keys:
            return []
        one = (
            f"SELECT %s, (SELECT count(*) FROM (SELECT 1 FROM {self.name} "  # noqa: S608
            f"WHERE key = %s LIMIT {COUNTED}) AS few)"
        )
        with connection.cursor() as cursor:
            cursor.execute(
                " UNION ALL ".join([one] * len(keys)), [key for key in keys for _ in range(2)]
            )
            counts = sorted((count, key) for key, count in cursor.fetchall() if count)
        chosen: list[int] = []
        rows = 0
        for count, key in counts:
            rows += count
            if chosen and rows > LOOKED:
                break
            chosen.append(key)
        return chosen


COPY_INDEX = CopyIndex("casework_copy_index")
