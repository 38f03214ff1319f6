"""What a unit reports of a task that a conclusion gave it: done when, how, with what proof."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.casework.models import Attachment
from gandan.core import moment
from gandan.reception.models.conclusions import Conclusion


class TaskReport(models.Model):
    """One report; the office that concluded takes it as it is or sends it back with what lacks.

    Reached through its conclusion alone. Proofs are files of the case.
    """

    class State(models.TextChoices):
        SENT = "sent", _("chờ nơi kết luận xem")
        ACCEPTED = "accepted", _("nơi kết luận đã nhận")
        RETURNED = "returned", _("nơi kết luận trả lại")
        TAKEN_BACK = "taken_back", _("đơn vị rút lại")

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    conclusion = models.ForeignKey(Conclusion, on_delete=models.PROTECT, related_name="reports")
    done_on = models.DateField(_("thực hiện xong ngày"))
    text = models.TextField(_("kết quả"))
    proofs = models.ManyToManyField(Attachment, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.SENT)
    answer = models.CharField(_("còn thiếu gì"), max_length=1_000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=moment.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="task_report_says_what", condition=~Q(text="")),
            models.CheckConstraint(
                name="task_report_sent_back_says_why",
                condition=~Q(state="returned") | ~Q(answer=""),
            ),
            models.UniqueConstraint(
                fields=["conclusion"], condition=Q(state="sent"), name="task_report_one_waits"
            ),
        ]

    def __str__(self) -> str:
        return self.code.hex
