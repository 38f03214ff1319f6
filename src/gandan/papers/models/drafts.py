import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.domain.confidentiality import Confidentiality
from gandan.papers import catalogue, visibility
from gandan.papers.models.registers import CLASS_CHOICES, OutgoingEntry
from gandan.units.models import Unit


class PaperState(models.TextChoices):
    DRAFT = "draft", _("đang soạn")
    ISSUED = "issued", _("đã ban hành")
    REPLACED = "replaced", _("đã thay thế")
    CANCELLED = "cancelled", _("đã hủy")


class PaperQuerySet(models.QuerySet["Paper"]):
    def visible_to(self, person: User) -> "PaperQuerySet":
        """Papers of the units in reach of ``person`` that no source keeps from them."""
        return self.filter(visibility.of(person, author="created_by"))


class Paper(models.Model):
    """A paper from draft to archive: facts and text while drafted, frozen content once issued.

    ``facts`` holds plain values; sensitive ones are in ``concealed``, encrypted, and stand in
    ``content`` as marks. ``version`` counts edits, so that nobody overwrites another's.
    """

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form = models.CharField(_("mã mẫu"), max_length=12)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(_("trích yếu"), max_length=500)
    text = models.TextField(_("lời văn bản"))
    wording = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    concealed = models.TextField(blank=True)
    source_kind = models.CharField(max_length=40, blank=True)
    source_code = models.CharField(max_length=60, blank=True)
    data_class = models.CharField(
        max_length=20, choices=CLASS_CHOICES, default=Confidentiality.INTERNAL
    )
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=PaperState, default=PaperState.DRAFT
    )
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(auto_now=True)

    layout = models.CharField(max_length=20, blank=True)
    content = models.JSONField(null=True)
    content_hash = models.CharField(max_length=64, blank=True)
    issued_on = models.DateField(_("ngày ban hành"), null=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    entry = models.OneToOneField(
        OutgoingEntry, null=True, on_delete=models.PROTECT, related_name="paper"
    )
    replaces = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="replacements"
    )
    ended_on = models.DateField(_("ngày thay thế, hủy"), null=True)
    ended_reason = models.CharField(_("lý do"), max_length=300, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "state", "-id"], name="paper_unit_state"),
            models.Index(fields=["source_kind", "source_code"], name="paper_source"),
        ]
        constraints = [
            models.CheckConstraint(
                name="paper_issued_is_frozen",
                condition=Q(state="draft", content__isnull=True, content_hash="", issued_on=None)
                | (
                    ~Q(state="draft")
                    & ~Q(content_hash="")
                    & Q(content__isnull=False, issued_on__isnull=False, issued_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="paper_ended_for_a_reason",
                condition=Q(state__in=["draft", "issued"], ended_on=None)
                | (
                    Q(state__in=["replaced", "cancelled"], ended_on__isnull=False)
                    & ~Q(ended_reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.code)

    @property
    def is_draft(self) -> bool:
        return self.state == PaperState.DRAFT

    @property
    def of_form(self) -> catalogue.Form:
        return catalogue.form_of(self.form)

    @property
    def number(self) -> str:
        """The number as written on the paper; "" without one."""
        return self.entry.symbol if self.entry_id and self.entry else ""
