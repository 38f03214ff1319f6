"""Keep the calendar of working days: name a day, take it out, confirm a year."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.domain.workdays import DayKind
from gandan.law.models import CalendarRow
from gandan.law.services.changing import announce, next_change
from gandan.law.services.rows import LawRowError, StaleRowError


@dataclass(frozen=True)
class DayEntry:
    """What a person says about one day."""

    day: date
    kind: DayKind
    name: str
    source: str
    is_confirmed: bool = True


@transaction.atomic
def set_day(entry: DayEntry, *, by: User) -> CalendarRow:
    """Name a day of the calendar, in place of what stood there.

    Raises ``LawRowError`` for an entry that makes no sense or changes nothing.
    """
    _refuse_nonsense(entry)
    standing = CalendarRow.objects.current().filter(day=entry.day).first()
    values: dict[str, Any] = {
        "kind": str(entry.kind),
        "name": entry.name.strip(),
        "source": entry.source.strip(),
        "is_confirmed": entry.is_confirmed,
        "is_withdrawn": False,
    }
    if standing and all(getattr(standing, name) == value for name, value in values.items()):
        raise LawRowError(_("Ngày này đã ghi như vậy."))
    return _put(entry.day, values, standing, by=by)


@transaction.atomic
def withdraw_day(day: date, *, by: User) -> CalendarRow:
    """Take a day out: it is worked or not as its weekday. Raises ``LawRowError``."""
    standing = CalendarRow.objects.current().filter(day=day, is_withdrawn=False).first()
    if standing is None:
        raise LawRowError(_("Lịch không có ngày này."))
    values: dict[str, Any] = {
        "kind": standing.kind,
        "name": standing.name,
        "source": standing.source,
        "is_confirmed": standing.is_confirmed,
        "is_withdrawn": True,
    }
    return _put(day, values, standing, by=by)


@transaction.atomic
def confirm_year(year: int, *, source: str, by: User) -> int:
    """The yearly notice is in: every forecast day of the year stands. Returns how many.

    Raises ``LawRowError`` without a source, or when the calendar has no forecast in that year.
    """
    if not source.strip():
        raise LawRowError(_("Ghi số văn bản thông báo lịch nghỉ."))
    forecasts = list(
        CalendarRow.objects.current().filter(day__year=year, is_confirmed=False, is_withdrawn=False)
    )
    if not forecasts:
        raise LawRowError(_("Năm %(year)s không có ngày nào đang dự kiến.") % {"year": year})
    number = next_change()
    for row in forecasts:
        values: dict[str, Any] = {
            "kind": row.kind,
            "name": row.name,
            "source": source.strip(),
            "is_confirmed": True,
            "is_withdrawn": False,
        }
        _write(row.day, values, row, number, by=by)
    record("calendar.changed", str(year), by=by, confirmed=len(forecasts), source=source.strip())
    announce(number, by=by)
    return len(forecasts)


def _refuse_nonsense(entry: DayEntry) -> None:
    weekend = entry.day.weekday() >= 5
    if not entry.name.strip() or not entry.source.strip():
        raise LawRowError(_("Ghi tên ngày và căn cứ."))
    if entry.kind == DayKind.SWAP_WORK and not weekend:
        raise LawRowError(_("Ngày làm bù phải là Thứ Bảy hoặc Chủ nhật."))
    if entry.kind in (DayKind.SWAP_OFF, DayKind.COMPENSATION) and weekend:
        raise LawRowError(_("Ngày nghỉ bù, nghỉ hoán đổi phải là ngày làm việc trong tuần."))


def _put(
    day: date, values: dict[str, Any], standing: CalendarRow | None, *, by: User
) -> CalendarRow:
    number = next_change()
    fresh = _write(day, values, standing, number, by=by)
    before = {"kind": standing.kind, "name": standing.name} if standing else None
    record("calendar.changed", day.isoformat(), by=by, before=before, after=values)
    announce(number, by=by)
    return fresh


def _write(
    day: date,
    values: dict[str, Any],
    standing: CalendarRow | None,
    number: int,
    *,
    by: User,
) -> CalendarRow:
    if standing is not None:
        current = CalendarRow.objects.current().filter(pk=standing.pk)
        if not current.update(replaced_in=number):
            raise StaleRowError
    try:
        with transaction.atomic():
            return CalendarRow.objects.create(
                day=day, **values, entered_by=by, entered_at=timezone.now(), entered_in=number
            )
    except IntegrityError as error:
        raise StaleRowError from error
