"""Order an opening, revoke it, hand out the files that a station needs. The server opens nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from gandan.accounts.models import User
from gandan.audit.services import record, record_read
from gandan.audit.signing import signing_key
from gandan.domain.confidentiality import Confidentiality
from gandan.sealed.models import OpeningOrder, SealedIdentity, order_code
from gandan.sealed.opening import Order, write_order
from gandan.sealed.signed import digest_of

LONGEST = timedelta(days=30)
SHORTEST_REASON = 15


class OrderRefusedError(Exception):
    """``code``: reason, basis, case, expiry, revoked, used or expired."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Grounds:
    """Why an envelope must be opened, for which case, until when."""

    case_code: str
    reason: str
    basis: str
    expires_at: datetime


@transaction.atomic
def order_opening(identity: SealedIdentity, grounds: Grounds, *, by: User) -> OpeningOrder:
    """Sign an order that lets two keepers open ``identity`` once.

    The caller has fetched ``identity`` through ``visible_to``. Raises ``OrderRefusedError``.
    """
    now = timezone.now().replace(microsecond=0)
    expires_at = grounds.expires_at.replace(microsecond=0)
    reason, basis = " ".join(grounds.reason.split()), " ".join(grounds.basis.split())
    _check(grounds.case_code, reason, basis, expires_at - now)
    order = Order(
        code=order_code(),
        envelope=identity.handle,
        digest=bytes(identity.digest).hex(),
        case=grounds.case_code.strip(),
        reason=reason,
        basis=basis,
        ordered_by=str(by),
        ordered_at=now,
        expires_at=expires_at,
    )
    key = signing_key()
    text = write_order(order, key.public_key().public_bytes_raw(), key.sign)
    made = OpeningOrder.objects.create(
        code=order.code,
        identity=identity,
        case_code=order.case,
        reason=reason,
        basis=basis,
        ordered_by=by,
        ordered_at=now,
        expires_at=expires_at,
        document=text,
        digest=digest_of(text),
    )
    record(
        "identity.opening_ordered",
        made,
        by=by,
        data_class=Confidentiality.SEALED_IDENTITY,
        envelope=identity.code,
        case=order.case,
        reason=reason,
        basis=basis,
    )
    return made


def _check(case: str, reason: str, basis: str, length: timedelta) -> None:
    if not case.strip():
        raise OrderRefusedError("case")
    if len(reason) < SHORTEST_REASON:
        raise OrderRefusedError("reason")
    if not basis:
        raise OrderRefusedError("basis")
    if not timedelta(0) < length <= LONGEST:
        raise OrderRefusedError("expiry")


@transaction.atomic
def revoke_order(order: OpeningOrder, *, by: User) -> None:
    """Take an order back. A file that was carried away still works: its record will raise an alarm.

    Raises ``OrderRefusedError`` when it was used or revoked already.
    """
    if order.state(timezone.now()) == OpeningOrder.State.USED:
        raise OrderRefusedError("used")
    held = OpeningOrder.objects.filter(pk=order.pk, revoked_at=None)
    if not held.update(revoked_at=timezone.now(), revoked_by=by):
        raise OrderRefusedError("revoked")
    record("identity.order_revoked", order, by=by, data_class=Confidentiality.SEALED_IDENTITY)
    order.refresh_from_db()


def take_order(order: OpeningOrder) -> str:
    """The signed order, for the station. Raises ``OrderRefusedError`` unless it is open."""
    _require_open(order)
    return order.document


@transaction.atomic
def take_envelope(order: OpeningOrder, *, by: User) -> bytes:
    """The envelope, for the station; taking it is on record.

    Raises ``OrderRefusedError`` unless the order is open, ``EnvelopeError`` when no slot is left.
    """
    _require_open(order)
    data = order.identity.envelope().encode()
    record_read(
        "identity.envelope_taken",
        order.identity,
        by=by,
        data_class=Confidentiality.SEALED_IDENTITY,
        reason=order.reason,
        order=order.code,
    )
    return data


def _require_open(order: OpeningOrder) -> None:
    state = order.state(timezone.now())
    if state != OpeningOrder.State.OPEN:
        raise OrderRefusedError(state)
