"""What the sender of a letter sees of it: where it lies, by when, who has it, what was answered.

Nothing here names an officer or another sender. A code that is unknown and one that must not
be followed give the same answer, ``None``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.db.models import Prefetch, Q

from gandan.audit.models import Entry
from gandan.audit.receipts import as_file
from gandan.audit.selectors import NotSequencedError, receipt_for
from gandan.casework.case_page import why_this_day
from gandan.casework.models import Answer, Attachment, Case, Clock, Raising, Referral, Submission
from gandan.casework.rules import rules_in_use
from gandan.casework.services.senders import may_dispute, may_take_back
from gandan.casework.services.supplementing import ANSWERS_TO, asked_of_sender
from gandan.core import moment
from gandan.domain.codes import read_tracking_code
from gandan.domain.deadlines import Rules, Sense
from gandan.domain.procedure import Milestone, Procedure, Stage
from gandan.portal.plain_words import Standing, standing_of
from gandan.portal.readers import OfficeReading, office_readings
from gandan.units.selectors import UnitNames

# A name is hidden where it is longer than what could be part of an ordinary word.
SHORTEST_NAME = 5
# Terms that are owed to the sender; others are between offices, or warn of what must not happen.
OWED_TO_SENDER = ("KN", "TCD-TL")
REMINDER = "NB-DD"
COPIES = frozenset({Raising.Role.EXACT_COPY, Raising.Role.NEAR_COPY, Raising.Role.SUPPLEMENT})


@dataclass(frozen=True)
class Due:
    """A day on which something is owed to the sender, with the sum that leads to it."""

    on: date
    names: tuple[str, ...]
    sentences: tuple[str, ...]
    is_late: bool

    def with_more(self, other: "Due") -> "Due":
        """Two terms that end on one day are one day to the sender."""
        names, sentences = self.names + other.names, self.sentences + other.sentences
        return replace(self, names=names, sentences=tuple(dict.fromkeys(sentences)))


@dataclass(frozen=True)
class Passing:
    """The matter on its way to another office, and how far it got there."""

    referral: Referral
    to_name: str
    inner: Standing | None

    @property
    def is_confirmed(self) -> bool:
        return self.referral.received_on is not None


@dataclass(frozen=True)
class Told:
    """An answer as it went out, without what belongs to other people.

    ``proofs`` are the files that the office marked for the sender.
    """

    answer: Answer
    office: str
    found: str
    measure: str
    proofs: list[Attachment]


@dataclass(frozen=True)
class AskedFor:
    """What an office asked the sender to add."""

    items: str
    on: date | None
    office: str


@dataclass
class Matter:
    """One round of one matter that the letter raised."""

    case: Case
    role: str
    letter: Submission
    day: date
    names: UnitNames
    rules: Rules
    # Cases that other offices opened for it in their own registers.
    inner: list[Case]
    # Running terms of the matter, here and there, the nearest first.
    clocks: list[Clock]
    # A later round has taken its place.
    is_passed: bool = False

    @property
    def standing(self) -> Standing:
        return standing_of(self.case.stage)

    @property
    def office(self) -> str:
        return self.names[self.case.unit_id]

    @property
    def is_joined(self) -> bool:
        """Whether the letter went into the matter of letters that came before."""
        return self.role in COPIES

    @property
    def is_copy(self) -> bool:
        """Whether the letter is somebody else's as well: it is not proven who holds its code."""
        return self.role in COPIES - {Raising.Role.SUPPLEMENT}

    @property
    def is_complaint(self) -> bool:
        return self.case.procedure in (Procedure.COMPLAINT_FIRST, Procedure.COMPLAINT_SECOND)

    @cached_property
    def dues(self) -> list[Due]:
        """Open terms, the nearest first, and the day by which a measure was promised."""
        found: dict[date, Due] = {}
        for clock in () if self.standing.is_over else self.clocks:
            if clock.code.startswith(OWED_TO_SENDER) and clock.sense == Sense.WITHIN:
                due = self._due(clock)
                found[due.on] = found[due.on].with_more(due) if due.on in found else due
        return list(found.values())

    @property
    def reminder_on(self) -> date | None:
        """The day on which the office asks the other one again; None while a term is owed."""
        found = (clock.due_on for clock in self.clocks if clock.code == REMINDER)
        return None if self.dues or self.standing.is_over else next(found, None)

    def _due(self, clock: Clock) -> Due:
        why = why_this_day(clock, self.rules, self.day)
        assert clock.due_on is not None
        return Due(clock.due_on, (why.name,), why.sentences, clock.due_on < self.day)

    @cached_property
    def promised_for(self) -> date | None:
        """The day of the newest promise that is not kept yet."""
        open_ones = (t.answer.promised_for for t in self.told if not t.answer.carried_out_on)
        return next((day for day in open_ones if day), None)

    @property
    def passings(self) -> list[Passing]:
        rows: list[Referral] = self.case.passed_on  # type: ignore[attr-defined]
        inner = {case.came_by_id: standing_of(case.stage) for case in self.inner}
        return [
            Passing(row, row.to_name or self.names[row.to_unit_id or 0], inner.get(row.pk))
            for row in rows
        ]

    @cached_property
    def told(self) -> list[Told]:
        """Answers that went out to the sender, the newest first."""
        rows: list[Answer] = self.case.went_out  # type: ignore[attr-defined]
        others = self._others() if rows else set()
        return [
            Told(
                answer,
                answer.unit_name or self.names[answer.unit_id or 0] or self.office,
                without(answer.found, others),
                without(answer.measure, others),
                [] if self.is_copy else answer.shown_proofs,  # type: ignore[attr-defined]
            )
            for answer in rows
        ]

    def proof(self, key: int) -> Attachment | None:
        """A file marked for the sender, of an answer that went out."""
        return next((row for told in self.told for row in told.proofs if row.pk == key), None)

    def _others(self) -> set[str]:
        """What names other senders of the matter: it stays out of the answer that is shown."""
        rows = self.case.submissions.exclude(pk=self.letter.pk)
        found = rows.values_list("sender_name", "sender_address", "sender_phone")
        own = {self.letter.sender_name, self.letter.sender_address, self.letter.sender_phone}
        return {text for row in found for text in row if text} - own

    @property
    def states(self) -> list[tuple[Milestone, date | None]]:
        """Answered, settled, carried out: three things, never one."""
        days = {
            Milestone.ANSWERED: self.case.answered_on,
            Milestone.SETTLED: self.case.settled_on,
            Milestone.CARRIED_OUT: self.case.carried_out_on,
        }
        return list(days.items())

    @cached_property
    def waiting(self) -> Case | None:
        """The case that waits for the sender: this one, or that of the office it was passed to.

        A copy of somebody else's letter is not asked; the first letter is.
        """
        if self.is_joined:
            return None
        rows = [self.case, *self.inner]
        return next((case for case in rows if case.stage == Stage.AWAITING_SENDER), None)

    @cached_property
    def asked(self) -> AskedFor | None:
        """What is missing, without what names other people, and who asked."""
        found = asked_of_sender(self.waiting) if self.waiting else None
        if found is None or self.waiting is None:
            return None
        items = without(found.items, self._others())
        return AskedFor(items, found.on, self.names[self.waiting.unit_id])

    @cached_property
    def may_dispute(self) -> bool:
        return may_dispute(self.case)

    @cached_property
    def may_take_back(self) -> bool:
        return may_take_back(self.case, moment.now())


@dataclass
class Followed:
    """A letter with the matters it raised, the latest round first."""

    letter: Submission
    day: date
    names: UnitNames

    @property
    def office(self) -> str:
        return self.names[self.letter.unit_id]

    @cached_property
    def matters(self) -> list[Matter]:
        own = self.letter.raisings.filter(case__merged_into=None, case__came_by=None)
        roles = {raising.case_id: raising.role for raising in own}
        later = Q(first_round__in=roles) | Q(earlier__in=roles)
        rows = Case.objects.filter(Q(pk__in=roles) | later, merged_into=None, came_by=None)
        rows = rows.open_to_sender().select_related("unit").order_by("-round", "id")
        cases = list(rows.prefetch_related(*_SHOWN))
        inner = _inner_of(cases)
        clocks = _clocks_of([*cases, *inner])
        found = [self._matter(case, roles.get(case.pk, ""), inner, clocks) for case in cases]
        passed = {case.earlier_id for case in cases}
        for matter in found:
            matter.is_passed = matter.case.pk in passed
        return found

    def _matter(self, case: Case, role: str, inner: list[Case], clocks: list[Clock]) -> Matter:
        own = [one for one in inner if one.came_by and one.came_by.case_id == case.pk]
        running = [clock for clock in clocks if clock.case in (case, *own)]
        return Matter(case, role, self.letter, self.day, self.names, self.rules, own, running)

    @cached_property
    def rules(self) -> Rules:
        return rules_in_use()

    def matter(self, code: str) -> Matter | None:
        return next((one for one in self.matters if one.case.code == code), None)

    @cached_property
    def supplements(self) -> list[Submission]:
        """What the sender added on this page, the newest first."""
        cases = [case.pk for one in self.matters for case in (one.case, *one.inner)]
        rows = Submission.objects.filter(raisings__case__in=cases, registered_by=None)
        rows = rows.filter(raisings__role=Raising.Role.SUPPLEMENT)
        found = {row.pk: row for row in rows if row.extra.get(ANSWERS_TO) == self.letter.code}
        return sorted(found.values(), key=lambda row: row.pk, reverse=True)

    @cached_property
    def readings(self) -> list[OfficeReading]:
        codes = [one.case.code for one in self.matters]
        return office_readings(codes, [self.letter.code], self.names)


# What is read of each matter at once, so that ten rounds cost no more than one.
_SHOWN = (
    Prefetch(
        "referrals",
        Referral.objects.exclude(state=Referral.State.RECALLED).order_by("number"),
        to_attr="passed_on",
    ),
    Prefetch(
        "answers",
        Answer.objects.filter(is_void=False, told_on__isnull=False)
        .order_by("-id")
        .prefetch_related(
            Prefetch(
                "attachments",
                Attachment.objects.for_sender().order_by("id"),
                to_attr="shown_proofs",
            )
        ),
        to_attr="went_out",
    ),
)


def _inner_of(cases: list[Case]) -> list[Case]:
    rows = Case.objects.filter(came_by__case__in=cases, merged_into=None)
    return list(rows.select_related("came_by"))


def _clocks_of(cases: list[Case]) -> list[Clock]:
    rows = Clock.objects.filter(case__in=cases, state=Clock.State.RUNNING, due_on__isnull=False)
    rows = rows.select_related("case__unit").prefetch_related("extensions__by", "suspensions")
    return list(rows.order_by("due_on", "id"))


def followed(typed: str) -> Followed | None:
    """The letter of a code, None when there is none or it is not followed here.

    Raises ``codes.CodeError`` when what was typed cannot be a code.
    """
    code, day = read_tracking_code(typed), moment.today()
    letter = Submission.objects.followable().filter(tracking_code=code).first()
    return Followed(letter, day, UnitNames.on(day)) if letter else None


def unopened_files(letter: Submission) -> list[Attachment]:
    """Files that came with the letter and did not open; the sender may have better ones."""
    rows = letter.attachments.filter(is_void=False).select_related("file").order_by("id")
    return [row for row in rows if row.file.mark]


def registered_proof(letter: Submission) -> str | None:
    """The receipt that the letter was entered into the log, as a file; None until it is there."""
    rows = Entry.objects.filter(subject_kind="casework.submission", subject=letter.code)
    entry = rows.filter(action="submission.registered").order_by("id").first()
    if entry is None:
        return None
    try:
        return as_file(receipt_for(entry))
    except NotSequencedError:
        return None


def without(text: str, names: Iterable[str]) -> str:
    """``text`` with names, addresses and telephones of others replaced by "[…]"."""
    for name in sorted(names, key=len, reverse=True):
        if len(name) >= SHORTEST_NAME:
            text = re.sub(re.escape(name), "[…]", text, flags=re.IGNORECASE)
    return text
