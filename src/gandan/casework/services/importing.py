"""Read files into the register, block by block; the same file twice adds nothing.

What cannot be read is kept as a problem with its address. A block is one transaction, so an
import that is stopped keeps what it had done, and running it again adds only the rest.
"""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.codes import hold
from gandan.casework.models import ImportBatch, ImportProblem
from gandan.casework.search import SEARCH
from gandan.casework.services.registering import (
    NewLetter,
    Received,
    enter_letters,
    existing_keys,
    letters_of,
    source_key,
)
from gandan.core import moment
from gandan.core.beside import beside
from gandan.core.one_ahead import one_ahead
from gandan.core.readers import Item, Limits, Problem, read_inputs
from gandan.domain.kinds import Channel
from gandan.jobs.services import enqueue
from gandan.jobs.upkeep import refresh_figures_of_many
from gandan.units.models import Unit

# Rows of one transaction: the more, the fewer pages of the indexes are written again and again;
# other people wait some two seconds at most.
BLOCK = 4_000
# Seconds after which a block ends whatever it holds: well below the lease of a job.
LONGEST_BLOCK = 20.0
Progress = Callable[[int], None]


@dataclass(frozen=True)
class _Block:
    """What one transaction enters: letters by their keys, out of so many rows, and problems."""

    letters: dict[str, NewLetter]
    rows: int
    problems: list[Problem]


def import_paths(
    paths: Iterable[Path],
    *,
    unit: Unit,
    by: User | None,
    name: str,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> ImportBatch:
    """Read every file under ``paths`` for ``unit`` and return the finished batch."""
    paths = list(paths)
    batch = start_batch(name, sha256=digest_of(paths), unit=unit, by=by)
    fill_batch(batch, paths, limits=limits, progress=progress)
    return batch


@transaction.atomic
def start_batch(
    name: str, *, sha256: str, unit: Unit, by: User | None, stored_as: str = ""
) -> ImportBatch:
    batch = ImportBatch.objects.create(
        name=name[:200], sha256=sha256, unit=unit, by=by, stored_as=stored_as
    )
    record("import.started", str(batch.code), by=by, sha256=sha256)
    return batch


def fill_batch(
    batch: ImportBatch,
    paths: Iterable[Path],
    *,
    names: Sequence[str] | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> None:
    """Read ``paths`` into ``batch``; may be called again after it was stopped midway.

    ``names`` are the names that people gave the files, where they are stored under others.
    """
    ImportProblem.objects.filter(batch=batch).delete()
    batch.rows = batch.added = batch.already_there = batch.problems_count = 0
    rows = read_inputs(paths, names=names, limits=limits or Limits(), measured=True)
    ready = (_made_ready(batch, block) for block in _blocks(rows))
    # The server of PostgreSQL works by itself: while it enters a block the next is made ready.
    # SQLite works in this process, and two threads would wait for each other at every row.
    ahead = one_ahead(ready) if connection.vendor == "postgresql" else ready
    with closing(ahead), _sorting() as sort:
        for block in ahead:
            _register_block(batch, block)
            sort()
            if progress:
                progress(batch.rows)
    if batch.added >= BLOCK:
        refresh_figures_of_many()
    finish_batch(batch)


def _sorting() -> AbstractContextManager[Callable[[], None]]:
    """What sorts a block into the search index of PostgreSQL while the next one is entered."""
    return beside(SEARCH.sort) if connection.vendor == "postgresql" else nullcontext(lambda: None)


@transaction.atomic
def finish_batch(batch: ImportBatch) -> None:
    batch.finished_at = timezone.now()
    batch.save()
    record(
        "import.finished",
        str(batch.code),
        by=batch.by,
        rows=batch.rows,
        added=batch.added,
        already_there=batch.already_there,
        problems=batch.problems_count,
    )
    if batch.added:
        enqueue("casework.examine", {"unit": batch.unit_id}, by=batch.by, dedupe_key="examine")


def _made_ready(batch: ImportBatch, block: list[Item | Problem]) -> _Block:
    """Clean and measure letters, before others must wait for the database; asks it nothing."""
    items = [row for row in block if isinstance(row, Item)]
    keyed = {key: _received(key, item) for item in items for key in [_key(batch.unit, item)]}
    letters = letters_of(list(keyed.items()), unit=batch.unit, by=batch.by, batch=batch)
    problems = [row for row in block if isinstance(row, Problem)]
    return _Block(dict(zip(keyed, letters, strict=True)), len(items), problems)


def _register_block(batch: ImportBatch, block: _Block) -> None:
    with transaction.atomic():
        hold("Đ", moment.today().year)
        known = existing_keys(block.letters)
        letters = [letter for key, letter in block.letters.items() if key not in known]
        enter_letters(letters, unit=batch.unit, by=batch.by, and_sort=False)
        _keep_problems(batch, block.problems)
        batch.rows += block.rows
        batch.added += len(letters)
        batch.already_there += block.rows - len(letters)
        batch.problems_count += len(block.problems)
        batch.save(update_fields=["rows", "added", "already_there", "problems_count"])


def _keep_problems(batch: ImportBatch, problems: Sequence[Problem]) -> None:
    ImportProblem.objects.bulk_create(
        (
            ImportProblem(
                batch=batch,
                address=problem.address[:300],
                severity=str(problem.severity),
                code=problem.code[:60],
                message=problem.message,
                kept=problem.kept.replace("\x00", "\u2400"),
            )
            for problem in problems
        ),
        batch_size=500,
    )


def _key(unit: Unit, item: Item) -> str:
    return source_key(
        unit, "row", item.id, item.text_as_sent or item.text, item.received_on_as_written
    )


def _received(key: str, item: Item) -> Received:
    return Received(
        text=item.text,
        text_as_sent=item.text_as_sent,
        received_on=item.received_on,
        received_on_as_written=item.received_on_as_written,
        channel=Channel.from_text(item.channel) if item.channel else None,
        title=item.title,
        place=item.place,
        sender_name=item.sender_name,
        sender_address=item.sender_address,
        sender_phone=item.sender_phone,
        external_id=item.id,
        source_key=key,
        source_address=item.address,
        encoding=item.encoding,
        encoding_confidence=item.encoding_confidence,
        notes=tuple(item.notes),
        extra=dict(item.extra),
        measured=item.measured,
    )


def _blocks(rows: Iterable[Item | Problem]) -> Iterator[list[Item | Problem]]:
    """Rows in blocks; one that fills slowly ends early, so that the job is heard of in time."""
    block: list[Item | Problem] = []
    begun = time.monotonic()
    for row in rows:
        block.append(row)
        if len(block) == BLOCK or time.monotonic() - begun > LONGEST_BLOCK:
            yield block
            block, begun = [], time.monotonic()
    if block:
        yield block


def digest_of(paths: Iterable[Path]) -> str:
    """SHA-256 over the names and contents of files and folders, in a fixed order."""
    total = hashlib.sha256()
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            if not file.is_file():
                continue
            total.update(file.name.encode("utf-8", "surrogateescape") + b"\x00")
            with file.open("rb") as source:
                while piece := source.read(1 << 20):
                    total.update(piece)
    return total.hexdigest()
