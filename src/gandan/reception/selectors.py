"""Read reception: the desk of a day, earlier letters of a matter, how schedules keep the law."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Prefetch, Q, QuerySet

from gandan.accounts.models import User
from gandan.casework.filters import NEWEST
from gandan.casework.models import Attachment, Case, Raising, Submission
from gandan.casework.search import SEARCH
from gandan.core.first_found import first_found
from gandan.core.language import localized
from gandan.domain.citations import in_vietnamese
from gandan.domain.codes import CodeError, read_tracking_code
from gandan.domain.periods import Period
from gandan.domain.reception import Compliance, Minimum, compliance, head_role, minimum
from gandan.domain.reception import Session as LegalSession
from gandan.law.selectors import current
from gandan.reception.models import Booking, Conclusion, ReceptionSession, TaskReport, Visit
from gandan.reception.models.conclusions import ConclusionQuerySet
from gandan.units.models import Unit
from gandan.units.policy import reach_of
from gandan.units.selectors import UnitNames

FOUND_AT_MOST = 20
FOLLOWED_AT_MOST = 50
# How long a person is planned for when no hour is said.
SLOT = timedelta(minutes=30)


@dataclass(frozen=True)
class Earlier:
    """A letter or visit that may be of the same matter, with the case it belongs to."""

    submission: Submission
    case: Case | None
    was_visit: bool


def earlier_letters(query: str, person: User) -> list[Earlier]:
    """Letters and visits that the words of ``query`` are found in, or of this number or case."""
    wanted = query.strip()
    if not wanted:
        return []
    rows = Submission.objects.visible_to(person).order_by(*NEWEST)
    numbered = rows.filter(pk__in=_numbered(wanted.upper()))
    # Apart: for "this number or these words" a database looks through the whole register. And
    # keys first: sorting thousands of whole letters takes several times as long.
    keys = [*numbered.values_list("pk", flat=True)[:FOUND_AT_MOST], *_holding(rows, wanted)]
    both = Submission.objects.filter(pk__in=keys)
    newest = sorted(both, key=lambda one: (one.received_on or date.min, one.pk), reverse=True)
    return with_cases(newest[:FOUND_AT_MOST], person)


def _holding(rows: QuerySet[Submission], wanted: str) -> list[int]:
    """Keys of the newest of ``rows`` that hold the words."""
    found = SEARCH.found(wanted)
    if found is None:
        return []
    holding = rows.filter(found.at("pk"))
    if found.is_common:
        return first_found(rows, found.among, holding)(0, FOUND_AT_MOST)
    return list(holding.values_list("pk", flat=True)[:FOUND_AT_MOST])


def _numbered(wanted: str) -> list[int]:
    """Keys of letters that have this number or tracking code, or raise the case of this number."""
    if not any(map(str.isdigit, wanted)) or " " in wanted:
        return []
    tracking = wanted
    with suppress(CodeError):  # typed without dashes, or with an O for a 0
        tracking = read_tracking_code(wanted)
    own = Submission.objects.filter(Q(code=wanted) | Q(tracking_code=tracking)).values_list("pk")
    raised = Raising.objects.filter(case__code=wanted).values_list("submission")
    return [key for (key,) in own.union(raised)]


def with_cases(letters: list[Submission], person: User) -> list[Earlier]:
    keys = [letter.pk for letter in letters]
    visible = Case.objects.visible_to(person).standing()
    links = Raising.objects.filter(submission__in=keys).of(visible).select_related("case")
    cases = {link.submission_id: link.case for link in links.order_by("-id")}
    visits = Visit.objects.filter(submission__in=keys).values_list("submission_id", flat=True)
    came = set(visits)
    return [Earlier(one, cases.get(one.pk), one.pk in came) for one in letters]


def sessions_of_day(person: User, day: date) -> list[ReceptionSession]:
    own = reach_of(person).own_units
    rows = ReceptionSession.objects.visible_to(person).filter(on=day, unit__in=own)
    return list(rows.order_by("starts_at", "id"))


def bookings_of_day(person: User, day: date) -> list[Booking]:
    """Appointments of a day at one's own desk, by the hour; those cancelled are left out."""
    rows = Booking.objects.visible_to(person).filter(session__on=day)
    rows = rows.exclude(state=Booking.State.CANCELLED).select_related(
        "session", "visit__submission", "earlier"
    )
    return list(rows.order_by("comes_at", "session", "id"))


def bookings_waiting(person: User) -> list[Booking]:
    """Those who asked and have no time yet, the longest waiting first."""
    rows = Booking.objects.visible_to(person).filter(state=Booking.State.ASKED)
    return list(rows.select_related("earlier").order_by("id")[:FOLLOWED_AT_MOST])


def bookings_of_session(person: User, session: ReceptionSession) -> list[Booking]:
    """Appointments at a session, by the hour; those cancelled are left out."""
    rows = Booking.objects.visible_to(person).filter(session=session)
    rows = rows.exclude(state=Booking.State.CANCELLED)
    return list(rows.select_related("session", "visit__submission", "earlier").order_by("comes_at"))


def booked_at(person: User, sessions: Iterable[ReceptionSession]) -> dict[int, int]:
    """How many open appointments each session has, by its primary key."""
    rows = Booking.objects.visible_to(person).open().filter(session__in=[s.pk for s in sessions])
    return dict(rows.order_by().values_list("session").annotate(n=Count("pk")))


def conclusions_of_sessions(
    person: User, sessions: Iterable[ReceptionSession]
) -> ConclusionQuerySet:
    keys = [session.pk for session in sessions]
    return Conclusion.objects.visible_to(person).filter(visit__session__in=keys)


def followed_at(person: User, sessions: Iterable[ReceptionSession]) -> dict[int, int]:
    """How many conclusions of each session are still open, by its primary key."""
    rows = conclusions_of_sessions(person, sessions).filter(state=Conclusion.State.OPEN).order_by()
    return dict(rows.values_list("visit__session").annotate(n=Count("pk")))


def next_hour(session: ReceptionSession, person: User, besides: Booking | None = None) -> time:
    """The hour after the last appointment of the session that the person sees.

    Two may have the same hour: a place that looks taken for no visible reason would tell of an
    appointment that the person may not know of.
    """
    rows = Booking.objects.visible_to(person).open().filter(session=session)
    if besides:
        rows = rows.exclude(pk=besides.pk)
    last = rows.order_by("-comes_at").values_list("comes_at", flat=True).first()
    if last is None:
        return session.starts_at
    return min((datetime.combine(session.on, last) + SLOT).time(), time(23, 59))


def conclusions_followed(person: User) -> QuerySet[Conclusion]:
    """Open conclusions of one's own desk, what comes first on top."""
    rows = Conclusion.objects.visible_to(person).open().with_waits()
    rows = rows.filter(unit__in=reach_of(person).own_units).by_next_day()
    return rows.select_related("visit__submission", "visit__session")


def task_reports(conclusion: Conclusion) -> list[TaskReport]:
    """What the unit reported, the newest first, with the proofs that were not taken off."""
    proofs = Attachment.objects.filter(is_void=False).select_related("case").order_by("id")
    rows = conclusion.reports.select_related("by").prefetch_related(Prefetch("proofs", proofs))
    return list(rows.order_by("-id"))


def cases_of_proofs(reports: Iterable[TaskReport], person: User) -> set[int]:
    """Cases that the proofs lie with and that the person may open.

    A file stays with the case that stood when it was sent, also when that was merged later.
    """
    keys = {proof.case_id for report in reports for proof in report.proofs.all()}
    return set(Case.objects.visible_to(person).filter(pk__in=keys).values_list("pk", flat=True))


@dataclass(frozen=True)
class Kept:
    """How the sessions of one role at a unit keep the law in a period."""

    unit: int
    role: str
    rule: Minimum
    found: Compliance

    @property
    def rule_name(self) -> str:
        return localized(self.rule.name, self.rule.name_en)

    @property
    def basis(self) -> str:
        return localized(in_vietnamese(self.rule.article), self.rule.article)


def kept_by(
    units: Iterable[int], period: Period, sessions: Iterable[ReceptionSession]
) -> list[Kept]:
    """For each unit and role with a legal minimum, in the order of ``units``.

    A unit whose head must receive is listed although nothing was planned there.
    """
    law = current()
    of: dict[tuple[int, str], list[LegalSession]] = {}
    for session in sessions:
        legal = session.legal
        if session.role and legal:
            of.setdefault((session.unit_id, session.role), []).append(legal)
        elif session.role:
            of.setdefault((session.unit_id, session.role), [])
    order = list(units)
    for unit, kind in Unit.objects.filter(pk__in=order).values_list("pk", "kind"):
        if role := head_role(kind):
            of.setdefault((unit, role), [])
    place = {unit: n for n, unit in enumerate(order)}
    rows = []
    for (unit, role), held in sorted(of.items(), key=lambda row: (place[row[0][0]], row[0][1])):
        rule = minimum(role, period.since, law.minimums) or minimum(
            role, period.last_day, law.minimums
        )
        if rule:
            found = compliance(role, period, held, law.rules.calendar, law.minimums)
            rows.append(Kept(unit, role, rule, found))
    return rows


def living_units(person: User, names: UnitNames) -> list[int]:
    """The units in reach that exist today, in Vietnamese order."""
    return [pk for pk, _name in names.choices(reach_of(person).units()) if pk in names.living]
