"""Sums of reports along the tree of units, with who reported and who did not.

Who is silent adds nothing and is counted as silent: a sum without its coverage is no figure.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from gandan.domain.reporting.formulas import Formula


@dataclass(frozen=True)
class Told:
    """The additive figures of one unit; cells that it left blank are absent."""

    unit: int
    values: Mapping[str, Decimal]


@dataclass
class Line:
    """A unit with all below it. ``told`` counts how many units gave each cell."""

    unit: int
    values: dict[str, Decimal] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)
    expected: set[int] = field(default_factory=set)
    reported: set[int] = field(default_factory=set)

    @property
    def silent(self) -> set[int]:
        return self.expected - self.reported

    def add(self, told: Told) -> None:
        self.reported.add(told.unit)
        values, counts = self.values, self.told
        for code, value in told.values.items():
            values[code] = values[code] + value if code in values else value
            counts[code] = counts.get(code, 0) + 1


def roll_up(
    parents: Mapping[int, int | None],
    expected: Collection[int],
    told: Iterable[Told],
    *,
    heirs: Mapping[int, int | None] | None = None,
) -> dict[int, Line]:
    """Lines by unit: each unit, and every unit above it.

    ``parents`` is the tree in which is summed: that of the period ("as it was"), or with
    ``heirs`` that of today, where each unit stands for those that it took over from. A unit
    that was divided keeps a line of its own and counts in the units above it in ``parents``.
    """
    lines: dict[int, Line] = {}

    def above(unit: int) -> list[Line]:
        place = (heirs.get(unit, unit) if heirs else unit) or unit
        chain: list[Line] = []
        seen: set[int] = set()
        step: int | None = place
        while step is not None and step not in seen:
            seen.add(step)
            chain.append(lines.setdefault(step, Line(step)))
            step = parents.get(step)
        return chain

    paths = {unit: above(unit) for unit in expected}
    for unit, path in paths.items():
        for line in path:
            line.expected.add(unit)
    for one in told:
        if one.unit in paths:
            for line in paths[one.unit]:
                line.add(one)
    return lines


def complete(
    values: Mapping[str, Decimal], formulas: Mapping[str, tuple[Formula, int]]
) -> dict[str, Decimal]:
    """The values with those that a formula gives, rounded to its places; unknown ones absent.

    A formula may need another one's result; ones that wait for each other stay unknown.
    """
    found = dict(values)
    waiting = dict(formulas)
    while waiting:
        ready = {}
        for code, (formula, _places) in waiting.items():
            if not any(needed in waiting and needed != code for needed in formula.codes):
                ready[code] = formula.value({c: found.get(c) for c in formula.codes})
        if not ready:
            break
        for code, value in ready.items():
            _formula, places = waiting.pop(code)
            found.pop(code, None)
            if value is not None:
                found[code] = rounded(value, places)
    return found


def rounded(value: Fraction, places: int) -> Decimal:
    """Half up, as people are taught."""
    over, under = abs(value.numerator) * 10**places, value.denominator
    size = Decimal((2 * over + under) // (2 * under)).scaleb(-places)
    return size if value >= 0 else -size
