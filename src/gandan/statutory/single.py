"""What the register counts for columns of one unit, for reports of that unit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gandan.accounts.models import User
from gandan.domain.statistics import CellUnit, Number
from gandan.domain.statistics_counting import countings, tally
from gandan.statutory.asking import Asked
from gandan.statutory.grids import entered_cells
from gandan.statutory.left_out import left_out_of, untold_words, written_before
from gandan.statutory.lines import Line, lines_of
from gandan.statutory.registers import Registers
from gandan.statutory.templatetags.statutory import figure
from gandan.units.models import Unit
from gandan.units.selectors import UnitNames

Column = tuple[str, int]


def counted_at(
    columns: Iterable[Column], unit: int, person: User, since: date, until: date, last_day: date
) -> dict[Column, float]:
    """The figures of a unit itself and what it took over; columns of no register are left out.

    A report tells money and land with two decimals; the table itself keeps the rest.

    Denunciations about the unit or one above it are not counted, whoever asks: the report is the
    unit's own paper.
    """
    line = own_line(unit, person, last_day)
    asked = Asked(person, line.units, since, until).for_report_of(unit)
    registers = Registers(asked)
    found: dict[Column, float] = {}
    cells: dict[str, dict[int, dict[int, Number]]] = {}
    for code, number in columns:
        counting = countings().get(code)
        if counting is None or number not in counting.rules:
            continue
        if code not in cells:
            cells[code] = tally(counting, registers.of(counting))
        total = sum(cells[code].get(one, {}).get(number, 0) for one in line.units)
        found[code, number] = _told(total)
    return found


@dataclass(frozen=True)
class Beside:
    """What a counted figure does not tell: ``written`` is what the unit had written by hand."""

    unit: CellUnit
    untold: int = 0
    written: Number = 0

    @property
    def notes(self) -> list[str]:
        """Said beside the figure."""
        found = [_("làm tròn hai chữ số lẻ")] if self.unit == CellUnit.MONEY else []
        if self.written:
            words = _("không tính %(value)s mà đơn vị ghi tay trong biểu")
            found.append(words % {"value": figure(self.written)})
        return found + ([untold_words(self.untold)] if self.untold else [])


def beside_at(
    columns: Sequence[Column], unit: int, person: User, since: date, until: date, last_day: date
) -> dict[Column, Beside]:
    """What stands beside the figures of ``counted_at``, by column."""
    line = own_line(unit, person, last_day)
    asked = Asked(person, line.units, since, until).for_report_of(unit)
    entered = entered_cells(Registers(asked))
    found: dict[Column, Beside] = {}
    for code in dict.fromkeys(code for code, _number in columns):
        counting = countings()[code]
        numbers = [number for one, number in columns if one == code and number in counting.rules]
        written = written_before(counting, line, entered)
        has_amounts = not counting.amounts.isdisjoint(numbers)
        untold = left_out_of(asked, counting).untold if has_amounts else 0
        for number in numbers:
            found[code, number] = Beside(
                counting.table.column(number).unit,
                untold if number in counting.amounts else 0,
                written.get(number, 0),
            )
    return found


def _told(value: Number) -> float:
    """As reports keep it: whole where it can be."""
    return int(value) if value == int(value) else round(float(value), 2)


def own_line(unit: int, person: User, day: date) -> Line:
    """The line of the unit without those below it."""
    codes = dict(Unit.objects.values_list("pk", "code"))
    return lines_of(unit, person, day, UnitNames.on(day), codes)[0]
