"""Refusals of reception, each with its ground, what was explained, and the supervisor's view."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.casework.models import Submission, seen_by
from gandan.core import moment
from gandan.core.language import localized
from gandan.domain.citations import in_vietnamese
from gandan.domain.reception import RefusalGround, shipped_refusals
from gandan.units.models import Duty, Unit
from gandan.units.policy import reach_of


class RefusalQuerySet(models.QuerySet["Refusal"]):
    def visible_to(self, person: User) -> "RefusalQuerySet":
        """Refusals of the units in reach, without those for a letter the person may not see."""
        rows = self.filter(reach_of(person).rows("unit"))
        return rows.filter(Q(earlier=None) | seen_by(person, "earlier"))

    def waiting_for(self, person: User) -> "RefusalQuerySet":
        """Those that a leader still has to judge; nobody judges a refusal of their own."""
        led = reach_of(person).rows("unit", {Duty.LEADER})
        return self.filter(led, state=self.model.State.WAITING).exclude(by=person)


class Refusal(models.Model):
    """Somebody was not received. No name: whom it was stands in the earlier letter, if anywhere."""

    class State(models.TextChoices):
        WAITING = "waiting", _("chờ ý kiến người phụ trách")
        UPHELD = "upheld", _("từ chối đúng")
        OVERTURNED = "overturned", _("từ chối sai, phải mời tiếp lại")

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # What makes a form that is sent twice one refusal.
    key = models.CharField(max_length=64, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    refused_on = models.DateField(_("ngày từ chối"))
    earlier = models.ForeignKey(
        Submission, null=True, on_delete=models.PROTECT, related_name="refusals"
    )
    ground = models.CharField(_("căn cứ"), max_length=40)
    explanation = models.TextField(_("đã giải thích thế nào"))
    notice_number = models.CharField(_("số thông báo"), max_length=80, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=moment.now, editable=False)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    supervisor_view = models.TextField(_("ý kiến người phụ trách"), blank=True)
    decided_at = models.DateTimeField(null=True)

    objects = RefusalQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "-refused_on"], name="refusal_of_unit")]
        constraints = [
            models.CheckConstraint(
                name="refusal_says_why", condition=~Q(ground="") & ~Q(explanation="")
            ),
            models.CheckConstraint(
                name="refusal_judged_by_another",
                condition=Q(state="waiting", supervisor=None, decided_at=None)
                | (
                    ~Q(state="waiting")
                    & Q(supervisor__isnull=False, decided_at__isnull=False)
                    & ~Q(supervisor_view="")
                    & ~Q(supervisor=F("by"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.code.hex

    @property
    def ground_row(self) -> RefusalGround | None:
        """The ground as the law has it; of one code the row that was in force on the day."""
        rows = [row for row in shipped_refusals() if row.code == self.ground]
        return next((row for row in rows if row.in_force(self.refused_on)), None)

    @property
    def ground_name(self) -> str:
        row = self.ground_row
        return localized(row.name, row.name_en) if row else self.ground

    @property
    def basis(self) -> str:
        row = self.ground_row
        return localized(in_vietnamese(row.article), row.article) if row else ""

    @property
    def lacks_notice(self) -> bool:
        """Two grounds want a written notice (form 01/TCD) besides the explanation."""
        row = self.ground_row
        return bool(row and row.needs_notice and not self.notice_number)
