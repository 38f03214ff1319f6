"""What a unit tells in a round: a working copy, frozen versions, explanations, proof, steps."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.casework.models import StoredFile
from gandan.reports.models.forms import FormCell
from gandan.reports.models.rounds import ReportRound
from gandan.units.models import Unit
from gandan.units.policy import reach_of


class UnitReportQuerySet(models.QuerySet["UnitReport"]):
    def visible_to(self, person: User) -> "UnitReportQuerySet":
        """Reports of the units in reach: one's own, and those of the units below."""
        return self.filter(reach_of(person).rows("unit"))


class UnitReport(models.Model):
    """``figures`` {code: "12.5"} and ``words`` {section order: text} are the working copy.

    ``revision`` grows with every change, so that two people cannot write over each other.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("đang viết")
        SUBMITTED = "submitted", _("đã gửi")
        RETURNED = "returned", _("bị trả lại")
        ACCEPTED = "accepted", _("đã nhận")
        # Sent before and counted as sent, until the corrected version comes.
        CORRECTING = "correcting", _("đang đính chính")

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(ReportRound, on_delete=models.PROTECT, related_name="reports")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="unit_reports")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    figures = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    first_sent_on = models.DateField(_("gửi lần đầu"), null=True)
    latest = models.ForeignKey(
        "ReportVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = UnitReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "unit"], name="unit_report_once"),
            models.CheckConstraint(
                name="unit_report_sent_has_version",
                condition=Q(state="draft") | Q(latest__isnull=False, first_sent_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.unit_id}"

    @property
    def is_open(self) -> bool:
        """Whether the unit may write in it."""
        return self.state in {self.State.DRAFT, self.State.RETURNED, self.State.CORRECTING}


class ReportVersion(models.Model):
    """A report as it was sent: never changed, a correction is the next version."""

    report = models.ForeignKey(UnitReport, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("bản"))
    figures = models.JSONField()
    words = models.JSONField()
    # What the register counted when the report was sent, {code: number}.
    register = models.JSONField(default=dict)
    note = models.CharField(_("sửa gì"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="report_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}.{self.number}"


class Explanation(models.Model):
    """Why a problem stands as it is; ``about`` pins the figures, so a new slip asks again."""

    report = models.ForeignKey(UnitReport, on_delete=models.PROTECT, related_name="explanations")
    key = models.CharField(max_length=120)
    about = models.CharField(max_length=64)
    problem = models.CharField(_("chỗ được giải thích"), max_length=400)
    text = models.TextField(_("giải thích"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["report", "key"], name="explanation_of")]
        constraints = [
            models.CheckConstraint(name="explanation_says", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.key


class Proof(models.Model):
    """A file that proves a cell, or the whole report where ``cell`` is empty."""

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    report = models.ForeignKey(UnitReport, on_delete=models.PROTECT, related_name="proofs")
    cell = models.ForeignKey(FormCell, null=True, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("tên tệp"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    is_void = models.BooleanField(_("đã gỡ"), default=False)

    def __str__(self) -> str:
        return self.name


class ReportStep(models.Model):
    """The history of a report, appended and never edited."""

    class Name(models.TextChoices):
        OPENED = "opened", _("mở báo cáo")
        SUBMITTED = "submitted", _("gửi báo cáo")
        RETURNED = "returned", _("trả lại")
        ACCEPTED = "accepted", _("nhận báo cáo")
        CORRECTING = "correcting", _("mở lại để đính chính")

    report = models.ForeignKey(UnitReport, on_delete=models.PROTECT, related_name="steps")
    name = models.CharField(max_length=12, choices=Name)
    text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.report_id}: {self.name}"
