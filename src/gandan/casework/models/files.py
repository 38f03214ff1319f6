"""Files that belong to cases: kept once by their content, shown under the name they came with."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.casework.models.answers import Answer
from gandan.casework.models.cases import Case
from gandan.casework.models.steps import CaseStep
from gandan.casework.models.submissions import Submission


class StoredFile(models.Model):
    """Content kept under its own SHA-256; the same file twice is stored once."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("dung lượng, byte"))
    # Told from the first bytes, never from the name.
    media_type = models.CharField(_("kiểu tệp"), max_length=100)
    stored_as = models.CharField(max_length=200)
    stored_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.sha256[:12]


class Attachment(models.Model):
    """A file in a case: what it is for, who added it, to which step or answer it belongs."""

    class Purpose(models.TextChoices):
        PROOF = "proof", _("minh chứng")
        MINUTES = "minutes", _("biên bản")
        REPRESENTATIVES = "representatives_paper", _("văn bản cử người đại diện")
        WITHDRAWAL = "withdrawal_paper", _("đơn rút hoặc biên bản rút")
        WORKING_COPY = "working_copy", _("bản đã lược bỏ danh tính")
        ENCLOSURE = "enclosure", _("tài liệu kèm đơn")
        OTHER = "other", _("tài liệu khác")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attachments")
    submission = models.ForeignKey(
        Submission, null=True, on_delete=models.PROTECT, related_name="attachments"
    )
    step = models.ForeignKey(
        CaseStep, null=True, on_delete=models.PROTECT, related_name="attachments"
    )
    answer = models.ForeignKey(
        Answer, null=True, on_delete=models.PROTECT, related_name="attachments"
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(_("tên tệp"), max_length=200)
    purpose = models.CharField(_("dùng làm"), max_length=24, choices=Purpose, default=Purpose.OTHER)
    # Empty: the sender added it on the public page.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    is_void = models.BooleanField(_("đã gỡ"), default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="attachment_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name
