from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.casework.models import Submission
from gandan.units.models import Unit
from gandan.units.policy import reach_of


class EngineRun(models.Model):
    """One run of the synthesis engine over a scope, with what it counted."""

    scope = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    engine_version = models.CharField(max_length=40, blank=True)
    letters = models.PositiveIntegerField(default=0)
    groups = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"


class ConcernQuerySet(models.QuerySet["Concern"]):
    def visible_to(self, person: User) -> "ConcernQuerySet":
        """Concerns of the scopes in reach: a scope unit must itself be in the person's reach."""
        return self.filter(reach_of(person).rows("scope"))

    def standing(self) -> "ConcernQuerySet":
        return self.filter(state__in=[Concern.State.SUGGESTED, Concern.State.CONFIRMED])


class Concern(models.Model):
    """A problem of a place and topic, backed by submissions."""

    class State(models.TextChoices):
        SUGGESTED = "suggested", _("máy gợi ý")
        CONFIRMED = "confirmed", _("đã xác nhận")
        DISMISSED = "dismissed", _("đã bỏ qua")
        MERGED = "merged", _("đã gộp")

    code = models.CharField(_("mã vấn đề"), max_length=24, unique=True)
    # The engine's own name for the group; a confirmed concern keeps it from run to run.
    engine_key = models.CharField(max_length=64)
    scope = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="concerns")
    title = models.CharField(_("tên vấn đề"), max_length=200)
    field = models.CharField(_("lĩnh vực"), max_length=40, blank=True)
    topic = models.CharField(_("nội dung chi tiết"), max_length=60, blank=True)
    place = models.CharField(_("nơi xảy ra"), max_length=200, blank=True)
    state = models.CharField(_("trạng thái"), max_length=12, choices=State, default=State.SUGGESTED)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged"
    )
    first_on = models.DateField(_("ngày đầu"), null=True)
    last_on = models.DateField(_("ngày gần nhất"), null=True)
    size = models.PositiveIntegerField(_("số đơn"), default=0)
    # Sentences with exact source spans: [{"text", "source" (submission code), "start", "end"}].
    extract = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    confidence = models.FloatField(null=True)
    run = models.ForeignKey(EngineRun, null=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    submissions = models.ManyToManyField(Submission, through="Membership", related_name="concerns")

    objects = ConcernQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["scope", "state", "-size"], name="concern_biggest"),
            models.Index(fields=["engine_key"], name="concern_engine_key"),
        ]
        constraints = [
            models.CheckConstraint(
                name="concern_merged_into_one",
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into=None)),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Membership(models.Model):
    """A submission backs a concern; a person's decision outlives the next run."""

    class Decided(models.TextChoices):
        MACHINE = "machine", _("máy gợi ý")
        KEPT = "kept", _("đã xác nhận")
        REMOVED = "removed", _("đã tách ra")

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="memberships")
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="memberships")
    decided = models.CharField(max_length=10, choices=Decided, default=Decided.MACHINE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["concern", "submission"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.concern_id} < {self.submission_id}"


class ConcernStep(models.Model):
    """A decision about a concern, with what is needed to take it back."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="steps")
    name = models.CharField(_("bước"), max_length=20)
    at = models.DateTimeField(_("lúc"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(_("lý do"), max_length=500, blank=True)
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
