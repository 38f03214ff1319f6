"""A small log in memory, as the database would hold it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gandan.audit.checking import Report, check, marks_of
from gandan.audit.leaves import Row, leaf_of
from gandan.audit.notes import LogKey, write_checkpoint
from gandan.audit.tree import Tree, extend, leaf_hash, tiles_from

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
START = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)


def row(position, **fields):
    made = Row(
        position=position,
        uid=f"{position:032x}",
        at=START + timedelta(seconds=position),
        actor=position % 3 or None,
        actor_name=f"Người {position % 3}",
        action="case.viewed",
        kind="casework.case",
        subject=f"VV-2026-{position:06d}",
        data_class="personal" if position % 2 else "",
        details={"reason": "xem để trả lời", "n": position} if position % 4 else {},
        salt=f"{position * 7:032x}",
        erased={},
    )
    return made._replace(**fields)


@dataclass
class Log:
    """Rows, tiles and signed heads; ``add`` does what the sequencer does."""

    rows: list = field(default_factory=list)
    tiles: dict = field(default_factory=dict)
    heads: list = field(default_factory=list)

    def add(self, rows):
        size = len(self.rows)
        self.rows += rows
        hashes = [leaf_hash(leaf_of(one)) for one in rows]
        self.tiles |= extend(size, hashes, tiles_from(self.tiles))
        self.heads.append((len(self.rows), self.signed_head()))
        return self

    def signed_head(self, private=KEY):
        root = Tree(len(self.rows), tiles_from(self.tiles)).root()
        return write_checkpoint(len(self.rows), root, START, private)

    def copy(self):
        return Log(list(self.rows), dict(self.tiles), list(self.heads))

    def faults(self, *outside, retired=frozenset()):
        report, keys = Report(), [LogKey.of(KEY)]
        marks = list(marks_of(self.heads, keys, report, retired=retired))
        marks += marks_of(outside, keys, report, are_outside=True)
        rows = sorted(self.rows, key=lambda one: one.position)
        return check(rows, tiles_from(self.tiles), marks, report).faults


def log(*batches):
    """A log to which batches of so many entries came one after the other."""
    made = Log()
    for count in batches:
        start = len(made.rows)
        made.add([row(start + n) for n in range(1, count + 1)])
    return made
