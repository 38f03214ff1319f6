"""Check the stored log: entries against the tree, the tree against signed heads."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Max, Q

from gandan.audit.checking import ERASED, Fault, Report, check, cut, erasures, marks_of
from gandan.audit.leaves import Row
from gandan.audit.models import ROW_FIELDS, Checkpoint, Entry, row_of
from gandan.audit.notes import LogKey, NoteError, read_checkpoint
from gandan.audit.sequencing import stored_tile
from gandan.audit.signing import log_key
from gandan.audit.tree import EMPTY, Place, Tiles

CHUNK = 2_000
KEPT_TILES = 64
Progress = Callable[[int], None]


@dataclass
class Verification:
    """What ``verify`` found; ``faults`` come in the order in which they were met."""

    entries: int = 0
    waiting: int = 0
    root: bytes = EMPTY
    faults: list[Fault] = field(default_factory=list)

    @property
    def first_damaged(self) -> int | None:
        """The lowest position that a fault names."""
        return min((fault.first for fault in self.faults), default=None)


def verify(
    *,
    against: Sequence[str] = (),
    keys: Sequence[LogKey] = (),
    progress: Progress | None = None,
) -> Verification:
    """Recompute the whole log.

    ``against`` are texts of heads that were kept away from the server, which also reveal a log
    that was cut off, rolled back or rewritten together with its own heads. They count when one
    of ``keys`` signed them, by default the key of this installation.
    """
    own, report = log_key(), Report()
    # The log goes on growing meanwhile: what is checked ends at the newest head there is now.
    size = _newest_size()
    notes = Checkpoint.objects.filter(size__lte=size).order_by("size").values_list("size", "note")
    marks = list(marks_of(notes.iterator(CHUNK), [own], report, retired=_retired()))
    outside = [(_size(note), note) for note in against]
    marks += marks_of(outside, keys or [own], report, are_outside=True)
    rows = _rows(size, progress)
    check(rows, cut(_cached(stored_tile), size), marks, report, stated=_late_erasures(size))
    _check_beyond(report)
    waiting = Entry.objects.filter(position__isnull=True).count()
    return Verification(report.entries, waiting, report.root, report.faults)


def _newest_size() -> int:
    return Checkpoint.objects.aggregate(size=Max("size"))["size"] or 0


def _check_beyond(report: Report) -> None:
    """No entry may stand behind the newest head, which is read again: it may have moved on."""
    last = Entry.objects.aggregate(last=Max("position"))["last"] or 0
    size = _newest_size()
    if last > size:
        report.add(Fault("uncovered", size + 1, last))


def _late_erasures(size: int) -> Iterator[tuple[str, str]]:
    """Erasures whose entry is not among those that are checked, because it is too new."""
    late = Q(position__isnull=True) | Q(position__gt=size)
    entries = Entry.objects.filter(late, action=ERASED)
    for subject, details in entries.values_list("subject", "details"):
        yield from erasures(subject, details)


def matches_linear_mark(position: int, chained: str) -> bool:
    """Whether a mark of version 0.1, kept elsewhere, is the one that the log moved over."""
    return Entry.objects.filter(earlier=f"{position} {chained}").exists()


def _retired() -> frozenset[str]:
    """Names of logs that this one continues under another key; each change is an entry."""
    changes = Entry.objects.filter(action="log.key_changed").values_list("details", flat=True)
    return frozenset(str(details.get("before", "")) for details in changes)


def _size(note: str) -> int:
    try:
        return read_checkpoint(note).size
    except NoteError:
        return 0


def _rows(size: int, progress: Progress | None) -> Iterator[Row]:
    rows = Entry.objects.filter(position__lte=size).order_by("position")
    for count, values in enumerate(rows.values_list(*ROW_FIELDS).iterator(CHUNK), 1):
        if progress and count % CHUNK == 0:
            progress(count)
        yield row_of(values)


def _cached(tiles: Tiles) -> Tiles:
    held: dict[Place, bytes] = {}

    def tile(level: int, number: int) -> bytes:
        if (level, number) not in held:
            if len(held) >= KEPT_TILES:
                held.clear()
            held[level, number] = tiles(level, number)
        return held[level, number]

    return tile
