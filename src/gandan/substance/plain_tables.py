"""Tables written in plain text: rows of cells between tabs, bars, semicolons or wide gaps."""

import re
from collections.abc import Iterable

from gandan.substance.document import Cell, Table

_DELIMITERS = (re.compile(r"\t"), re.compile(r"\|"), re.compile(r"\s*;\s*"), re.compile(r" {3,}"))
_HAS_DIGIT = re.compile(r"\d")
_RULE = re.compile(r"[\s|+:=_–-]+")
_FIGURE_CELL = re.compile(
    r"\s*\(?[-+]?\d[\d.,]*\s*%?\)?\s*|\s*[-–]\s*|\s*(?:không|ko)\s*", re.IGNORECASE
)
LEAST_ROWS = 3


def tables_in(text: str) -> tuple[Table, ...]:
    """Find runs of lines that have the same delimiter and mostly figures in their cells."""
    lines = []
    position = 0
    for line in text.split("\n"):
        lines.append((position, line))
        position += len(line) + 1
    tables = []
    index = 0
    while index < len(lines):
        table, after = _table_at(lines, index)
        if table:
            tables.append(table)
        index = after if table else index + 1
    return tuple(tables)


def tables_of_lines(
    text: str, rows: Iterable[tuple[int, list[list[list[int]]]]]
) -> tuple[Table, ...]:
    """Tables from the lines that are their rows, cells between tabs (see core.readers.reports)."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    lines = text.split("\n")
    return tuple(
        Table(
            tuple(
                _tabbed(starts[first + n], lines[first + n], cells)
                for n, cells in enumerate(table)
                if first + n < len(lines)
            )
        )
        for first, table in rows
    )


def _tabbed(position: int, line: str, cells: list[list[int]]) -> tuple[Cell, ...]:
    found = []
    start = 0
    for (column, columns), piece in zip(cells, line.split("\t"), strict=False):
        first = start + len(piece) - len(piece.lstrip())
        last = max(first, start + len(piece.rstrip()))
        found.append(Cell(position + first, position + last, column, columns))
        start += len(piece) + 1
    return tuple(found)


def _table_at(lines: list[tuple[int, str]], index: int) -> tuple[Table | None, int]:
    for delimiter in _DELIMITERS:
        width = _width(lines[index][1], delimiter)
        if width < 2:
            continue
        rows = []
        after = index
        while after < len(lines) and (
            _RULE.fullmatch(lines[after][1]) or _goes_on(lines[after][1], delimiter, width)
        ):
            if not _RULE.fullmatch(lines[after][1]):
                rows.append(_cells(*lines[after], delimiter))
            after += 1
        if len(rows) >= LEAST_ROWS and _holds_figures(rows, lines):
            return Table(tuple(rows)), after
    return None, index


def _goes_on(line: str, delimiter: re.Pattern[str], width: int) -> bool:
    return abs(_width(line, delimiter) - width) <= (1 if delimiter.pattern == r"\|" else 0)


def _width(line: str, delimiter: re.Pattern[str]) -> int:
    stripped = line.strip().strip("|") if "|" in delimiter.pattern else line.strip(" ")
    return len(delimiter.split(stripped)) if stripped.strip() else 0


def _cells(position: int, line: str, delimiter: re.Pattern[str]) -> tuple[Cell, ...]:
    start = len(line) - len(line.lstrip(" |")) if "|" in delimiter.pattern else 0
    end = len(line.rstrip(" |")) if line.rstrip().endswith("|") else len(line)
    edges = [start]
    for match in delimiter.finditer(line, start, end):
        edges += [match.start(), match.end()]
    edges.append(end)
    cells = []
    for column in range(len(edges) // 2):
        first, last = edges[2 * column], edges[2 * column + 1]
        piece = line[first:last]
        first += len(piece) - len(piece.lstrip())
        cells.append(
            Cell(position + first, position + max(first, first + len(piece.strip())), column)
        )
    return tuple(cells)


def _holds_figures(rows: list[tuple[Cell, ...]], lines: list[tuple[int, str]]) -> bool:
    """Whether most rows under the first have figures, and little else, in their later cells."""
    whole = "\n".join(line for _, line in lines)
    good = 0
    for row in rows[1:]:
        later = [whole[cell.start : cell.end] for cell in row[1:]]
        filled = [text for text in later if text.strip()]
        numbers = [text for text in filled if _FIGURE_CELL.fullmatch(text)]
        good += bool(numbers) and 2 * len(numbers) >= len(filled)
    return 2 * good >= len(rows) - 1 and good >= 2
