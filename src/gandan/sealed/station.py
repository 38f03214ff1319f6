"""What a keeper's station does: key files, orders, openings, and the book of each key's uses.

The book lies beside the private key. A use is written into it, signed, and on the disk before
anything is opened: an interrupted opening can leave too much in the book, never too little.
"""

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from gandan.audit.notes import LogKey
from gandan.sealed import rewrap_files
from gandan.sealed.envelope import Envelope, Slot
from gandan.sealed.handover import HandoverError, read_half, write_half
from gandan.sealed.key_files import (
    Cost,
    KeyFileError,
    WeakPassphraseError,
    WrongPassphraseError,
    public_from,
    read_private,
    write_private,
    write_public,
)
from gandan.sealed.keys import KEEPER_BODIES, Body, PrivateKey, PublicKey, make_key
from gandan.sealed.locking import Half, NoSlotError, make_slot, open_half, open_slot, unlock
from gandan.sealed.opening import (
    FIRST,
    RECORD,
    Act,
    Order,
    Record,
    read_order,
    record_of,
    write_record,
)
from gandan.sealed.rewrap_files import RewrapFileError, SlotList
from gandan.sealed.signed import Signed, SignedFileError, read_all, read_signed
from gandan.sealed.suites import NotOpenedError, Suite, opener, sealer
from gandan.vietnamese import fold

KEY, PUBLIC, BOOK = ".key", ".pub", ".records"
Progress = Callable[[int, int], None]


class StationError(Exception):
    """A sentence for the keeper: what is wrong and what to do."""


@dataclass(frozen=True)
class Holder:
    """A private key in use, with its book."""

    key: PrivateKey
    book: Path

    def uses(self) -> list[Signed]:
        """All uses so far. Raises ``StationError`` when the book was tampered with."""
        if not self.book.exists():
            return []
        try:
            found = read_all(RECORD, self.book.read_text("utf-8"))
            records = [record_of(one) for one in found]
        except (OSError, UnicodeDecodeError, SignedFileError) as error:
            raise self._damaged() from error
        previous = FIRST
        for number, (one, record) in enumerate(zip(found, records, strict=True), 1):
            own = one.key == self.key.public.signing
            if not own or record.number != number or record.previous != previous:
                raise self._damaged()
            previous = one.digest
        return found

    def note(self, act: Act, *, at: datetime, subject: str, file: str, **more: object) -> Record:
        """Write a use into the book; it is on the disk when this returns."""
        uses = self.uses()
        record = Record(
            number=len(uses) + 1,
            previous=uses[-1].digest if uses else FIRST,
            act=act,
            key=self.key.public.fingerprint.hex(),
            owner=self.key.public.owner,
            subject=subject,
            file=file,
            at=at,
            **{"envelope": "", "reason": "", **more},  # type: ignore[arg-type]
        )
        with self.book.open("a", encoding="utf-8") as out:
            out.write(write_record(record, self.key))
            out.flush()
            os.fsync(out.fileno())
        return record

    def has_opened(self, order: str) -> bool:
        """Whether the order with this digest was used up with this key."""
        return any(
            record.act is Act.OPENED and record.file == order
            for record in map(record_of, self.uses())
        )

    def _damaged(self) -> StationError:
        return StationError(
            f"Sổ dùng khóa {self.book} bị sửa hoặc thiếu. Không mở gì cho đến khi làm rõ."
        )


def public_path(folder: Path, owner: str, body: Body) -> Path:
    """Where the public file of this keeper's key goes; the private one lies beside it."""
    name = re.sub(r"[^a-z0-9]+", "-", fold(f"{owner} {body}")).strip("-")
    return folder / f"{name}{PUBLIC}"


def make_key_files(
    folder: Path,
    owner: str,
    body: Body,
    passphrase: str,
    *,
    suite: Suite | None = None,
    cost: Cost | None = None,
) -> tuple[Path, Path]:
    """Write a new private key and its public file. Raises ``StationError``."""
    key = make_key(" ".join(owner.split()), body, suite)
    public = public_path(folder, owner, body)
    private = public.with_suffix(KEY)
    if private.exists() or public.exists():
        raise StationError(f"Đã có {private}. Chọn thư mục khác hoặc đổi tên tệp cũ.")
    try:
        text = write_private(key, passphrase, cost)
    except WeakPassphraseError as error:
        raise StationError("Câu mật khẩu cần ít nhất 16 ký tự; nên là năm, sáu từ.") from error
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    public.write_text(write_public(key), "utf-8")
    return private, public


def load_holder(path: Path, passphrase: str) -> Holder:
    """The private key in the file at ``path``. Raises ``StationError``."""
    try:
        key = read_private(path.read_text("utf-8"), passphrase)
    except (OSError, UnicodeDecodeError, KeyFileError) as error:
        raise StationError(f"{path} không phải tệp khóa riêng, hoặc đã hỏng.") from error
    except WrongPassphraseError as error:
        raise StationError("Câu mật khẩu không đúng, hoặc tệp khóa đã bị sửa.") from error
    return Holder(key, path.with_suffix(BOOK))


def accepted_order(text: str, server: LogKey, envelope: Envelope, now: datetime) -> Signed:
    """The order in ``text``, if it allows opening ``envelope`` now. Raises ``StationError``."""
    try:
        order, signed = read_order(text)
    except SignedFileError as error:
        raise StationError("Tệp lệnh mở không đúng dạng hoặc đã bị sửa.") from error
    if signed.key != server.public:
        raise StationError("Lệnh mở không do máy chủ này ký. So lại khóa công khai của máy chủ.")
    if order.envelope != envelope.handle or order.digest != envelope.digest.hex():
        raise StationError("Lệnh mở là cho phong bì khác.")
    if not order.is_open(now):
        raise StationError("Lệnh mở đã hết hạn hoặc chưa đến giờ. Xem lại đồng hồ máy này.")
    return signed


def open_together(
    envelope: Envelope,
    order: Signed,
    holders: Sequence[Holder],
    *,
    reason: str,
    now: datetime,
    shown: str,
) -> bytes:
    """Both keepers at one station: the content. Raises ``StationError``.

    The uses are in both books before the halves are joined.
    """
    halves = [_half(envelope, holder) for holder in holders]
    if {half.group for half in halves} != {body.group for body in KEEPER_BODIES}:
        raise StationError("Cần đúng hai khóa, mỗi khóa của một bên giữ.")
    for holder in holders:
        _refuse_second_use(holder, order)
    prints = [holder.key.public.fingerprint.hex() for holder in holders]
    for holder, own in zip(holders, prints, strict=True):
        beside = tuple(one for one in prints if one != own)
        _note_opening(holder, order, reason=reason, now=now, beside=beside, shown=shown)
    return _content(envelope, halves)


def give_half(
    envelope: Envelope,
    order: Signed,
    holder: Holder,
    taker: PublicKey,
    *,
    reason: str,
    now: datetime,
) -> str:
    """The first of two stations: this keeper's half, sealed to the other keeper."""
    if {holder.key.public.body, taker.body} != set(KEEPER_BODIES):
        raise StationError("Nửa khóa chỉ trao cho người giữ của bên kia.")
    half = _half(envelope, holder)
    record = holder.note(
        Act.HALF,
        at=now,
        subject=_order(order).code,
        file=order.digest,
        envelope=str(envelope.handle),
        reason=reason,
        beside=(taker.fingerprint.hex(),),
    )
    return write_half(half, holder.key, taker, envelope, order.digest, record.number)


def open_with_half(
    envelope: Envelope,
    order: Signed,
    holder: Holder,
    half_file: str,
    *,
    reason: str,
    now: datetime,
    shown: str,
) -> bytes:
    """The second of two stations: the content. Raises ``StationError``."""
    own = _half(envelope, holder)
    _refuse_second_use(holder, order)
    try:
        other = read_half(half_file, holder.key, envelope, order.digest)
    except HandoverError as error:
        raise StationError("Tệp nửa khóa không phải cho khóa, lệnh và phong bì này.") from error
    if other.half.group == own.group:
        raise StationError("Hai nửa cùng một bên. Cần một khóa của mỗi bên giữ.")
    beside = (other.giver.fingerprint.hex(),)
    _note_opening(holder, order, reason=reason, now=now, beside=beside, shown=shown)
    return _content(envelope, [own, other.half])


def _half(envelope: Envelope, holder: Holder) -> Half:
    try:
        return open_half(envelope, holder.key)
    except NoSlotError as error:
        raise StationError(
            f"Phong bì không có ô khóa cho khóa của {holder.key.public.owner}."
        ) from error
    except NotOpenedError as error:
        raise StationError(
            f"Ô khóa của {holder.key.public.owner} đã hỏng. Dùng khóa khác của cùng bên."
        ) from error


def _content(envelope: Envelope, halves: Sequence[Half]) -> bytes:
    try:
        return unlock(envelope, halves)
    except NotOpenedError as error:
        raise StationError("Phong bì đã bị sửa: hai nửa khóa đúng nhưng không mở được.") from error


def _order(signed: Signed) -> Order:
    return read_order(signed.text)[0]


def _refuse_second_use(holder: Holder, order: Signed) -> None:
    if holder.has_opened(order.digest):
        raise StationError("Lệnh này đã dùng để mở một lần. Muốn mở lại phải có lệnh mới.")


def _note_opening(
    holder: Holder,
    order: Signed,
    *,
    reason: str,
    now: datetime,
    beside: tuple[str, ...],
    shown: str,
) -> None:
    opened = _order(order)
    holder.note(
        Act.OPENED,
        at=now,
        subject=opened.code,
        file=order.digest,
        envelope=str(opened.envelope),
        reason=reason,
        beside=beside,
        shown=shown,
    )


@dataclass(frozen=True)
class Request:
    """A request to hand slots over: from the holder's own key to ``takers``."""

    code: str
    takers: tuple[PublicKey, ...]
    count: int
    end: int


def read_request(file: BinaryIO, holder: Holder, server: LogKey) -> Request:
    """The request in ``file``, if the server signed it for this key. Raises ``StationError``."""
    try:
        text, end = rewrap_files.tail_of(file)
        signed = read_signed(rewrap_files.REQUEST, text)
        payload = signed.payload
        takers = tuple(public_from(one) for one in payload["to"])
        is_whole = payload["sha256"] == rewrap_files.records_digest(file, end)
        code, count = str(payload["code"]), int(payload["count"])
        is_own = payload["from"] == holder.key.public.fingerprint.hex()
    except (RewrapFileError, SignedFileError, KeyFileError, KeyError, TypeError, ValueError) as e:
        raise StationError("Tệp yêu cầu không đúng dạng hoặc đã bị sửa.") from e
    if signed.key != server.public or not is_whole:
        raise StationError("Tệp yêu cầu không do máy chủ này ký, hoặc đã bị sửa.")
    if not is_own:
        raise StationError("Yêu cầu này là cho khóa khác.")
    if any(taker.body is not holder.key.public.body for taker in takers):
        raise StationError("Ô khóa chỉ trao cho khóa của cùng một bên giữ.")
    return Request(code, takers, count, end)


def rewrap(
    file: BinaryIO,
    out: BinaryIO,
    request: Request,
    holder: Holder,
    *,
    now: datetime,
    progress: Progress | None = None,
) -> tuple[int, int]:
    """Open each half and seal it to the takers; without takers this is a drill.

    Returns how many were opened and how many could not be.
    """
    writer = rewrap_files.Writer(out)
    own = holder.key.public.fingerprint
    opening = opener(holder.key.public.suite, holder.key.sealing)
    sealings = [(taker, sealer(taker.suite, taker.sealing)) for taker in request.takers]
    failed = 0
    for done, one in enumerate(rewrap_files.read_lists(file, request.end), 1):
        slot = Slot(holder.key.public.body.group, holder.key.public.suite, own, one.slots[own])
        try:
            half = open_slot(slot, holder.key, one.handle, one.digest, opening)
        except NotOpenedError:
            failed += 1
            writer.add([SlotList(one.handle, one.digest, {})])
        else:
            made = {
                taker.fingerprint: make_slot(half, taker, one.handle, one.digest, sealing).sealed
                for taker, sealing in sealings
            }
            writer.add([SlotList(one.handle, one.digest, made or {own: b""})])
        if progress:
            progress(done, request.count)
    opened = writer.count - failed
    record = holder.note(
        Act.REWRAPPED,
        at=now,
        subject=request.code,
        file=writer.digest,
        beside=tuple(taker.fingerprint.hex() for taker in request.takers),
        shown=f"{opened}/{writer.count}",
    )
    writer.finish(write_record(record, holder.key))
    return opened, failed
