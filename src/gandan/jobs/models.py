from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.units.models import Duty
from gandan.units.scopes import done_within


class State(models.TextChoices):
    WAITING = "waiting", _("đang chờ")
    RUNNING = "running", _("đang chạy")
    DONE = "done", _("đã xong")
    DEAD = "dead", _("đã hỏng")


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, person: User) -> "JobQuerySet":
        """Work queued by people in reach of an administrator; at the top also the server's own."""
        return self.filter(done_within(person, "by", [Duty.ADMINISTRATOR]))


class Job(models.Model):
    """One piece of work; runs at least once, so its handler must bear being run again."""

    kind = models.CharField(_("loại việc"), max_length=60)
    payload = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=120, blank=True)
    state = models.CharField(_("trạng thái"), max_length=10, choices=State, default=State.WAITING)
    run_after = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=5)
    done_items = models.PositiveIntegerField(default=0)
    total_items = models.PositiveIntegerField(null=True)
    message = models.CharField(_("tiến độ"), max_length=200, blank=True)
    result = models.JSONField(default=dict)
    error = models.TextField(_("lỗi"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["run_after"],
                name="job_to_run",
                condition=Q(state__in=["waiting", "running"]),
            ),
        ]
        constraints = [
            # The same work is not queued twice; once it has ended it may be queued again.
            models.UniqueConstraint(
                fields=["dedupe_key"],
                name="job_queued_once",
                condition=Q(state__in=["waiting", "running"]) & ~Q(dedupe_key=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def share(self) -> float | None:
        """Part done in [0, 1], or None when the total is not known."""
        if not self.total_items:
            return None
        return min(1.0, self.done_items / self.total_items)
