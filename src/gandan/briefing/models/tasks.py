"""What was decided on a pack: tasks with an owner and a day, and what the owners say of them."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.briefing.models.packs import Pack
from gandan.casework.models import StoredFile
from gandan.units.models import Unit
from gandan.units.policy import reach_of


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, person: User) -> "TaskQuerySet":
        """Tasks that a unit in reach owes, and those of packs in reach."""
        reach = reach_of(person)
        return self.filter(reach.rows("owner") | reach.rows("pack__scope"))

    def standing(self) -> "TaskQuerySet":
        return self.exclude(state=Task.State.DROPPED)

    def open(self) -> "TaskQuerySet":
        return self.filter(state=Task.State.OPEN)

    def late(self, today: date) -> "TaskQuerySet":
        return self.open().filter(due_on__lt=today)


class Task(models.Model):
    """A decision of a briefing: what, which unit, by when.

    ``ask`` is the sentence of the pack that asked for it, empty where the leader decided more.
    """

    class State(models.TextChoices):
        OPEN = "open", _("đang làm")
        DONE = "done", _("đã xong, có minh chứng")
        DROPPED = "dropped", _("thôi không làm")

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="tasks")
    ask = models.CharField(max_length=60, blank=True)
    text = models.CharField(_("việc phải làm"), max_length=400)
    owner = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị thực hiện")
    )
    due_on = models.DateField(_("xong trước hết ngày"))
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    done_on = models.DateField(_("xong ngày"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField(_("kết luận ngày"))

    objects = TaskQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "state", "due_on"], name="task_of_owner")]
        constraints = [
            models.CheckConstraint(name="task_says_what", condition=~Q(text="")),
            models.CheckConstraint(
                name="task_done_on_a_day",
                condition=Q(state="done", done_on__isnull=False)
                | (~Q(state="done") & Q(done_on=None)),
            ),
            models.UniqueConstraint(
                fields=["pack", "ask"], condition=~Q(ask=""), name="task_once_for_each_ask"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class Refusal(models.Model):
    """A decision that was asked and not taken, with the reason."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="refusals")
    ask = models.CharField(max_length=60)
    reason = models.CharField(_("lý do"), max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pack", "ask"], name="refusal_once_for_each_ask"),
            models.CheckConstraint(name="refusal_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.ask


class TaskNote(models.Model):
    """What happened with a task, appended and never edited; a file proves it."""

    class Name(models.TextChoices):
        TOLD = "told", _("báo tiến độ")
        DONE = "done", _("báo đã xong")
        REOPENED = "reopened", _("mở lại")
        DROPPED = "dropped", _("thôi không làm")

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="notes")
    name = models.CharField(max_length=10, choices=Name)
    text = models.TextField(_("nội dung"))
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(_("tên tệp"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="task_note_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.name}"
