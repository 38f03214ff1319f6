"""The index that answers at once whether a new letter is a copy of one in the register.

A table of (key, submission): some two dozen keys a letter, by which ``synthesis.index_keys``
knows it. Those who share keys are compared word by word by the engine, so the answer is the one
that looking through the whole register gives.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

import numpy as np
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from numpy.typing import NDArray

from gandan.core.binary_rows import copy_rows, rows_of_two
from gandan.core.bulk import insert_values
from gandan.synthesis import index_keys, read

# Of each key so many letters are looked at first: enough to see which keys are rare.
FIRST = 32
# So many rows are looked through at most, and so many letters compared.
LOOKED, COMPARED = 3_000, 32
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
        keys = keys_of_letters([text for _pk, text in given])
        self.put_keys([(pk, own) for (pk, _text), own in zip(given, keys, strict=True)])

    def put_missing(self, rows: Iterable[tuple[int, str]]) -> int:
        """Index those (primary key, text) rows that are not indexed; return how many.

        A letter goes in whole, so its first key tells.
        """
        given = list(rows)
        keys = keys_of_letters([text for _pk, text in given])
        own = [(pk, one) for (pk, _text), one in zip(given, keys, strict=True)]
        known = self._known([(int(one[0]), pk) for pk, one in own if len(one)])
        missing = [(pk, one) for pk, one in own if pk not in known]
        self.put_keys(missing)
        return len(missing)

    def _known(self, pairs: Sequence[tuple[int, int]]) -> set[int]:
        """The submissions of those (key, submission) pairs that are in the index."""
        if not pairs:
            return set()
        places = ", ".join(["(%s, %s)"] * len(pairs))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT submission FROM {self.name} "  # noqa: S608
                f"WHERE (key, submission) IN (VALUES {places})",
                [value for pair in pairs for value in pair],
            )
            return {pk for (pk,) in cursor.fetchall()}

    def put_keys(self, rows: Sequence[tuple[int, NDArray[np.int64]]]) -> None:
        """Index (primary key, keys of the letter) rows, in the caller's transaction."""
        if not rows or not any(len(own) for _pk, own in rows):
            return
        keys = np.concatenate([own for _pk, own in rows])
        owners = np.repeat([pk for pk, _own in rows], [len(own) for _pk, own in rows])
        in_order = np.argsort(keys, kind="stable")  # rows in the order of the table go in quickly
        keys, owners = keys[in_order], owners[in_order]
        if connection.vendor == "postgresql":
            copy_rows(self.name, ("key", "submission"), [rows_of_two(keys, owners)])
            return
        pairs = list(zip(keys.tolist(), owners.tolist(), strict=True))
        insert_values(self.name, ("key", "submission"), pairs)

    def sharing(self, text: str, *, without: int) -> list[int]:
        """Submissions that share the rarest keys with ``text``, those that share most first."""
        keys, _start = index_keys(read([text]))
        newest = self._newest(dict.fromkeys(keys[:ASKED].tolist(), FIRST))
        last = max((own[0] for own in newest.values()), default=0)
        phrases = _phrases(newest)
        few = [own for own in phrases.values() if len(own) < FIRST]
        many = self._newest(_rarest(phrases, last, LOOKED - sum(map(len, newest.values())) // 2))
        shared: dict[int, float] = {}
        for own in (*few, *many.values()):
            telling = log(1 + last / _likely(own, last))
            for pk in own:
                shared[pk] = shared.get(pk, 0.0) + telling
        shared.pop(without, None)
        return sorted(shared, key=lambda pk: (-shared[pk], pk))[:COMPARED]

    def _newest(self, wanted: Mapping[int, int]) -> dict[int, list[int]]:
        """For each key as many submissions as wanted of those that have it, the newest first."""
        if not wanted:
            return {}
        one = (
            f"SELECT * FROM (SELECT key, submission FROM {self.name} WHERE key = %s "  # noqa: S608
            "ORDER BY submission DESC LIMIT %s) AS newest"
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


def keys_of_letters(texts: Sequence[str]) -> list[NDArray[np.int64]]:
    """The keys of each letter; other threads may work them out, for it asks nothing."""
    keys, start = index_keys(read(texts))
    return [keys[low:high] for low, high in pairwise(start.tolist())]


def _phrases(newest: Mapping[int, list[int]]) -> dict[int, list[int]]:
    """One key for each phrase: the keys of one phrase stand in the same letters."""
    named = {(own[0], own[-1]): key for key, own in newest.items()}
    return {key: newest[key] for key in named.values()}


def _likely(own: list[int], last: int) -> int:
    """How many letters up to ``last`` are likely to have a key that ``own``, the newest, have.

    Letters come in the order of their numbers, so a key is the rarer the further back its
    newest ones reach.
    """
    return len(own) if len(own) < FIRST else len(own) * last // max(1, last - own[-1])


def _rarest(newest: Mapping[int, list[int]], last: int, room: int) -> dict[int, int]:
    """The keys of many letters that fewest have, and how many may be looked at of each."""
    many = [(_likely(own, last), key) for key, own in newest.items() if len(own) == FIRST]
    wanted = dict[int, int]()
    for likely, key in sorted(many):
        if room <= 0 or (wanted and likely > room):
            break
        wanted[key] = room if not wanted else min(room, 2 * likely)
        room -= likely
    return wanted


COPY_INDEX = CopyIndex("casework_copy_index")
