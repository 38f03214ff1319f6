"""A round: one form, one period, one office that receives; who owes it follows the units."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.domain.periods import Span
from gandan.reports.models.forms import FormVersion
from gandan.units.models import Unit
from gandan.units.policy import reach_of


class RoundQuerySet(models.QuerySet["ReportRound"]):
    def received_by(self, person: User) -> "RoundQuerySet":
        """Rounds of the offices in reach."""
        return self.filter(reach_of(person).rows("office"))


class ReportRound(models.Model):
    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="rounds")
    office = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("nơi nhận")
    )
    # Kinds of unit under the office that owe the report: ward, department, front, ...
    kinds = models.JSONField(_("loại đơn vị phải gửi"), default=list)
    label = models.CharField(_("kỳ"), max_length=120)
    since_at = models.DateTimeField(_("từ lúc"))
    until_at = models.DateTimeField(_("đến trước lúc"))
    due_on = models.DateField(_("gửi chậm nhất ngày"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(auto_now_add=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["office", "-until_at"], name="report_round_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "office", "since_at", "until_at"], name="report_round_once"
            ),
            models.CheckConstraint(
                name="report_round_time", condition=Q(until_at__gt=F("since_at"))
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def span(self) -> Span:
        return Span(self.label, self.since_at, self.until_at)
