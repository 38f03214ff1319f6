"""The schedule of those who must receive citizens in person, and what came of each session."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.core.language import localized, localized_lazy
from gandan.domain.reception import Host, ReceptionKind, shipped_minimums
from gandan.domain.reception import Session as LegalSession
from gandan.units.models import Unit
from gandan.units.policy import reach_of

KIND_CHOICES = [
    (kind.value, localized_lazy(kind.label, kind.label_en))
    for kind in (ReceptionKind.PERIODIC, ReceptionKind.UNSCHEDULED, ReceptionKind.ONLINE)
]
_ROLES = {row.role: (row.name, row.name_en) for row in shipped_minimums()}
ROLE_CHOICES = [(role, localized_lazy(*names)) for role, names in _ROLES.items()]


class ReceptionSessionQuerySet(models.QuerySet["ReceptionSession"]):
    def visible_to(self, person: User) -> "ReceptionSessionQuerySet":
        """Sessions of the units in reach; who receives when is published anyway (art. 24)."""
        return self.filter(reach_of(person).rows("unit"))

    def receiving(self) -> "ReceptionSessionQuerySet":
        """Sessions at which somebody receives or received."""
        State = self.model.State  # noqa: N806 (a class)
        return self.filter(state__in=[State.PLANNED, State.HELD, State.DELEGATED])


class ReceptionSession(models.Model):
    """One session of a leader (buổi tiếp): who receives where and when; afterwards what came of it.

    ``role`` names the legal minimum that it counts towards; empty where the law sets none.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("chưa ghi kết quả")
        HELD = "held", _("đã tiếp")
        DELEGATED = "delegated", _("ủy quyền tiếp")
        MISSED = "missed", _("không tiếp")
        POSTPONED = "postponed", _("đã dời")

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("ngày tiếp"))
    starts_at = models.TimeField(_("từ giờ"))
    place = models.CharField(_("nơi tiếp"), max_length=200)
    kind = models.CharField(_("hình thức"), max_length=12, choices=KIND_CHOICES)
    role = models.CharField(_("tính cho"), max_length=30, blank=True)
    leader = models.CharField(_("người tiếp"), max_length=200)
    content = models.CharField(_("thành phần, nội dung dự kiến"), max_length=300, blank=True)
    posted_on = models.DateField(_("niêm yết ngày"), null=True)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    received_by = models.CharField(_("người được ủy quyền"), max_length=200, blank=True)
    reason = models.CharField(_("lý do"), max_length=500, blank=True)
    moved_to = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="moved_from"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(null=True)

    objects = ReceptionSessionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "on"], name="session_of_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "on", "starts_at", "leader"], name="session_planned_once"
            ),
            models.CheckConstraint(
                name="session_delegated_says_to_whom_and_why",
                condition=~Q(state="delegated") | (~Q(received_by="") & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="session_missed_says_why",
                condition=~Q(state__in=["missed", "postponed"]) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="session_postponed_has_a_new_day",
                condition=Q(state="postponed", moved_to__isnull=False)
                | (~Q(state="postponed") & Q(moved_to=None)),
            ),
            models.CheckConstraint(
                name="session_outcome_by_somebody",
                condition=Q(state="planned", recorded_by=None, recorded_at=None)
                | (~Q(state="planned") & Q(recorded_by__isnull=False, recorded_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.code.hex

    @property
    def role_name(self) -> str:
        """A role that the law no longer knows keeps its code."""
        return localized(*_ROLES[self.role]) if self.role in _ROLES else self.role

    @property
    def host(self) -> Host | None:
        """Who received, as the statistics count it; None when nobody did."""
        if self.state == self.State.MISSED:
            return None
        return Host.DELEGATED if self.state == self.State.DELEGATED else Host.HEAD

    @property
    def legal(self) -> LegalSession | None:
        """What counts before the law; None for a session that is to come or was moved."""
        if self.state in (self.State.PLANNED, self.State.POSTPONED):
            return None
        return LegalSession(self.on, ReceptionKind(self.kind), self.host)
