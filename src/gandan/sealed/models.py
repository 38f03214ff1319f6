import secrets
import uuid
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.domain.codes import ALPHABET
from gandan.sealed import keys, shields
from gandan.sealed.envelope import Envelope, decode_locked
from gandan.sealed.envelope import Slot as WireSlot
from gandan.sealed.keys import Body, PublicKey
from gandan.sealed.opening import Act
from gandan.sealed.suites import Suite
from gandan.units.models import Duty, Unit
from gandan.units.policy import reach_of

BODIES = {
    Body.RECEIVING: _("bên tiếp nhận"),
    Body.OVERSEEING: _("bên giám sát"),
}
ACTS = {
    Act.HALF: _("trao nửa khóa"),
    Act.OPENED: _("mở phong bì"),
    Act.REWRAPPED: _("trao ô khóa"),
}
SUITES = {suite.label: suite for suite in Suite}
# Who may order an opening, and so learn which envelopes there are.
ORDERERS = (Duty.LEADER, Duty.INSPECTOR)


def random_code(prefix: str) -> str:
    """A code that does not count: numbers in a row would show that others exist."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{prefix}-{letters[:4]}-{letters[4:]}"


def envelope_code() -> str:
    return random_code("NP")


def order_code() -> str:
    return random_code("LM")


def change_code() -> str:
    return random_code("TK")


class KeeperKeyQuerySet(models.QuerySet["KeeperKey"]):
    def live(self, day: date) -> "KeeperKeyQuerySet":
        """Confirmed keys whose owner keeps them on ``day``: new identities are sealed to them."""
        return self.filter(
            Q(valid_until=None) | Q(valid_until__gt=day),
            state=KeeperKey.State.LIVE,
            valid_since__lte=day,
        )


class KeeperKey(models.Model):
    """The public key of one keeper of identities (người giữ khóa) at one of the two bodies."""

    class State(models.TextChoices):
        WAITING = "waiting", _("chờ xác nhận")
        LIVE = "live", _("đang dùng")
        REFUSED = "refused", _("bị bác")
        ENDED = "ended", _("thôi giữ")
        LOST = "lost", _("mất")

    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    owner = models.CharField(_("người giữ"), max_length=160)
    body = models.CharField(
        _("bên giữ"), max_length=20, choices=[(body.value, name) for body, name in BODIES.items()]
    )
    suite = models.CharField(_("loại khóa"), max_length=30)
    sealing = models.BinaryField()
    signing = models.BinaryField()
    state = models.CharField(_("trạng thái"), max_length=10, choices=State, default=State.WAITING)
    decision = models.CharField(_("quyết định giao giữ khóa"), max_length=160)
    valid_since = models.DateField(_("giữ từ ngày"))
    valid_until = models.DateField(_("đến trước ngày"), null=True, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    registered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    end_reason = models.CharField(_("vì sao thôi dùng"), max_length=300, blank=True)
    # The last day on which the owner's station showed that it opens its slots.
    proved_on = models.DateField(_("diễn tập gần nhất"), null=True)

    objects = KeeperKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="keeper_key_confirmed_by_another",
                condition=~Q(state="live")
                | Q(confirmed_at__isnull=False) & ~Q(registered_by=F("confirmed_by")),
            ),
            models.CheckConstraint(
                name="keeper_key_time",
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_since")),
            ),
        ]

    def __str__(self) -> str:
        return self.short

    @property
    def short(self) -> str:
        """How lists and commands name the key."""
        return self.fingerprint[:12]

    @property
    def spoken(self) -> str:
        return keys.spoken(bytes.fromhex(self.fingerprint))

    def public(self) -> PublicKey:
        return PublicKey(
            self.owner,
            Body(self.body),
            SUITES[self.suite],
            bytes(self.sealing),
            bytes(self.signing),
        )


class SealedIdentityQuerySet(models.QuerySet["SealedIdentity"]):
    def visible_to(self, person: User) -> "SealedIdentityQuerySet":
        """Envelopes whose existence ``person`` may know by duty; the one door to rows."""
        within = reach_of(person).rows("unit", ORDERERS)
        return self.filter(within).exclude(shields.hidden_from(person))


class SealedIdentity(models.Model):
    """Who denounced (Law 25/2018/QH14, art. 8 forbids revealing it).

    A case keeps only the handle, not a foreign key, so no list, search, export
    or ``select_related`` can reach a name by accident. ``code`` is what people call the envelope.
    """

    handle = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(
        _("mã phong bì"), max_length=20, unique=True, default=envelope_code, editable=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    ciphertext = models.BinaryField()
    digest = models.BinaryField(max_length=32)
    schema = models.PositiveSmallIntegerField()
    sealed_at = models.DateTimeField(_("niêm phong lúc"))

    objects = SealedIdentityQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "-sealed_at"], name="sealed_unit_newest")]

    def __str__(self) -> str:
        return self.code

    def envelope(self) -> Envelope:
        """The whole envelope. Raises ``EnvelopeError`` when a body has no slot left."""
        slots = tuple(slot.wire() for slot in self.slots.select_related("key"))
        return decode_locked(bytes(self.ciphertext), slots)


class Slot(models.Model):
    """One body's half of an envelope's key, sealed to one keeper (ô khóa)."""

    identity = models.ForeignKey(SealedIdentity, on_delete=models.CASCADE, related_name="slots")
    key = models.ForeignKey(KeeperKey, on_delete=models.PROTECT, related_name="slots")
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["identity", "key"], name="sealed_slot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.identity_id} {self.key_id}"

    def wire(self) -> WireSlot:
        key = self.key.public()
        return WireSlot(key.body.group, key.suite, key.fingerprint, bytes(self.sealed))


class SlotChange(models.Model):
    """A request to a keeper's station to hand slots over (trao ô khóa), or to prove its own."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("chờ trạm")
        DONE = "done", _("đã nhận kết quả")

    code = models.CharField(_("mã"), max_length=20, unique=True, default=change_code)
    opener = models.ForeignKey(KeeperKey, on_delete=models.PROTECT, related_name="handed_over")
    takers = models.ManyToManyField(KeeperKey, related_name="taken_over")
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    opened = models.PositiveIntegerField(null=True)
    failed = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return self.code


class OpeningOrderQuerySet(models.QuerySet["OpeningOrder"]):
    def visible_to(self, person: User) -> "OpeningOrderQuerySet":
        """Orders for envelopes that ``person`` may know of."""
        return self.filter(identity__in=SealedIdentity.objects.visible_to(person))


class OpeningOrder(models.Model):
    """A signed order to open one envelope once (lệnh mở niêm phong)."""

    class State(models.TextChoices):
        OPEN = "open", _("còn hiệu lực")
        USED = "used", _("đã mở")
        REVOKED = "revoked", _("đã thu hồi")
        EXPIRED = "expired", _("hết hạn")

    code = models.CharField(_("mã lệnh"), max_length=20, unique=True, default=order_code)
    identity = models.ForeignKey(SealedIdentity, on_delete=models.PROTECT, related_name="orders")
    case_code = models.CharField(_("vụ việc"), max_length=40)
    reason = models.TextField(_("lý do mở"))
    basis = models.CharField(_("căn cứ pháp lý"), max_length=300)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ordered_at = models.DateTimeField(_("ra lệnh lúc"))
    expires_at = models.DateTimeField(_("hết hạn lúc"))
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)
    document = models.TextField(editable=False)
    digest = models.CharField(max_length=64, editable=False)

    objects = OpeningOrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="opening_order_has_grounds", condition=~Q(reason="") & ~Q(basis="")
            ),
            models.CheckConstraint(
                name="opening_order_time", condition=Q(expires_at__gt=F("ordered_at"))
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def state(self, now: datetime) -> "OpeningOrder.State":
        """Reads its records; prefetch ``records`` for a list."""
        if any(record.act == Act.OPENED for record in self.records.all()):
            return self.State.USED
        if self.revoked_at:
            return self.State.REVOKED
        return self.State.OPEN if now < self.expires_at else self.State.EXPIRED


class OpeningRecordQuerySet(models.QuerySet["OpeningRecord"]):
    def visible_to(self, person: User) -> "OpeningRecordQuerySet":
        """Records of openings of envelopes that ``person`` may know of."""
        return self.filter(identity__in=SealedIdentity.objects.visible_to(person))


class OpeningRecord(models.Model):
    """One use of a keeper's key, signed by the keeper's station (biên bản mở)."""

    key = models.ForeignKey(KeeperKey, on_delete=models.PROTECT, related_name="records")
    number = models.PositiveIntegerField(_("số thứ tự"))
    act = models.CharField(
        _("việc"), max_length=12, choices=[(act.value, name) for act, name in ACTS.items()]
    )
    at = models.DateTimeField(_("lúc"))
    subject = models.CharField(_("lệnh hoặc yêu cầu"), max_length=40)
    order = models.ForeignKey(
        OpeningOrder, null=True, on_delete=models.PROTECT, related_name="records"
    )
    identity = models.ForeignKey(
        SealedIdentity, null=True, on_delete=models.PROTECT, related_name="records"
    )
    reason = models.TextField(_("lý do ghi tại trạm"), blank=True)
    shown = models.CharField(max_length=120, blank=True)
    document = models.TextField(editable=False)
    digest = models.CharField(max_length=64, editable=False)
    previous = models.CharField(max_length=64, editable=False)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    imported_at = models.DateTimeField()

    objects = OpeningRecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "digest"], name="opening_record_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.number}"


def own_entries(person: Any) -> Q:
    """Which of this app's entries in the log ``person`` may see (``gandan.audit.veils``)."""
    identities = SealedIdentity.objects.visible_to(person).values("code")
    orders = OpeningOrder.objects.visible_to(person).values("code")
    return Q(subject_kind="sealed.sealedidentity", subject__in=identities) | Q(
        subject_kind="sealed.openingorder", subject__in=orders
    )
