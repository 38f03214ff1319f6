"""Correct a row of law, or let a new law follow it from a day; the old row stays readable.

Every change asks the table's own reader whether the new row is sound, and whether two rows of
one code would be in force on one day.
"""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.domain import citations
from gandan.domain.dates import format_date
from gandan.domain.provisions import ProvisionError
from gandan.law.models import LawRow
from gandan.law.services.changing import announce, next_change
from gandan.law.tables import SOURCES, Content, Table, plain
from gandan.vietnamese import fold

MOVES_DUE_DATES = frozenset({Table.TIME_LIMIT, Table.OFFICE_HOURS})


class LawRowError(ValueError):
    """The change cannot be made; the message is for the person."""


class StaleRowError(LawRowError):
    """Somebody changed the row in the meantime."""

    def __init__(self) -> None:
        super().__init__(_("Dòng này vừa được người khác sửa. Mở lại trang để xem bản mới."))


def search_key(row: LawRow) -> str:
    """What a search without diacritics looks through."""
    return fold(f"{row.code} {row.name} {row.name_en} {row.article} {row.basis}")


@transaction.atomic
def correct_row(row: LawRow, changes: Content, *, reason: str, by: User) -> LawRow:
    """Replace a row that was entered wrongly, for the whole time it is in force.

    Raises ``LawRowError`` when the result is not sound or changes nothing, and
    ``StaleRowError`` when the row is no longer the current one.
    """
    content = _changed(row, changes)
    if content == row.content:
        raise LawRowError(_("Chưa sửa gì so với dòng đang có."))
    number = next_change()
    _replace(row, number)
    fresh = _enter(row, content, number, reason=reason, by=by)
    record("law.corrected", fresh, by=by, **_trace(row, fresh), reason=reason)
    _tell(fresh, number, by)
    return fresh


@transaction.atomic
def succeed_row(
    row: LawRow, changes: Content, *, valid_from: date, reason: str, by: User
) -> LawRow:
    """Let a new law follow from ``valid_from``; the old row ends on the day before.

    Raises ``LawRowError`` and ``StaleRowError`` as ``correct_row`` does.
    """
    if valid_from <= row.valid_from:
        raise LawRowError(_("Luật mới phải có hiệu lực sau ngày có hiệu lực của dòng đang có."))
    if row.valid_to is not None and valid_from > row.valid_to + timedelta(days=1):
        raise LawRowError(_("Giữa dòng cũ và dòng mới còn ngày chưa có quy định."))
    ended = _changed(row, {"valid_to": plain(valid_from - timedelta(days=1))})
    content = _changed(row, {**changes, "valid_from": plain(valid_from), "valid_to": None})
    number = next_change()
    _replace(row, number)
    _enter(row, ended, number, reason=reason, by=by)
    fresh = _enter(row, content, number, reason=reason, by=by)
    record("law.succeeded", fresh, by=by, **_trace(row, fresh), reason=reason)
    _tell(fresh, number, by)
    return fresh


@transaction.atomic
def add_service_level(
    row: LawRow, changes: Content, *, unit_code: str, reason: str, by: User
) -> LawRow:
    """Give one unit its own service level beside the one for everyone.

    Raises ``LawRowError`` when the row is a term of the law, or the unit has one already.
    """
    if not row.content.get("is_internal"):
        raise LawRowError(_("Chỉ mức phục vụ nội bộ mới đặt riêng cho một đơn vị được."))
    key = f"{row.code}@{unit_code}"
    if LawRow.objects.current().filter(table=row.table, key=key).exists():
        raise LawRowError(_("Đơn vị này đã có mức riêng. Mở dòng đó để sửa."))
    content = _changed(row, {**changes, "unit_code": unit_code})
    number = next_change()
    fresh = _enter(row, content, number, reason=reason, by=by, key=key)
    record("law.corrected", fresh, by=by, **_trace(row, fresh), reason=reason)
    _tell(fresh, number, by)
    return fresh


def _changed(row: LawRow, changes: Content) -> Content:
    """The content with changes, sound by the table's own reader."""
    source = SOURCES[row.table]
    if not source.is_editable:
        raise LawRowError(_("Dòng này đi cùng phiên bản phần mềm, không sửa ở đây được."))
    content = {**row.content, **plain(changes)}
    try:
        source.read(content)
        citations.read(content.get("article", ""))
    except (ProvisionError, citations.CitationError) as error:
        raise LawRowError(str(error)) from error
    return content


def _replace(row: LawRow, number: int) -> None:
    """Compare-and-set: the row must still be current."""
    current = LawRow.objects.current().filter(pk=row.pk)
    if not current.update(replaced_in=number):
        raise StaleRowError


def _enter(
    row: LawRow, content: Content, number: int, *, reason: str, by: User, key: str = ""
) -> LawRow:
    fresh = LawRow(
        table=row.table,
        key=key or row.key,
        code=row.code,
        name=row.name,
        name_en=row.name_en,
        content=content,
        article=content.get("article", ""),
        mark=content["mark"],
        valid_from=date.fromisoformat(content["valid_from"]),
        valid_to=date.fromisoformat(content["valid_to"]) if content.get("valid_to") else None,
        doubt=content.get("doubt", ""),
        note=content.get("note", ""),
        replaces=row,
        reason=reason,
        entered_by=by,
        entered_at=timezone.now(),
        entered_in=number,
    )
    _refuse_overlap(fresh)
    fresh.search_key = search_key(fresh)
    fresh.save(force_insert=True)
    return fresh


def _refuse_overlap(fresh: LawRow) -> None:
    others = LawRow.objects.current().filter(table=fresh.table, key=fresh.key)
    for other in others:
        starts_in = other.in_force(fresh.valid_from)
        if starts_in or fresh.in_force(other.valid_from):
            words = _("Từ ngày %(day)s đã có dòng khác của %(code)s.")
            day = format_date(fresh.valid_from)
            raise LawRowError(words % {"day": day, "code": fresh.code})


def _trace(before: LawRow, after: LawRow) -> dict[str, Any]:
    """What the log keeps: the fields that differ, before and after."""
    names = {*before.content, *after.content}
    changed = {n for n in names if before.content.get(n) != after.content.get(n)}
    return {
        "code": after.code,
        "before": {name: before.content.get(name) for name in sorted(changed)},
        "after": {name: after.content.get(name) for name in sorted(changed)},
    }


def _tell(row: LawRow, number: int, by: User) -> None:
    if row.table in MOVES_DUE_DATES:
        announce(number, by=by)
