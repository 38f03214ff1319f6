"""The statutory tables of reception, letters and results: columns as data, and their sums.

Circular 01/2024/TT-TTCP, read from another program's tables; data/statistics.toml. A unit's cells
are checked here; where the figures come from is the business of the feature that owns the rows.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from gandan.domain.periods import Period
from gandan.domain.provisions import Provision, ProvisionError, provision_fields, shipped_rows

Number = int | Decimal


class CellUnit(StrEnum):
    """What a column counts; sums never mix two of them."""

    LETTERS = "letters"
    CASES = "cases"
    VISITS = "visits"
    PEOPLE = "people"
    DELEGATIONS = "delegations"
    SESSIONS = "sessions"
    DOCUMENTS = "documents"
    ORGANIZATIONS = "organizations"
    MONEY = "money"
    LAND = "land"

    @property
    def label(self) -> str:
        return _UNITS[self]


_UNITS = {
    CellUnit.LETTERS: "đơn",
    CellUnit.CASES: "vụ việc",
    CellUnit.VISITS: "lượt",
    CellUnit.PEOPLE: "người",
    CellUnit.DELEGATIONS: "đoàn",
    CellUnit.SESSIONS: "kỳ",
    CellUnit.DOCUMENTS: "văn bản",
    CellUnit.ORGANIZATIONS: "tổ chức",
    CellUnit.MONEY: "triệu đồng",
    CellUnit.LAND: "m²",
}


@dataclass(frozen=True)
class Equality:
    """Column ``total`` must equal the sum of ``parts``."""

    total: int
    parts: tuple[int, ...]


@dataclass(frozen=True)
class Bound:
    """Column ``part`` is a part of column ``whole`` and cannot be larger."""

    part: int
    whole: int


@dataclass(frozen=True)
class Column:
    """``heading`` runs from the outermost heading to the column's own."""

    number: int
    heading: tuple[str, ...]
    unit: CellUnit

    @property
    def name(self) -> str:
        return " – ".join(self.heading)


@dataclass(frozen=True, kw_only=True)
class Table(Provision):
    name: str
    name_en: str
    version: str
    columns: tuple[Column, ...]
    equalities: tuple[Equality, ...]
    bounds: tuple[Bound, ...]

    def column(self, number: int) -> Column:
        return self.columns[number - 1]


@dataclass(frozen=True)
class CellFault:
    """Columns that do not agree, with a sentence; ``columns`` lists all that take part."""

    columns: tuple[int, ...]
    words: str


def check(table: Table, cells: Mapping[int, Number | None]) -> list[CellFault]:
    """The equalities and bounds that fail, in words; a missing cell is told, never taken as 0."""
    missing = [c.number for c in table.columns if cells.get(c.number) is None]
    faults = [
        CellFault((number,), f"Cột {number} ({table.column(number).name}) chưa có số.")
        for number in missing
    ]
    return faults + disagreements(table, cells)


def disagreements(
    table: Table,
    cells: Mapping[int, Number | None],
    beside: Mapping["Equality", int] | None = None,
) -> list[CellFault]:
    """What fails among the figures that are there; rules that need a missing one are left out.

    ``beside`` says of a sum how many rows of its total the form has no column for.
    """
    known = {number: value for number, value in cells.items() if value is not None}
    faults = [
        CellFault((number,), f"Cột {number} âm ({_figure(value)}).")
        for number, value in known.items()
        if value < 0
    ]
    faults += [
        f for e in table.equalities if (f := _unequal(table, e, known, (beside or {}).get(e, 0)))
    ]
    faults += [f for b in table.bounds if (f := _too_large(table, b, known))]
    return faults


def unchecked(table: Table, cells: Mapping[int, Number | None]) -> list[Equality]:
    """The sums that nobody can check yet, because a figure is missing."""
    missing = {column.number for column in table.columns if cells.get(column.number) is None}
    return [e for e in table.equalities if missing & {e.total, *e.parts}]


def _unequal(
    table: Table, equality: Equality, cells: Mapping[int, Number], beside: int
) -> CellFault | None:
    if equality.total not in cells or not set(equality.parts) <= set(cells):
        return None
    total, parts = cells[equality.total], sum(cells[n] for n in equality.parts) + beside
    if total == parts:
        return None
    summed = " + ".join(map(str, equality.parts)) + (" và số ngoài biểu" if beside else "")
    name = table.column(equality.total).name
    words = (
        f"Cột {equality.total} ({name}) là {_figure(total)}, nhưng cột {summed} cộng lại là "
        f"{_figure(parts)}; lệch {_signed(total - parts)}."
    )
    return CellFault((equality.total, *equality.parts), words)


def _too_large(table: Table, bound: Bound, cells: Mapping[int, Number]) -> CellFault | None:
    part, whole = cells.get(bound.part), cells.get(bound.whole)
    if part is None or whole is None or part <= whole:
        return None
    words = (
        f"Cột {bound.part} ({table.column(bound.part).name}) là {_figure(part)}, lớn hơn "
        f"cột {bound.whole} ({table.column(bound.whole).name}) là {_figure(whole)}."
    )
    return CellFault((bound.part, bound.whole), words)


def _figure(value: Number) -> str:
    """1.250 or 12,5: no zeros behind the comma."""
    written = f"{Decimal(value):,f}"
    whole, point, decimals = written.partition(".")
    decimals = decimals.rstrip("0")
    return whole.replace(",", ".") + ("," + decimals if point and decimals else "")


def _signed(value: Number) -> str:
    return f"+{_figure(value)}" if value > 0 else _figure(value)


def table_from(row: Mapping[str, Any]) -> Table:
    """Read a table. Raises ``ProvisionError`` when a line or a rule cannot be read."""
    fields = provision_fields(row)
    columns: list[Column] = []
    equalities: list[Equality] = []
    bounds: list[Bound] = []
    for line in row["columns"].strip().splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) != 4 or cells[0] != str(len(columns) + 1):
            raise ProvisionError(f"{fields['code']}: không đọc được dòng “{line}”")
        number = int(cells[0])
        heading = tuple(part.strip() for part in cells[1].split(">"))
        columns.append(Column(number, heading, CellUnit(cells[2])))
        more_equalities, more_bounds = _rules(fields["code"], number, cells[3])
        equalities += more_equalities
        bounds += more_bounds
    return Table(
        **fields,
        name=row["name"],
        name_en=row.get("name_en", ""),
        version=row["version"],
        columns=tuple(columns),
        equalities=tuple(equalities),
        bounds=tuple(bounds),
    )


def _rules(code: str, number: int, text: str) -> tuple[list[Equality], list[Bound]]:
    equalities, bounds = [], []
    for rule in filter(None, (part.strip() for part in text.split(";"))):
        if match := re.fullmatch(r"<= (\d+)", rule):
            bounds.append(Bound(number, int(match[1])))
        elif re.fullmatch(r"(= \d+( \+ \d+)*\s*)+", rule):
            for side in rule.split("=")[1:]:
                equalities.append(Equality(number, tuple(map(int, side.split("+")))))
        else:
            raise ProvisionError(f"{code}: không đọc được công thức “{rule}”")
    return equalities, bounds


@cache
def tables() -> dict[str, Table]:
    """The shipped tables by their code."""
    return {row["code"]: table_from(row) for row in shipped_rows("statistics", "table")}


def slug_of(code: str) -> str:
    """01/TCD as it stands in addresses: 01-tcd."""
    return code.lower().replace("/", "-")


@dataclass(frozen=True)
class ReportingPeriod:
    """A period of the reporting regime; ``is_narrative``: a written report goes with it."""

    code: str
    name: str
    period: Period
    is_narrative: bool


def reporting_periods(year: int) -> tuple[ReportingPeriod, ...]:
    """The periods of a year, each from its 15th to before the day after its 14th."""
    found = []
    for row in shipped_rows("statistics", "period"):
        since = date.fromisoformat(f"{year + row['since_year']}-{row['since']}")
        last = date.fromisoformat(f"{year}-{row['until']}")
        period = Period(f"{row['name']} năm {year}", since, last + timedelta(days=1))
        found.append(ReportingPeriod(row["code"], row["name"], period, row["is_narrative"]))
    return tuple(found)


def reporting_month(year: int, number: int) -> Period:
    """A month cut as the quarters are, from the 15th to the 14th: three of them fill a quarter.

    The circular knows no months; offices that tell monthly cut them so.
    """
    until = date(year, number, 15)
    since = date(year - (number == 1), 12 if number == 1 else number - 1, 15)
    return Period(f"Tháng {number} năm {year} (kỳ thống kê)", since, until)
