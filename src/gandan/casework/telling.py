"""What casework tells people: what is due, what was given to them, what came in."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy

from gandan.accounts.models import User
from gandan.casework.late import late_cases
from gandan.casework.models import Case, DueKind, Turn
from gandan.core import moment
from gandan.domain.procedure import Stage
from gandan.notices import due, kinds, subjects
from gandan.notices.due import DueItem, DueSource, Late
from gandan.notices.services.telling import notify
from gandan.units.models import Appointment, Duty, Unit, in_force
from gandan.units.policy import reach_of
from gandan.units.selectors import holders_of

SUBJECT = "case"
GIVEN, REFERRED, ANSWERED = "case.given", "case.referred", "case.answer_came"
SUPPLEMENTED = "case.supplement_came"
TAKERS = (Duty.HANDLER, Duty.FOCAL_POINT)

# Calendars may be seen by others: these words are the same for every kind of matter, so that
# none of them says that a case is a denunciation.
_REVIEW = gettext_lazy("Xem xét")
_FOLLOW = gettext_lazy("Theo dõi trả lời")
_SETTLE = gettext_lazy("Giải quyết")
_FINISH = gettext_lazy("Theo dõi kết quả")
STEP_WORDS = {
    Stage.RECEIVED: gettext_lazy("Phân loại"),
    Stage.CLASSIFIED: _REVIEW,
    Stage.CHECKING: _REVIEW,
    Stage.REVIEWING: _REVIEW,
    Stage.COMPETENCE_DISPUTED: _REVIEW,
    Stage.REFERRED: _FOLLOW,
    Stage.AWAITING_ANSWER: _FOLLOW,
    Stage.REPORT_DEMANDED: _FOLLOW,
    Stage.ANSWER_RECEIVED: gettext_lazy("Trả lời"),
    Stage.DECIDED: _FINISH,
    Stage.CONCLUDED: _FINISH,
    Stage.ANSWERED: _FINISH,
    Stage.ACTED: _FINISH,
    Stage.PUBLISHED: _FINISH,
    Stage.EFFECTIVE: _FINISH,
    Stage.CARRIED_OUT: _FINISH,
    Stage.SETTLED: _FINISH,
}


def register() -> None:
    due.register(DueSource("casework", mine, late_at, route="casework:late_list"))
    subjects.register(subjects.SubjectKind(SUBJECT, visible, "casework:case_detail"))
    for code, text in (
        (GIVEN, gettext_lazy("Anh/chị được giao vụ việc %(subject)s.")),
        (REFERRED, gettext_lazy("Vụ việc %(subject)s được chuyển đến đơn vị.")),
        (ANSWERED, gettext_lazy("Vụ việc %(subject)s đã có trả lời, chờ xem và gửi.")),
        (SUPPLEMENTED, gettext_lazy("Người gửi đã bổ sung cho vụ việc %(subject)s.")),
    ):
        kinds.register(kinds.NoticeKind(code, text, icon="folder"))


def visible(person: User) -> Q:
    """The notices about cases that ``person`` may see today.

    Asked for each notice by the code of its case: every page counts unread notices, and a list of
    all visible cases would cost more than the page.
    """
    return Q(Exists(Case.objects.visible_to(person).filter(code=OuterRef("subject"))))


def owed_by(person: User) -> QuerySet[Case]:
    """Cases with a running term that a person must move.

    Their own, wherever they lie, because who referred a case reminds of it; and those on the
    desk of their unit that nobody there holds, when it is their duty to take them.
    """
    reach = reach_of(person)
    own = Q(officer=person, turn__in=[Turn.OFFICE, Turn.OUTSIDE])
    if reach.has(*TAKERS):
        here = Appointment.objects.filter(in_force(moment.today()), unit__in=reach.own_units)
        free = Q(officer=None) | ~Q(officer__in=here.values("person"))
        own |= Q(handling_unit__in=reach.own_units, turn=Turn.OFFICE) & free
    return Case.objects.visible_to(person).filter(own).exclude(next_due_kind=DueKind.WAIT)


def mine(person: User, until: date, most: int) -> Iterable[DueItem]:
    rows = owed_by(person).filter(next_due_on__lte=until).order_by("next_due_on", "id")
    for code, stage, due_on in rows.values_list("code", "stage", "next_due_on")[:most]:
        step = STEP_WORDS.get(Stage(stage), _SETTLE)
        address = reverse_lazy("casework:case_detail", args=[code])
        yield DueItem(code, step, due_on or until, address)


def late_at(person: User, units: frozenset[int], before: date) -> Late:
    cases = Case.objects.visible_to(person).filter(handling_unit__in=units)
    found = late_cases(cases, before).order_by().aggregate(n=Count("id"), on=Min("next_due_on"))
    return Late(found["n"], found["on"])


def tell_given(case: Case, officer: User | None, *, by: User | None) -> None:
    """Tell an officer of a case that somebody else gave them."""
    if officer is not None and officer != by:
        _tell([officer], GIVEN, case)


def tell_referred(case: Case, unit: Unit | None, *, by: User) -> None:
    """Tell those who take in referrals at the unit that a case now lies with them."""
    if unit is not None:
        _tell((one for one in takers_of(unit) if one != by), REFERRED, case)


def tell_answered(case: Case, *, by: User) -> None:
    """Tell the officer of the referring office that an answer came in."""
    if case.officer is not None and case.officer != by:
        _tell([case.officer], ANSWERED, case)


def tell_supplemented(case: Case) -> None:
    """Tell who handles the case, else those who take cases there, that the sender added to it."""
    told = [case.officer] if case.officer else takers_of(case.handling_unit)
    _tell(told, SUPPLEMENTED, case)


def takers_of(unit: Unit) -> list[User]:
    """Handlers and focal points of a unit today, by name."""
    return holders_of(unit.pk, TAKERS)


def _tell(people: Iterable[User], kind: str, case: Case) -> None:
    """A case that comes round again is told again: its version is part of the key."""
    key = f"{kind}:{case.code}:{case.version}"
    notify(people, kind, key=key, subject_kind=SUBJECT, subject=case.code)
