"""Area cartogram: one tile of equal size for each territory, placed by rough geography.

Territories with a hand-checked column and row keep them; others are placed from their
centroids by ``assign_cells``. Colours stand for rates, never for raw counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import ceil, cos, radians, sqrt
from typing import Literal

import numpy as np
import scipy
from django.utils.translation import gettext as _
from numpy.typing import NDArray

Cell = tuple[int, int]
State = Literal["value", "suppressed", "unreported"]
CLASSES = 5
# Rates are written with one decimal; limits finer than that could not be told apart.
FINEST = 0.1
# Room beyond the number of territories lets the outline of a city show.
ROOM = 1.35
# How far places are spread evenly: a dense centre takes the cells it needs.
EVENNESS = 0.6


@dataclass(frozen=True)
class Tile:
    """A territory; ``value`` is a rate in the unit of the map, None unless ``state`` is value."""

    name: str
    value: float | None = None
    state: State = "value"
    url: str = ""
    cell: Cell | None = None
    latitude: float | None = None
    longitude: float | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.state == "value"):
            raise ValueError("a tile has a value, or is suppressed or unreported")


def cells_of(tiles: Sequence[Tile]) -> tuple[list[Cell], list[Tile]]:
    """Cells of the tiles that have a place, and the tiles that have none.

    Given cells are used when every placed tile has one of its own; else all are assigned.
    """
    given = [tile for tile in tiles if tile.cell is not None]
    if given and len({tile.cell for tile in given}) == len(given):
        homeless = [tile for tile in tiles if tile.cell is None]
        return [tile.cell for tile in given if tile.cell is not None], homeless
    located = [
        (tile.latitude, tile.longitude)
        for tile in tiles
        if tile.latitude is not None and tile.longitude is not None
    ]
    lost = [tile for tile in tiles if tile.latitude is None or tile.longitude is None]
    return list(assign_cells(tuple(located))), lost


@lru_cache(maxsize=32)
def assign_cells(points: tuple[tuple[float, float], ...]) -> tuple[Cell, ...]:
    """A cell (column, row) of its own for each (latitude, longitude), north at the top.

    Deterministic: the assignment of least total squared displacement, with ties broken by
    the order of the points. Columns and rows start at 0.
    """
    if not points:
        return ()
    if len(points) == 1:
        return ((0, 0),)
    latitudes, longitudes = np.array(points, dtype=float).T
    east = (longitudes - longitudes.mean()) * cos(radians(float(latitudes.mean())))
    south = latitudes.mean() - latitudes
    columns, rows = _grid_size(len(points), float(np.ptp(east)), float(np.ptp(south)))
    x, y = _spread(east) * (columns - 1), _spread(south) * (rows - 1)
    cells = [(column, row) for row in range(rows) for column in range(columns)]
    grid = np.array(cells, dtype=float)
    cost = (x[:, None] - grid[:, 0]) ** 2 + (y[:, None] - grid[:, 1]) ** 2
    _, chosen = scipy.optimize.linear_sum_assignment(cost)
    return _from_zero([cells[i] for i in chosen])


def _grid_size(count: int, wide: float, high: float) -> tuple[int, int]:
    """Columns and rows in the proportions of the land, at least ``count`` cells."""
    ratio = min(2.0, max(0.5, (wide or 1.0) / (high or 1.0)))
    columns = max(1, round(sqrt(count * ROOM * ratio)))
    return columns, max(1, ceil(count * ROOM / columns))


def _spread(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values on [0, 1], between their true distances and an even spread by rank."""
    width = float(np.ptp(values))
    true = (values - values.min()) / width if width else np.full(len(values), 0.5)
    # Equal values share the mean of their ranks, or the order of the rows would move them.
    order = np.sort(values)
    ranks = (np.searchsorted(order, values) + np.searchsorted(order, values, "right") - 1) / 2
    ranks /= max(1, len(values) - 1)
    mixed: NDArray[np.float64] = EVENNESS * ranks + (1 - EVENNESS) * true
    return mixed


def _from_zero(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    left = min(column for column, _ in cells)
    top = min(row for _, row in cells)
    return tuple((column - left, row - top) for column, row in cells)


def round_limits(values: Sequence[float], classes: int = CLASSES) -> list[float]:
    """Round limits between at most ``classes`` classes of about equal size, rising.

    Fewer limits when the values do not differ enough; none when all are alike.
    """
    found: list[float] = []
    if not values or max(values) - min(values) < FINEST:
        return found
    cuts = np.quantile(np.array(values, dtype=float), np.linspace(0, 1, classes + 1)[1:-1])
    step = _round_step(max(values) - min(values), classes)
    for cut in cuts:
        limit = round(round(float(cut) / step) * step, 6)
        if min(values) < limit <= max(values) and (not found or limit > found[-1]):
            found.append(limit)
    return found


def _round_step(width: float, classes: int) -> float:
    """1, 2 or 5 times a power of ten, well under the width of a class."""
    rough = max(FINEST, width / (classes * 2))
    power = 10.0 ** np.floor(np.log10(rough) + 1e-9)
    return float(max(s * power for s in (1, 2, 5) if s * power <= rough * 1.0001))


def class_of(value: float, limits: Sequence[float]) -> int:
    """The class from 1 to len(limits) + 1; a value on a limit belongs to the higher class."""
    return 1 + sum(value >= limit for limit in limits)


def shades(limits: Sequence[float]) -> list[int]:
    """The step of the five-step ramp for each class, so that two classes differ well."""
    count = len(limits) + 1
    if count == 1:
        return [2]
    return [1 + round(i * (CLASSES - 1) / (count - 1)) for i in range(count)]


def class_names(limits: Sequence[float], written: Sequence[str]) -> list[str]:
    """dưới 4; 4–7; từ 14."""
    if not limits:
        return []
    between = [f"{low}–{high}" for low, high in pairwise(written)]
    lowest = _("dưới %(limit)s") % {"limit": written[0]}
    highest = _("từ %(limit)s") % {"limit": written[-1]}
    return [lowest, *between, highest]
