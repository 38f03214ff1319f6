"""The work queue: whose cases, by whose move and by which day; each tab is one indexed query."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, partial
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from gandan.accounts.models import User
from gandan.casework.acting import acting_duties
from gandan.casework.models import (
    Case,
    CopySuggestion,
    DueKind,
    Raising,
    Referral,
    Submission,
    Turn,
    seen_by,
)
from gandan.casework.next_step import failing_answers, usual_step, whose
from gandan.core.kept_sql import count_kept, nearest_kept
from gandan.core.language import localized
from gandan.domain.procedure import Stage, WorkflowStep
from gandan.units.policy import asker, reach_of
from gandan.units.selectors import UnitNames

SOON = timedelta(days=7)
COUNT_UP_TO = 300
LATE_ELSEWHERE_SHOWN = 20
COUNTED = "_todo_counted"
# What a row shows of a letter; its text stays where it is.
FIRST_LETTER = tuple(
    f"submission__{name}"
    for name in ("place", "field", "classified_by", "suggestion", "confidence")
)
# A desk has more units where it took over from others.
ASKED_ALONE = 8
Which = Callable[[QuerySet[Case]], QuerySet[Case]]
TABS = ("todo", "suggested", "elsewhere", "sender", "done")
SORTS: dict[str, tuple[Any, ...]] = {
    "": (F("next_due_on").asc(nulls_last=True), "id"),
    "newest": (F("opened_on").desc(nulls_last=True), "-id"),
    "signers": (F("signers").desc(nulls_last=True), F("next_due_on").asc(nulls_last=True), "id"),
}


@dataclass(frozen=True)
class Desk:
    """The units whose work a person does; ``day`` decides what is late."""

    person: User
    units: frozenset[int]
    day: date

    @classmethod
    def of(cls, person: User, day: date, *, unit: int | None = None) -> "Desk":
        """One's own desk, or that of one unit in reach."""
        reach = reach_of(person)
        if unit is not None:
            return cls(person, frozenset({unit}) & reach.units(), day)
        return cls(person, reach.own_units or reach.units(), day)

    @cached_property
    def key(self) -> Hashable:
        """All that the SQL of the desk's counts depends on."""
        return asker(self.person), self.units, self.day

    @property
    def monday(self) -> date:
        return self.day - timedelta(days=self.day.weekday())

    def tab(self, name: str) -> QuerySet[Case]:
        """The cases of a tab, in no order."""
        rows = Case.objects.not_about(self.person)
        held = Q(handling_unit__in=self.units)
        owned = Q(unit__in=self.units)
        if name == "suggested":
            # Asked of each case, not of all letters: the count stops after a thousand.
            copy = "submission__copy_suggestion"
            waiting = Q(submission__classified_by=Submission.ClassifiedBy.MACHINE) | (
                Q(**{f"{copy}__state": CopySuggestion.State.SUGGESTED})
                & seen_by(self.person, f"{copy}__original")
            )
            first = Raising.objects.filter(waiting, case=OuterRef("pk"), role=Raising.Role.FIRST)
            fresh = rows.filter(held, turn=Turn.OFFICE, stage=Stage.RECEIVED)
            return fresh.filter(Exists(first))
        if name == "elsewhere":
            given, outside = self._elsewhere_of(owned, held)
            return rows.filter(given | outside)
        if name == "sender":
            return rows.filter(held, turn=Turn.SENDER)
        if name == "done":
            rested = Q(rested_on__gte=self.monday, merged_into=None)
            return rows.filter(owned & (rested | Q(answered_on__gte=self.monday)))
        return rows.filter(held, turn=Turn.OFFICE)

    def late_elsewhere(self, up_to: int) -> list[int]:
        """Keys of cases that another body should have received or answered by now."""
        kinds = [DueKind.LIMIT, DueKind.INTERNAL]
        late = partial(QuerySet.filter, next_due_on__lt=self.day, next_due_kind__in=kinds)
        return self._nearest_elsewhere(("late",), late, up_to)

    def elsewhere(self, chosen: dict[str, Any], first: int, up_to: int) -> list[int]:
        """Keys of the tab of that name by the day on which they are due, from place to place."""
        key = tuple(sorted((name, str(value)) for name, value in chosen.items()))
        which = partial(narrowed, chosen=chosen, person=self.person)
        return self._nearest_elsewhere(key, which, up_to)[first:]

    def _elsewhere_of(self, owned: Q, held: Q) -> tuple[Q, Q]:
        """What who owns it gave to another, and what waits for an outside body with who holds it."""
        away = ~Q(handling_unit__in=self.units)
        return owned & away & Q(turn=Turn.OFFICE), held & Q(turn=Turn.OUTSIDE)

    def _nearest_elsewhere(self, key: Hashable, which: Which, up_to: int) -> list[int]:
        """Put together of what each unit has, as indexes have it; of many units asked at once."""
        units = sorted(self.units)
        places = [(Q(unit=unit), Q(handling_unit=unit)) for unit in units]
        if len(units) > ASKED_ALONE:
            places = [(Q(unit__in=units), Q(handling_unit__in=units))]
        builds = [
            partial(self._by_day, which, part)
            for place in places
            for part in self._elsewhere_of(*place)
        ]
        return nearest_kept(("elsewhere", key, self.key), builds, up_to)

    def _by_day(self, which: Which, part: Q) -> QuerySet[Any, Any]:
        rows = which(Case.objects.not_about(self.person).filter(part))
        return rows.order_by(*SORTS[""]).values_list("pk", "next_due_on")

    def counts(self) -> dict[str, tuple[int, bool]]:
        """How many cases each tab holds, and whether there are more than were counted."""
        found = {name: self._count(name) for name in TABS}
        # The menu of the same page says the first of them again: it is not counted twice.
        self.person.__dict__[COUNTED] = (self.units, self.day, found["todo"][0])
        return found

    def todo_count(self) -> int:
        """How many cases wait to be done; taken once from the tabs of the page, else counted."""
        units, day, count = self.person.__dict__.pop(COUNTED, (None, None, 0))
        if (units, day) == (self.units, self.day):
            return int(count)
        return self._count("todo")[0]

    def late_count(self) -> int:
        """How many cases are late, a wait that ended not counted."""
        return self._count("todo", ~Q(next_due_kind=DueKind.WAIT), next_due_on__lt=self.day)[0]

    def today_count(self) -> int:
        return self._count("todo", next_due_on=self.day)[0]

    def _count(self, tab: str, *which: Q, **those: Any) -> tuple[int, bool]:
        key = tab, which, tuple(those.items()), self.key
        return count_kept(key, lambda: self.tab(tab).filter(*which, **those), up_to=COUNT_UP_TO)


def narrowed(rows: QuerySet[Case], chosen: dict[str, Any], person: User) -> QuerySet[Case]:
    """Apply the filters of the queue."""
    if chosen.get("kind"):
        rows = rows.filter(kind=chosen["kind"])
    if chosen.get("field"):
        rows = rows.filter(field=chosen["field"])
    officer = chosen.get("officer")
    if officer == "me":
        rows = rows.filter(officer=person)
    elif officer == "nobody":
        rows = rows.filter(officer=None)
    elif officer:
        rows = rows.filter(officer_id=int(officer))
    return rows.order_by(*SORTS[chosen.get("sort", "")])


@dataclass
class Row:
    """A case in the queue: what to do next, and by when."""

    case: Case
    group: str
    next: str
    hint: str = ""
    letters: int = 0
    copies: int = 0
    suggestion: Submission | None = None
    copy_of: str = ""
    place: str = ""
    referral: Referral | None = None

    @property
    def is_late(self) -> bool:
        return self.group in ("late", "late_elsewhere")


@dataclass
class Group:
    name: str
    rows: list[Row] = field(default_factory=list)


def group_of(case: Case, day: date) -> str:
    """late, today, soon, later or undated."""
    due = case.next_due_on
    if due is None:
        return "undated"
    if due < day and case.next_due_kind != DueKind.WAIT:
        return "late"
    if due <= day:
        return "today"
    return "soon" if due <= day + SOON else "later"


def rows_of(
    cases: Iterable[Case], day: date, names: UnitNames, *, person: User | None = None
) -> list[Row]:
    """Cases with their letters, suggestions, referrals and next step; five queries for a page.

    With ``person`` a row says whose step the next one is when it is somebody else's, and which
    letter the case may be a copy of when the person sees that one too.
    """
    cases = list(cases)
    keys = [case.pk for case in cases]
    letters, copies = _letters(keys)
    first = _first_letters(keys)
    originals = _originals(first.values(), person) if person else {}
    referrals = {
        referral.case_id: referral
        for referral in Referral.objects.filter(case__in=keys, is_open=True).order_by("number")
    }
    failing = failing_answers(cases)
    usual: dict[tuple[Any, ...], WorkflowStep | None] = {}
    rows = []
    for case in cases:
        referral, mends = referrals.get(case.pk), case.pk in failing
        row = Row(case, group_of(case, day), "", letters=letters.get(case.pk, 0))
        row.copies, row.referral = copies.get(case.pk, 0), referral
        alike = (case.procedure, case.stage, case.kind, *case.flags, mends)
        if alike not in usual:
            usual[alike] = usual_step(case, day, mends=mends)
        step = usual[alike]
        row.next = next_words(case, day, names, referral, step)
        row.hint = others_step(case, step, person) if person else ""
        letter = first.get(case.pk)
        row.place = letter.place if letter else ""
        if letter is not None and case.stage == Stage.RECEIVED:
            row.copy_of = originals.get(letter.pk, "")
            if letter.classified_by == Submission.ClassifiedBy.MACHINE:
                row.suggestion = letter
        rows.append(row)
    return rows


def _letters(keys: list[int]) -> tuple[dict[int, int], dict[int, int]]:
    roles = (Raising.Role.EXACT_COPY, Raising.Role.NEAR_COPY)
    counted = (
        Raising.objects.filter(case__in=keys)
        .values("case")
        .annotate(all=Count("id"), copies=Count("id", filter=Q(role__in=roles)))
    )
    found = [(row["case"], row["all"], row["copies"]) for row in counted]
    return {case: n for case, n, _ in found}, {case: c for case, _, c in found}


def _first_letters(keys: list[int]) -> dict[int, Submission]:
    rows = Raising.objects.filter(case__in=keys, role=Raising.Role.FIRST)
    shown = rows.select_related("submission").only("case", *FIRST_LETTER)
    letters = shown.order_by("-id")
    return {raising.case_id: raising.submission for raising in letters}


def _originals(letters: Iterable[Submission], person: User) -> dict[int, str]:
    """Codes of what the letters may be copies of, by the key of the letter."""
    waiting = CopySuggestion.objects.visible_to(person).filter(
        state=CopySuggestion.State.SUGGESTED, submission__in=[letter.pk for letter in letters]
    )
    return dict(waiting.values_list("submission_id", "original__code"))


def next_words(
    case: Case,
    day: date,
    names: UnitNames,
    referral: Referral | None,
    step: WorkflowStep | None,
) -> str:
    """The next step as a verb phrase, with the body that it concerns."""
    stage = Stage(case.stage)
    if stage in (Stage.REFERRED, Stage.AWAITING_ANSWER) and referral is not None:
        body = names[referral.to_unit_id] if referral.to_unit_id else referral.to_name
        if case.next_due_on and case.next_due_on < day:
            number = referral.reminders + 1
            return localized(f"Nhắc {body} lần {number}", f"Remind {body}, time {number}")
        if stage == Stage.REFERRED:
            return localized(f"Chờ {body} xác nhận đã nhận", f"{body} to confirm receipt")
        return localized(f"Chờ {body} trả lời", f"{body} to answer")
    if step is None:
        return ""
    return localized(step.name, step.name_en)


def others_step(case: Case, step: WorkflowStep | None, person: User) -> str:
    """Whose step the next one is, when ``person`` cannot take it; else ""."""
    if step is None or set(step.duties) & acting_duties(person, case, step.code):
        return ""
    return whose(step)


def grouped(rows: Iterable[Row]) -> list[Group]:
    """Rows under headings, in the order in which they come."""
    groups: list[Group] = []
    for row in rows:
        if not groups or groups[-1].name != row.group:
            groups.append(Group(row.group))
        groups[-1].rows.append(row)
    return groups
