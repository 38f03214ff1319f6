"""Server-drawn SVG plots: classes only for pages, explicit colours for paper.

Every plot starts at zero, labels its values directly and says its finding to a reader who
cannot see it; the table of the same values stands beside it.
"""

from collections.abc import Sequence
from html import escape
from math import ceil, log10

from gandan.documents.cleaning import printable
from gandan.documents.numbers import NBSP, number, percent

INK, QUIET, ACCENT, LINE = "#1e2320", "#4b504a", "#2a4672", "#c9c1b0"
STYLE = {
    "path": f'fill="none" stroke="{ACCENT}" stroke-width="2" stroke-linejoin="round"',
    "path pencil": 'fill="none" stroke="#7d7a70" stroke-width="1.5" stroke-dasharray="3 4"',
    "now": f'fill="{ACCENT}"',
    "then": 'fill="#b3c0d6"',
    "rail": 'fill="#e4dfd2"',
    "grid": f'stroke="{LINE}" stroke-width="0.5"',
    "axis": f'stroke="{LINE}"',
    "dot": f'fill="{ACCENT}"',
    "text": f'fill="{QUIET}" font-family="Tinos" font-size="12"',
    "strong": f'fill="{INK}" font-family="Tinos" font-size="12" font-weight="bold"',
}
LEFT, TOP, BELOW, LETTER = 36, 24, 26, 6.4


def spark(values: Sequence[float], label: str, *, paper: bool = False) -> str:
    """A small line without axes; the word beside it says what it shows. 88 x 28."""
    top = max([*values, 1])
    step = 84 / max(1, len(values) - 1)
    points = [(2 + i * step, 25 - 21 * value / top) for i, value in enumerate(values)]
    x, y = points[-1] if points else (2, 25)
    drawn = _path(points, "path", paper=paper) + _dot(x, y, 2.8, paper=paper)
    return _svg(88, 28, label, drawn, paper=paper, look="plot spark")


def meter(share: float, *, paper: bool = False) -> str:
    """A bar filled to ``share`` in [0, 1]; the figure stands above it."""
    width = 100 * min(1.0, max(0.0, share))
    bars = _bar(0, 0, 100, 8, "rail", paper=paper) + _bar(0, 0, width, 8, "now", paper=paper)
    size = 'xmlns="http://www.w3.org/2000/svg" width="480" height="16" ' if paper else ""
    return (
        f'<svg {size}class="plot meter" viewBox="0 0 100 8" preserveAspectRatio="none" '
        f'aria-hidden="true">{bars}</svg>'
    )


def meters(
    rows: Sequence[tuple[str, float]], *, finding: str, width: int = 640, paper: bool = False
) -> str:
    """Shares of a whole, one row a label: (label, share in [0, 1])."""
    room, parts = width - 64, []
    for i, (label, share) in enumerate(rows):
        y, filled = 34 * i, room * min(1.0, max(0.0, share))
        parts.append(_text(0, y + 12, _short(label, width), "start", "strong", paper=paper))
        parts.append(_bar(0, y + 18, room, 10, "rail", paper=paper))
        parts.append(_bar(0, y + 18, filled, 10, "now", paper=paper))
        parts.append(_text(room + 8, y + 27, percent(share), "start", "text", paper=paper))
    return _svg(width, 34 * len(rows) + 4, finding, "".join(parts), paper=paper)


def line(
    labels: Sequence[str],
    values: Sequence[float],
    *,
    finding: str,
    unit: str = "",
    expected: Sequence[float] = (),
    expected_text: str = "",
    width: int = 640,
    height: int = 170,
    paper: bool = False,
) -> str:
    """A line over time; the highest and the last value are named, the usual level is dashed."""
    if not values:
        return ""
    step, top = _scale(max([*values, *expected, 1]))
    ground, named = height - BELOW, _named(values[-1], unit)
    right = width - max(20.0, LETTER * len(named) + 12)
    across = (right - LEFT) / max(1, len(values) - 1)

    def placed(series: Sequence[float]) -> list[tuple[float, float]]:
        return [
            (LEFT + i * across, ground - (ground - TOP) * v / top) for i, v in enumerate(series)
        ]

    points, usual = placed(values), placed(expected)
    parts = [*_ground(step, top, ground, right, paper=paper)]
    if usual:
        parts.append(_path(usual, "path pencil", paper=paper))
        parts.append(_text(LEFT + 4, usual[0][1] - 6, expected_text, "start", "text", paper=paper))
    parts.append(_path(points, "path", paper=paper))
    parts += _values(points, values, unit, right, paper=paper)
    parts += _under(labels, points, height, paper=paper)
    return _svg(width, height, finding, "".join(parts), paper=paper)


def pairs(
    rows: Sequence[tuple[str, float, float | None]],
    *,
    finding: str,
    unit: str = "",
    before_text: str = "",
    width: int = 640,
    paper: bool = False,
) -> str:
    """Bars of two periods, one row a label: (label, now, before).

    ``before`` may be ``None``: nothing to compare with. ``before_text`` names the earlier bar
    beside each pair ("kỳ trước"), in place of a legend.
    """
    top = max([1.0, *(max(now, before or 0) for _, now, before in rows)])
    shown = [_pair_text(now, before, unit, before_text) for _, now, before in rows]
    room = width - max([60.0, *(LETTER * len(text) + 14 for text in shown)])
    room, parts = max(room, 0.35 * width), []
    for i, ((label, now, before), text) in enumerate(zip(rows, shown, strict=True)):
        y = 36 * i
        parts.append(_text(0, y + 12, _short(label, width), "start", "strong", paper=paper))
        if before is not None:
            parts.append(_bar(0, y + 18, room * before / top, 4, "then", paper=paper))
        parts.append(_bar(0, y + 23, room * now / top, 8, "now", paper=paper))
        longest = room * max(now, before or 0) / top
        parts.append(_text(longest + 6, y + 30, text, "start", "text", paper=paper))
    return _svg(width, 36 * len(rows) + 4, finding, "".join(parts), paper=paper)


def _scale(highest: float) -> tuple[float, float]:
    """A round step and the first multiple of it that holds ``highest``, in 2 to 5 steps."""
    size = 10.0 ** int(log10(highest)) if highest >= 1 else 1.0
    step = next(size * m for m in (0.2, 0.5, 1, 2, 5, 10) if highest <= 5 * size * m)
    step = max(1.0, step)
    return step, step * ceil(highest / step)


def _ground(step: float, top: float, ground: float, right: float, *, paper: bool) -> list[str]:
    parts = []
    for i in range(round(top / step) + 1):
        y = ground - (ground - TOP) * i * step / top
        parts.append(_rule(LEFT, y, right, y, "grid" if i else "axis", paper=paper))
        parts.append(_text(LEFT - 6, y + 4, number(i * step), "end", "text", paper=paper))
    return parts


def _values(
    points: Sequence[tuple[float, float]],
    values: Sequence[float],
    unit: str,
    right: float,
    *,
    paper: bool,
) -> list[str]:
    x, y = points[-1]
    parts = [_dot(x, y, 3, paper=paper)]
    parts.append(_text(x + 7, y + 4, _named(values[-1], unit), "start", "strong", paper=paper))
    peak = max(range(len(values)), key=lambda i: values[i])
    if peak < len(values) - 1 and values[peak] > values[-1]:
        px, py = points[peak]
        place = "start" if px < LEFT + 40 else "end" if px > right - 30 else "middle"
        parts.append(_dot(px, py, 2.4, paper=paper))
        parts.append(_text(px, py - 8, _named(values[peak], unit), place, "strong", paper=paper))
    return parts


def _under(
    labels: Sequence[str], points: Sequence[tuple[float, float]], height: int, *, paper: bool
) -> list[str]:
    last = len(labels) - 1
    parts = []
    for i in sorted({0, last // 2, last}):
        place = "start" if i == 0 else "end" if i == last else "middle"
        text = _short(labels[i], 190)
        parts.append(_text(points[i][0], height - 6, text, place, "text", paper=paper))
    return parts


def _named(value: float, unit: str) -> str:
    figure = number(value, 0 if float(value).is_integer() else 1)
    return f"{figure}{NBSP}{unit}" if unit else figure


def _pair_text(now: float, before: float | None, unit: str, before_text: str) -> str:
    text = _named(now, unit)
    if before is None or not before_text:
        return text
    return f"{text}, {before_text} {_named(before, '')}"


def _short(text: str, width: float) -> str:
    """Labels that would leave the drawing end in …; the table has them whole."""
    most = max(4, int(width / (LETTER + 0.4)))
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _svg(
    width: int, height: int, finding: str, inside: str, *, paper: bool, look: str = "plot"
) -> str:
    size = f'width="{width}" height="{height}" xmlns="http://www.w3.org/2000/svg" ' if paper else ""
    return (
        f'<svg {size}class="{look}" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{_safe(finding)}">{inside}</svg>'
    )


def _look(name: str, *, paper: bool) -> str:
    return STYLE[name] if paper else f'class="{name}"'


def _path(points: Sequence[tuple[float, float]], look: str, *, paper: bool) -> str:
    route = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline {_look(look, paper=paper)} points="{route}"/>'


def _dot(x: float, y: float, radius: float, *, paper: bool) -> str:
    return f'<circle {_look("dot", paper=paper)} cx="{x:.1f}" cy="{y:.1f}" r="{radius}"/>'


def _bar(x: float, y: float, wide: float, high: float, look: str, *, paper: bool) -> str:
    return (
        f'<rect {_look(look, paper=paper)} x="{x:.1f}" y="{y}" width="{wide:.1f}" height="{high}"/>'
    )


def _rule(x1: float, y1: float, x2: float, y2: float, look: str, *, paper: bool) -> str:
    return f'<line {_look(look, paper=paper)} x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _text(x: float, y: float, text: str, anchor: str, look: str, *, paper: bool) -> str:
    shown = f"{_look(look, paper=paper)} " if paper or look != "text" else ""
    return f'<text {shown}x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{_safe(text)}</text>'


def _safe(text: str) -> str:
    return escape(printable(text))
