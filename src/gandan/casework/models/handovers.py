"""Open cases that one unit hands over to those that take its place."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gandan.casework.models.cases import Case
from gandan.units.models import Unit


class HandOver(models.Model):
    """One batch of a reorganization (bàn giao): who handed over what, on which basis."""

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("ngày bàn giao"))
    basis = models.CharField(_("căn cứ"), max_length=200)
    # What each sender is told; clocks run on as they were.
    message = models.TextField(_("báo người gửi"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(name="handover_has_a_basis", condition=~Q(basis=""))]

    def __str__(self) -> str:
        return str(self.code)


class HandedCase(models.Model):
    """One case of a batch: from which unit to which, why there, who held it before."""

    batch = models.ForeignKey(HandOver, on_delete=models.CASCADE, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hand_overs")
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("vì sao"), max_length=200)
    officer_before = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "case"], name="handed_once"),
            models.CheckConstraint(name="handed_to_another", condition=~Q(from_unit=F("to_unit"))),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.from_unit_id} > {self.to_unit_id}"
