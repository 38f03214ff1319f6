"""Files that belong to cases: kept once by their content, shown under the name they came with."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gandan.casework.models.answers import Answer
from gandan.casework.models.cases import Case
from gandan.casework.models.steps import CaseStep
from gandan.casework.models.submissions import Submission
from gandan.core import sent_files
from gandan.core.sent_files import kinds


class StoredFile(models.Model):
    """Content kept under its own SHA-256; the same file twice is stored once.

    ``state`` is what the limited child said of it; empty for one kept before files were opened.
    """

    class State(models.TextChoices):
        OPENED = sent_files.State.OPENED.value, _("mở được")
        DAMAGED = sent_files.State.DAMAGED.value, _("tệp hỏng, không mở được")
        ENCRYPTED = sent_files.State.ENCRYPTED.value, _("có mật khẩu, không mở được")
        MACROS = sent_files.State.MACROS.value, _("có macro, mở dễ hại máy")
        OLD_OFFICE = sent_files.State.OLD_OFFICE.value, _("Word, Excel kiểu cũ, máy không mở")

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("dung lượng, byte"))
    # Told from the first bytes, never from the name.
    media_type = models.CharField(_("kiểu tệp"), max_length=100)
    stored_as = models.CharField(max_length=200)
    state = models.CharField(_("mở được đến đâu"), max_length=12, choices=State, blank=True)
    stored_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def logged(self) -> dict[str, Any]:
        """What the log says of a file: never its name, which may be that of a denouncer."""
        return {"sha256": self.sha256, "media_type": self.media_type}

    @property
    def is_opened(self) -> bool:
        return self.state == self.State.OPENED

    @property
    def mark(self) -> str:
        """What somebody should know before opening the file; "" when all is well."""
        return "" if not self.state or self.is_opened else str(self.get_state_display())


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def for_sender(self) -> "AttachmentQuerySet":
        """Proofs of answers that somebody marked for the sender, and that were opened."""
        rows = self.filter(is_for_sender=True, is_void=False, answer__isnull=False)
        rows = rows.filter(purpose=Attachment.Purpose.PROOF, file__state=StoredFile.State.OPENED)
        return rows.select_related("file")


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
    # Of the file as it was sent: a photo is kept without what the camera wrote beside it.
    sent_sha256 = models.CharField(max_length=64, blank=True)
    purpose = models.CharField(_("dùng làm"), max_length=24, choices=Purpose, default=Purpose.OTHER)
    # Empty: the sender added it on the public page.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    # Somebody who answers said that the sender may have it on the follow page.
    is_for_sender = models.BooleanField(_("cho người gửi xem"), default=False)
    is_void = models.BooleanField(_("đã gỡ"), default=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="attachment_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_name(self) -> str:
        """The name for people; a denouncer may have put their own into the one they sent."""
        if self.by_id or not self.case.is_hidden:
            return self.name
        kind = kinds.ALL.get(self.file.media_type)
        return gettext("Tệp người gửi %(number)s") % {"number": self.pk} + (
            kind.ending if kind else ""
        )

    @property
    def logged(self) -> dict[str, Any]:
        """What the log says of it; the number leads to the name, for those who may see that."""
        return {"file": self.pk, **self.file.logged}

    @property
    def may_be_shown(self) -> bool:
        """Whether it can be marked for the sender at all."""
        is_proof = self.purpose == self.Purpose.PROOF and self.answer_id is not None
        return is_proof and self.file.is_opened and not self.is_void
