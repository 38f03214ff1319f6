"""The cartogram as SVG: classes only, each tile a link, hatched where figures are withheld."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.translation import gettext as _

from gandan.core.cartogram import Cell, Tile, cells_of, class_names, class_of, round_limits, shades
from gandan.core.components.units import unit as unit_word
from gandan.core.language import number

MANY = 30
HATCH = 7
KEY_STEP = 65


@dataclass(frozen=True)
class TileSize:
    """In units of the drawing; ``letters`` is how many fit on a line of a tile."""

    width: int
    height: int
    gap: int
    letters: int
    look: str


FEW_TILES = TileSize(78, 58, 4, 11, "plot tiles")
MANY_TILES = TileSize(66, 52, 3, 11, "plot tiles many")


@dataclass(frozen=True)
class Map:
    """A finished drawing: the map, its key, and the tiles that have no place on it."""

    drawing: str
    key: str
    homeless: Sequence[Tile]
    is_wide: bool


def draw(tiles: Sequence[Tile], *, label: str, unit: str = "") -> Map:
    """Draw ``tiles``; ``label`` says the finding and where the table is."""
    cells, homeless = cells_of(tiles)
    placed = [tile for tile in tiles if tile not in homeless]
    size = MANY_TILES if len(placed) > MANY else FEW_TILES
    limits = round_limits([tile.value for tile in placed if tile.value is not None])
    shapes = "".join(
        _tile(tile, cell, size, limits, unit) for tile, cell in zip(placed, cells, strict=True)
    )
    columns = 1 + max((column for column, _row in cells), default=0)
    rows = 1 + max((row for _column, row in cells), default=0)
    width = columns * (size.width + size.gap) - size.gap
    height = rows * (size.height + size.gap) - size.gap
    # Links inside an image would be hidden from a screen reader, so a map of links is a group.
    role = "group" if any(tile.url for tile in placed) else "img"
    drawing = (
        f'<svg class="{size.look}" viewBox="0 0 {width} {height}" role="{role}" '
        f'aria-label="{escape(label)}">{shapes}</svg>'
    )
    key = _key(limits, {tile.state for tile in placed})
    return Map(drawing, key, homeless, is_wide=size is MANY_TILES)


def _tile(tile: Tile, cell: Cell, size: TileSize, limits: Sequence[float], unit: str) -> str:
    x, y = cell[0] * (size.width + size.gap), cell[1] * (size.height + size.gap)
    word = unit_word(tile.value, unit) if tile.state == "value" else ""
    said = f"{tile.name}: {shown(tile)} {word}".strip()
    inside = f"<title>{escape(said)}</title>{_ground(tile, x, y, size, limits)}"
    inside += _words(tile, x + size.width / 2, y, size, _shade(tile, limits))
    if not tile.url:
        return f"<g>{inside}</g>"
    return f'<a href="{escape(tile.url)}" aria-label="{escape(said)}">{inside}</a>'


def shown(tile: Tile) -> str:
    """The value as written on the tile and in the table."""
    if tile.value is None:
        return "< 5" if tile.state == "suppressed" else _("chưa có")
    whole = float(tile.value).is_integer() and tile.value >= 100
    return number(tile.value, 0 if whole else 1)


def _shade(tile: Tile, limits: Sequence[float]) -> int:
    return 0 if tile.value is None else shades(limits)[class_of(tile.value, limits) - 1]


def _ground(tile: Tile, x: int, y: int, size: TileSize, limits: Sequence[float]) -> str:
    look = f"k{_shade(tile, limits)}" if tile.value is not None else tile.state
    inset = 0 if tile.value is not None else 1
    box = (
        f'<rect class="{look}" x="{x + inset}" y="{y + inset}" '
        f'width="{size.width - 2 * inset}" height="{size.height - 2 * inset}" rx="2"/>'
    )
    return box + (_hatch(x, y, size) if tile.state == "suppressed" else "")


def _hatch(x: int, y: int, size: TileSize) -> str:
    """Slanted lines clipped to the tile by arithmetic: patterns need ids, lines do not."""
    width, height, lines = size.width - 2, size.height - 2, []
    for offset in range(HATCH - height, width, HATCH):
        low, high = max(0, -offset), min(height, width - offset)
        if high > low:
            lines.append(f"M{x + 1 + offset + low} {y + 1 + low}l{high - low} {high - low}")
    return f'<path class="hatch-lines" d="{"".join(lines)}"/>'


def _words(tile: Tile, middle: float, y: int, size: TileSize, shade: int) -> str:
    lines = broken_name(tile.name, size.letters)
    look = f"x{shade}" if shade else "none"
    long = " long" if max(map(len, lines)) >= size.letters - 1 else ""
    high = 13 if size is FEW_TILES else 12
    top = y + size.height / 2 - (len(lines) - 1) * high / 2 - 4
    parts = [
        f'<text class="{look}{long}" x="{middle}" y="{top + i * high:.1f}">{escape(line)}</text>'
        for i, line in enumerate(lines)
    ]
    at = top + len(lines) * high + (5 if len(lines) == 1 else 2)
    parts.append(f'<text class="v {look}" x="{middle}" y="{at:.1f}">{shown(tile)}</text>')
    return "".join(parts)


def broken_name(name: str, letters: int) -> list[str]:
    """A name in at most two lines, broken between syllables; what does not fit ends in …"""
    if len(name) <= letters:
        return [name]
    words = name.replace(" - ", " ").split()
    breaks = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    first, second = min(breaks, key=lambda pair: max(map(len, pair)), default=(name, ""))
    return [_cut(line, letters) for line in (first, second) if line]


def _cut(line: str, letters: int) -> str:
    return line if len(line) <= letters + 1 else f"{line[:letters].rstrip()}…"


def _key(limits: Sequence[float], states: set[str]) -> str:
    """The classes with their limits, then what hatching and an empty outline mean."""
    written = [number(limit, 0 if float(limit).is_integer() else 1) for limit in limits]
    entries = [
        (f"k{shade}", name)
        for shade, name in zip(shades(limits), class_names(limits, written), strict=False)
    ]
    if "suppressed" in states:
        entries.append(("suppressed", "< 5"))
    if "unreported" in states:
        entries.append(("unreported", _("chưa có")))
    parts = [_sample(i * KEY_STEP, look, name) for i, (look, name) in enumerate(entries)]
    if not parts:
        return ""
    width = max(324, KEY_STEP * len(parts))
    return (
        f'<svg class="plot key" viewBox="0 0 {width} 26" aria-hidden="true">{"".join(parts)}</svg>'
    )


def _sample(x: int, look: str, name: str) -> str:
    hatch = "".join(f"M{x + 2 + 6 * i} 1l6 6" for i in range(10)) if look == "suppressed" else ""
    return (
        f'<rect class="{look}" x="{x + 0.5}" y="0.5" width="62" height="7"/>'
        f'<path class="hatch-lines" d="{hatch}"/><text x="{x}" y="22">{escape(name)}</text>'
    )
