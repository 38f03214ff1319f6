"""The next legal step of a case: the one primary button, in the words of the tables."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from gandan.accounts.models import User
from gandan.casework.acting import acting_duties
from gandan.casework.models import MERGED, Answer, Case
from gandan.core.language import localized
from gandan.domain import citations
from gandan.domain import duties as duty_names
from gandan.domain.flags import Flag
from gandan.domain.kinds import Kind
from gandan.domain.procedure import NextStep, Procedure, Stage, WorkflowStep, next_steps

# Where several steps leave a stage, the one that usually comes next stands first.
USUAL = (
    "classify",
    "start_review",
    "start_check",
    "receive_supplement",
    "superior_decides",
    "return_to_forwarder",
    "check_for_management",
    "demand_report",
    "refer",
    "take_up",
    "accept",
    "file_away",
    "notify_parties",
    "redact",
    "assign",
    "report_differing",
    "set_dialogue",
    "hold_dialogue",
    "decide",
    "conclude",
    "send_notice",
    "resume",
    "send_decision",
    "send_conclusion",
    "act",
    "publish",
    "take_effect",
    "answer_with_measure",
    "confirm_receipt",
    "receive_answer",
    "pass_on_answer",
    "take_up_again",
    "refer_again",
    "carry_out",
    "confirm_settled",
    "send_termination",
    "receive_report",
    "report_check",
    "accept_again",
    "close",
)
_RANK = {code: rank for rank, code in enumerate(USUAL)}


@dataclass(frozen=True)
class Offer:
    """A step that leaves the stage, as a person sees it."""

    step: WorkflowStep
    why_not: str
    is_primary: bool = False

    @property
    def name(self) -> str:
        return localized(self.step.name, self.step.name_en)

    @property
    def is_open(self) -> bool:
        return not self.why_not

    @property
    def to_name(self) -> str:
        """The stage that the step leads to."""
        end = self.step.end
        return localized(end.label, end.label_en) if end else ""

    @property
    def told(self) -> str:
        """Who must be told of the step, in words."""
        return ", ".join(localized(party.label, party.label_en) for party in self.step.tells)

    @property
    def basis(self) -> str:
        article = self.step.article
        return localized(citations.in_vietnamese(article), article) if article else ""


def offers(case: Case, person: User, day: date) -> list[Offer]:
    """The steps that leave the stage of ``case``, the usual one first; closed ones say why."""
    if case.stage == MERGED:
        return []
    found = []
    for row in _rows(case, day, None):
        held = acting_duties(person, case, row.step.code)
        if not row.is_open:
            found.append(Offer(row.step, row.why_not))
        elif not set(row.step.duties) & held:
            found.append(Offer(row.step, whose(row.step)))
        else:
            found.append(Offer(row.step, ""))
    mends = bool(failing_answers([case]))
    found.sort(key=lambda offer: _rank(case, offer.step.code, mends=mends))
    primary = next((i for i, offer in enumerate(found) if offer.is_open), None)
    if primary is None:
        return found
    first = found[primary]
    return [Offer(first.step, "", is_primary=True), *found[:primary], *found[primary + 1 :]]


def whose(step: WorkflowStep) -> str:
    """Whose step it is, for people who cannot take it."""
    if len(step.duties) == 1:
        name = localized(duty_names.label(step.duties[0]), duty_names.label_en(step.duties[0]))
        return localized(f"Việc của {name}.", f"A step for {name}.")
    return localized("Việc của người khác.", "A step for somebody else.")


def usual_step(case: Case, day: date, *, mends: bool = False) -> WorkflowStep | None:
    """The step that usually comes next, whoever takes it; None when nothing is open.

    ``mends`` says that the answer that came in may not go out (``failing_answers``).
    """
    if case.stage == MERGED:
        return None
    rows = [row.step for row in _rows(case, day, None) if row.is_open]
    return min(rows, key=lambda step: _rank(case, step.code, mends=mends), default=None)


def _rows(case: Case, day: date, held: Collection[str] | None) -> tuple[NextStep, ...]:
    return next_steps(
        Procedure(case.procedure), Stage(case.stage), day=day, duties=held, flags=case.flag_set
    )


def failing_answers(cases: Iterable[Case]) -> frozenset[int]:
    """Keys of the cases whose answer came in and may not go out as it is; one query at most."""
    keys = [case.pk for case in cases if case.stage == Stage.ANSWER_RECEIVED]
    if not keys:
        return frozenset()
    rows = Answer.objects.filter(case__in=keys, is_void=False).order_by("id")
    newest = {answer.case_id: answer for answer in rows}
    return frozenset(
        pk for pk, one in newest.items() if not one.passes and one.overridden_by_id is None
    )


def _rank(case: Case, code: str, *, mends: bool = False) -> int:
    """Complaints outside competence are guided, not referred; a poor answer is mended first."""
    if code == "ask_to_mend" and mends:
        return -1
    if code == "guide" and case.kind == Kind.COMPLAINT:
        return _RANK["refer"] - 1
    if code == "take_up" and Flag.OWN_MATTER in case.flag_set:
        return _RANK["refer"] - 1
    return _RANK.get(code, len(USUAL) + 1)
