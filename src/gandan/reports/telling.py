"""Reports among what is due: told before the day, on it and after; what was sent back; who is missing."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy

from gandan.accounts.models import User
from gandan.domain.reporting import Standing
from gandan.notices import due, kinds, subjects
from gandan.notices.due import DueItem, DueSource, Late
from gandan.notices.services.telling import notify
from gandan.reports.models import ReportRound, UnitReport
from gandan.reports.rights import RECEIVING, SENDING
from gandan.reports.selectors import Owed, late_in, owed_by
from gandan.units.models import Appointment, in_force
from gandan.units.policy import reach_of, today
from gandan.units.selectors import holders_of

SUBJECT = "report"
ASKED, RETURNED, SUBMITTED = "report.asked", "report.returned", "report.submitted"
# What the unit still has to do; what was sent waits for the office.
WAITING = frozenset({Standing.OWED, Standing.MISSING, Standing.RETURNED})
STEPS = {Standing.RETURNED: gettext_lazy("Sửa báo cáo kỳ")}


def register() -> None:
    due.register(DueSource("reports", mine, late_at, route="reports:round_list"))
    subjects.register(subjects.SubjectKind(SUBJECT, visible, "reports:report_detail"))
    asked = gettext_lazy("Có báo cáo kỳ phải gửi, hạn %(due_on)s.")
    kinds.register(kinds.NoticeKind(ASKED, asked, icon="report", route="reports:owed_list"))
    for code, text in (
        (RETURNED, gettext_lazy("Báo cáo kỳ bị trả lại để sửa, hạn gửi %(due_on)s.")),
        (SUBMITTED, gettext_lazy("Đơn vị đã gửi báo cáo kỳ, hạn %(due_on)s.")),
    ):
        kinds.register(kinds.NoticeKind(code, text, icon="report"))


def visible(person: User) -> Q:
    """The notices about reports that ``person`` may see today."""
    return Q(Exists(UnitReport.objects.visible_to(person).filter(code=OuterRef("subject"))))


def mine(person: User, until: date, most: int) -> Iterable[DueItem]:
    """The reports that units owe where the person may send them, the oldest due day first."""
    reach = reach_of(person)
    own = {unit for unit, _duties in reach.posts if reach.holds(unit, *SENDING)}
    if not own:
        return
    waiting = [
        owed
        for owed in owed_by(person, today(), until=until)
        if owed.unit in own and owed.standing in WAITING
    ]
    for owed in sorted(waiting, key=lambda one: one.round.due_on)[:most]:
        yield _item(owed)


def _item(owed: Owed) -> DueItem:
    step = STEPS.get(owed.standing, gettext_lazy("Gửi báo cáo kỳ"))
    code = f"BC-{str(owed.round.code)[:8]}-{owed.unit}"
    return DueItem(code, step, owed.round.due_on, reverse_lazy("reports:owed_list"))


def late_at(person: User, units: frozenset[int], before: date) -> Late:
    """Reports of ``units`` that were due before the day and are missing, as far as in reach."""
    seen = units & reach_of(person).units()
    found = late_in(seen, before, today()) if seen else []
    return Late(len(found), min((one.round.due_on for one in found), default=None))


def tell_asked(round_: ReportRound, units: Iterable[int], *, by: User | None) -> None:
    """Tell those who send for each unit that a report is owed; one query for all units."""
    held = Appointment.objects.filter(in_force(today()), unit__in=list(units))
    people = {
        post.person
        for post in held.select_related("person").order_by("person_id")
        if set(SENDING) & set(post.duties) and post.person != by
    }
    facts = {"due_on": round_.due_on.isoformat()}
    notify(sorted(people, key=str), ASKED, key=f"{ASKED}:{round_.code}", facts=facts)


def tell_returned(report: UnitReport, *, by: User) -> None:
    _tell(holders_of(report.unit_id, SENDING), RETURNED, report, by)


def tell_submitted(report: UnitReport, *, by: User) -> None:
    _tell(holders_of(report.round.office_id, RECEIVING), SUBMITTED, report, by)


def _tell(people: Iterable[User], kind: str, report: UnitReport, by: User) -> None:
    """A report that is sent or returned again is told again: its steps are part of the key."""
    notify(
        (one for one in people if one != by),
        kind,
        key=f"{kind}:{report.code}:{report.steps.count()}",
        subject_kind=SUBJECT,
        subject=str(report.code),
        facts={"due_on": report.round.due_on.isoformat()},
    )
