"""What the register counts for columns of one unit, for reports of that unit."""

from collections.abc import Iterable
from datetime import date

from gandan.accounts.models import User
from gandan.domain.statistics import Number
from gandan.domain.statistics_counting import countings, tally
from gandan.statutory.asking import Asked
from gandan.statutory.lines import Line, lines_of
from gandan.statutory.registers import Registers
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


def _told(value: Number) -> float:
    """As reports keep it: whole where it can be."""
    return int(value) if value == int(value) else round(float(value), 2)


def own_line(unit: int, person: User, day: date) -> Line:
    """The line of the unit without those below it."""
    codes = dict(Unit.objects.values_list("pk", "code"))
    return lines_of(unit, person, day, UnitNames.on(day), codes)[0]
