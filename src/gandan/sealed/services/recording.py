"""Take in the books that keepers bring back from their stations."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.domain.confidentiality import Confidentiality
from gandan.sealed.models import KeeperKey, OpeningOrder, OpeningRecord, SealedIdentity
from gandan.sealed.opening import RECORD, Act, Record, record_of
from gandan.sealed.signed import Signed, SignedFileError, read_all

MOST = 5_000


class RecordsRefusedError(Exception):
    """``code``: form (not such a file, or changed), key (of no registered keeper), many."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Imported:
    """How many records came in and how many were there already."""

    new: int
    known: int


@transaction.atomic
def import_records(text: str, *, by: User | None) -> Imported:
    """Take in a keeper's book; bringing it again adds only what is new.

    Raises ``RecordsRefusedError``; then nothing was taken in.
    """
    try:
        found = [(signed, record_of(signed)) for signed in read_all(RECORD, text)]
    except SignedFileError as error:
        raise RecordsRefusedError("form") from error
    if not found or len(found) > MOST:
        raise RecordsRefusedError("many" if found else "form")
    new = sum(_take(signed, one, by) for signed, one in found)
    return Imported(new, len(found) - new)


def _take(signed: Signed, one: Record, by: User | None) -> bool:
    key = KeeperKey.objects.filter(fingerprint=one.key).first()
    if key is None or bytes(key.signing) != signed.key:
        raise RecordsRefusedError("key")
    if OpeningRecord.objects.filter(key=key, digest=signed.digest).exists():
        return False
    order = _order(one)
    OpeningRecord.objects.create(
        key=key,
        number=one.number,
        act=one.act,
        at=one.at,
        subject=one.subject[:40],
        order=order,
        identity=order.identity if order else _identity(one),
        reason=one.reason,
        shown=one.shown[:120],
        document=signed.text,
        digest=signed.digest,
        previous=one.previous,
        imported_by=by,
        imported_at=timezone.now(),
    )
    _record(one, key, order, by)
    return True


def _order(one: Record) -> OpeningOrder | None:
    """The order that the record names, if it is that very order for that envelope."""
    if one.act is Act.REWRAPPED:
        return None
    found = OpeningOrder.objects.filter(code=one.subject, digest=one.file)
    order = found.select_related("identity").first()
    return order if order and str(order.identity_id) == one.envelope else None


def _identity(one: Record) -> SealedIdentity | None:
    """The envelope of an opening without an order: the alarm must lead to it."""
    try:
        return SealedIdentity.objects.filter(handle=one.envelope).first() if one.envelope else None
    except (ValueError, ValidationError):
        return None


def _record(one: Record, key: KeeperKey, order: OpeningOrder | None, by: User | None) -> None:
    if one.act is Act.OPENED and order is not None:
        record(
            "identity.opened",
            order,
            by=by,
            data_class=Confidentiality.SEALED_IDENTITY,
            keeper=key.owner,
            number=one.number,
            reason=one.reason,
            envelope=order.identity.code,
        )
        return
    record(
        "key.used",
        key,
        by=by,
        data_class=Confidentiality.SEALED_IDENTITY,
        act=one.act.value,
        number=one.number,
        named=one.subject,
    )
