"""Write the log, chain it in batches, verify it.

Entries are not chained in the request: a chain under a lock would make each request wait for
the disk of every other one. A batch step gives positions and hashes afterwards.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection, models, transaction
from django.utils import timezone

from gandan.audit.actions import ACTIONS
from gandan.audit.models import Checkpoint, Entry

START = hashlib.sha256(b"gandan audit log v1").hexdigest()
BATCH = 2_000


class UnknownActionError(Exception):
    """The action is not in ``gandan.audit.actions``."""


def entry_for(action: str, subject: models.Model | str, *, by: Any, **details: Any) -> Entry:
    """Return an unsaved entry, for callers that write many at once with ``bulk_create``.

    ``by`` is a person, or None for the system itself.

    Raises ``UnknownActionError`` for a code that is not listed.
    """
    if action not in ACTIONS:
        raise UnknownActionError(action)
    person = None if by is None or isinstance(by, AnonymousUser) else by
    kind = subject if isinstance(subject, str) else subject._meta.label_lower
    return Entry(
        at=timezone.now(),
        actor=person,
        actor_name=str(person) if person is not None else "Gần Dân",
        action=action,
        subject_kind=kind if not isinstance(subject, str) else action.partition(".")[0],
        subject=str(subject),
        details=details,
    )


def record(action: str, subject: models.Model | str, *, by: Any, **details: Any) -> Entry:
    """Write one entry; call it inside the transaction of what it records."""
    entry = entry_for(action, subject, by=by, **details)
    entry.save(force_insert=True)
    return entry


def chain_entries() -> int:
    """Give positions and hashes to entries that have none; return how many.

    Safe to call from several processes: one at a time does the work.
    """
    done = 0
    while count := _chain_batch():
        done += count
    return done


@transaction.atomic
def _chain_batch() -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(7461001)")
    last = Entry.objects.filter(position__isnull=False).order_by("-position").first()
    position, chained = (last.position or 0, last.chained) if last else (0, START)
    batch = list(Entry.objects.filter(position__isnull=True).order_by("id")[:BATCH])
    for entry in batch:
        position += 1
        chained = _link(chained, entry)
        entry.position, entry.chained = position, chained
    Entry.objects.bulk_update(batch, ["position", "chained"], batch_size=500)
    if batch:
        Checkpoint.objects.create(at=timezone.now(), position=position, chained=chained)
    return len(batch)


def _link(previous: str, entry: Entry) -> str:
    body = json.dumps(entry.content(), sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value)


@dataclass
class Verification:
    """What ``verify`` found; ``faults`` are sentences for a person."""

    entries: int = 0
    waiting: int = 0
    end: str = START
    faults: list[str] = field(default_factory=list)


def verify(*, against: tuple[int, str] | None = None) -> Verification:
    """Recompute the whole chain and compare it with every checkpoint.

    ``against`` is a (position, hash) pair kept outside, which also reveals a log that was
    cut off or rewritten together with its checkpoints.
    """
    result = Verification()
    marks = dict(Checkpoint.objects.values_list("position", "chained"))
    if against:
        marks[against[0]] = against[1]
    position, chained = 0, START
    for entry in _in_order():
        position += 1
        if entry.position != position:
            result.faults.append(f"Thiếu mục ở vị trí {position}.")
            position = entry.position or position
        chained = _link(chained, entry)
        if chained != entry.chained:
            result.faults.append(f"Mục {entry.pk} (vị trí {position}) đã bị sửa.")
            chained = entry.chained
        if marks.pop(position, chained) != chained:
            result.faults.append(f"Mốc kiểm tra ở vị trí {position} không khớp.")
    for lost in sorted(marks):
        result.faults.append(f"Nhật ký bị cắt: không còn vị trí {lost} đã có mốc kiểm tra.")
    result.entries, result.end = position, chained
    result.waiting = Entry.objects.filter(position__isnull=True).count()
    return result


def _in_order() -> Iterator[Entry]:
    return Entry.objects.filter(position__isnull=False).order_by("position").iterator(BATCH)
