import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.units.models import Unit
from gandan.units.policy import reach_of


class DigestQuerySet(models.QuerySet["Digest"]):
    def visible_to(self, person: User) -> "DigestQuerySet":
        """Digests whose scope unit is in reach of ``person`` today."""
        return self.filter(reach_of(person).rows("scope"))


class Digest(models.Model):
    """A digest (bản tổng hợp) of a period and scope; frozen content never changes."""

    class State(models.TextChoices):
        DRAFT = "draft", _("đang soạn")
        FROZEN = "frozen", _("đã chốt")

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("tên bản tổng hợp"), max_length=200)
    scope = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="digests")
    label = models.CharField(_("kỳ"), max_length=60)
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến trước ngày"))
    state = models.CharField(_("trạng thái"), max_length=10, choices=State, default=State.DRAFT)
    # The engine's digest as documented JSON, and what the officer wrote beside it.
    content = models.JSONField(default=dict)
    edits = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(auto_now=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    frozen_at = models.DateTimeField(null=True)

    objects = DigestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="digest_frozen_has_hash",
                condition=Q(state="draft")
                | (~Q(content_hash="") & Q(frozen_by__isnull=False, frozen_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.title
