"""What was answered, how the answer was checked, how the sender was told and what they say."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.casework.models.cases import Case
from gandan.casework.models.referrals import Referral
from gandan.casework.models.steps import CaseStep
from gandan.units.models import Unit


class Answer(models.Model):
    """An answer to a case: found, decided by whom, done by when, proven by what.

    ``checks`` holds what the check of answers said, with its version. An answer that fails
    goes out only when a leader gave a reason (``override_reason``).
    """

    class Reply(models.TextChoices):
        NONE = "", _("chưa có ý kiến")
        AGREES = "agrees", _("đồng ý")
        NOT_SETTLED = "not_settled", _("cho là chưa giải quyết")

    class How(models.TextChoices):
        LETTER = "letter", _("gửi văn bản qua bưu điện")
        IN_PERSON = "in_person", _("trao trực tiếp")
        PHONE = "phone", _("gọi điện thoại")
        EMAIL = "email", _("thư điện tử")
        PORTAL = "portal", _("trang theo dõi")
        REPRESENTATIVE = "representative", _("báo người đại diện và công khai")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="answers")
    referral = models.ForeignKey(
        Referral, null=True, on_delete=models.PROTECT, related_name="answers"
    )
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    unit_name = models.CharField(_("cơ quan trả lời"), max_length=200, blank=True)
    step = models.ForeignKey(CaseStep, on_delete=models.PROTECT, related_name="+")
    found = models.TextField(_("đã kiểm tra thấy gì"))
    decided_by = models.CharField(_("ai quyết định"), max_length=200, blank=True)
    measure = models.TextField(_("biện pháp"), blank=True)
    promised_for = models.DateField(_("ngày sẽ xong"), null=True)
    document_number = models.CharField(_("số văn bản"), max_length=80, blank=True)
    answered_on = models.DateField(_("ngày trả lời"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checks = models.JSONField(default=list)
    passes = models.BooleanField(_("đạt khi kiểm"), default=True)
    override_reason = models.TextField(_("vì sao vẫn gửi"), blank=True)
    overridden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    told_on = models.DateField(_("ngày báo người gửi"), null=True)
    told_how = models.CharField(_("báo bằng cách"), max_length=20, choices=How, blank=True)
    reply = models.CharField(max_length=12, choices=Reply, default=Reply.NONE, blank=True)
    replied_on = models.DateField(_("ngày có ý kiến"), null=True)
    reply_reason = models.TextField(_("vì sao chưa được giải quyết"), blank=True)
    carried_out_on = models.DateField(_("ngày thực hiện xong"), null=True)
    is_void = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="answer_of_case")]
        constraints = [
            models.CheckConstraint(
                name="answer_sent_passes_or_is_overridden",
                condition=Q(told_on=None)
                | Q(passes=True)
                | (Q(overridden_by__isnull=False) & ~Q(override_reason="")),
            ),
            models.CheckConstraint(
                name="answer_dispute_says_why",
                condition=~Q(reply="not_settled") | ~Q(reply_reason=""),
            ),
            models.CheckConstraint(
                name="answer_reply_has_a_day",
                condition=Q(reply="", replied_on=None)
                | (~Q(reply="") & Q(replied_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.answered_on}"
