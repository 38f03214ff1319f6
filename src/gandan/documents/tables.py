"""How wide the columns of a table stand, and the table under each plot."""

from gandan.documents.metrics import width_mm
from gandan.documents.model import Plot, Table
from gandan.documents.numbers import number, percent

TABLE_PT, DENSE_PT, PLOT_TABLE_PT = 12, 9.5, 10
PADDING_MM = 3.6
PER_BAND = 12


def table_pt(table: Table) -> float:
    """Size of the letters in a table of a paper."""
    return DENSE_PT if table.dense else TABLE_PT


def column_widths(table: Table, room_mm: float, size_pt: float) -> tuple[float, ...]:
    """Widths in mm that fill ``room_mm``: figures stay on one line, words share the rest."""
    wanted, needed = [], []
    for place, title in enumerate(table.header):
        cells = [row[place] for row in table.rows]
        figures = place in table.numeric
        widest = max((_mm(cell, size_pt) for cell in cells), default=0.0)
        longest = max((_mm(w, size_pt) for cell in cells for w in cell.split(" ")), default=0.0)
        head = max(_mm(word, size_pt) for word in title.split(" "))
        least = max(head, min(widest if figures else longest, room_mm / 2)) + PADDING_MM
        needed.append(least)
        best = max(widest, head if figures else _mm(title, size_pt)) + PADDING_MM
        wanted.append(max(best, least))
    return _shared(wanted, needed, room_mm, table.numeric)


def _mm(text: str, size_pt: float) -> float:
    # Bold, because headers and totals are: what fits bold fits upright.
    return width_mm(text, size_pt, bold=True)


def _shared(
    wanted: list[float], needed: list[float], room: float, numeric: frozenset[int]
) -> tuple[float, ...]:
    spare = room - sum(wanted)
    if spare >= 0:
        # Columns of figures grow a little too, or they would huddle at the edge of the page.
        shares = [w * (0.6 if i in numeric else 1.0) for i, w in enumerate(wanted)]
        return tuple(w + spare * s / sum(shares) for w, s in zip(wanted, shares, strict=True))
    spare = room - sum(needed)
    if spare <= 0:
        return tuple(n * room / sum(needed) for n in needed)
    hopes = [w - n for w, n in zip(wanted, needed, strict=True)]
    return tuple(n + spare * h / sum(hopes) for n, h in zip(needed, hopes, strict=True))


def plot_tables(plot: Plot) -> tuple[Table, ...]:
    """The values of a plot as tables: a line over time lies in bands, bars stand in rows."""
    if plot.table:
        return (plot.table,)
    if not plot.labels:
        return ()
    if plot.kind in {"line", "spark"}:
        return tuple(_band(plot, start) for start in range(0, len(plot.labels), PER_BAND))
    series = _series(plot)
    rows = tuple(
        (label, *(_shown(plot, values[i]) for _, values in series))
        for i, label in enumerate(plot.labels)
    )
    header = ("", *(name for name, _ in series))
    return (Table("", header, rows, frozenset(range(1, len(header))), unit=plot.unit),)


def upright_table(plot: Plot) -> Table:
    """The same values one row a label, for a page that can scroll."""
    if plot.table:
        return plot.table
    series = _series(plot)
    rows = tuple(
        (label, *(_shown(plot, values[i]) for _, values in series))
        for i, label in enumerate(plot.labels)
    )
    header = ("", *(name for name, _ in series))
    return Table("", header, rows, frozenset(range(1, len(header))))


def _band(plot: Plot, start: int) -> Table:
    labels = plot.labels[start : start + PER_BAND]
    rows = tuple(
        (name, *(_shown(plot, value) for value in values[start : start + PER_BAND]))
        for name, values in _series(plot)
    )
    return Table("", ("", *labels), rows, frozenset(range(1, len(labels) + 1)))


def _series(plot: Plot) -> list[tuple[str, tuple[float, ...]]]:
    compared = bool(plot.before or plot.expected)
    unit = plot.unit[:1].upper() + plot.unit[1:]
    series = [(plot.now_name if compared or not unit else unit, plot.values)]
    if plot.before:
        series.append((plot.before_name, plot.before))
    if plot.expected:
        series.append((plot.expected_name, plot.expected))
    return series


def _shown(plot: Plot, value: float) -> str:
    if plot.kind == "meter":
        return percent(value)
    return number(value, 0 if float(value).is_integer() else 1)
