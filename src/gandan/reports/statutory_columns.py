"""Columns of the statutory tables as figures of reports: keys, codes, names, measures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gandan.domain.reporting import Measure
from gandan.domain.statistics import CellUnit, Table, slug_of, tables
from gandan.domain.statistics_counting import countings

_MEASURES = {
    CellUnit.LETTERS: Measure.LETTERS,
    CellUnit.CASES: Measure.CASES,
    CellUnit.VISITS: Measure.VISITS,
    CellUnit.PEOPLE: Measure.PEOPLE,
    CellUnit.DELEGATIONS: Measure.DELEGATIONS,
    CellUnit.SESSIONS: Measure.SESSIONS,
    CellUnit.DOCUMENTS: Measure.PAPERS,
    CellUnit.ORGANIZATIONS: Measure.ORGANIZATIONS,
    CellUnit.MONEY: Measure.MONEY,
    CellUnit.LAND: Measure.LAND,
}
_CODE = re.compile(r"([A-Z]+)(\d\d)\.(\d{1,2})")


def key_of(table: str, column: int) -> str:
    """01/XLD, 6 as a register key: bieu.01-xld.6."""
    return f"bieu.{slug_of(table)}.{column}"


def indicator_code(table: str, column: int) -> str:
    """01/XLD, 6 as the code of an indicator: XLD01.6."""
    number, _slash, name = table.partition("/")
    return f"{name}{number}.{column}"


def column_of(code: str) -> tuple[Table, int] | None:
    """The column that an indicator's code names; None for any other code."""
    match = _CODE.fullmatch(code)
    table = tables().get(f"{match[2]}/{match[1]}") if match else None
    if match is None or table is None or not 1 <= int(match[3]) <= len(table.columns):
        return None
    return table, int(match[3])


def counted_columns() -> Iterator[tuple[str, int]]:
    """Every column that the register counts."""
    for code, counting in countings().items():
        for number in counting.rules:
            yield code, number


def measure_of(table: Table, column: int) -> Measure:
    return _MEASURES[table.column(column).unit]


@dataclass(frozen=True)
class StatutoryColumn:
    """A column that the register counts, as the source of a figure of a report."""

    key: str
    name: str
    measure: Measure
    place: tuple[str, int]


def name_of(table: Table, column: int) -> str:
    return f"{table.code} ({column}) {table.column(column).name}"


COLUMNS: dict[str, StatutoryColumn] = {
    key_of(code, number): StatutoryColumn(
        key_of(code, number),
        name_of(tables()[code], number),
        measure_of(tables()[code], number),
        (code, number),
    )
    for code, number in counted_columns()
}
