"""Take a step, list the next ones, open a procedure: the only reader of the workflow tables.

Nothing is stored here. What a step does to clocks, papers and people comes back as a value;
the caller writes it down in one transaction.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from gandan.domain import duties as duty_names
from gandan.domain.dates import format_date
from gandan.domain.flags import Flag
from gandan.domain.procedure.facts import facts as known_facts
from gandan.domain.procedure.steps import (
    ALL,
    ClockStart,
    WorkflowStep,
    WorkflowTable,
    shipped_table,
)
from gandan.domain.procedure.vocabulary import Milestone, Procedure, Stage

# The first that stands is told.
_WHY_NOT = {
    Flag.GUIDED_BEFORE: (
        "Nội dung này đã được hướng dẫn một lần; không hướng dẫn lại.",
        "This content was guided once; it is not guided again.",
    ),
    Flag.REFERRED_BEFORE: (
        "Tố cáo này đã được chuyển một lần; không chuyển lại.",
        "This denunciation was referred once; it is not referred again.",
    ),
    Flag.FORWARDED: (
        "Đơn do cơ quan khác chuyển đến: trả lại cơ quan đó, không hướng dẫn.",
        "Another body forwarded this letter: return it there instead of guiding.",
    ),
    Flag.MUST_GO_ON: (
        "Tố cáo này phải giải quyết tiếp dù người tố cáo đã rút.",
        "This denunciation must go on although it was withdrawn.",
    ),
    Flag.MEASURE_PROMISED: (
        "Câu trả lời có hứa biện pháp: phải thực hiện xong trước.",
        "The answer promises a measure: carry it out first.",
    ),
    Flag.SUPERIOR_DECIDED: (
        "Cấp trên chung đã chỉ định cơ quan giải quyết; không trả lại nữa.",
        "The common superior named the body; the letter is not returned any more.",
    ),
    Flag.RETURNED_ONCE: (
        "Đơn đã bị trả lại một lần: xin cấp trên chung định thẩm quyền.",
        "The letter was returned once: ask the common superior to decide.",
    ),
    Flag.CHECKABLE: (
        "Đơn có chứng cứ cụ thể: chuyển kiểm tra, không lưu.",
        "The letter has concrete evidence: pass it on to check, do not file it.",
    ),
}


class StepNotAllowedError(Exception):
    """A step cannot be taken; the message is for the person, ``code`` for the program.

    Codes: unknown_step, wrong_stage, not_in_force, wrong_duty, flag_stands, flag_missing, facts.
    ``faults`` maps the names of facts to what is wrong with each; both also in English.
    """

    def __init__(
        self,
        code: str,
        message: str,
        faults: Mapping[str, str] | None = None,
        *,
        message_en: str = "",
        faults_en: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.faults = dict(faults or {})
        self.message_en = message_en or message
        self.faults_en = dict(faults_en or self.faults)


@dataclass(frozen=True)
class Taken:
    """What a step does: the new stage and flags, clocks by code, milestones.

    ``stops`` are clocks that the step meets, ``drops`` clocks that no longer matter ("*": all
    that run). ``step`` names papers to produce and parties to tell.
    """

    step: WorkflowStep
    stage: Stage
    flags: frozenset[Flag]
    starts: tuple[ClockStart, ...]
    stops: tuple[str, ...]
    drops: tuple[str, ...]
    suspends: tuple[str, ...]
    resumes: tuple[str, ...]
    extends: tuple[str, ...]

    def days_of_clocks(self, facts: Mapping[str, object]) -> dict[str, date]:
        """The first day of each clock that starts, from the facts of the step."""
        return {
            start.code: day
            for start in self.starts
            if isinstance(day := facts.get(start.fact), date)
        }

    def running(self, before: Collection[str]) -> frozenset[str]:
        """The clocks that run or stand still after the step, from those before it."""
        ended = set(before) if ALL in self.drops else {*self.stops, *self.drops}
        return frozenset(before) - ended | {start.code for start in self.starts}


@dataclass(frozen=True)
class NextStep:
    """A step that leaves the stage; ``why_not`` says why this person cannot take it now."""

    step: WorkflowStep
    needs: tuple[str, ...]
    why_not: str = ""
    why_not_en: str = ""

    @property
    def is_open(self) -> bool:
        return not self.why_not


def opening(
    procedure: Procedure, flags: Collection[Flag] = (), table: WorkflowTable | None = None
) -> tuple[ClockStart, ...]:
    """The clocks that run from the day of receipt."""
    start = (table or shipped_table()).starts[procedure]
    more = (clock for flag in sorted(flags) for clock in start.opens_if.get(flag, ()))
    return tuple(
        ClockStart(start.clock(clock.code, flags), clock.fact) for clock in (*start.opens, *more)
    )


def take(
    procedure: Procedure,
    code: str,
    *,
    at: Stage,
    duties: Collection[str],
    facts: Mapping[str, object],
    day: date,
    flags: Collection[Flag] = (),
    table: WorkflowTable | None = None,
) -> Taken:
    """Return what the step does to a case at stage ``at`` on ``day``.

    Raises ``StepNotAllowedError`` when no such step leaves the stage, when the person lacks
    the duty, a flag forbids it, or a fact is missing or of the wrong type.
    """
    table = table or shipped_table()
    step = _find(table, procedure, code, at, day)
    if refusal := _refusal(step, duties, flags):
        raise refusal
    if refusal := _fact_refusal(step, facts, flags):
        raise refusal
    return _taken(table, procedure, step, at, frozenset(flags))


def next_steps(
    procedure: Procedure,
    at: Stage,
    *,
    day: date,
    duties: Collection[str] | None = None,
    flags: Collection[Flag] = (),
    table: WorkflowTable | None = None,
) -> tuple[NextStep, ...]:
    """The steps that leave a stage on ``day``, each open or with the reason why not.

    Without ``duties`` only the flags are asked.
    """
    found = []
    for step in (table or shipped_table()).leaving(procedure, at):
        if step.in_force(day):
            held = step.duties if duties is None else duties
            refusal = _refusal(step, held, flags)
            why_not, why_not_en = (str(refusal), refusal.message_en) if refusal else ("", "")
            found.append(NextStep(step, step.facts_needed(flags), why_not, why_not_en))
    return tuple(found)


def milestones(steps: Collection[WorkflowStep]) -> frozenset[Milestone]:
    """What has been reached by steps in their order; a later step may take a milestone away."""
    reached: frozenset[Milestone] = frozenset()
    for step in steps:
        reached = reached - step.revokes | step.grants
    return reached


def _find(
    table: WorkflowTable, procedure: Procedure, code: str, at: Stage, day: date
) -> WorkflowStep:
    here = [step for step in table.leaving(procedure, at) if step.code == code]
    if not here:
        raise _nothing_here(table, procedure, code, at)
    for step in here:
        if step.in_force(day):
            return step
    raise StepNotAllowedError(
        "not_in_force",
        f"Quy định về bước “{here[0].name}” không có hiệu lực ngày {format_date(day)}.",
        message_en=f"No rule on the step “{here[0].name_en}” is in force on {day}.",
    )


def _nothing_here(
    table: WorkflowTable, procedure: Procedure, code: str, at: Stage
) -> StepNotAllowedError:
    named = next((step for step in table.of(procedure) if step.code == code), None)
    if named is None:
        return StepNotAllowedError(
            "unknown_step",
            f"{procedure.label} không có bước này.",
            message_en=f"{procedure.label_en} has no such step.",
        )
    return StepNotAllowedError(
        "wrong_stage",
        f"Không thể “{named.name}” khi vụ việc đang ở bước “{at.label}”.",
        message_en=f"“{named.name_en}” cannot be taken at the stage “{at.label_en}”.",
    )


def _refusal(
    step: WorkflowStep, duties: Collection[str], flags: Collection[Flag]
) -> StepNotAllowedError | None:
    if not set(step.duties) & set(duties):
        wanted = " hoặc ".join(duty_names.label(duty) for duty in step.duties)
        wanted_en = " or ".join(duty_names.label_en(duty) for duty in step.duties)
        return StepNotAllowedError(
            "wrong_duty",
            f"“{step.name}” là việc của {wanted}.",
            message_en=f"“{step.name_en}” is for {wanted_en}.",
        )
    if standing := sorted(step.not_if & set(flags)):
        words = f"Không thể “{step.name}”: {standing[0].label.lower()}."
        words_en = f"“{step.name_en}” cannot be taken: {standing[0].label_en.lower()}."
        whys = (why for flag, why in _WHY_NOT.items() if flag in standing)
        told, told_en = next(whys, (words, words_en))
        return StepNotAllowedError("flag_stands", told, message_en=told_en)
    if missing := sorted(step.only_if - set(flags)):
        words = f"“{step.name}” chỉ dùng khi: {missing[0].label.lower()}."
        words_en = f"“{step.name_en}” is only for: {missing[0].label_en.lower()}."
        return StepNotAllowedError("flag_missing", words, message_en=words_en)
    return None


def _fact_refusal(
    step: WorkflowStep, facts: Mapping[str, object], flags: Collection[Flag]
) -> StepNotAllowedError | None:
    faults, faults_en = {}, {}
    for name in step.facts_needed(flags):
        fact, value = known_facts()[name], facts.get(name)
        if fault := fact.fault(value):
            faults[name], faults_en[name] = fault, fact.fault_en(value)
    if not faults:
        return None
    words, words_en = " ".join(faults.values()), " ".join(faults_en.values())
    return StepNotAllowedError("facts", words, faults, message_en=words_en, faults_en=faults_en)


def _taken(
    table: WorkflowTable,
    procedure: Procedure,
    step: WorkflowStep,
    at: Stage,
    flags: frozenset[Flag],
) -> Taken:
    more = (clock for flag in sorted(flags) for clock in step.starts_if.get(flag, ()))
    begin = table.starts[procedure]
    return Taken(
        step,
        step.end or at,
        flags - step.clears | step.sets,
        tuple(ClockStart(begin.clock(c.code, flags), c.fact) for c in (*step.starts, *more)),
        step.stops,
        step.drops,
        step.suspends,
        step.resumes,
        step.extends,
    )
