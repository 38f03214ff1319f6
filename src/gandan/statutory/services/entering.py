"""Write a figure into a column that the register does not hold; each change is a new row."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.core import moment
from gandan.domain.periods import Period
from gandan.domain.statistics import tables
from gandan.domain.statistics_counting import countings
from gandan.statutory.models import EnteredCell
from gandan.units.models import Unit


class CellRefusedError(ValueError):
    """The figure cannot be written; the message says why."""


class CellChangedError(Exception):
    """Somebody else wrote this cell meanwhile."""


@dataclass(frozen=True)
class Place:
    """The cell: a unit, a column of a table, a period."""

    unit: Unit
    table: str
    column: int
    period: Period


def versions_of(place: Place) -> list[EnteredCell]:
    """All that was ever written into the cell, the newest first."""
    rows = EnteredCell.objects.of_period([place.unit.pk], place.period.since, place.period.until)
    found = rows.filter(table=place.table, column=place.column).select_related("by")
    return list(found.order_by("-number"))


def current_cells(unit: Unit, table: str, period: Period) -> dict[int, EnteredCell]:
    """What stands in the columns of a table, by column."""
    rows = EnteredCell.objects.current().of_period([unit.pk], period.since, period.until)
    return {row.column: row for row in rows.filter(table=table)}


def figure_as_typed(value: Decimal) -> str:
    """12,5 or 1250: as the field reads it back."""
    return f"{value.normalize():f}".replace(".", ",")


@transaction.atomic
def enter(place: Place, value: Decimal | None, note: str, *, after: int, by: User) -> EnteredCell:
    """Write ``value``, or take the figure back when it is None; ``after`` is the version seen.

    Raises ``CellRefusedError``, ``CellChangedError``.
    """
    if place.column in countings()[place.table].rules:
        raise CellRefusedError(_("Cột này do sổ đếm, không ghi tay."))
    if not 1 <= place.column <= len(tables()[place.table].columns):
        raise CellRefusedError(_("Biểu không có cột này."))
    if not note.strip():
        raise CellRefusedError(_("Ghi số lấy từ đâu."))
    where = {
        "unit": place.unit,
        "table": place.table,
        "column": place.column,
        "since": place.period.since,
        "until": place.period.until,
    }
    current = EnteredCell.objects.filter(**where, is_current=True)
    if current.filter(number=after).update(is_current=False) != (1 if after else 0):
        raise CellChangedError
    try:
        with transaction.atomic():
            made = EnteredCell.objects.create(
                **where, number=after + 1, value=value, note=note.strip()[:300], by=by,
                at=moment.now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise CellChangedError from error
    record(
        "statistics.entered",
        place.unit,
        by=by,
        table=place.table,
        column=place.column,
        period=place.period.label,
        value="" if value is None else str(value),
        version=made.number,
    )
    return made
