"""Server-drawn SVG plots: classes only for pages, explicit colours for paper.

Every plot starts at zero, labels its values directly and says its finding to a reader who
cannot see it; the table of the same values stands beside it.
"""

from collections.abc import Sequence
from html import escape

from gandan.documents.numbers import number

INK, QUIET, ACCENT, LINE = "#1e2320", "#646963", "#2a4672", "#c9c1b0"
STYLE = {
    "path": f'fill="none" stroke="{ACCENT}" stroke-width="2"',
    "now": f'fill="{ACCENT}"',
    "then": 'fill="#cdd6e5"',
    "rail": 'fill="#efebe1"',
    "grid": f'stroke="{LINE}" stroke-width="0.5"',
    "axis": f'stroke="{LINE}"',
    "dot": f'fill="{ACCENT}"',
    "text": f'fill="{QUIET}" font-family="Tinos" font-size="12"',
    "strong": f'fill="{INK}" font-family="Tinos" font-size="12" font-weight="bold"',
}


def spark(values: Sequence[float], label: str) -> str:
    """A small line without axes; the word beside it says what it shows. 88 x 28."""
    top = max([*values, 1])
    step = 84 / max(1, len(values) - 1)
    points = [(2 + i * step, 25 - 21 * value / top) for i, value in enumerate(values)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1] if points else (2, 25)
    return (
        f'<svg class="plot spark" viewBox="0 0 88 28" role="img" aria-label="{escape(label)}">'
        f'<polyline class="path" points="{line}"/>'
        f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="2.8"/></svg>'
    )


def meter(share: float) -> str:
    """A bar filled to ``share`` in [0, 1]; the figure stands above it."""
    width = 100 * min(1.0, max(0.0, share))
    return (
        '<svg class="plot meter" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="rail" width="100" height="8"/><rect class="now" width="{width:.1f}" height="8"/></svg>'
    )


def line(
    labels: Sequence[str],
    values: Sequence[float],
    *,
    finding: str,
    unit: str = "",
    width: int = 640,
    height: int = 170,
    paper: bool = False,
) -> str:
    """A line over time; first, highest and last values are named."""
    if not values:
        return ""
    top = max([*values, 1])
    left, right, ground = 36, width - 52, height - 26
    step = (right - left) / max(1, len(values) - 1)
    points = [
        (left + i * step, ground - (ground - 22) * value / top) for i, value in enumerate(values)
    ]
    parts = [_line(left, ground, right, ground, "axis", paper=paper)]
    for share in (0.5, 1.0):
        y = ground - (ground - 22) * share
        parts.append(_line(left, y, right, y, "grid", paper=paper))
        parts.append(_text(left - 6, y + 4, number(round(top * share)), "end", "text", paper=paper))
    route = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    parts.append(f'<polyline {_look("path", paper=paper)} points="{route}"/>')
    x, y = points[-1]
    parts.append(f'<circle {_look("dot", paper=paper)} cx="{x:.1f}" cy="{y:.1f}" r="3"/>')
    last = f"{number(values[-1])} {unit}".strip()
    parts.append(_text(x + 7, y + 4, last, "start", "strong", paper=paper))
    for i in sorted({0, len(labels) // 2, len(labels) - 1}):
        place = "start" if i == 0 else "end" if i == len(labels) - 1 else "middle"
        parts.append(_text(points[i][0], height - 6, labels[i], place, "text", paper=paper))
    return _svg(width, height, finding, "".join(parts), paper=paper)


def pairs(
    rows: Sequence[tuple[str, float, float]],
    *,
    finding: str,
    unit: str = "",
    width: int = 640,
    paper: bool = False,
) -> str:
    """Bars of two periods, one row a label: (label, now, before)."""
    top = max([1.0, *(max(now, before) for _, now, before in rows)])
    room, parts = width - 120, []
    for i, (label, now, before) in enumerate(rows):
        y = 34 * i
        parts.append(_text(0, y + 12, label, "start", "strong", paper=paper))
        for offset, value, look, thick in ((17, before, "then", 4), (22, now, "now", 8)):
            wide = room * value / top
            parts.append(
                f'<rect {_look(look, paper=paper)} x="0" y="{y + offset}" width="{wide:.1f}" height="{thick}"/>'
            )
        named = f"{number(now)} {unit}".strip()
        parts.append(_text(room * now / top + 6, y + 30, named, "start", "text", paper=paper))
    return _svg(width, 34 * len(rows) + 4, finding, "".join(parts), paper=paper)


def _svg(width: int, height: int, finding: str, inside: str, *, paper: bool) -> str:
    size = f'width="{width}" height="{height}" xmlns="http://www.w3.org/2000/svg" ' if paper else ""
    return (
        f'<svg {size}class="plot" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(finding)}">{inside}</svg>'
    )


def _look(name: str, *, paper: bool) -> str:
    return STYLE[name] if paper else f'class="{name}"'


def _line(x1: float, y1: float, x2: float, y2: float, look: str, *, paper: bool) -> str:
    return f'<line {_look(look, paper=paper)} x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _text(x: float, y: float, text: str, anchor: str, look: str, *, paper: bool) -> str:
    shown = _look(look, paper=paper) if paper or look != "text" else ""
    return f'<text {shown} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
