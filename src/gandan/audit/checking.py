"""Check a log against its tree: every entry, every tile, every signed head. Knows no database.

Entries come in the order of their positions; what does not agree becomes a fault that names
the first entry concerned.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gandan.audit.leaves import Row, leaf_of
from gandan.audit.notes import LogKey, NoteError, read_checkpoint
from gandan.audit.tree import EMPTY, HASH, HEIGHT, WIDTH, Tiles, leaf_hash, node_hash

MOST_FAULTS = 200
ERASED = "entry.erased"


@dataclass(frozen=True)
class Fault:
    """``code``: missing, changed, twice, beyond, tile, root, cut, signature, unreadable,
    uncovered or erased. ``first`` and ``last`` are positions from 1."""

    code: str
    first: int = 0
    last: int = 0


@dataclass(frozen=True)
class Mark:
    """A tree head to compare with; ``is_outside`` when it was kept away from the server."""

    size: int
    root: bytes
    is_outside: bool = False


@dataclass
class Report:
    """What was found; ``root`` is the recomputed root over the first ``entries``."""

    entries: int = 0
    root: bytes = EMPTY
    faults: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)


def marks_of(
    notes: Iterable[tuple[int, str]],
    keys: Sequence[LogKey],
    report: Report,
    *,
    retired: frozenset[str] = frozenset(),
    are_outside: bool = False,
) -> Iterator[Mark]:
    """The heads in ``notes`` ((stored size, text)) that one of ``keys`` signed.

    Heads of ``retired`` keys, by the name of their log, are compared but no longer proved. Any
    other is a fault.
    """
    for size, note in notes:
        try:
            head = read_checkpoint(note)
        except NoteError:
            report.add(Fault("unreadable", size, size))
            continue
        is_signed = head.origin in retired or any(head.is_signed_by(key) for key in keys)
        if head.size != size or not is_signed:
            report.add(Fault("signature", size, size))
            continue
        yield Mark(head.size, head.root, are_outside)


def check(
    rows: Iterable[Row],
    tiles: Tiles,
    marks: Sequence[Mark],
    report: Report,
    *,
    stated: Iterable[tuple[str, str]] = (),
) -> Report:
    """Recompute the tree of ``rows`` and compare it with its tiles and with ``marks``.

    ``stated`` are erasures, (uid, name of the detail), that entries outside ``rows`` record.
    """
    run = _Run(tiles, sorted(marks, key=lambda mark: mark.size), report)
    run.stated |= set(stated)
    for row in rows:
        run.take(row)
    run.finish()
    return report


def erasures(subject: str, details: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What an entry about an erasure says was taken out of which entry."""
    names = details.get("names", [])
    yield from ((subject, str(name)) for name in names if isinstance(names, list))


def cut(tiles: Tiles, size: int) -> Tiles:
    """The tiles as they were when the log had ``size`` entries."""

    def tile(level: int, number: int) -> bytes:
        held = (size >> (HEIGHT * level)) - number * WIDTH
        return tiles(level, number)[: max(0, held) * HASH]

    return tile


class _Run:
    def __init__(self, tiles: Tiles, marks: list[Mark], report: Report) -> None:
        self.tiles, self.report = tiles, report
        self.marks, self.next_mark, self.good = marks, 0, 0
        self.size = 0
        self.tile = b""
        self.peaks: list[tuple[int, bytes]] = []
        self.gone: set[tuple[str, str]] = set()
        self.stated: set[tuple[str, str]] = set()
        self.erased_at: dict[str, int] = {}

    def take(self, row: Row) -> None:
        position = row.position or 0
        if position <= self.size:
            self.report.add(Fault("twice", position, position))
            return
        if position > self.size + 1:
            self.report.add(Fault("missing", self.size + 1, position - 1))
            # What is gone is counted by the tree's own hash, so that later faults stay exact.
            while self.size < position - 1 and self._stored():
                self._append(self._stored())
            self.size = position - 1
        self._remember_erasure(row)
        self._append(self._compared(row, position))

    def _compared(self, row: Row, position: int) -> bytes:
        """The tree's hash at the position, after the entry was compared with it."""
        try:
            own = leaf_hash(leaf_of(row))
        except (ValueError, TypeError, KeyError, AttributeError):
            own = b""
        stored = self._stored()
        if not stored:
            self.report.add(Fault("beyond", position, position))
            return own or EMPTY
        if own != stored:
            self.report.add(Fault("changed", position, position))
        return stored

    def _stored(self) -> bytes:
        index, at = divmod(self.size, WIDTH)
        if at == 0 or not self.tile:
            self.tile = self.tiles(0, index)
        return self.tile[at * HASH : (at + 1) * HASH]

    def _append(self, leaf: bytes) -> None:
        self.size += 1
        node, height = leaf, 0
        while self.peaks and self.peaks[-1][0] == height:
            node = node_hash(self.peaks.pop()[1], node)
            height += 1
            if height % HEIGHT == 0:
                self._compare_tile(height, node)
        self.peaks.append((height, node))
        while self.next_mark < len(self.marks) and self.marks[self.next_mark].size <= self.size:
            self._compare_mark(self.marks[self.next_mark])
            self.next_mark += 1

    def _compare_tile(self, height: int, root: bytes) -> None:
        """A full tile must fold to the hash that the level above holds."""
        span = 1 << height
        index, at = divmod(self.size // span - 1, WIDTH)
        if self.tiles(height // HEIGHT, index)[at * HASH : (at + 1) * HASH] != root:
            self.report.add(Fault("tile", self.size - span + 1, self.size))

    def _root(self) -> bytes:
        if not self.peaks:
            return EMPTY
        root = self.peaks[-1][1]
        for _, peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def _compare_mark(self, mark: Mark) -> None:
        if mark.size < self.size or mark.root != self._root():
            self.report.add(Fault("root", self.good + 1, mark.size))
        else:
            self.good = mark.size

    def _remember_erasure(self, row: Row) -> None:
        if row.erased:
            self.gone |= {(row.uid, name) for name in row.erased.get("hashes", {})}
            self.erased_at[row.uid] = row.position or 0
        if row.action == ERASED:
            self.stated |= set(erasures(row.subject, row.details))

    def finish(self) -> None:
        for mark in self.marks[self.next_mark :]:
            if mark.size > self.size:
                self.report.add(Fault("cut", self.size + 1, mark.size))
            elif mark.size == 0 and mark.root != EMPTY:
                self.report.add(Fault("root", 0, 0))
        if self.tiles(0, self.size // WIDTH)[self.size % WIDTH * HASH :]:
            self.report.add(Fault("missing", self.size + 1, self._end_of_tiles()))
        if self.size and not any(m.size == self.size and not m.is_outside for m in self.marks):
            self.report.add(Fault("uncovered", self.good + 1, self.size))
        for uid, _ in sorted(self.gone - self.stated):
            self.report.add(Fault("erased", self.erased_at[uid], self.erased_at[uid]))
        self.report.entries, self.report.root = self.size, self._root()

    def _end_of_tiles(self) -> int:
        index: int = self.size // WIDTH
        while self.tiles(0, index + 1):
            index += 1
        return index * WIDTH + len(self.tiles(0, index)) // HASH
