"""Put entries into the tree in batches, and sign its head; one process at a time does it."""

import logging
import os
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from gandan.audit.leaves import leaf_of
from gandan.audit.models import ROW_FIELDS, Checkpoint, Entry, row_of
from gandan.audit.models import Tile as StoredTile
from gandan.audit.notes import write_checkpoint
from gandan.audit.services import record
from gandan.audit.signing import log_key, signing_key
from gandan.audit.tree import HASH, WIDTH, Place, Tiles, Tree, extend, leaf_hash

BATCH = 2_000
LOCK = 7461001
SLOT_MINUTES = 10
FOLDER = "checkpoints"
logger = logging.getLogger(__name__)


class TreeDamagedError(Exception):
    """The stored tree is shorter than what was signed: nothing is added until that is clear."""


def stored_tile(level: int, number: int) -> bytes:
    """A tile of the database's tree, as ``tree.Tiles`` asks for it."""
    found = StoredTile.objects.filter(level=level, number=number).values_list("hashes", flat=True)
    return bytes(found.first() or b"")


def tree(size: int) -> Tree:
    """The stored tree of the first ``size`` entries, reading each tile once."""
    held: dict[Place, bytes] = {}

    def tile(level: int, number: int) -> bytes:
        if (level, number) not in held:
            held[level, number] = stored_tile(level, number)
        return held[level, number]

    return Tree(size, tile)


def sequence_entries() -> int:
    """Give positions to entries that have none and sign the new head; return how many.

    Safe to call from several processes. Nothing waits for a lock when there is nothing to do.
    """
    done = 0
    while Entry.objects.filter(position__isnull=True).exists():
        count = _sequence_batch()
        if not count:
            break
        done += count
    if done:
        _write_file()
    return done


@transaction.atomic
def _sequence_batch() -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    last = Checkpoint.objects.order_by("-size").first()
    if last is not None:
        _note_new_key(last)
    size = _leaves_stored()
    if last is not None and size < last.size:
        raise TreeDamagedError(f"the tree has {size} entries, its signed head {last.size}")
    waiting = Entry.objects.filter(position__isnull=True).order_by("id")
    batch = list(waiting.values_list("id", *ROW_FIELDS)[:BATCH])
    if not batch:
        return 0
    changed = extend(
        size, [leaf_hash(leaf_of(row_of(values[1:]))) for values in batch], stored_tile
    )
    _store(changed)
    # By the ids that were read: a row committed meanwhile must not slip in between.
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE audit_entry SET position = %s WHERE id = %s AND position IS NULL",
            [(place, values[0]) for place, values in enumerate(batch, size + 1)],
        )
    _sign(size + len(batch), _tiles_over(changed), timezone.now())
    return len(batch)


def _leaves_stored() -> int:
    """How many leaves the tiles hold; heads may have been taken away, rows put in."""
    edge = StoredTile.objects.filter(level=0).order_by("-number").first()
    return edge.number * WIDTH + len(edge.hashes) // HASH if edge else 0


def _tiles_over(changed: dict[Place, bytes]) -> Tiles:
    def tile(level: int, number: int) -> bytes:
        found = changed.get((level, number))
        return stored_tile(level, number) if found is None else found

    return tile


def _store(changed: dict[Place, bytes]) -> None:
    tiles = [
        StoredTile(level=level, number=number, hashes=hashes)
        for (level, number), hashes in changed.items()
    ]
    StoredTile.objects.bulk_create(
        tiles,
        update_conflicts=True,
        unique_fields=["level", "number"],
        update_fields=["hashes"],
    )


def _sign(size: int, tiles: Tiles, at: datetime) -> None:
    """Sign the head; of the heads of the same ten minutes only the last is kept."""
    root = Tree(size, tiles).root()
    note = write_checkpoint(size, root, at, signing_key())
    slot = at.replace(minute=at.minute // SLOT_MINUTES * SLOT_MINUTES, second=0, microsecond=0)
    Checkpoint.objects.filter(at__gte=slot).delete()
    Checkpoint.objects.create(at=at, size=size, root=root.hex(), note=note)


def _note_new_key(last: Checkpoint) -> None:
    """A head signed by another key than the last one must not go by without a word."""
    own = log_key().name
    before = last.note.partition("\n")[0]
    if own == before:
        return
    said = Entry.objects.filter(action="log.key_changed", subject=own)
    if not said.exists():
        record("log.key_changed", own, by=None, before=before)


def _write_file() -> None:
    """The last head of each day and the newest one, as files that a backup can take along."""
    last = Checkpoint.objects.order_by("-size").first()
    if last is None:
        return
    folder = Path(settings.DATA) / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in (f"{timezone.localtime(last.at):%Y-%m-%d}.txt", "latest.txt"):
            new = folder / f".{name}.{os.getpid()}"
            new.write_text(last.note, "utf-8")
            new.replace(folder / name)
    except OSError:
        logger.exception("the checkpoint file was not written")
