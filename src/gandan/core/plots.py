"""The weekly trend of a page: what happened, what is usual, what is not finished yet.

Classes only, so dark pages and print follow; ``gandan.documents.plots`` draws the simpler
plots that pages and documents share.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil

from gandan.core.language import number

LEFT, RIGHT, TOP, BELOW = 34, 10, 22, 26
Point = tuple[float, float]


@dataclass(frozen=True)
class Trend:
    """Counts by period, oldest first.

    ``expected`` is what is usual in each period (drawn in pencil), ``alarm`` the place of the
    period in which a rise was noticed, ``unfinished`` whether the last period still runs.
    """

    labels: Sequence[str]
    values: Sequence[float]
    finding: str
    unit: str = ""
    expected: Sequence[float] = ()
    alarm: int | None = None
    alarm_text: str = ""
    expected_text: str = ""
    unfinished: bool = False

    def __post_init__(self) -> None:
        if len(self.labels) != len(self.values):
            raise ValueError("each value needs its label")
        if self.expected and len(self.expected) != len(self.values):
            raise ValueError("expected must have one value for each period")


def weekly(trend: Trend, *, width: int = 620, height: int = 200) -> str:
    """Return the trend as SVG; "" when there is no period to draw."""
    if not trend.values:
        return ""
    step, top = _scale(max([*trend.values, *trend.expected, 1]))
    ground = height - BELOW
    across = (width - LEFT - RIGHT) / max(1, len(trend.values) - 1)

    def place(i: int, value: float) -> Point:
        return LEFT + across * i, ground - (ground - TOP) * value / top

    points = [place(i, value) for i, value in enumerate(trend.values)]
    usual = [place(i, value) for i, value in enumerate(trend.expected)]
    parts = _ground_lines(step, top, ground, width)
    parts += _alarm(trend, points, ground, width)
    parts += _usual(trend, usual)
    parts += _course(points, unfinished=trend.unfinished)
    parts += _labels(trend.labels, points, height, most=max(1, width // 120))
    parts.append(_peak(trend, points, width))
    return (
        f'<svg class="plot" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(trend.finding)}">{"".join(parts)}</svg>'
    )


def _scale(highest: float) -> tuple[float, float]:
    """A round step that needs at most four lines, and the top line."""
    step = 1.0
    while ceil(highest / step) > 4:
        lead = step / 10 ** (len(str(int(step))) - 1)
        step *= 2.5 if lead == 2 else 2
    return step, step * ceil(highest / step)


def _ground_lines(step: float, top: float, ground: float, width: int) -> list[str]:
    parts, value = [], 0.0
    while value <= top:
        y = ground - (ground - TOP) * value / top
        look = "axis" if value == 0 else "grid"
        parts.append(f'<path class="{look}" d="M{LEFT} {y:.1f}H{width - RIGHT}"/>')
        parts.append(_text(LEFT - 8, y + 4, number(value), "end"))
        value += step
    return parts


def _alarm(trend: Trend, points: Sequence[Point], ground: float, width: int) -> list[str]:
    if trend.alarm is None:
        return []
    x = points[trend.alarm][0]
    side, gap = ("end", -6) if x > width / 2 else ("start", 6)
    return [
        f'<path class="mark" d="M{x:.1f} {TOP}V{ground}"/>',
        _text(x + gap, TOP - 8, trend.alarm_text, side, "strong"),
    ]


def _usual(trend: Trend, usual: Sequence[Point]) -> list[str]:
    if not usual:
        return []
    x, y = usual[0]
    return [
        f'<polyline class="path pencil" points="{_route(usual)}"/>',
        _text(x + 4, y - 7, trend.expected_text, "start"),
    ]


def _course(points: Sequence[Point], *, unfinished: bool) -> list[str]:
    """The line with a dot for each period; the last stretch dotted while it still runs."""
    whole = points[:-1] if unfinished and len(points) > 1 else points
    parts = [f'<polyline class="path" points="{_route(whole)}"/>']
    if whole is not points:
        (x1, y1), (x2, y2) = points[-2:]
        parts.append(f'<path class="path part-week" d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"/>')
    radius = 2.6 if len(points) <= 30 else 1.6
    parts += [f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{radius}"/>' for x, y in whole]
    if whole is not points:
        x, y = points[-1]
        parts.append(f'<circle class="dot open" cx="{x:.1f}" cy="{y:.1f}" r="3"/>')
    return parts


def _labels(labels: Sequence[str], points: Sequence[Point], height: int, most: int) -> list[str]:
    """At most ``most`` + 1 names under the axis, the first and the last among them."""
    last = len(labels) - 1
    every = max(1, ceil(last / most))
    shown = sorted({i for i in range(0, last, every) if last - i >= every} | {0, last})
    return [_text(points[i][0], height - 8, labels[i], _side(i, last)) for i in shown if labels[i]]


def _side(i: int, last: int) -> str:
    return "start" if i == 0 else "end" if i == last else "middle"


def _peak(trend: Trend, points: Sequence[Point], width: int) -> str:
    """The highest value, named with its unit where it stands."""
    highest = max(trend.values)
    at = len(trend.values) - 1 - list(trend.values)[::-1].index(highest)
    x, y = points[at]
    side = "start" if x < LEFT + 40 else "end" if x > width - 60 else "middle"
    return _text(x, y - 9, f"{number(highest)} {trend.unit}".strip(), side, "strong")


def _route(points: Sequence[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _text(x: float, y: float, text: str, anchor: str, look: str = "") -> str:
    shown = f' class="{look}"' if look else ""
    return f'<text{shown} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
