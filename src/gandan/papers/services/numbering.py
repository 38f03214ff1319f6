"""Give numbers: in order, once, inside the transaction of what gets the number.

The UPDATE holds the series' row until the transaction ends, so two people never get one number
and a rolled-back issue leaves no gap. A number is never taken back.
"""

from datetime import date

from django.db import connection, transaction
from django.db.models import F, Q

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.domain.issuing import SeriesKey
from gandan.papers.models import Book, NumberSeries
from gandan.units.models import Succession, Unit, UnitVersion, in_force


class NumberError(Exception):
    """No number can be given; ``code`` says why and is stable."""

    code = ""


class SeriesClosedError(NumberError):
    code = "series_closed"


class UnitEndedError(NumberError):
    """The unit is no more on that day; ``successors`` took over from it."""

    code = "unit_ended"

    def __init__(self, successors: list[Unit]) -> None:
        super().__init__()
        self.successors = successors


class BeforeLastNumberError(NumberError):
    """The paper would be older than the one with the number before; ``last_on`` is its day."""

    code = "before_last_number"

    def __init__(self, last_on: date) -> None:
        super().__init__(last_on)
        self.last_on = last_on


class SeriesStartError(NumberError):
    """A series can only be moved forward."""

    code = "series_start"


def take_number(
    unit: Unit, book: Book, key: SeriesKey, *, on: date, in_order: bool = True
) -> tuple[NumberSeries, int]:
    """Take the next number of a series, inside the caller's transaction.

    With ``in_order`` numbers and days run in one order. Raises ``UnitEndedError``,
    ``SeriesClosedError``, ``BeforeLastNumberError``.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("numbers are given inside a transaction")
    require_unit(unit, on)
    series, _made = NumberSeries.objects.get_or_create(
        unit=unit, book=book, kind=key.kind, period=key.period
    )
    open_now = NumberSeries.objects.filter(pk=series.pk, closed_on=None)
    if in_order:
        open_now = open_now.filter(Q(last_on=None) | Q(last_on__lte=on))
    taken = open_now.update(last=F("last") + 1, last_on=on)
    series.refresh_from_db()
    if not taken:
        if series.closed_on or series.last_on is None:
            raise SeriesClosedError
        raise BeforeLastNumberError(series.last_on)
    return series, series.last


def require_unit(unit: Unit, day: date) -> None:
    """Raises ``UnitEndedError`` for a unit that does not exist on ``day``."""
    if UnitVersion.objects.filter(in_force(day), unit=unit).exists():
        return
    links = Succession.objects.filter(predecessor=unit, on__lte=day).select_related("successor")
    raise UnitEndedError([link.successor for link in links.order_by("id")])


@transaction.atomic
def start_series(unit: Unit, book: Book, key: SeriesKey, *, last: int, by: User) -> NumberSeries:
    """Go on from the number that the paper register has reached.

    Raises ``SeriesStartError`` when so many numbers were already given here.
    """
    series, _made = NumberSeries.objects.get_or_create(
        unit=unit, book=book, kind=key.kind, period=key.period
    )
    moved = NumberSeries.objects.filter(pk=series.pk, closed_on=None, last__lt=last).update(
        last=last
    )
    if not moved:
        raise SeriesStartError
    record("series.started", unit, by=by, series=str(series), last=last)
    series.refresh_from_db()
    return series


@transaction.atomic
def close_series(unit: Unit, *, on: date, reason: str, by: User) -> int:
    """Close every open series of a unit that ends; return how many were closed."""
    still_open = NumberSeries.objects.filter(unit=unit, closed_on=None)
    closed = still_open.update(closed_on=on, closed_reason=reason[:200])
    if closed:
        record("series.closed", unit, by=by, on=on.isoformat(), reason=reason, series=closed)
    return closed
