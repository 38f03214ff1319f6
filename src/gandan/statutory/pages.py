"""What the pages of a table show: its grid, which sums fail and where, its columns one by one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from gandan.accounts.models import User
from gandan.core.language import localized, number
from gandan.domain.statistics import CellFault, CellUnit, Equality, Table
from gandan.domain.statistics_counting import Counting, countings
from gandan.statutory.grids import Cell, Entered, Grid, GridLine, entered_cells, grid_of
from gandan.statutory.left_out import left_out_of, told_words, written_before
from gandan.statutory.lines import Line, lines_of
from gandan.statutory.periods import Chosen
from gandan.statutory.registers import Registers


@dataclass(frozen=True)
class Filled:
    """Tables of one unit and period, filled in with one reading of the registers."""

    chosen: Chosen
    lines: list[Line]
    registers: Registers
    entered: Entered

    @classmethod
    def of(cls, chosen: Chosen, person: User, *, as_report: bool = False) -> "Filled":
        """``as_report``: as the unit's own report counts, which no denunciation of it enters."""
        lines = lines_of(chosen.unit.pk, person, chosen.period.last_day, chosen.names, chosen.codes)
        asked = chosen.asked(person, lines[-1].units)
        registers = Registers(asked.for_report_of(chosen.unit.pk) if as_report else asked)
        return cls(chosen, lines, registers, entered_cells(registers))

    def grid(self, code: str) -> Grid:
        return grid_of(code, self.lines, self.registers, self.entered)

    def for_paper(self, code: str) -> Grid:
        """The grid with what goes out beside it, so that no 0 stands for what is not known."""
        grid = self.grid(code)
        left_out = left_out_of(self.registers.asked, grid.counting)
        written = written_before(grid.counting, grid.total.line, self.entered)
        return replace(grid, told=tuple(told_words(left_out, written)))

    def line(self, code: str) -> Line | None:
        """By its code; a unit with nothing below it is its own total."""
        if len(self.lines) == 1 and code == self.chosen.unit.code:
            return self.lines[0]
        return next((line for line in self.lines if line.code == code), None)


@dataclass(frozen=True)
class FaultPlace:
    line: Line
    words: str


@dataclass(frozen=True)
class Fault:
    """A rule of the table that fails, and on which lines; ``parts`` is "" for a bound."""

    columns: tuple[int, ...]
    words: str
    places: list[FaultPlace] = field(default_factory=list)
    total: int = 0
    parts: str = ""

    @property
    def query(self) -> str:
        """What the address of the rows that the sum loses says of it."""
        return f"cot={self.total}&phan={self.parts}"


def faults_of(grid: Grid) -> list[Fault]:
    """The rules that fail, the sentence of the total where the total fails too."""
    found: dict[tuple[int, ...], list[tuple[Line, CellFault]]] = {}
    for row in grid.lines:
        for fault in row.faults:
            found.setdefault(fault.columns, []).append((row.line, fault))
    return [_fault(grid, columns, places) for columns, places in sorted(found.items())]


def _fault(grid: Grid, columns: tuple[int, ...], places: Sequence[tuple[Line, CellFault]]) -> Fault:
    equality = Equality(columns[0], columns[1:])
    may_open = equality in grid.table.equalities and columns[0] in grid.counting.rules
    ordered = sorted(places, key=lambda place: not place[0].is_total)
    return Fault(
        columns,
        ordered[0][1].words,
        [FaultPlace(line, fault.words) for line, fault in ordered],
        columns[0] if may_open else 0,
        ",".join(map(str, columns[1:])) if may_open else "",
    )


@dataclass(frozen=True)
class OutsideForm:
    """Rows of the shown line that the form has no column for; ``query`` opens them."""

    rows: int
    unit: CellUnit
    column: int
    name: str
    why: str
    summed: str
    query: str


def outside_form(grid: Grid, shown: GridLine) -> list[OutsideForm]:
    """What is told beside the table, where there is any."""
    found = []
    for one in grid.counting.beside:
        rows, total = shown.beside.get(one.equality, 0), one.equality.total
        column, parts = grid.table.column(total), one.equality.parts
        query = f"cot={total}&phan={','.join(map(str, parts))}&hang={shown.line.code}"
        if rows:
            why = localized(one.why, one.why_en)
            summed = " + ".join([*map(str, parts), number(rows)])
            found.append(OutsideForm(rows, column.unit, total, column.name, why, summed, query))
    return found


def unchecked_words(grid: Grid) -> list[str]:
    """Which sums nobody can check yet, and which columns they wait for."""
    values = grid.total.values()
    words = []
    for equality in grid.unchecked:
        missing = [n for n in (equality.total, *equality.parts) if values[n] is None]
        words.append(
            _("cột %(total)d = %(parts)s, vì cột %(missing)s chưa có số")
            % {
                "total": equality.total,
                "parts": " + ".join(map(str, equality.parts)),
                "missing": ", ".join(map(str, missing)),
            }
        )
    return words


@dataclass(frozen=True)
class ColumnRow:
    """One column read down: what it is, how it is counted, its figure on the chosen line.

    ``name`` leaves out the group that is told above it.
    """

    cell: Cell
    name: str
    opens_group: str
    counted_by: str
    in_doubt: bool


def column_rows(grid: Grid, row: GridLine) -> Iterable[ColumnRow]:
    group = ""
    for cell in row.cells:
        first = cell.column.heading[0] if len(cell.column.heading) > 1 else ""
        opens = first if first != group else ""
        group = first
        yield ColumnRow(
            cell,
            " – ".join(cell.column.heading[1:]) or cell.column.name,
            opens,
            counted_by(grid.counting, cell.column.number),
            cell.column.number in row.in_doubt,
        )


def counted_by(counting: Counting, number: int) -> str:
    rule = counting.rules.get(number)
    return localized(rule.words, rule.words_en) if rule else ""


def reading_of(counting: Counting) -> str:
    """How the amounts are understood, and how sure that is; "" where there are none."""
    if not counting.reading:
        return ""
    mark = localized(counting.mark.label, counting.mark.label_en)
    return f"{localized(counting.reading, counting.reading_en).rstrip('.')} ({mark})"


def table_name(table: Table) -> str:
    return localized(table.name, table.name_en)


def table_codes() -> list[str]:
    return list(countings())
