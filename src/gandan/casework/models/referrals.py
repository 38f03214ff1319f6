"""Cases on their way to another body, and guidance to a sender; each is sent on record."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.casework.models.cases import Case, denounced
from gandan.casework.models.steps import CaseStep
from gandan.units.models import Unit
from gandan.units.policy import reach_of


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, person: User) -> "ReferralQuerySet":
        """Referrals from or to the units in reach of ``person``."""
        reach, rows = reach_of(person), self.exclude(case__in=denounced(person))
        if not reach.rows("from_unit"):
            return rows
        return rows.filter(reach.rows("from_unit") | reach.rows("to_unit"))


class Referral(models.Model):
    """A case sent to a competent body (chuyển đơn), until the answer comes back.

    ``to_unit`` is empty for a body outside the network, which ``to_name`` then names.
    ``is_open`` holds while the recipient has the case: not after a return or a recall.
    """

    class State(models.TextChoices):
        SENT = "sent", _("đã chuyển, chờ nhận")
        RECEIVED = "received", _("đã nhận")
        RETURNED = "returned", _("trả lại")
        ANSWERED = "answered", _("đã trả lời")
        RECALLED = "recalled", _("đã rút về")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="referrals")
    number = models.PositiveSmallIntegerField(_("lần chuyển"))
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    to_name = models.CharField(_("cơ quan nhận"), max_length=200, blank=True)
    step = models.ForeignKey(CaseStep, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("vì sao chuyển"))
    request = models.TextField(_("yêu cầu trả lời từng ý"), blank=True)
    document_number = models.CharField(_("số văn bản"), max_length=80, blank=True)
    sent_on = models.DateField(_("ngày chuyển"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.SENT)
    is_open = models.BooleanField(default=True)
    received_on = models.DateField(_("ngày nhận"), null=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    returned_on = models.DateField(_("ngày trả lại"), null=True)
    return_reason = models.TextField(_("vì sao trả lại"), blank=True)
    answered_on = models.DateField(_("ngày trả lời"), null=True)
    reminders = models.PositiveSmallIntegerField(_("số lần nhắc"), default=0)
    reminded_on = models.DateField(_("nhắc lần cuối"), null=True)
    escalated_to = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    named_by_superior = models.BooleanField(_("do cấp trên chỉ định"), default=False)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["to_unit", "state", "sent_on"], name="referral_inbox"),
            models.Index(fields=["to_unit", "is_open", "case"], name="referral_sight"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="referral_numbered"),
            models.CheckConstraint(
                name="referral_goes_somewhere",
                condition=Q(to_unit__isnull=False) | ~Q(to_name=""),
            ),
            models.CheckConstraint(
                name="referral_returned_says_why",
                condition=~Q(state="returned")
                | (Q(returned_on__isnull=False, is_open=False) & ~Q(return_reason="")),
            ),
            models.CheckConstraint(
                name="referral_answered_has_a_day",
                condition=~Q(state="answered") | Q(answered_on__isnull=False),
            ),
            models.CheckConstraint(
                name="referral_recalled_is_over",
                condition=~Q(state="recalled") | Q(is_open=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number}"


class Guidance(models.Model):
    """The sender is told where the matter belongs; once on the same content."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="guidance")
    step = models.ForeignKey(CaseStep, on_delete=models.PROTECT, related_name="+")
    competent_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    competent_name = models.CharField(_("cơ quan có thẩm quyền"), max_length=200, blank=True)
    document_number = models.CharField(_("số văn bản"), max_length=80)
    guided_on = models.DateField(_("ngày hướng dẫn"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_void = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(is_void=False), name="guidance_once"
            ),
        ]

    def __str__(self) -> str:
        return self.document_number
