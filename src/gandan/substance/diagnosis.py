"""From relations that fail to findings: one for each slip, not one for each sum it spoils."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from gandan.substance.constraints import Verdict
from gandan.substance.figures import Figure, Interval
from gandan.substance.relations import Relation

# The relation that is told first when one figure spoils several.
_ORDER = (
    "sum", "table", "balance", "change.amount", "change.direction", "change", "share", "same",
)  # fmt: skip


@dataclass
class Slip:
    """Relations that one wrong figure may explain; ``figure`` and ``wanted`` where it is clear."""

    relations: list[Relation]
    figure: Figure | None = None
    wanted: Fraction | None = None
    others: list[Relation] = field(default_factory=list)


def slips(relations: Sequence[Relation]) -> list[Slip]:
    """Group the relations that fail by the fewest figures that explain them."""
    distinct = _distinct(relations)
    failing = [r for r in distinct if r.verdict == Verdict.FAILS]
    holding = [r for r in distinct if r.verdict == Verdict.HOLDS]
    found = []
    while failing:
        slip = _largest(failing, holding)
        found.append(slip)
        explained = {id(relation) for relation in slip.relations}
        failing = [r for r in failing if id(r) not in explained]
    return found


def _distinct(relations: Iterable[Relation]) -> list[Relation]:
    kept: dict[object, Relation] = {}
    for relation in relations:
        kept.setdefault((relation.primary, relation.rule), relation)
    return list(kept.values())


def _largest(failing: list[Relation], holding: list[Relation]) -> Slip:
    """The figure that explains most; where none explains two, the first relation alone."""
    best: Slip | None = None
    for figure in dict.fromkeys(f for relation in failing for f in relation.figures):
        spoiled = [r for r in failing if figure in r.figures]
        if len(spoiled) < 2 and best is not None:
            continue
        needed = _needed(figure, spoiled, holding)
        if needed is None:
            continue
        if best is None or len(spoiled) > len(best.relations):
            best = Slip(_ordered(spoiled), figure, _middle(needed))
    if best is None or len(best.relations) < 2:
        return _alone(_ordered(failing)[0], holding)
    return best


def _alone(relation: Relation, holding: list[Relation]) -> Slip:
    able = []
    for figure in dict.fromkeys(relation.figures):
        needed = _needed(figure, [relation], holding)
        if needed is not None:
            able.append((figure, needed))
    if len(able) == 1:
        figure, needed = able[0]
        return Slip([relation], figure, _middle(needed))
    return Slip([relation])


def _needed(
    figure: Figure, spoiled: Sequence[Relation], holding: Sequence[Relation]
) -> Interval | None:
    """What the figure would have to be for all its relations to hold, if it can."""
    low, high = Fraction(0), Fraction(10**16)
    constraints = [r.primary for r in spoiled]
    constraints += [h.best for h in holding if figure in h.best.figures]
    for constraint in constraints:
        wanted = constraint.wanted(figure)
        if wanted is None:
            return None
        low, high = max(low, wanted.low), min(high, wanted.high)
    if low > high:
        return None
    if figure.is_count and figure.step >= 1:
        first = -(-low.numerator // low.denominator)
        return Interval(Fraction(first), high) if first <= high else None
    return Interval(low, high)


def _middle(interval: Interval) -> Fraction | None:
    """The one value, where there is only one (or nearly so)."""
    if interval.high == interval.low or interval.high - interval.low < 1:
        return interval.low
    return None


def _ordered(relations: Sequence[Relation]) -> list[Relation]:
    def rank(relation: Relation) -> tuple[int, int]:
        place = next((n for n, lead in enumerate(_ORDER) if relation.rule.startswith(lead)), 99)
        return place, relation.figures[0].start

    return sorted(relations, key=rank)
