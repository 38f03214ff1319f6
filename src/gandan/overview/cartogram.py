"""Equal tiles for wards on a hand-checked grid, or on one made from their centroids."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT, GAP = 78, 58, 4
LIMITS = (2, 4, 7, 10)


@dataclass(frozen=True)
class Tile:
    """A ward with its value; None means that nothing is known, ``hidden`` a small count."""

    name: str
    column: int
    row: int
    value: float | None
    hidden: bool
    url: str = ""


def draw(tiles: Sequence[Tile], *, finding: str) -> str:
    """The tiles as SVG; five classes with round limits, text colours by class."""
    if not tiles:
        return ""
    columns = max(tile.column for tile in tiles) + 1
    rows = max(tile.row for tile in tiles) + 1
    width, height = columns * (WIDTH + GAP), rows * (HEIGHT + GAP)
    drawn = "".join(_tile(tile) for tile in tiles)
    return (
        f'<svg class="plot tiles" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(finding)}">{drawn}</svg>'
    )


def level(value: float) -> int:
    return 1 + sum(value >= limit for limit in LIMITS)


def _tile(tile: Tile) -> str:
    x, y = tile.column * (WIDTH + GAP), tile.row * (HEIGHT + GAP)
    known = tile.value is not None and not tile.hidden
    if known:
        assert tile.value is not None
        of = level(tile.value)
        box, ink = f'class="k{of}"', f"x{of}"
        shown = f"{tile.value:.1f}".replace(".", ",")
    else:
        box, ink = 'class="hatched"', "x1"
        shown = "&lt; 5" if tile.hidden else "chưa có"
    longer = " long" if len(tile.name) >= 10 else ""
    middle = x + WIDTH / 2
    inside = (
        f'<rect {box} x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="2"/>'
        f'<text class="{ink}{longer}" x="{middle}" y="{y + 22}">{escape(tile.name)}</text>'
        f'<text class="v {ink}" x="{middle}" y="{y + 44}">{shown}</text>'
    )
    return f"<g>{inside}<title>{escape(tile.name)}: {shown}</title></g>"


def grid_from_centroids(points: Sequence[tuple[float, float]]) -> list[tuple[int, int]]:
    """A free (column, row) for each (latitude, longitude), near where it lies.

    Deterministic: places are given from the middle outwards, each to the nearest free cell.
    """
    if not points:
        return []
    side = math.ceil(math.sqrt(len(points) * 1.3))
    lats, lons = [p[0] for p in points], [p[1] for p in points]
    tall, wide = (max(lats) - min(lats)) or 1.0, (max(lons) - min(lons)) or 1.0
    wanted = [
        ((lon - min(lons)) / wide * (side - 1), (max(lats) - lat) / tall * (side - 1))
        for lat, lon in points
    ]
    centre = (side - 1) / 2
    order = sorted(
        range(len(points)), key=lambda i: (math.dist(wanted[i], (centre, centre)), points[i])
    )
    free = {(column, row) for column in range(side) for row in range(side)}
    given: dict[int, tuple[int, int]] = {}
    for i in order:
        cell = min(free, key=lambda c: (math.dist(c, wanted[i]), c))
        free.discard(cell)
        given[i] = cell
    return [given[i] for i in range(len(points))]
