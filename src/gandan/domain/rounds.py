"""A matter that comes back after it was answered: "lần 3", one level up, settled no more."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from gandan.domain.conflicts import About, Tree, nearest_clear
from gandan.domain.procedure import Milestone

Unit = TypeVar("Unit", bound=Hashable)


@dataclass(frozen=True)
class Round(Generic[Unit]):
    """One time that a matter went through: where, since when, what it reached."""

    number: int
    unit: Unit
    since: date
    reached: frozenset[Milestone] = frozenset()


@dataclass(frozen=True)
class NextRound(Generic[Unit]):
    """Where a repeated letter goes. ``is_reopened`` is false when it joins the open round.

    ``unit`` is None when no level above is free of what the letter is about.
    """

    number: int
    unit: Unit | None
    is_reopened: bool
    reason: str

    @property
    def label(self) -> str:
        return f"lần {self.number}"


def next_round(
    rounds: Sequence[Round[Unit]], tree: Tree[Unit], about: About[Unit] | None = None
) -> NextRound[Unit]:
    """What becomes of another letter of the same matter.

    While the last round has not been answered the letter is a supplement to it. Afterwards the
    chain opens again one level above the unit that answered. Raises ``ValueError`` without rounds.
    """
    if not rounds:
        raise ValueError("a matter has at least one round")
    last = max(rounds, key=lambda item: item.number)
    if Milestone.ANSWERED not in last.reached and Milestone.SETTLED not in last.reached:
        reason = "Vụ việc chưa được trả lời: đơn này gắn vào lần đang giải quyết."
        return NextRound(last.number, last.unit, False, reason)
    parent = tree.parent(last.unit)
    if parent is None:
        reason = "Không còn cấp trên trong hệ thống: đơn vị đã trả lời phải xem xét lại."
        return NextRound(last.number + 1, last.unit, True, reason)
    unit = nearest_clear(parent, about, tree) if about else parent
    reason = f"Đã trả lời lần {last.number} mà chưa xong: cấp trên trực tiếp xem xét."
    return NextRound(last.number + 1, unit, True, reason)


def reached(rounds: Sequence[Round[Unit]]) -> frozenset[Milestone]:
    """What the matter as a whole has reached: only the last round counts as settled."""
    if not rounds:
        return frozenset()
    last = max(rounds, key=lambda item: item.number)
    earlier = {Milestone.ANSWERED for item in rounds if Milestone.ANSWERED in item.reached}
    return last.reached | earlier
