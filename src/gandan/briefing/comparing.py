"""What changed between two packs: problems, figures, tasks. Pure.

Figures are compared only where both packs have them under the same key; what only one has is
said, not counted as a change.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from gandan.briefing.assembly import Page, Problem


@dataclass(frozen=True)
class Moved:
    """A problem that both packs tell of."""

    problem: Problem
    now: int
    before: int

    @property
    def way(self) -> str:
        if self.now == self.before:
            return "same"
        return "worse" if self.now > self.before else "better"


@dataclass(frozen=True)
class FigureMoved:
    figure: Mapping[str, Any]
    now: Decimal
    before: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        return None if self.before is None else self.now - self.before


@dataclass
class Comparison:
    new: list[Problem] = field(default_factory=list)
    gone: list[Problem] = field(default_factory=list)
    still: list[Moved] = field(default_factory=list)
    figures: list[FigureMoved] = field(default_factory=list)
    late_now: int = 0
    late_before: int = 0
    done: list[Mapping[str, Any]] = field(default_factory=list)
    late: list[Mapping[str, Any]] = field(default_factory=list)
    waiting: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def late_more(self) -> int:
        return self.late_now - self.late_before


def compare(
    content: Mapping[str, Any], page: Page, before: Mapping[str, Any], page_before: Page
) -> Comparison:
    """``content`` and ``page`` of this pack against those of the last."""
    earlier = {problem.key: problem for problem in page_before.problems}
    own = {problem.key for problem in page.problems}
    found = Comparison(
        new=[problem for problem in page.problems if problem.key not in earlier],
        gone=[problem for key, problem in earlier.items() if key not in own],
        late_now=sum(row["cases"] for row in content["late"]),
        late_before=sum(row["cases"] for row in before["late"]),
    )
    for problem in page.problems:
        if problem.key in earlier:
            was = earlier[problem.key].row["now"]
            found.still.append(Moved(problem, problem.row["now"], was))
    order = {"worse": 0, "same": 1, "better": 2}
    found.still.sort(key=lambda moved: (order[moved.way], moved.before - moved.now))
    known = {_name(figure): Decimal(figure["value"]) for figure in before["figures"]}
    for figure in content["figures"]:
        found.figures.append(
            FigureMoved(figure, Decimal(figure["value"]), known.get(_name(figure)))
        )
    for task in content["tasks"]:
        if task["state"] == "done":
            found.done.append(task)
        else:
            (found.late if task["late"] else found.waiting).append(task)
    return found


def _name(figure: Mapping[str, Any]) -> str:
    """A figure of reports has its round in the key, which is another each time."""
    return str(figure["key"]).rpartition(":")[2]
