"""Everything that the page of a case shows, read once: what, why this day, what was done."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Count, Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gandan.accounts.models import User
from gandan.audit.actions import READS
from gandan.audit.models import Entry
from gandan.casework.case_execution import ExecutionPart
from gandan.casework.case_papers import OfferedPaper, offered, papers_of_step, papers_seen
from gandan.casework.files_of_case import files_of, gives_nameless, may_take_off
from gandan.casework.models import (
    Answer,
    Attachment,
    Case,
    CaseStep,
    Clock,
    EligibilityCheck,
    Raising,
    Referral,
    Representative,
    Respondent,
    Submission,
)
from gandan.casework.next_step import Offer, offers
from gandan.casework.rules import rules_in_use
from gandan.casework.services import terms
from gandan.casework.services.reopening import ending_in
from gandan.casework.services.repeating import chain_of
from gandan.casework.services.undoing import leads, newest_standing, why_not_undo
from gandan.casework.step_words import step_name
from gandan.core.components.pieces import DayCell, Step
from gandan.core.language import day_of_year, is_english, localized
from gandan.domain import deadlines
from gandan.domain.dates import format_date
from gandan.domain.deadlines import NoTimeLimitError, Rules, TimeLimit, UnknownLimitError
from gandan.domain.deadlines.explanation import in_english, in_vietnamese
from gandan.domain.procedure import Procedure, Stage, shipped_table
from gandan.domain.procedure import facts as known_facts
from gandan.domain.procedure.facts import FactType
from gandan.papers.models import Paper
from gandan.units.models import Duty
from gandan.units.policy import reach_of
from gandan.units.selectors import UnitNames

DRAFTERS = (Duty.RECEPTION_OFFICER, Duty.HANDLER, Duty.FOCAL_POINT, Duty.LEADER)
LETTERS_SHOWN = 50
STEPS_SHOWN = 100
DAYS_DRAWN = 45
# What stands in a part of its own on the page.
UNSAID = frozenset(
    {"answer_findings", "answer_decider", "measure", "promised_for", "reason", "findings"}
)


@dataclass(frozen=True)
class WhyThisDay:
    """A running term: its sentences, and its days one by one when they fit."""

    clock: Clock
    name: str
    sentences: tuple[str, ...]
    cells: tuple[DayCell, ...]
    to_check: str = ""


@dataclass
class CasePage:
    """The parts of the page; each is read when the template asks for it."""

    case: Case
    person: User
    day: date
    names: UnitNames
    rules: Rules = field(default_factory=rules_in_use)

    @cached_property
    def offers(self) -> list[Offer]:
        return offers(self.case, self.person, self.day)

    @property
    def primary(self) -> Offer | None:
        first = self.offers[0] if self.offers else None
        return first if first is not None and first.is_primary else None

    @property
    def others(self) -> list[Offer]:
        return [offer for offer in self.offers if not offer.is_primary]

    @cached_property
    def raisings(self) -> list[Raising]:
        """Letters that the person may see, the first one first."""
        own = self.case.raisings.values("submission")
        shown = Submission.objects.readable_by(self.person).filter(pk__in=own)
        rows = self.case.raisings.filter(submission__in=shown).select_related(
            "submission__copy_suggestion"
        )
        found = rows.order_by("submission__received_on", "id")[: LETTERS_SHOWN + 1]
        return list(found)

    @cached_property
    def own_letters(self) -> frozenset[int]:
        """Keys of the letters that the person may open in the register."""
        keys = [raising.submission_id for raising in self.letters]
        rows = Submission.objects.visible_to(self.person).filter(pk__in=keys)
        return frozenset(rows.values_list("pk", flat=True))

    @property
    def letters(self) -> list[Raising]:
        return self.raisings[:LETTERS_SHOWN]

    @property
    def has_more_letters(self) -> bool:
        return len(self.raisings) > LETTERS_SHOWN

    @property
    def first_letter(self) -> Submission | None:
        first = next((r for r in self.raisings if r.role == Raising.Role.FIRST), None)
        return first.submission if first else None

    @property
    def to_confirm(self) -> Submission | None:
        """The first letter, while the machine's suggestion of its kind waits for a person."""
        letter = self.first_letter
        waiting = letter and letter.classified_by == Submission.ClassifiedBy.MACHINE
        return letter if waiting and self.case.stage == Stage.RECEIVED else None

    @cached_property
    def clocks(self) -> list[Clock]:
        rows = self.case.clocks.prefetch_related("extensions__by", "suspensions")
        clocks = list(rows.order_by("id"))
        for clock in clocks:
            clock.case = self.case
        return clocks

    @property
    def why(self) -> list[WhyThisDay]:
        """The open terms, the nearest first."""
        open_ones = [clock for clock in self.clocks if clock.is_open]
        open_ones.sort(key=lambda clock: (clock.due_on or date.max, clock.pk))
        return [why_this_day(clock, self.rules, self.day) for clock in open_ones]

    @property
    def closed_clocks(self) -> list[Clock]:
        return [c for c in self.clocks if c.state in (Clock.State.MET, Clock.State.MISSED)]

    @cached_property
    def steps(self) -> list[CaseStep]:
        rows = self.case.steps.select_related("submission", "by")
        return list(rows.order_by("-id")[:STEPS_SHOWN])

    @property
    def timeline(self) -> list[Step]:
        """What lies ahead, then what was done, the newest first."""
        ahead = []
        if self.case.next_due_on:
            title = {"promise": _("Ngày đã hứa xong"), "wait": _("Hết thời gian chờ")}.get(
                self.case.next_due_kind, _("Hạn gần nhất")
            )
            ahead.append(Step(title, self.case.next_due_on, by="ahead"))
        undone = {step.undoes_id for step in self.steps if step.undoes_id}
        return [*ahead, *(self._line(step, step.pk in undone) for step in self.steps)]

    def _line(self, step: CaseStep, is_undone: bool) -> Step:
        title = step_name(step)
        if is_undone:
            title = _("%(step)s (đã hoàn tác)") % {"step": title}
        by = "person" if step.by_id else "machine"
        papers = [] if is_undone else papers_of_step(step, self.papers)
        said = [*_said(step), *(_paper_words(paper) for paper in papers[:1])]
        url = reverse("papers:paper_detail", args=[papers[0].code]) if papers else ""
        return Step(title, step.at, " · ".join(said), by, url=url, who=_who(step))

    @cached_property
    def papers(self) -> list[Paper]:
        return papers_seen(self.case, self.person)

    @cached_property
    def offered_papers(self) -> list[OfferedPaper]:
        """Forms that the steps ask for which may be taken now, and those that were taken."""
        undone = {step.undoes_id for step in self.steps if step.undoes_id}
        done = {step.name for step in self.steps if step.procedure and step.pk not in undone}
        rows = shipped_table().of(Procedure(self.case.procedure), self.day)
        taken = (row for row in rows if row.code in done)
        ahead = (offer.step for offer in self.offers if offer.is_open)
        return offered([*ahead, *taken], self.papers, self.day)

    @property
    def other_papers(self) -> list[Paper]:
        """Papers about the case that no step of it asks for."""
        shown = {paper.pk for one in self.offered_papers for paper in one.papers}
        return [paper for paper in self.papers if paper.pk not in shown]

    @property
    def may_draft(self) -> bool:
        """Papers are those of the office that owns the case."""
        return self.case.unit_id in reach_of(self.person).units(DRAFTERS)

    def _had(self, *names: str) -> bool:
        """Whether such a step stands in the history, as far as it was read."""
        return len(self.steps) == STEPS_SHOWN or any(s.name in names for s in self.steps)

    @cached_property
    def undoable(self) -> CaseStep | None:
        """The step that this person may take back now."""
        step = newest_standing(self.steps)
        if step is None or why_not_undo(self.case, step, self.person, timezone.now()):
            return None
        return step

    @cached_property
    def may_reopen(self) -> bool:
        """Whether a leader may take back that the case was carried out, or ordered nothing."""
        return leads(self.person, self.case) and bool(ending_in(self.steps))

    @cached_property
    def referrals(self) -> list[Referral]:
        if not self._had("refer", "refer_again", "superior_decides"):
            return []
        return list(self.case.referrals.select_related("by", "received_by").order_by("-number"))

    @cached_property
    def answers(self) -> list[Answer]:
        if not self._had("receive_answer", "answer_with_explanation", "answer_with_measure"):
            return []
        shown = Attachment.objects.filter(is_void=False).select_related("file")
        rows = self.case.answers.filter(is_void=False).select_related("by", "overridden_by")
        proofs = Prefetch("attachments", queryset=shown, to_attr="proofs")
        return list(rows.prefetch_related(proofs).order_by("-id"))

    @cached_property
    def execution(self) -> ExecutionPart | None:
        """None while no decision or conclusion stands."""
        is_whole = len(self.steps) < STEPS_SHOWN
        return ExecutionPart.of(self.case, self.person, self.steps, is_whole=is_whole)

    @cached_property
    def sender_follows(self) -> bool:
        """Whether the sender may see the matter on the public page at all."""
        return Case.objects.filter(pk=self.case.pk).open_to_sender().exists()

    @cached_property
    def attachments(self) -> list[Attachment]:
        """Files of the case and of those that were merged into it."""
        has_merged = self._had("copy_linked", "supplement_linked")
        rows = files_of(self.case, self.person, with_merged=has_merged)
        return list(rows.select_related("by").order_by("id"))

    @property
    def taken_off(self) -> frozenset[int]:
        """Keys of files that the person may take off as added by mistake."""
        rows = self.attachments
        return frozenset(r.pk for r in rows if may_take_off(r, self.case, self.person))

    @property
    def gives_nameless(self) -> bool:
        """Whether files of this page are given out without who made them."""
        return any(gives_nameless(row, self.case) for row in self.attachments)

    @property
    def own_units(self) -> frozenset[int]:
        return reach_of(self.person).own_units

    @property
    def flags(self) -> list[str]:
        """What is said of the matter, in words; what steps set for themselves is left out."""
        found = sorted(self.case.flag_set)
        return [localized(f.label, f.label_en) for f in found if not f.is_set_by_work]

    @cached_property
    def respondents(self) -> list[Respondent]:
        """A case that a unit took up or that came back has them from the case before."""
        if not self._had("respondents_set", "taken_up", "round_opened"):
            return []
        return list(self.case.respondents.order_by("id"))

    @cached_property
    def representatives(self) -> list[Representative]:
        if not self._had("representatives_set"):
            return []
        return list(self.case.representatives.order_by("id"))

    @cached_property
    def eligibility(self) -> EligibilityCheck | None:
        if not self._had("eligibility_decided"):
            return None
        return self.case.eligibility_checks.order_by("-id").first()

    @cached_property
    def readers(self) -> dict[str, int]:
        """How many people have read the case, and how often; each reading is on record."""
        rows = Entry.objects.filter(
            subject_kind="casework.case", subject=self.case.code, action__in=READS
        )
        return rows.aggregate(people=Count("actor", distinct=True), times=Count("id"))

    @cached_property
    def chain(self) -> list[Case]:
        """The rounds of the matter that the person may see; empty while there is only one."""
        if self.case.round == 1 and not self._had("came_back", "escalate", "lodge_second"):
            return []
        chain = chain_of(self.case)
        rows = Case.objects.visible_to(self.person).filter(pk__in=[case.pk for case in chain])
        seen = set(rows.values_list("pk", flat=True))
        return [case for case in chain if case.pk in seen]


def why_this_day(clock: Clock, rules: Rules, today: date) -> WhyThisDay:
    """How the due day came about; drawn day by day when the term is short enough."""
    name, sentences, doubt = clock.code, tuple(clock.explanation), ""
    cells: tuple[DayCell, ...] = ()
    limit = terms.limit_of(clock, rules)
    if limit is not None:
        name, doubt = localized(limit.name, limit.name_en), limit.doubt
    if clock.problem:
        if limit is None and (later := _begins_later(clock, rules)):
            name = localized(later.name, later.name_en)
        return WhyThisDay(clock, name, (_problem(clock, rules),), (), doubt)
    try:
        found = deadlines.due(terms.as_domain(clock, clock.case.unit.code), rules)
    except terms.NOT_COMPUTABLE:
        return WhyThisDay(clock, name, sentences, (), doubt)
    if found.on == clock.due_on:
        sentences = _sentences(found)
        cells = _cells(clock, rules, today)
    return WhyThisDay(clock, name, sentences, cells, doubt)


def _sentences(found: deadlines.Due) -> tuple[str, ...]:
    """The sum in the language of the page; a doubt in its own words stands apart."""
    say = in_english if is_english() else in_vietnamese
    doubted = bool(found.rule.doubt)
    return tuple(say(s) for s in found.steps if not (doubted and s.code == "to_check"))


def _problem(clock: Clock, rules: Rules) -> str:
    """Why there is no due day, in the language of the page."""
    if later := _begins_later(clock, rules):
        since = later.valid_from
        return localized(
            f"Có hiệu lực từ ngày {format_date(since)}; không tính cho đơn nhận trước ngày ấy.",
            f"In force from {since}; not counted for letters received before.",
        )
    try:
        rules.limits.on(clock.code, clock.start_on, clock.case.unit.code)
    except (NoTimeLimitError, UnknownLimitError) as error:
        return localized(str(error), error.message_en)
    return clock.problem


def _begins_later(clock: Clock, rules: Rules) -> TimeLimit | None:
    """The first row of a term that the law knows only since a later day than that of receipt."""
    try:
        first = rules.limits.versions(clock.code, clock.case.unit.code)[0]
    except UnknownLimitError:
        return None
    return first if clock.start_on < first.valid_from else None


def _cells(clock: Clock, rules: Rules, today: date) -> tuple[DayCell, ...]:
    assert clock.due_on is not None
    length = (clock.due_on - clock.start_on).days
    if not 0 < length <= DAYS_DRAWN:
        return ()
    limit = terms.limit_of(clock, rules)
    in_working_days = limit is not None and "working" in limit.unit
    stopped = terms.as_domain(clock).suspensions
    cells = [DayCell(day_of_year(clock.start_on), _("mốc"), "start")]
    counted = 0
    for n in range(1, length + 1):
        day = clock.start_on + timedelta(days=n)
        off = rules.calendar.reason_off(day)
        still = any(s.covers(day) for s in stopped)
        counts = not still and not (in_working_days and off)
        counted += counts
        cells.append(
            _cell(clock, day, today, counted if counts else 0, off or ("dừng" if still else ""))
        )
    return tuple(cells)


SHORT = {"Thứ Bảy": "T7", "Chủ nhật": "CN"}


def _cell(clock: Clock, day: date, today: date, number: int, off: str) -> DayCell:
    label = day_of_year(day) if day.day == 1 else f"{day.day:02}"
    if day == clock.due_on:
        return DayCell(label, _("hạn"), "end")
    if not number:
        note = SHORT.get(off, _("nghỉ") if off != "dừng" else _("dừng"))
        return DayCell(label, note, "off")
    look = "now" if day == today else ("past" if day < today else "")
    return DayCell(label, str(number), look)


def _paper_words(paper: Paper) -> str:
    """The paper of a step: its number, or that it is still being drafted."""
    if paper.is_draft:
        return _("văn bản đang soạn")
    return _("văn bản %(number)s") % {"number": paper.number or paper.form}


def _who(step: CaseStep) -> str:
    """Who took the step, with which letter, and what they noted."""
    letter = step.submission.code if step.submission else ""
    return " · ".join(part for part in (str(step.by or ""), letter, step.note) if part)


def _said(step: CaseStep) -> Sequence[str]:
    """What a step was told, in words; long texts are cut, the rest is in the step's own part."""
    parts = []
    for name, value in step.facts.items():
        known = known_facts().get(name)
        if name in UNSAID or known is None or known.type in ("unit", "person", "criteria"):
            continue
        label = localized(known.name, known.name_en)
        shown = known.choices.get(value, value) if isinstance(value, str) else value
        if known.type == FactType.FILES:
            # Steps of before were told the names of files.
            shown = len(shown) if isinstance(shown, list) else shown
        elif isinstance(shown, list):
            shown = ", ".join(str(item) for item in shown)
        if known.type == "date":
            shown = day_of_year(date.fromisoformat(str(value)))
        text = str(shown)
        parts.append(f"{label}: {text[:160]}{'…' if len(text) > 160 else ''}")
    return parts
