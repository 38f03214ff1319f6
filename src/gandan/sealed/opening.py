"""Opening orders, which the server signs, and records of use, which a keeper's station signs."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from gandan.sealed.keys import PrivateKey
from gandan.sealed.signed import Sign, Signed, SignedFileError, read_signed, texts, write_signed

ORDER, RECORD = "opening-order", "key-record"
FIRST = "0" * 64


class Act(StrEnum):
    """What a private key was used for."""

    HALF = "half"
    OPENED = "opened"
    REWRAPPED = "rewrapped"


@dataclass(frozen=True)
class Order:
    """Open this one envelope, for this reason, until ``expires_at``."""

    code: str
    envelope: UUID
    digest: str
    case: str
    reason: str
    basis: str
    ordered_by: str
    ordered_at: datetime
    expires_at: datetime

    def payload(self) -> dict[str, str]:
        return {
            "code": self.code,
            "envelope": str(self.envelope),
            "digest": self.digest,
            "case": self.case,
            "reason": self.reason,
            "basis": self.basis,
            "ordered_by": self.ordered_by,
            "ordered_at": written(self.ordered_at),
            "expires_at": written(self.expires_at),
        }

    def is_open(self, now: datetime) -> bool:
        return self.ordered_at <= now < self.expires_at


@dataclass(frozen=True)
class Record:
    """One use of a private key.

    ``number`` counts all uses of the key from 1, and ``previous`` is the digest of the record
    before, so a record that was held back or a second copy of the key shows. ``subject`` is the
    code of the order or of the request; ``file`` is the digest of what was worked on.
    """

    number: int
    previous: str
    act: Act
    key: str
    owner: str
    subject: str
    file: str
    envelope: str
    reason: str
    at: datetime
    beside: tuple[str, ...] = ()
    shown: str = ""

    def payload(self) -> dict[str, Any]:
        plain = asdict(self)
        return plain | {"act": self.act.value, "at": written(self.at), "beside": list(self.beside)}


def write_order(order: Order, key: bytes, sign: Sign) -> str:
    return write_signed(ORDER, order.payload(), key, sign)


def read_order(text: str) -> tuple[Order, Signed]:
    """The order and its file; whose key signed it is for the caller to look at.

    Raises ``SignedFileError``.
    """
    signed = read_signed(ORDER, text)
    names = ("code", "envelope", "digest", "case", "reason", "basis", "ordered_by")
    code, envelope, digest, case, reason, basis, by, ordered, expires = texts(
        signed.payload, *names, "ordered_at", "expires_at"
    )
    try:
        handle = UUID(envelope)
    except ValueError as error:
        raise SignedFileError("envelope") from error
    order = Order(code, handle, digest, case, reason, basis, by, moment(ordered), moment(expires))
    return order, signed


def write_record(record: Record, key: PrivateKey) -> str:
    return write_signed(RECORD, record.payload(), key.public.signing, key.sign)


def record_of(signed: Signed) -> Record:
    """The record in a signed file. Raises ``SignedFileError``."""
    payload = dict(signed.payload)
    beside, number = payload.pop("beside", None), payload.pop("number", None)
    previous, act, key, owner, subject, file, envelope, reason, at, shown = texts(
        payload,
        *("previous", "act", "key", "owner", "subject", "file", "envelope", "reason"),
        *("at", "shown"),
    )
    if type(number) is not int or number < 1 or act not in {one.value for one in Act}:
        raise SignedFileError("record")
    if not isinstance(beside, list) or not all(isinstance(one, str) for one in beside):
        raise SignedFileError("record")
    return Record(
        number,
        previous,
        Act(act),
        key,
        owner,
        subject,
        file,
        envelope,
        reason,
        moment(at),
        tuple(beside),
        shown,
    )


def written(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str) -> datetime:
    """Raises ``SignedFileError``."""
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise SignedFileError("a moment") from error
