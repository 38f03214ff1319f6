"""Put what was received into the register: numbers, case, search, copy check, suggestion.

The text is kept as sent; the cleaned copy serves search and comparison. Registering the same
source row again returns what is already there.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from gandan.accounts.models import User
from gandan.audit.services import record_each
from gandan.casework.codes import next_codes
from gandan.casework.copy_index import COPY_INDEX, keys_of_letters
from gandan.casework.models import ImportBatch, Submission
from gandan.casework.search import SEARCH, searched_words
from gandan.casework.services.linking import suggest_for_new
from gandan.casework.services.opening_many import open_cases
from gandan.core import moment
from gandan.core.bulk import insert_rows, keys_of, one_of_words
from gandan.core.readers import Measured, measure
from gandan.core.search import Words
from gandan.domain.codes import tracking_code
from gandan.domain.kinds import Channel
from gandan.units.models import Unit
from gandan.vietnamese import DAMAGED_ABOVE, clean_controls, nfc


@dataclass(frozen=True)
class Received:
    """What came in, before it has a number. ``source_key`` is "" for a manual entry."""

    text: str
    text_as_sent: str = ""
    received_on: date | None = None
    received_on_as_written: str = ""
    channel: Channel | None = None
    title: str = ""
    place: str = ""
    sender_name: str = ""
    sender_address: str = ""
    sender_phone: str = ""
    signers: int | None = None
    external_id: str = ""
    source_key: str = ""
    source_address: str = ""
    encoding: str = ""
    encoding_confidence: float | None = None
    notes: tuple[str, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)
    measured: Measured | None = None


@dataclass(frozen=True)
class NewLetter:
    """A letter that is not saved yet, with what its case and the indexes will keep of it."""

    row: Submission
    heading: str
    words: Words
    copy_keys: NDArray[np.int64]


Listener = Callable[[Sequence[Submission]], None]
_listeners: dict[str, Listener] = {}


def when_registered(name: str, listener: Listener) -> None:
    """Register what an app above keeps of new letters; once for each name.

    ``listener`` runs in the transaction that registers them.
    """
    _listeners[name] = listener


class EmptyTextError(ValueError):
    """There is no text to register."""


def source_key(unit: Unit, *parts: str) -> str:
    """What makes a row the same when it comes in again: receiving unit, own id, content."""
    joined = "\x1f".join((unit.code, *parts))
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()


@transaction.atomic
def register(received: Received, *, unit: Unit, by: User | None, key: str = "") -> Submission:
    """Register one thing received and return it.

    ``key`` makes handing in twice safe (a form sent again): the same key returns the same
    submission. Raises ``EmptyTextError``.
    """
    if not received.text.strip():
        raise EmptyTextError
    own_key = received.source_key or source_key(unit, "form", key or secrets.token_hex(16))
    if found := Submission.objects.filter(source_key=own_key).first():
        return found
    submission = register_many([(own_key, received)], unit=unit, by=by, batch=None)[0]
    suggest_for_new(submission)
    return submission


def register_many(
    rows: Sequence[tuple[str, Received]],
    *,
    unit: Unit,
    by: User | None,
    batch: ImportBatch | None,
    follow: bool = True,
) -> list[Submission]:
    """Register rows whose keys are not yet in the register, in the caller's transaction.

    Each raises a case of its own; copies are merged later, when a person confirms them.
    ``follow`` is false for old letters that are kept for the record: their clocks do not run.
    """
    letters = letters_of(rows, unit=unit, by=by, batch=batch)
    return enter_letters(letters, unit=unit, by=by, follow=follow)


def enter_letters(
    new: Sequence[NewLetter],
    *,
    unit: Unit,
    by: User | None,
    follow: bool = True,
    and_sort: bool = True,
) -> list[Submission]:
    """Number and save letters made by ``letters_of``, in the caller's transaction.

    Not ``and_sort`` for a caller who will sort the search index.
    """
    letters = [letter.row for letter in new]
    for letter, code in zip(
        letters, next_codes("Đ", moment.today().year, len(letters)), strict=True
    ):
        letter.code = code
    insert_rows(letters)
    _learn_keys(letters)
    headed = [(letter.row, letter.heading) for letter in new]
    opened = open_cases(headed, unit=unit, by=by, follow=follow)
    record_each(
        "submission.registered",
        Submission._meta.label_lower,
        ((letter.code, {"case": opened[letter.pk]}) for letter in letters),
        by=by,
    )
    words = [(letter.row.pk, [Words.of(letter.row.code), letter.words]) for letter in new]
    SEARCH.put_words(words, and_sort=and_sort)
    COPY_INDEX.put_keys([(letter.row.pk, letter.copy_keys) for letter in new])
    for listener in _listeners.values():
        listener(letters)
    return letters


def _learn_keys(rows: Sequence[Submission]) -> None:
    """Give rows that were just inserted the primary keys that the database gave them."""
    keys = keys_of(Submission, [row.code for row in rows])
    for row in rows:
        row.pk = keys[row.code]
        row._state.adding = False


def existing_keys(keys: Iterable[str]) -> set[str]:
    """Those of ``keys`` that are in the register."""
    rows = Submission.objects.filter(source_key__in=one_of_words(keys))
    return set(rows.values_list("source_key", flat=True))


def letters_of(
    rows: Sequence[tuple[str, Received]],
    *,
    unit: Unit,
    by: User | None,
    batch: ImportBatch | None = None,
) -> list[NewLetter]:
    """The unsaved letters of what was received under their keys, cleaned and measured.

    They have no number yet. Asks the database nothing, so another thread may do it.
    """
    made = [_letter_of(key, one, unit=unit, by=by, batch=batch) for key, one in rows]
    keys = keys_of_letters([row.text for row, _words in made])
    SEARCH.make_ready([words for _row, words in made])
    return [
        NewLetter(row, row.heading, words, own)
        for (row, words), own in zip(made, keys, strict=True)
    ]


def _letter_of(
    key: str, received: Received, *, unit: Unit, by: User | None, batch: ImportBatch | None
) -> tuple[Submission, Words]:
    text, _removed = clean_controls(nfc(received.text))
    as_sent = received.text_as_sent or received.text
    known = received.measured if text == received.text else None
    measured = known or measure(text)
    row = Submission(
        tracking_code=tracking_code(secrets.token_bytes(20)),
        source_key=key,
        external_id=received.external_id[:200],
        source_address=received.source_address[:300],
        unit=unit,
        batch=batch,
        received_on=received.received_on,
        received_on_as_written=received.received_on_as_written[:60],
        registered_by=by,
        channel=received.channel.value if received.channel else "",
        title=_one_line(received.title, 300),
        text=text,
        # PostgreSQL keeps no NUL; the mark shows where one stood.
        text_as_sent="" if as_sent == text else as_sent.replace("\x00", "\u2400"),
        encoding=received.encoding[:20],
        encoding_confidence=received.encoding_confidence,
        place=_one_line(received.place, 300),
        sender_name=_one_line(received.sender_name, 200),
        sender_address=_one_line(received.sender_address, 300),
        sender_phone=_one_line(received.sender_phone, 60),
        signers=received.signers,
        damage=measured.damage,
        is_damaged=measured.damage > DAMAGED_ABOVE,
        notes=list(received.notes),
        extra=received.extra,
    )
    return row, searched_words(row, Words(measured.written, measured.folded))


def _one_line(text: str, longest: int) -> str:
    if not text:
        return ""
    cleaned, _removed = clean_controls(nfc(text))
    return " ".join(cleaned.split())[:longest]
