"""Hand slots over to new keys, prove keys by a drill, take slots of ended keys away.

Only a keeper's station can make slots, so the server writes a request, the station answers with
a file, and the server takes the answer in. Both may be done again after an interruption.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import BinaryIO

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.audit.signing import signing_key
from gandan.domain.confidentiality import Confidentiality
from gandan.sealed import rewrap_files
from gandan.sealed.models import KeeperKey, SealedIdentity, Slot, SlotChange
from gandan.sealed.opening import RECORD, Act, Record, record_of
from gandan.sealed.rewrap_files import RewrapFileError, SlotList, Writer, request_payload
from gandan.sealed.services.recording import import_records
from gandan.sealed.signed import Signed, SignedFileError, read_signed, write_signed

CHUNK = 500
Progress = Callable[[int], None]


class RewrapRefusedError(Exception):
    """``code``: opener, taker, nothing, answer, changed, thin or open."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Answered:
    """What an answer brought: slots made, envelopes that the station could not open."""

    made: int
    failed: int


def write_request(
    opener: KeeperKey,
    takers: Sequence[KeeperKey],
    out: BinaryIO,
    *,
    by: User | None,
    day: date,
    progress: Progress | None = None,
) -> SlotChange:
    """Write a request to the station of ``opener``: its slots, for keys of the same body.

    Without ``takers`` it is a drill. Raises ``RewrapRefusedError``.
    """
    live = set(KeeperKey.objects.live(day).values_list("pk", flat=True))
    if opener.state in {KeeperKey.State.WAITING, KeeperKey.State.REFUSED}:
        raise RewrapRefusedError("opener")
    if any(one.pk not in live or one.body != opener.body or one == opener for one in takers):
        raise RewrapRefusedError("taker")
    change = _noted(opener, takers, by)
    writer = Writer(out)
    for part in _chunks(_slots_to_send(opener, takers).iterator(CHUNK)):
        writer.add(
            SlotList(
                slot.identity_id,
                bytes(slot.identity.digest),
                {bytes.fromhex(opener.fingerprint): bytes(slot.sealed)},
            )
            for slot in part
        )
        if progress:
            progress(writer.count)
    key = signing_key()
    payload = request_payload(
        change.code,
        bytes.fromhex(opener.fingerprint),
        [one.public().as_plain() for one in takers],
        writer,
    )
    public = key.public_key().public_bytes_raw()
    writer.finish(write_signed(rewrap_files.REQUEST, payload, public, key.sign))
    return change


@transaction.atomic
def _noted(opener: KeeperKey, takers: Sequence[KeeperKey], by: User | None) -> SlotChange:
    change = SlotChange.objects.create(opener=opener, requested_by=by, requested_at=timezone.now())
    change.takers.set(takers)
    record(
        "key.rewrap_requested",
        opener,
        by=by,
        change=change.code,
        takers=[one.short for one in takers],
    )
    return change


def _slots_to_send(opener: KeeperKey, takers: Sequence[KeeperKey]) -> "QuerySet[Slot]":
    """Slots of ``opener`` in envelopes that lack a slot for some taker; all for a drill."""
    slots = Slot.objects.filter(key=opener).select_related("identity")
    slots = slots.only("sealed", "identity__digest", "identity__handle").order_by("pk")
    if not takers:
        return slots
    held = Slot.objects.filter(identity=OuterRef("identity"))
    has_all = Q()
    for one in takers:
        has_all &= Q(Exists(held.filter(key=one)))
    return slots.exclude(has_all)


def import_answer(
    file: BinaryIO, *, by: User | None, day: date, progress: Progress | None = None
) -> Answered:
    """Take in what a station answered. Doing it again adds nothing twice.

    Raises ``RewrapRefusedError``: ``answer`` for a file that is damaged or of another station,
    ``changed`` when it speaks of an envelope that is not here as it was sent.
    """
    change, signed, said, end = _answer(file)
    takers = {bytes.fromhex(one.fingerprint): one for one in change.takers.all()}
    made = failed = 0
    lists = rewrap_files.read_lists(file, end)
    while part := list(islice(lists, CHUNK)):
        made += _take_in(part, takers)
        failed += sum(not one.slots for one in part)
        if progress:
            progress(made + failed)
    _finish(change, signed, said, failed, by, day)
    return Answered(made, failed)


def _answer(file: BinaryIO) -> tuple[SlotChange, Signed, Record, int]:
    try:
        text, end = rewrap_files.tail_of(file)
        signed = read_signed(RECORD, text)
        said = record_of(signed)
        is_whole = said.file == rewrap_files.records_digest(file, end)
    except (RewrapFileError, SignedFileError) as error:
        raise RewrapRefusedError("answer") from error
    change = SlotChange.objects.filter(code=said.subject).select_related("opener").first()
    if change is None or said.act is not Act.REWRAPPED or not is_whole:
        raise RewrapRefusedError("answer")
    if bytes(change.opener.signing) != signed.key or said.key != change.opener.fingerprint:
        raise RewrapRefusedError("answer")
    return change, signed, said, end


@transaction.atomic
def _take_in(part: Sequence[SlotList], takers: dict[bytes, KeeperKey]) -> int:
    """Store the slots of some envelopes; return how many there are of them."""
    digests = dict(
        SealedIdentity.objects.filter(pk__in=[one.handle for one in part]).values_list(
            "handle", "digest"
        )
    )
    slots = []
    for one in part:
        if bytes(digests.get(one.handle, b"")) != one.digest:
            raise RewrapRefusedError("changed")
        slots += [
            Slot(identity_id=one.handle, key=takers[fingerprint], sealed=sealed)
            for fingerprint, sealed in one.slots.items()
            if fingerprint in takers
        ]
    Slot.objects.bulk_create(slots, ignore_conflicts=True)
    return len(slots)


@transaction.atomic
def _finish(
    change: SlotChange, signed: Signed, said: Record, failed: int, by: User | None, day: date
) -> None:
    opened = int(said.shown.partition("/")[0] or 0)
    waiting = SlotChange.objects.filter(pk=change.pk, state=SlotChange.State.REQUESTED)
    first = waiting.update(
        state=SlotChange.State.DONE, done_at=timezone.now(), opened=opened, failed=failed
    )
    import_records(signed.text, by=by)
    if not failed:
        KeeperKey.objects.filter(pk=change.opener_id).update(proved_on=day)
    if first:
        record(
            "key.rewrapped",
            change.opener,
            by=by,
            data_class=Confidentiality.SEALED_IDENTITY,
            change=change.code,
            opened=opened,
            failed=failed,
        )


def remove_slots(key: KeeperKey, *, by: User | None, day: date) -> int:
    """Take away the slots of an ended key, so that it opens nothing kept here any more.

    Backups made before still hold them. Raises ``RewrapRefusedError``: ``open`` while the key is
    in use, ``thin`` when an envelope would be left without a live slot of that body.
    """
    if key.state not in {KeeperKey.State.ENDED, KeeperKey.State.LOST}:
        raise RewrapRefusedError("open")
    live = KeeperKey.objects.live(day).filter(body=key.body)
    others = Slot.objects.filter(identity=OuterRef("identity"), key__in=live)
    if Slot.objects.filter(key=key).exclude(Exists(others)).exists():
        raise RewrapRefusedError("thin")
    removed = 0
    while part := list(Slot.objects.filter(key=key).values_list("pk", flat=True)[:CHUNK]):
        with transaction.atomic():
            removed += Slot.objects.filter(pk__in=part).delete()[0]
    if removed:
        hidden = Confidentiality.SEALED_IDENTITY
        record("identity.slots_changed", key, by=by, data_class=hidden, removed=removed)
    return removed


def _chunks(slots: Iterator[Slot]) -> Iterator[list[Slot]]:
    while part := list(islice(slots, CHUNK)):
        yield part
