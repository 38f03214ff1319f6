"""Visits at the desk. What was said, and by whom, stands in the register (``Submission``)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.casework.models import Submission, seen_by
from gandan.core import moment
from gandan.domain.reception import Host, ReceptionKind
from gandan.reception.models.sessions import ReceptionSession
from gandan.units.models import Unit
from gandan.units.policy import reach_of


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, person: User) -> "VisitQuerySet":
        """Visits whose submission the person may see; nothing else tells that there was one."""
        rows = self.filter(reach_of(person).rows("unit"))
        return rows.filter(seen_by(person, "submission"))


class Visit(models.Model):
    """One visit (lượt tiếp): how many people came, for which matter, received at which session.

    Name and address are those of the submission; for a denunciation they are sealed
    (``sealed`` is the handle) and stand nowhere in clear.
    """

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="visit")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(
        ReceptionSession, null=True, on_delete=models.PROTECT, related_name="visits"
    )
    people = models.PositiveIntegerField(_("số người đến"), default=1)
    earlier = models.ForeignKey(
        Submission, null=True, on_delete=models.PROTECT, related_name="later_visits"
    )
    demand = models.CharField(_("yêu cầu"), max_length=500, blank=True)
    settled_by = models.CharField(_("cơ quan đã giải quyết"), max_length=300, blank=True)
    remarks = models.CharField(_("ghi chú"), max_length=500, blank=True)
    sealed = models.UUIDField(null=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(default=moment.now, editable=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="visit_by_somebody_present", condition=Q(people__gte=1)),
            models.CheckConstraint(
                name="visit_is_not_earlier_than_itself",
                condition=Q(earlier=None) | ~Q(earlier=F("submission")),
            ),
        ]

    def __str__(self) -> str:
        return self.code.hex

    @property
    def host(self) -> Host:
        """Whoever receives outside a leader's session is staff."""
        return (self.session.host if self.session else None) or Host.STAFF

    @property
    def kind(self) -> ReceptionKind:
        return ReceptionKind(self.session.kind) if self.session else ReceptionKind.REGULAR
