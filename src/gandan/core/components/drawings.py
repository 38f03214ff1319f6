"""Plots on pages, each with the table of its values: no plot stands alone."""

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gandan.core.cartogram import Tile
from gandan.core.cartogram_drawing import draw, shown
from gandan.core.components.figures import vn_number
from gandan.core.components.units import unit as unit_word
from gandan.core.language import vi
from gandan.core.plots import Trend
from gandan.core.plots import weekly as weekly_drawing
from gandan.documents import plots

NARROW = 340


def spark(values: Sequence[float], word: str) -> SafeString:
    """A small line and the word that says what it shows: gấp 2,4; đi ngang; mới."""
    label = _("Từ %(first)s lên %(last)s, cao nhất %(top)s") % {
        "first": vn_number(values[0] if values else 0),
        "last": vn_number(values[-1] if values else 0),
        "top": vn_number(max(values, default=0)),
    }
    if values and values[-1] <= values[0]:
        label = _("Từ %(first)s còn %(last)s, cao nhất %(top)s") % {
            "first": vn_number(values[0]),
            "last": vn_number(values[-1]),
            "top": vn_number(max(values)),
        }
    return format_html("{}<span>{}</span>", mark_safe(plots.spark(values, label)), word)  # noqa: S308


def meter(share: float | None) -> SafeString:
    """A bar filled to a share in [0, 1]; nothing when the share is not known."""
    return mark_safe(plots.meter(share)) if share is not None else SafeString()  # noqa: S308


def weekly(trend: Trend, period: str = "", value_name: str = "") -> dict[str, Any]:
    header = [period or _("Kỳ"), value_name or _("Số lượng")]
    if trend.expected:
        header.append(_("Mức thường thấy"))
    rows = []
    for i, label in enumerate(trend.labels):
        row = [label, vn_number(trend.values[i])]
        if trend.expected:
            row.append(vn_number(float(trend.expected[i])))
        rows.append(row)
    if trend.unfinished and rows:
        rows[-1][0] = _("%(period)s (chưa hết)") % {"period": rows[-1][0]}
    # Two drawings, of which the style shows one: text keeps its size on a phone.
    wide = f'<div class="wide-plot">{weekly_drawing(trend)}</div>'
    narrow = f'<div class="narrow-plot">{weekly_drawing(trend, width=NARROW, height=200)}</div>'
    return {
        "drawing": mark_safe(wide + narrow) if trend.values else "",  # noqa: S308 - escaped
        "header": header,
        "rows": rows,
        "summary": _("Bảng số"),
    }


def pairs(
    rows: Sequence[tuple[Any, ...]],
    finding: str,
    unit: str = "",
    now: str = "",
    before: str = "",
    names_are_data: bool = False,
    spread: bool = False,
) -> dict[str, Any]:
    """Bars of this period and the one before: (name, now, before[, word[, url]]).

    ``unit`` is a name of ``components.units.WORDS``, or a word. ``names_are_data`` says that
    the names are what people wrote, in Vietnamese on every page. ``spread`` sets them side
    by side where there is room.

    Names and figures are text, so they wrap and keep their size at any width.
    """
    top = max([1.0, *(max(row[1], row[2]) for row in rows)])
    bars = []
    for name, present, past, *more in rows:
        word, url = [*more, "", ""][:2]
        drawing = mark_safe(_pair(present / top, past / top))  # noqa: S308 - numbers only
        bars.append((name, present, past, word, url, drawing))
    return {
        "bars": bars,
        "finding": finding,
        "unit": unit,
        "names_lang": vi() if names_are_data else "",
        "header": [_title(unit), now or _("Kỳ này"), before or _("Kỳ trước")],
        "summary": _("Bảng số"),
        "spread": spread,
    }


def _pair(now: float, before: float) -> str:
    return (
        '<svg class="plot" viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="then" width="{100 * before:.1f}" height="4"/>'
        f'<rect class="now" y="6" width="{100 * now:.1f}" height="8"/></svg>'
    )


def _title(unit: str) -> str:
    return unit_word(None, unit).capitalize() or _("Số lượng")


def tiles(
    rows: Sequence[Tile], label: str, unit: str = "", area: str = "", summary: str = ""
) -> dict[str, Any]:
    """The cartogram with its key; the table is sorted by value and links like the tiles."""
    found = draw(rows, label=label, unit=unit)
    ordered = sorted(rows, key=lambda tile: (tile.value is None, -(tile.value or 0), tile.name))
    return {
        "drawing": mark_safe(found.drawing),  # noqa: S308 - the drawing escapes its texts
        "key": mark_safe(found.key),  # noqa: S308
        "is_wide": found.is_wide,
        "label": label,
        "homeless": found.homeless,
        "header": [area or _("Địa bàn"), _title(unit)],
        "rows": [(tile.name, tile.url, shown(tile)) for tile in ordered],
        "summary": summary or _("Bảng số"),
    }
