"""Packs, the rows behind their figures, and what people changed in a draft."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.domain.periods import Period
from gandan.units.models import Unit
from gandan.units.policy import reach_of


class PackQuerySet(models.QuerySet["Pack"]):
    def visible_to(self, person: User) -> "PackQuerySet":
        """Packs whose scope unit is in reach of ``person`` today."""
        return self.filter(reach_of(person).rows("scope"))


class Pack(models.Model):
    """A briefing pack (tài liệu giao ban) of a unit and period; a frozen one never changes.

    ``content`` is what the machine made of the register (``gandan.briefing.gathering``),
    ``edits`` what people changed; both together are the page (``gandan.briefing.assembly``).
    ``revision`` grows with every change, so that two people cannot write over each other.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("đang soạn")
        FROZEN = "frozen", _("đã chốt")

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("tên tài liệu"), max_length=200)
    scope = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="packs")
    label = models.CharField(_("kỳ"), max_length=60)
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến trước ngày"))
    # The frozen pack with which this one is compared.
    last = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("trạng thái"), max_length=10, choices=State, default=State.DRAFT)
    content = models.JSONField(default=dict)
    edits = models.JSONField(default=dict)
    # Pages of the first part, and how many lines are too many.
    pages = models.PositiveSmallIntegerField(default=1)
    lines_over = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    content_hash = models.CharField(max_length=64, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    frozen_at = models.DateTimeField(null=True)

    objects = PackQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["scope", "-until"], name="pack_of_scope")]
        constraints = [
            models.CheckConstraint(
                name="pack_frozen_has_hash",
                condition=Q(state="draft")
                | (~Q(content_hash="") & Q(frozen_by__isnull=False, frozen_at__isnull=False)),
            ),
            models.CheckConstraint(name="pack_period", condition=Q(until__gt=models.F("since"))),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def fits(self) -> bool:
        """Whether the first part stands on one page."""
        return self.pages == 1

    @property
    def period(self) -> Period:
        return Period(self.label, self.since, self.until)


class PackSource(models.Model):
    """The rows that a figure of a pack counts.

    ``rows`` are ``[{"code", "about", "on", "value"}]``; ``total`` is how many there are, or the
    sum of their values. Kept apart from the pack: a quarter of a large city has many.
    """

    class Kind(models.TextChoices):
        LETTERS = "letters", _("đơn")
        CASES = "cases", _("vụ việc")
        REPORTS = "reports", _("báo cáo kỳ")
        ROUNDS = "rounds", _("kỳ báo cáo")
        CONCERNS = "concerns", _("vấn đề")
        TASKS = "tasks", _("nhiệm vụ")
        UNITS = "units", _("đơn vị")

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="sources")
    key = models.CharField(max_length=12)
    kind = models.CharField(max_length=10, choices=Kind)
    label = models.CharField(_("đếm gì"), max_length=300)
    unit = models.CharField(_("đơn vị tính"), max_length=40)
    total = models.DecimalField(_("tổng"), max_digits=18, decimal_places=2)
    rows = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pack", "key"], name="pack_source_once")]

    def __str__(self) -> str:
        return f"{self.pack_id}/{self.key}"


class PackChange(models.Model):
    """One change of a draft, with the edits before it, so that it can be taken back."""

    class What(models.TextChoices):
        REWRITTEN = "rewritten", _("sửa một câu")
        TAKEN_OUT = "taken_out", _("bỏ một câu")
        RETURNED = "returned", _("lấy lại câu của máy")
        WRITTEN = "written", _("thêm một câu")
        DROPPED = "dropped", _("bỏ một vấn đề")
        ADDED = "added", _("thêm một vấn đề")
        MOVED = "moved", _("đổi thứ tự vấn đề")

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="changes")
    what = models.CharField(_("đã làm gì"), max_length=12, choices=What)
    before = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.what
