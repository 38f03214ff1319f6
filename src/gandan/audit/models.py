from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.audit.actions import ACTIONS


class Entry(models.Model):
    """One change or sensitive read; written in the transaction of what it records.

    ``position`` and ``chained`` are empty until the batch step puts the entry into the chain.
    """

    at = models.DateTimeField(_("lúc"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    actor_name = models.CharField(_("người làm"), max_length=150)
    action = models.CharField(_("việc"), max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject = models.CharField(_("đối tượng"), max_length=80)
    details = models.JSONField(default=dict)
    position = models.PositiveBigIntegerField(null=True, unique=True, editable=False)
    chained = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject", "id"], name="audit_subject"),
            models.Index(
                fields=["id"], name="audit_not_chained", condition=Q(position__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"

    @property
    def wording(self) -> str:
        return str(ACTIONS.get(self.action, self.action))

    def content(self) -> dict[str, Any]:
        """What the chain protects, as plain values."""
        return {
            "id": self.pk,
            "at": self.at.isoformat(),
            "actor": self.actor_id,
            "actor_name": self.actor_name,
            "action": self.action,
            "subject_kind": self.subject_kind,
            "subject": self.subject,
            "details": self.details,
        }


class Checkpoint(models.Model):
    """The end of the chain at a moment; a copy kept elsewhere proves that nothing was cut off."""

    at = models.DateTimeField()
    position = models.PositiveBigIntegerField(unique=True)
    chained = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.position} {self.chained[:12]}"
