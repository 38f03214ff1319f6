"""Seal an identity in the transaction of the request that received it.

The plaintext is in memory only: it reaches no table, no log, no file.
"""

import uuid
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.domain.confidentiality import Confidentiality
from gandan.sealed.identity import Attachment, ContentError, Identity, pack
from gandan.sealed.locking import lock
from gandan.sealed.models import KeeperKey, SealedIdentity, Slot
from gandan.sealed.selectors import Readiness, readiness
from gandan.units.models import Unit
from gandan.units.policy import today


class SealingRefusedError(Exception):
    """The identity was not sealed; the message tells the desk what to do now."""


def refusal(state: Readiness) -> str:
    """What to tell the desk when nothing can be sealed."""
    return _(
        "Chưa niêm phong được danh tính vì chưa có khóa của %(bodies)s. Không nhập danh tính "
        "người tố cáo vào máy. Nhận đơn giấy trong phong bì dán kín, ghi sổ giấy, và báo quản "
        "trị đăng ký khóa ở trang Người giữ khóa."
    ) % {"bodies": state.missing_names}


def seal(
    identity: Identity,
    attachments: Sequence[Attachment] = (),
    *,
    unit: Unit,
    by: User | None,
    on: date | None = None,
) -> UUID:
    """Seal to all keys that are live on ``on`` (default today); return the handle to keep.

    Call it inside the transaction that writes the rest; nothing of it stays when that fails.

    Raises ``SealingRefusedError`` when a body has no key or the content is too large.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an identity is sealed inside a transaction")
    day = on or today()
    state = readiness(day)
    if not state.can_seal:
        raise SealingRefusedError(refusal(state))
    keys = {bytes.fromhex(key.fingerprint): key for key in KeeperKey.objects.live(day)}
    handle = uuid.uuid4()
    try:
        content = pack(identity, attachments)
        envelope = lock(content, [key.public() for key in keys.values()], handle)
    except ContentError as error:
        raise SealingRefusedError(_content_fault(error.code)) from error
    sealed = SealedIdentity.objects.create(
        handle=handle,
        unit=unit,
        ciphertext=envelope.locked,
        digest=envelope.digest,
        schema=envelope.schema,
        sealed_at=timezone.now(),
    )
    Slot.objects.bulk_create(
        Slot(identity=sealed, key=keys[slot.fingerprint], sealed=slot.sealed)
        for slot in envelope.slots
    )
    record(
        "identity.sealed",
        sealed,
        by=by,
        data_class=Confidentiality.SEALED_IDENTITY,
        digest=envelope.digest.hex(),
        slots=len(envelope.slots),
    )
    return handle


def _content_fault(code: str) -> str:
    if code == "too_large":
        return _("Bản quét quá lớn: tất cả tệp cộng lại tối đa 64 MB. Quét lại ở độ nét thấp hơn.")
    if code == "not_text":
        return _("Có ký tự không đọc được trong phần danh tính. Gõ lại phần đó.")
    return _("Chưa có gì để niêm phong: ghi danh tính hoặc đính kèm bản gốc.")
