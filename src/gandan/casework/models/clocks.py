"""Terms that run for a case, what lengthened them and what stopped them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gandan.casework.models.cases import Case
from gandan.casework.models.steps import CaseStep


class Clock(models.Model):
    """One running term: a code of the table of time limits and the day it counts from.

    ``due_on`` is empty while the term stands still, or when no recorded law covers the day;
    ``problem`` then says why. ``explanation`` is the sum in sentences, as it was computed.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("đang chạy")
        SUSPENDED = "suspended", _("tạm dừng")
        MET = "met", _("đúng hạn")
        MISSED = "missed", _("quá hạn")
        DROPPED = "dropped", _("không còn áp dụng")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="clocks")
    code = models.CharField(_("thời hạn"), max_length=20)
    start_on = models.DateField(_("tính từ ngày"))
    start_at = models.DateTimeField(null=True)
    start_event = models.CharField(_("mốc"), max_length=30)
    conditions = models.JSONField(default=list)
    due_on = models.DateField(_("hạn"), null=True)
    due_at = models.DateTimeField(null=True)
    days_left = models.PositiveIntegerField(_("còn lại khi tạm dừng"), null=True)
    sense = models.CharField(max_length=10)
    is_internal = models.BooleanField(default=False)
    article = models.CharField(_("căn cứ"), max_length=200, blank=True)
    explanation = models.JSONField(default=list)
    problem = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    opened_by = models.ForeignKey(
        CaseStep, null=True, on_delete=models.PROTECT, related_name="clocks_opened"
    )
    closed_by = models.ForeignKey(
        CaseStep, null=True, on_delete=models.PROTECT, related_name="clocks_closed"
    )
    closed_on = models.DateField(_("dừng ngày"), null=True)

    class Meta:
        indexes = [
            models.Index(fields=["case", "state"], name="clock_of_case"),
            models.Index(fields=["state", "due_on", "id"], name="clock_open_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "code"],
                condition=Q(state__in=["running", "suspended"]),
                name="clock_runs_once",
            ),
            models.CheckConstraint(
                name="clock_closed_has_a_day",
                condition=Q(state__in=["running", "suspended"], closed_on=None)
                | Q(state__in=["met", "missed", "dropped"], closed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="clock_met_has_a_due_day",
                condition=~Q(state__in=["met", "missed"]) | Q(due_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.start_on}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.RUNNING, self.State.SUSPENDED)


class Extension(models.Model):
    """More time for one term, on a written finding (Decree 31/2019/NĐ-CP, art. 3).

    ``amount`` is 0 where the law gives a complex matter another term instead of adding days.
    """

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="extensions")
    step = models.ForeignKey(CaseStep, on_delete=models.PROTECT, related_name="+")
    amount = models.PositiveIntegerField(_("thêm"))
    criteria = models.JSONField(_("tiêu chí"), default=list)
    note = models.TextField(_("lý do"))
    decided_on = models.DateField(_("ngày quyết định"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_void = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="extension_says_why", condition=~Q(note="")),
        ]

    def __str__(self) -> str:
        return f"+{self.amount}"


class Suspension(models.Model):
    """Time that is not counted in one term: from the decision until the one to resume."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="suspensions")
    step = models.ForeignKey(CaseStep, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(_("lý do"), max_length=40)
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến trước ngày"), null=True)
    is_void = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="suspension_in_order",
                condition=Q(until=None) | Q(until__isnull=False, until__gte=F("since")),
            ),
            models.UniqueConstraint(
                fields=["clock"],
                condition=Q(until=None, is_void=False),
                name="suspension_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since} - {self.until or ''}"
