"""What reception tells people: appointments to the leader, conclusions that are due to the desk."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy

from gandan.accounts.models import User
from gandan.audit.models import Entry
from gandan.core import moment
from gandan.notices import due, kinds, subjects
from gandan.notices.due import MOST, DueItem, DueSource, Late
from gandan.notices.services.telling import notify
from gandan.reception.models import Booking, Conclusion, TaskReport
from gandan.units.models import Appointment, Duty, in_force
from gandan.units.policy import reach_of
from gandan.units.selectors import holders_of

BOOKING = "booking"
BOOKED = "booking.booked"
TASK = "conclusion_task"
TASK_GIVEN, TASK_WITHDRAWN = "conclusion.task_given", "conclusion.task_withdrawn"
TASK_RETURNED, REPORTED = "conclusion.report_returned", "conclusion.reported"
CONCLUSION = "conclusion"
FOLLOWERS = (Duty.RECEPTION_OFFICER, Duty.HANDLER, Duty.FOCAL_POINT, Duty.LEADER)
_OPEN = "_open_conclusions"
_FOLLOW = gettext_lazy("Theo dõi kết quả")
_TASK, _CARRY_OUT = gettext_lazy("Kết luận"), gettext_lazy("Thực hiện kết luận")


def register() -> None:
    due.register(DueSource("reception", mine, late_at, route="reception:conclusion_list"))
    subjects.register(subjects.SubjectKind(BOOKING, visible, "reception:booking_detail"))
    text = gettext_lazy("Có người hẹn gặp lúc %(at)s ngày %(day_on)s.")
    kinds.register(kinds.NoticeKind(BOOKED, text, icon="calendar"))
    subjects.register(subjects.SubjectKind(TASK, sees_task, "reception:task_detail"))
    route = "reception:conclusion_detail"
    subjects.register(subjects.SubjectKind(CONCLUSION, sees_conclusion, route))
    for code, text in (
        (TASK_GIVEN, gettext_lazy("Kết luận tiếp công dân giao đơn vị một việc, hạn %(due_on)s.")),
        (TASK_WITHDRAWN, gettext_lazy("Việc giao theo kết luận tiếp công dân đã rút.")),
        (TASK_RETURNED, gettext_lazy("Báo cáo việc theo kết luận bị trả lại, xem còn thiếu gì.")),
        (REPORTED, gettext_lazy("Đơn vị được giao báo đã làm xong việc theo kết luận.")),
    ):
        kinds.register(kinds.NoticeKind(code, text, icon="flag"))


def visible(person: User) -> Q:
    return Q(Exists(Booking.objects.visible_to(person).filter(slip=OuterRef("subject"))))


def sees_task(person: User) -> Q:
    return subjects.by_uuid(Conclusion.objects.given_to(person))


def sees_conclusion(person: User) -> Q:
    return subjects.by_uuid(Conclusion.objects.visible_to(person))


def tell_reported(conclusion: Conclusion, report: TaskReport) -> None:
    """Tell who wrote the conclusion; once they have left the office, those who follow it there."""
    here = holders_of(conclusion.unit_id, FOLLOWERS)
    people = [conclusion.by] if conclusion.by in here else here
    notify(
        (one for one in people if one != report.by),
        REPORTED,
        key=f"{REPORTED}:{report.code}",
        subject_kind=CONCLUSION,
        subject=str(conclusion.code),
        facts={},
    )


def tell_task(conclusion: Conclusion, kind: str, *, by: User) -> None:
    """Tell the unit that a conclusion gives it a task, or that this is withdrawn.

    A task given again after it was withdrawn is told again.
    """
    if conclusion.assigned_unit_id is None:
        return
    people = holders_of(conclusion.assigned_unit_id, FOLLOWERS)
    times = Entry.objects.filter(
        subject_kind="reception.conclusion", subject=conclusion.code.hex
    ).count()
    notify(
        (one for one in people if one != by),
        kind,
        key=f"{kind}:{conclusion.code}:{times}",
        subject_kind=TASK,
        subject=str(conclusion.code),
        facts={"due_on": conclusion.carry_out_by.isoformat()},
    )


def tell_booked(booking: Booking, *, by: User) -> None:
    """Tell the leaders of the office; the notice holds the day and the number, no name.

    A schedule names the leader in free words: whoever is named there is told, else all.
    """
    if booking.session is None or booking.comes_at is None:
        return
    leaders = leaders_of(booking.unit_id)
    named = [one for one in leaders if one.full_name and one.full_name in booking.session.leader]
    key = f"{BOOKED}:{booking.slip}:{booking.version}"
    facts = {"day_on": booking.session.on.isoformat(), "at": f"{booking.comes_at:%H:%M}"}
    people = [one for one in (named or leaders) if one != by]
    notify(people, BOOKED, key=key, subject_kind=BOOKING, subject=booking.slip, facts=facts)


def leaders_of(unit: int) -> list[User]:
    held = Appointment.objects.filter(in_force(moment.today()), unit=unit).select_related("person")
    return sorted({one.person for one in held if Duty.LEADER in one.duties}, key=str)


def mine(person: User, until: date, most: int) -> Iterable[DueItem]:
    """Conclusions that the desk of ``person`` follows, and tasks that others gave to its unit.

    A task that the unit reported is due to the desk alone, until it is sent back.

    Both are read at once: the due list is drawn from many registers.
    """
    reach = reach_of(person)
    if not reach.has(*FOLLOWERS):
        return
    own = Conclusion.objects.visible_to(person).due_until(until)
    given = Conclusion.objects.given_to(person).to_carry_out().filter(carry_out_by__lte=until)
    rows = own.filter(unit__in=reach.own_units) | given.exclude(unit__in=reach.own_units)
    for one in rows.by_next_day().select_related("visit__submission")[:most]:
        if one.unit_id in reach.own_units:
            address = reverse_lazy("reception:conclusion_detail", args=[one.code])
            yield DueItem(one.visit.submission.code, _FOLLOW, one.due_on or until, address)
        else:
            address = reverse_lazy("reception:task_detail", args=[one.code])
            yield DueItem(str(_TASK), _CARRY_OUT, one.carry_out_by, address)


def late_at(person: User, units: frozenset[int], before: date) -> Late:
    """Asked for one's own units and for those below: read once for each person object."""
    known: list[Conclusion] | None = person.__dict__.get(_OPEN)
    if known is None:
        rows = Conclusion.objects.visible_to(person).open().by_next_day()
        known = person.__dict__.setdefault(_OPEN, list(rows[:MOST]))
    days = [one.due_on for one in known if one.unit_id in units and one.due_on]
    late = [day for day in days if day < before]
    return Late(len(late), min(late, default=None))
