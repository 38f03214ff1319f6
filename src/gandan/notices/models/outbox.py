"""The outbox: every mail that was ever to go out, with what became of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.units.models import Duty
from gandan.units.scopes import done_within


class MailState(models.TextChoices):
    WAITING = "waiting", _("chờ gửi")
    SENDING = "sending", _("đang gửi")
    SENT = "sent", _("đã gửi")
    DEAD = "dead", _("không gửi được")
    DROPPED = "dropped", _("đã bỏ")


class MailKind(models.TextChoices):
    DIGEST = "digest", _("việc đến hạn trong ngày")
    NEW = "new", _("có thông báo mới")


class MailQuerySet(models.QuerySet["Mail"]):
    def visible_to(self, person: User) -> "MailQuerySet":
        """Mails to people in the units that an administrator looks after."""
        return self.filter(done_within(person, "person", [Duty.ADMINISTRATOR]))


class Mail(models.Model):
    """One mail to one person, once for each ``key``; its words are fixed when it is queued.

    ``code`` makes the Message-ID, so each attempt sends the same bytes under the same
    Message-ID and a mail server that has it already can drop the second one.
    """

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(_("loại"), max_length=10, choices=MailKind)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mails"
    )
    to = models.EmailField(_("gửi tới"))
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=MailState, default=MailState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("số lần gửi"), default=0)
    next_try_at = models.DateTimeField(_("gửi lại lúc"))
    lease_until = models.DateTimeField(null=True)
    error = models.CharField(_("lỗi"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("lập lúc"))
    ended_at = models.DateTimeField(_("xong lúc"), null=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "next_try_at", "id"], name="mail_due"),
            models.Index(fields=["-created_at", "-id"], name="mail_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="mail_in_hand_has_a_lease",
                condition=Q(state="sending", lease_until__isnull=False)
                | ~Q(state="sending") & Q(lease_until=None),
            ),
            models.CheckConstraint(
                name="mail_ended_says_when",
                condition=Q(state__in=["waiting", "sending"], ended_at=None)
                | Q(state__in=["sent", "dead", "dropped"], ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.code)
