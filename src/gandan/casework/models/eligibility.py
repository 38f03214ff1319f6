"""Can a letter be handled? What was looked at, what was missing, what was decided and why."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.casework.models.cases import Case


class EligibilityCheck(models.Model):
    """One pass over the checklist of a kind; a later pass stands beside it, the newest counts.

    ``is_eligible`` is what the person decided; where it differs from the list, ``reason`` says why.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="eligibility_checks")
    kind = models.CharField(max_length=20)
    # Condition code -> true, false; a code that is absent was not looked at.
    answers = models.JSONField(default=dict)
    missing = models.JSONField(default=list)
    is_eligible = models.BooleanField(_("đủ điều kiện xử lý"))
    agrees_with_list = models.BooleanField(default=True)
    reason = models.TextField(_("lý do"), blank=True)
    on = models.DateField(_("ngày"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["case", "-id"], name="eligibility_newest")]
        constraints = [
            models.CheckConstraint(
                name="eligibility_differing_says_why",
                condition=Q(agrees_with_list=True) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.on}"
