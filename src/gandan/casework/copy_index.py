"""The index that answers at once whether a new letter is a copy of one in the register.

A table of (key, submission): some two dozen keys a letter, by which ``synthesis.index_keys``
knows it. Those who share keys are compared word by word by the engine, so the answer is the one
that looking through the whole register gives.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from gandan.synthesis import index_keys, read

BATCH = 4_000
# Of each key so many letters are looked at first: enough to see which keys are rare.
FIRST = 64
# Where a letter has only keys of many letters, so many of each of its rarest ones are looked at.
RAREST, LONGEST = 8, 1_500
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
        newest = self._newest(dict.fromkeys(keys[:ASKED].tolist(), FIRST))
        # Where a key's newest letters reach far back, few letters have it.
        rare = [own for own in newest.values() if len(own) < FIRST]
        others = [(own[-1], key) for key, own in newest.items() if len(own) == FIRST]
        wanted, room = {}, LOOKED - sum(map(len, rare))
        for _last, key in sorted(others)[:RAREST]:
            if room > 0:
                wanted[key] = min(LONGEST, room)
                room -= wanted[key]
        found = rare + list(self._newest(wanted).values())
        counts = Counter(pk for own in found for pk in own)
        del counts[without]
        return sorted(counts, key=lambda pk: (-counts[pk], pk))[:COMPARED]

    def _newest(self, wanted: Mapping[int, int]) -> dict[int, list[int]]:
        """For each key as many submissions as wanted of those that have it, the newest first."""
        if not wanted:
            return {}
        one = (
            f"SELECT * FROM (SELECT key, submission FROM {self.name} WHERE key = %s "  # noqa: S608
            "ORDER BY submission DESC LIMIT %s) AS some"
        )
        found: dict[int, list[int]] = {}
        with connection.cursor() as cursor:
            cursor.execute(
                " UNION ALL ".join([one] * len(wanted)),
                [value for pair in wanted.items() for value in pair],
            )
            for key, pk in cursor.fetchall():
                found.setdefault(key, []).append(pk)
        return {key: sorted(own, reverse=True) for key, own in found.items()}


COPY_INDEX = CopyIndex("casework_copy_index")
