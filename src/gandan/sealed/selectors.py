"""Read the state of keys, envelopes and openings. Nothing here opens anything."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.sealed.keys import KEEPER_BODIES
from gandan.sealed.models import (
    BODIES,
    KeeperKey,
    OpeningOrder,
    OpeningRecord,
    SealedIdentity,
)
from gandan.sealed.opening import FIRST, Act

ENOUGH = 2


@dataclass(frozen=True)
class Readiness:
    """Whether an identity can be sealed today, and how safely; keys by body."""

    live: dict[str, int]

    @property
    def missing(self) -> list[str]:
        """Bodies without a key: nothing can be sealed."""
        return [body for body in KEEPER_BODIES if not self.live[body]]

    @property
    def thin(self) -> list[str]:
        """Bodies with one key: when it is lost, what was sealed to it is lost."""
        return [body for body in KEEPER_BODIES if 0 < self.live[body] < ENOUGH]

    @property
    def can_seal(self) -> bool:
        return not self.missing

    @property
    def missing_names(self) -> str:
        return ", ".join(str(BODIES[body]) for body in KEEPER_BODIES if body in self.missing)

    @property
    def thin_names(self) -> str:
        return ", ".join(str(BODIES[body]) for body in KEEPER_BODIES if body in self.thin)


def readiness(day: date) -> Readiness:
    """How many keys of each body are live on ``day``; ask before a form is shown."""
    live = KeeperKey.objects.live(day).values_list("body").annotate(count=Count("id"))
    counts = dict(live.order_by())
    return Readiness({body: counts.get(body, 0) for body in KEEPER_BODIES})


@dataclass(frozen=True)
class SealState:
    """What a case may say of its envelope."""

    code: str
    sealed_at: datetime
    times_opened: int


def seal_state(handle: UUID) -> SealState | None:
    """For the pages of the case that keeps ``handle``; the caller decides who sees it."""
    found = SealedIdentity.objects.filter(handle=handle).first()
    if found is None:
        return None
    return SealState(found.code, found.sealed_at, times_opened([found])[found.handle])


def times_opened(identities: Iterable[SealedIdentity]) -> dict[UUID, int]:
    """How often each was opened, by the orders its records name; one opening has two records."""
    wanted = [identity.handle for identity in identities]
    opened: dict[UUID, set[str]] = {handle: set() for handle in wanted}
    records = OpeningRecord.objects.filter(identity__in=wanted, act=Act.OPENED)
    for handle, subject in records.values_list("identity_id", "subject"):
        if handle is not None:
            opened[handle].add(subject)
    return {handle: len(subjects) for handle, subjects in opened.items()}


ALARMS: dict[str, Promise] = {
    "gap": _("Thiếu biên bản: khóa đã được dùng mà chưa nộp biên bản."),
    "fork": _("Hai biên bản khác nhau cùng số thứ tự: có thể khóa riêng bị sao chép."),
    "unordered": _("Mở không theo lệnh nào của máy chủ này."),
    "late": _("Mở sau khi lệnh hết hạn hoặc đã bị thu hồi."),
    "repeated": _("Một lệnh được dùng để mở nhiều lần."),
}


@dataclass(frozen=True)
class Alarm:
    """Something in the records that must not be; ``numbers`` are those of the key's book."""

    code: str
    key: KeeperKey
    numbers: tuple[int, ...]
    subject: str = ""

    @property
    def sentence(self) -> str:
        return str(ALARMS[self.code])


def alarms(person: User) -> list[Alarm]:
    """What the books of all keys show to be wrong, by key and number.

    What points to an envelope is told only to those who may know of it.
    """
    known = set(SealedIdentity.objects.visible_to(person).filter(records__isnull=False))
    by_key: dict[int, list[OpeningRecord]] = defaultdict(list)
    records = OpeningRecord.objects.select_related("key", "order", "identity")
    for record in records.order_by("number", "id"):
        by_key[record.key_id].append(record)
    found: list[Alarm] = []
    for own in by_key.values():
        seen = [one for one in own if one.identity is None or one.identity in known]
        found += _alarms_of(own) + _alarms_of_openings(own[0].key, seen)
    return found


def _alarms_of(records: list[OpeningRecord]) -> list[Alarm]:
    key = records[0].key
    numbers = {record.number for record in records}
    found: list[Alarm] = []
    if gap := tuple(sorted(set(range(1, max(numbers) + 1)) - numbers)):
        found.append(Alarm("gap", key, gap))
    digests: dict[int, set[str]] = defaultdict(set)
    for record in records:
        digests[record.number].add(record.digest)
    forked = {number for number, some in digests.items() if len(some) > 1}
    for record in records:
        before = digests.get(record.number - 1, {FIRST} if record.number == 1 else set())
        if before and record.previous not in before:
            forked.add(record.number)
    if forked:
        found.append(Alarm("fork", key, tuple(sorted(forked))))
    return found


def _alarms_of_openings(key: KeeperKey, records: list[OpeningRecord]) -> list[Alarm]:
    found: list[Alarm] = []
    used: dict[int, list[int]] = defaultdict(list)
    for record in records:
        if record.act == Act.REWRAPPED:
            continue
        order = record.order
        if order is None:
            found.append(Alarm("unordered", key, (record.number,), record.subject))
            continue
        ended = min(order.expires_at, order.revoked_at or order.expires_at)
        if record.at >= ended:
            found.append(Alarm("late", key, (record.number,), order.code))
        if record.act == Act.OPENED:
            used[order.pk].append(record.number)
    for numbers in used.values():
        if len(numbers) > 1:
            subject = next(r.subject for r in records if r.number == numbers[0])
            found.append(Alarm("repeated", key, tuple(numbers), subject))
    return found


def weak_envelopes(person: User, day: date) -> "QuerySet[SealedIdentity]":
    """Envelopes that ``person`` may know of and that a body holds with fewer than two live keys.

    Each has ``receiving`` and ``overseeing``, the number of its live slots.
    """
    return _weak(SealedIdentity.objects.visible_to(person), day).order_by("sealed_at")


def count_weak(day: date) -> int:
    """How many such envelopes there are at all, for the operator's command."""
    return _weak(SealedIdentity.objects.all(), day).count()


def _weak(rows: "QuerySet[SealedIdentity]", day: date) -> "QuerySet[SealedIdentity]":
    live = KeeperKey.objects.live(day)
    counts = {
        body.value: Count("slots", filter=Q(slots__key__in=live, slots__key__body=body))
        for body in KEEPER_BODIES
    }
    return rows.annotate(**counts).filter(Q(receiving__lt=ENOUGH) | Q(overseeing__lt=ENOUGH))


def orders_for(person: User) -> "QuerySet[OpeningOrder]":
    """Orders that ``person`` may see, newest first, with what a list shows."""
    rows = OpeningOrder.objects.visible_to(person).select_related("identity", "ordered_by")
    return rows.prefetch_related("records").order_by("-ordered_at", "-id")
