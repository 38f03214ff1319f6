"""Tasks of briefings among what is due, and the notices about them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy

from gandan.accounts.models import User
from gandan.briefing.models import Task
from gandan.briefing.rights import MAKING, REPORTING
from gandan.notices import due, kinds, subjects
from gandan.notices.due import DueItem, DueSource, Late
from gandan.notices.services.telling import notify
from gandan.units.models import Duty
from gandan.units.policy import reach_of
from gandan.units.selectors import holders_of

SUBJECT = "task"
DECIDED, REPORTED, DONE = "task.decided", "task.told", "task.done"
# Who is told that their unit owes a task.
TOLD = (Duty.FOCAL_POINT, Duty.LEADER)


def register() -> None:
    due.register(DueSource("briefing", mine, late_at, route="briefing:task_list"))
    subjects.register(subjects.SubjectKind(SUBJECT, visible, "briefing:task_detail"))
    for code, text in (
        (DECIDED, gettext_lazy("Giao ban giao việc cho đơn vị, hạn %(due_on)s.")),
        (REPORTED, gettext_lazy("Đơn vị báo tiến độ việc giao ban, hạn %(due_on)s.")),
        (DONE, gettext_lazy("Đơn vị báo xong việc giao ban, hạn %(due_on)s.")),
    ):
        kinds.register(kinds.NoticeKind(code, text, icon="list-check"))


def visible(person: User) -> Q:
    """The notices about tasks that ``person`` may see today."""
    return Q(Exists(Task.objects.visible_to(person).filter(code=OuterRef("subject"))))


def mine(person: User, until: date, most: int) -> Iterable[DueItem]:
    """The open tasks of the units where the person holds a duty to report."""
    reach = reach_of(person)
    own = [unit for unit, _duties in reach.posts if reach.holds(unit, *REPORTING)]
    rows = Task.objects.open().filter(owner__in=own, due_on__lte=until).order_by("due_on", "id")
    for code, due_on in rows.values_list("code", "due_on")[:most]:
        address = reverse_lazy("briefing:task_detail", args=[code])
        yield DueItem(f"GB-{str(code)[:8]}", gettext_lazy("Việc giao ban"), due_on, address)


def late_at(person: User, units: frozenset[int], before: date) -> Late:
    rows = Task.objects.visible_to(person).late(before).filter(owner__in=units)
    found = rows.aggregate(n=Count("id"), on=Min("due_on"))
    return Late(found["n"], found["on"])


def tell_decided(task: Task, *, by: User) -> None:
    _tell(holders_of(task.owner_id, TOLD), DECIDED, task, by)


def tell_reported(task: Task, *, by: User, is_done: bool) -> None:
    people = holders_of(task.pack.scope_id, MAKING)
    _tell(people, DONE if is_done else REPORTED, task, by)


def _tell(people: Iterable[User], kind: str, task: Task, by: User) -> None:
    key = f"{kind}:{task.code}:{task.notes.count()}"
    facts = {"due_on": task.due_on.isoformat()}
    others = (one for one in people if one != by)
    notify(others, kind, key=key, subject_kind=SUBJECT, subject=str(task.code), facts=facts)
