"""Small figures about people are not published, nor is what would give them away."""

from collections.abc import Mapping
from decimal import Decimal

SMALL = 5


def hidden_cells(column: Mapping[int, Decimal | None]) -> frozenset[int]:
    """The units of one column whose figure must be hidden where the total is shown.

    Figures from 1 to 4 are hidden; where that is only one, the next smallest is too, or the
    total minus the others would give it away.
    """
    known = {unit: value for unit, value in column.items() if value is not None}
    small = {unit for unit, value in known.items() if 0 < value < SMALL}
    if len(small) == 1:
        others = [unit for unit, value in known.items() if unit not in small and value > 0]
        if others:
            small.add(min(others, key=lambda unit: (known[unit], unit)))
    return frozenset(small)
