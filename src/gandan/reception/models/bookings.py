"""Appointments (lịch hẹn): who asks to be received, when they are to come, what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.casework.models import Submission, seen_by
from gandan.core import moment
from gandan.reception.models.sessions import ReceptionSession
from gandan.reception.models.visits import Visit
from gandan.units.models import Duty, Unit
from gandan.units.policy import reach_of

# Who works at a desk, and the leaders who receive there.
DESK_DUTIES = (Duty.RECEPTION_OFFICER, Duty.HANDLER, Duty.FOCAL_POINT, Duty.LEADER)


class BookingQuerySet(models.QuerySet["Booking"]):
    def visible_to(self, person: User) -> "BookingQuerySet":
        """Appointments of the desks where the person works; they have the names of who comes.

        None that leads to a letter the person may not see.
        """
        came = Visit.objects.visible_to(person)
        reach = reach_of(person)
        rows = self.filter(unit__in=reach.desks(DESK_DUTIES))
        return rows.filter(
            Q(earlier=None) | seen_by(person, "earlier"), Q(visit=None) | Q(visit__in=came)
        )

    def open(self) -> "BookingQuerySet":
        """Those that somebody still waits for."""
        return self.filter(state__in=[self.model.State.ASKED, self.model.State.CONFIRMED])


class Booking(models.Model):
    """One appointment. ``slip`` is the number that the citizen is told and may come with.

    No kind of matter is asked for, and a name may stay empty: whoever comes to denounce gives
    nothing but the number back. Once the visitor has come, what they said of themselves stands
    with the visit alone and is taken out of here.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("chờ xếp lịch")
        CONFIRMED = "confirmed", _("đã hẹn")
        CAME = "came", _("đã đến")
        ABSENT = "absent", _("không đến")
        CANCELLED = "cancelled", _("đã hủy")

    class Way(models.TextChoices):
        DESK = "desk", _("tại bàn tiếp dân")
        PHONE = "phone", _("qua điện thoại")

    # What makes a form that is sent twice one appointment.
    key = models.CharField(max_length=64, unique=True, editable=False)
    slip = models.CharField(_("mã hẹn"), max_length=10, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(_("đăng ký"), max_length=8, choices=Way, default=Way.DESK)
    name = models.CharField(_("họ tên"), max_length=200, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=60, blank=True)
    people = models.PositiveIntegerField(_("số người sẽ đến"), default=1)
    matter = models.CharField(_("việc gì, ở đâu"), max_length=500, blank=True)
    earlier = models.ForeignKey(
        Submission, null=True, on_delete=models.PROTECT, related_name="bookings"
    )
    session = models.ForeignKey(
        ReceptionSession, null=True, on_delete=models.PROTECT, related_name="bookings"
    )
    comes_at = models.TimeField(_("giờ hẹn"), null=True)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    reason = models.CharField(_("lý do"), max_length=300, blank=True)
    visit = models.OneToOneField(Visit, null=True, on_delete=models.PROTECT, related_name="booking")
    # Grows with every change, so that two people at two desks do not undo each other.
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("đăng ký lúc"), default=moment.now, editable=False)

    objects = BookingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "state"], name="booking_of_unit")]
        constraints = [
            models.CheckConstraint(name="booking_for_somebody", condition=Q(people__gte=1)),
            models.CheckConstraint(
                name="booking_confirmed_has_a_time",
                condition=~Q(state__in=["confirmed", "absent"])
                | Q(session__isnull=False, comes_at__isnull=False),
            ),
            models.CheckConstraint(
                name="booking_ended_says_why",
                condition=~Q(state__in=["absent", "cancelled"]) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="booking_of_who_came_keeps_no_name",
                condition=Q(state="came", visit__isnull=False, name="", phone="", matter="")
                | (~Q(state="came") & Q(visit=None)),
            ),
        ]

    def __str__(self) -> str:
        return self.slip

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.ASKED, self.State.CONFIRMED)
