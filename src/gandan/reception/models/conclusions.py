"""What a leader concluded at a reception: who does what by when, followed until it is done."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.casework.models import Submission
from gandan.core import moment
from gandan.reception.models.visits import Visit
from gandan.units.models import Unit
from gandan.units.policy import reach_of


class ConclusionQuerySet(models.QuerySet["Conclusion"]):
    def visible_to(self, person: User) -> "ConclusionQuerySet":
        """Conclusions of visits that the person may see."""
        rows = self.filter(reach_of(person).rows("unit"))
        return rows.filter(visit__in=Visit.objects.visible_to(person))

    def given_to(self, person: User) -> "ConclusionQuerySet":
        """Those that gave a task to a unit where ``person`` works; nothing of the visit is theirs.

        Whatever is, or may be, a denunciation is not among them, whomever it is about.
        """
        reach = reach_of(person)
        rows = self.filter(assigned_unit__in=reach.own_units & reach.units())
        letter = Submission.objects.followable().filter(pk=OuterRef("visit__submission"))
        return rows.filter(Exists(letter))

    def open(self) -> "ConclusionQuerySet":
        return self.filter(state=self.model.State.OPEN)

    def to_carry_out(self) -> "ConclusionQuerySet":
        """Open ones that the unit has not reported as done, or that were sent back to it."""
        return self.open().exclude(_waits())

    def with_waits(self) -> "ConclusionQuerySet":
        """With ``waits``: the unit reported, the office that concluded has not answered yet."""
        return self.annotate(waits=_waits())

    def by_next_day(self) -> "ConclusionQuerySet":
        """By the day that comes first: telling the citizen, or carrying out."""
        untold = models.When(told_on=None, then=Least("tell_by", "carry_out_by"))
        return self.order_by(models.Case(untold, default=F("carry_out_by")), "id")

    def due_until(self, day: date) -> "ConclusionQuerySet":
        """Open ones that want something by ``day``."""
        untold = Q(told_on=None, tell_by__lte=day)
        return self.open().filter(untold | Q(carry_out_by__lte=day))


def _waits() -> Exists:
    return Exists(Conclusion.objects.filter(pk=OuterRef("pk"), reports__state="sent"))


class Conclusion(models.Model):
    """One task of a notice of conclusion (Decree 154/2026/NĐ-CP, art. 25).

    ``tell_by`` is the last day for telling the citizen how the matter is handled (Law
    42/2013/QH13, art. 28.1) by the law of the day; ``carry_out_by`` is what the leader set.
    """

    class State(models.TextChoices):
        OPEN = "open", _("đang theo dõi")
        DONE = "done", _("đã thực hiện")
        WITHDRAWN = "withdrawn", _("đã rút")

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=64, unique=True, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="conclusions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("kết luận"))
    opinions = models.TextField(_("ý kiến của cơ quan liên quan"), blank=True)
    assigned_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    assigned_name = models.CharField(_("đơn vị được giao"), max_length=200, blank=True)
    contact = models.CharField(_("người liên hệ"), max_length=200, blank=True)
    carry_out_by = models.DateField(_("hạn thực hiện"))
    tell_by = models.DateField(_("hạn báo cho công dân"))
    told_on = models.DateField(_("đã báo công dân ngày"), null=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    done_on = models.DateField(_("thực hiện xong ngày"), null=True)
    outcome = models.TextField(_("kết quả"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=moment.now, editable=False)

    objects = ConclusionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "state", "carry_out_by"], name="conclusion_to_follow")
        ]
        constraints = [
            models.CheckConstraint(
                name="conclusion_says_what_and_who",
                condition=~Q(text="") & (Q(assigned_unit__isnull=False) | ~Q(assigned_name="")),
            ),
            models.CheckConstraint(
                name="conclusion_ended_says_how",
                condition=Q(state="open", done_on=None, outcome="")
                | Q(state="done", done_on__isnull=False) & ~Q(outcome="")
                | Q(state="withdrawn", done_on=None) & ~Q(outcome=""),
            ),
        ]

    def __str__(self) -> str:
        return self.code.hex

    @property
    def due_on(self) -> date | None:
        """The day that comes first; None once nothing is left to do."""
        if self.state != self.State.OPEN:
            return None
        return self.carry_out_by if self.told_on else min(self.tell_by, self.carry_out_by)
