"""Codes of the national database for columns: one person enters what a text says, another confirms."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.core import moment
from gandan.statutory.models import NationalField


class MappingRefusedError(ValueError):
    """The code cannot be taken or confirmed; the message says why."""


@transaction.atomic
def set_target(
    table: str, column: int, target: str, source: str, *, after: int, by: User
) -> NationalField:
    """Enter a code, or take it back when it is empty; a confirmation does not carry over.

    Raises ``MappingRefusedError``.
    """
    target, source = target.strip(), source.strip()
    if not source:
        raise MappingRefusedError(_("Ghi đọc mã ở văn bản nào, trang nào."))
    where = {"table": table, "column": column}
    taken = NationalField.objects.current().filter(target=target).exclude(**where)
    if target and taken.exists():
        raise MappingRefusedError(_("Cột khác đã dùng mã này."))
    current = NationalField.objects.filter(**where, is_current=True)
    if current.filter(number=after).update(is_current=False) != (1 if after else 0):
        raise MappingRefusedError(_("Người khác vừa sửa mã này. Mở lại trang rồi sửa."))
    try:
        with transaction.atomic():
            made = NationalField.objects.create(
                **where,
                number=after + 1,
                target=target,
                source=source[:300],
                entered_by=by,
                entered_at=moment.now(),
            )
    except IntegrityError as error:
        raise MappingRefusedError(_("Người khác vừa sửa mã này. Mở lại trang rồi sửa.")) from error
    record("national_field.entered", made, by=by, target=target, version=made.number)
    return made


@transaction.atomic
def confirm_target(field: NationalField, *, by: User) -> None:
    """Raises ``MappingRefusedError`` for one's own code, and for one that is no longer current."""
    if field.entered_by_id == by.pk:
        raise MappingRefusedError(_("Người nhập mã không tự xác nhận; nhờ người khác đối chiếu."))
    waiting = NationalField.objects.filter(pk=field.pk, is_current=True, confirmed_at=None).exclude(
        target=""
    )
    if not waiting.update(confirmed_by=by, confirmed_at=moment.now()):
        raise MappingRefusedError(_("Mã này vừa đổi hoặc đã được xác nhận. Mở lại trang."))
    record("national_field.confirmed", field, by=by, target=field.target)
