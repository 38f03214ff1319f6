"""A table filled in: cells by line and column, where each figure comes from, which sums fail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from gandan.domain.statistics import (
    CellFault,
    Column,
    Equality,
    Number,
    Table,
    disagreements,
    unchecked,
)
from gandan.domain.statistics_counting import Counting, countings, tally
from gandan.statutory.lines import Line
from gandan.statutory.models import EnteredCell
from gandan.statutory.registers import Registers

Entered = dict[tuple[int, str, int], EnteredCell]


@dataclass(frozen=True)
class Cell:
    """``value`` is None for a column that is not in the register and that nobody wrote in.

    ``told`` of ``asked`` units wrote their part in; both are 0 for the register's own columns.
    """

    column: Column
    value: Number | None
    is_counted: bool
    told: int = 0
    asked: int = 0

    @property
    def is_part(self) -> bool:
        """Some units have written their figure in, but not all."""
        return 0 < self.told < self.asked


@dataclass(frozen=True)
class GridLine:
    line: Line
    cells: list[Cell]
    faults: list[CellFault] = field(default_factory=list)
    # Rows of a sum's total for which the form has no column.
    beside: Mapping[Equality, int] = field(default_factory=dict)

    def values(self) -> dict[int, Number | None]:
        return {cell.column.number: cell.value for cell in self.cells}

    @property
    def is_empty(self) -> bool:
        return not any(cell.value for cell in self.cells)

    @property
    def has_open_columns(self) -> bool:
        """Whether the table has columns that people write in."""
        return any(not cell.is_counted for cell in self.cells)

    @property
    def in_doubt(self) -> frozenset[int]:
        """The columns that take part in a rule that fails."""
        return frozenset(number for fault in self.faults for number in fault.columns)


@dataclass(frozen=True)
class Grid:
    table: Table
    counting: Counting
    lines: list[GridLine]
    # What a paper must say besides, because its figures leave it out.
    told: tuple[str, ...] = ()

    @property
    def total(self) -> GridLine:
        return self.lines[-1]

    @property
    def is_counted(self) -> bool:
        return bool(self.counting.rules)

    @property
    def faults(self) -> int:
        return sum(len(line.faults) for line in self.lines)

    @property
    def unchecked(self) -> list[Equality]:
        return unchecked(self.table, self.total.values())


def grid_of(code: str, lines: Sequence[Line], registers: Registers, entered: Entered) -> Grid:
    counting = countings()[code]
    cells = tally(counting, registers.of(counting))
    filled = [_line(counting, line, cells, entered) for line in lines]
    # Of units that ended long ago nothing is left to tell; an empty line would only be noise.
    shown = [row for row in filled if not (row.line.is_divided and row.is_empty)]
    return Grid(counting.table, counting, shown)


def _line(
    counting: Counting, line: Line, counted: dict[int, dict[int, Number]], entered: Entered
) -> GridLine:
    table = counting.table
    cells = []
    for column in table.columns:
        if column.number in counting.rules:
            parts = (counted.get(unit, {}).get(column.number, 0) for unit in line.units)
            cells.append(Cell(column, sum(parts), is_counted=True))
        else:
            cells.append(_written(table, column, line, entered))
    beside = {
        one.equality: int(sum(counted.get(unit, {}).get(one.number, 0) for unit in line.units))
        for one in counting.beside
    }
    found = GridLine(line, cells)
    return GridLine(line, cells, disagreements(table, found.values(), beside), beside)


def _written(table: Table, column: Column, line: Line, entered: Entered) -> Cell:
    keys = ((unit, table.code, column.number) for unit in line.units)
    told = [row.value for key in keys if (row := entered.get(key)) and row.value is not None]
    value: Decimal | None = sum(told, Decimal()) if told else None
    return Cell(column, value, is_counted=False, told=len(told), asked=len(line.standing))


def entered_cells(registers: Registers) -> Entered:
    """What was written in for the period, by unit, table and column; one query."""
    asked = registers.asked
    rows = EnteredCell.objects.visible_to(asked.person).current()
    rows = rows.of_period(asked.units, asked.since, asked.until).select_related("by")
    return {(row.unit_id, row.table, row.column): row for row in rows}
