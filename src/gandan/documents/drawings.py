"""From a plot of the model to its drawing, for pages and for paper."""

from gandan.documents import plots
from gandan.documents.model import Plot


def plot_svg(plot: Plot, *, paper: bool) -> str:
    """Return the SVG; "" when there is nothing to draw."""
    if not plot.values:
        return ""
    match plot.kind:
        case "line":
            return plots.line(
                plot.labels,
                plot.values,
                finding=plot.finding,
                unit=plot.unit,
                expected=plot.expected,
                expected_text=_lower(plot.expected_name),
                paper=paper,
            )
        case "spark":
            return plots.spark(plot.values, plot.finding, paper=paper)
        case "meter":
            rows = list(zip(plot.labels, plot.values, strict=True))
            return plots.meters(rows, finding=plot.finding, paper=paper)
        case _:
            return _pairs(plot, paper=paper)


def _pairs(plot: Plot, *, paper: bool) -> str:
    before: tuple[float | None, ...] = plot.before or (None,) * len(plot.values)
    return plots.pairs(
        list(zip(plot.labels, plot.values, before, strict=True)),
        finding=plot.finding,
        unit=plot.unit,
        before_text=_lower(plot.before_name) if plot.before else "",
        paper=paper,
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
