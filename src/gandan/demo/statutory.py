"""Figures that units of the made-up city wrote into statutory tables, and one table as a report."""

from datetime import date, time
from decimal import Decimal

from gandan.accounts.models import User
from gandan.core import moment
from gandan.domain.periods import span_of
from gandan.domain.statistics import reporting_periods
from gandan.reports.services.calling import open_round
from gandan.reports.services.defining import publish
from gandan.reports.services.statutory_forms import form_from_table
from gandan.statutory.services.entering import Place, enter
from gandan.units.models import Unit

SINCE = date(2026, 6, 1)
# unit, writer, table, column, figure, where it comes from
WRITTEN = (
    ("mh-p-vinh-tan", "daumoi", "01/XLD", 22, "4", "Sổ văn bản đến của phường"),
    ("mh-p-vinh-tan", "daumoi", "02/XLD", 18, "0", "Báo cáo của tư pháp phường"),
    ("mh-p-vinh-tan", "daumoi", "02/XLD", 26, "2", "Sổ văn bản đến của phường"),
    ("mh-ban", "tonghop", "01/XLD", 22, "21", "Sổ văn bản đến của Ban"),
    # A part that does not fit its sum, so that the check has something to say.
    ("mh-ban", "tonghop", "02/XLD", 13, "1", "Sổ văn bản đến của Ban"),
    ("mh-ban", "tonghop", "02/XLD", 14, "0", "Sổ văn bản đến của Ban"),
)


def load_statutory(people: dict[str, User], *, today: date) -> None:
    """The third quarter of 2026 as it stood two days after its end."""
    period = next(p.period for p in reporting_periods(2026) if p.code == "q3")
    if today < date(2026, 9, 16):
        return
    units = {unit.code: unit for unit in Unit.objects.all()}
    with moment.replaying(date(2026, 9, 16), time(9)):
        for unit, writer, table, column, value, note in WRITTEN:
            place = Place(units[unit], table, column, period)
            enter(place, Decimal(value), note, after=0, by=people[writer])
        version = form_from_table("01/XLD", by=people["quantri"], day=SINCE)
        publish(version, note="Lập từ biểu thống kê", by=people["quantri"])
        version.refresh_from_db()
        open_round(
            version,
            units["mh-ban"],
            span_of(period),
            kinds=["ward"],
            due_on=date(2026, 9, 20),
            by=people["tonghop"],
        )
