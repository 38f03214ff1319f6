"""Are the boards staffed? Counts over dated appointments, as of a day.

A board is staffed when somebody holds a post there on that day. Its head counts on the
standing committee when the post says so. Boards without a head are no part of that share.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Holding:
    """A person's post at a board from ``since`` until before ``until`` (None: still held)."""

    board: str
    person: str
    is_head: bool
    on_standing_committee: bool
    since: date
    until: date | None = None

    def held_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Coverage:
    """Codes of boards behind each figure, so that each figure opens its rows."""

    expected: frozenset[str]
    staffed: frozenset[str]
    headed: frozenset[str]
    heads_on_committee: frozenset[str]

    @property
    def vacant(self) -> frozenset[str]:
        return self.expected - self.staffed

    @property
    def without_head(self) -> frozenset[str]:
        return self.expected - self.headed

    @property
    def committee_share(self) -> float | None:
        """Share of heads on the standing committee in [0, 1]; None when there is no head."""
        return len(self.heads_on_committee) / len(self.headed) if self.headed else None


def coverage(boards: Collection[str], holdings: Iterable[Holding], day: date) -> Coverage:
    """Count the boards that exist on ``day``; posts at other boards are left out."""
    expected = frozenset(boards)
    held = [h for h in holdings if h.board in expected and h.held_on(day)]
    heads = [h for h in held if h.is_head]
    return Coverage(
        expected,
        frozenset(h.board for h in held),
        frozenset(h.board for h in heads),
        frozenset(h.board for h in heads if h.on_standing_committee),
    )
