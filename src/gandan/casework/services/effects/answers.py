"""Answers: taken in from the body that settled, checked, told to the sender, kept or broken."""

from datetime import date

from gandan.casework.answer_checks import check
from gandan.casework.models import Answer, Attachment, Case, Raising, Referral
from gandan.casework.services.effects.referrals import current
from gandan.casework.services.taking import Taking
from gandan.casework.telling import tell_answered
from gandan.domain import duties
from gandan.domain.flags import Flag
from gandan.units.policy import reach_of


class AnswerFailsCheckError(Exception):
    """The answer may not go out as it stands: mend it, or a leader says why it goes anyway."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("Câu trả lời chưa đạt khi kiểm.")
        self.answer = answer


def receive(taking: Taking) -> None:
    """The answer of the body that settled; the referring office looks at it before it goes out."""
    referral = current(taking)
    referral.state, referral.answered_on = Referral.State.ANSWERED, taking.day_of("answer_on")
    referral.save(update_fields=["state", "answered_on"])
    _write(taking, referral=referral, on=taking.day_of("answer_on"))
    taking.changes["handling_unit"] = taking.case.unit
    tell_answered(taking.case, by=taking.officer)


def send_back(taking: Taking) -> None:
    """The answer says too little: the body that gave it is asked to mend it."""
    referral = current(taking)
    referral.state, referral.answered_on = Referral.State.RECEIVED, None
    referral.save(update_fields=["state", "answered_on"])
    taking.case.answers.filter(referral=referral).update(is_void=True)
    taking.changes["handling_unit"] = referral.to_unit or taking.case.unit


def give(taking: Taking) -> None:
    """The unit's own answer, which goes to the sender with this step."""
    answer = _write(taking, referral=None, on=taking.day_of("answered_on"))
    _let_out(taking, answer, told_on=taking.day_of("answered_on"))


def pass_on(taking: Taking) -> None:
    """The answer that came in goes to the sender; a promised measure is followed from now."""
    answer = last_answer(taking)
    _let_out(taking, answer, told_on=taking.day_of("told_on"))
    if answer.promised_for and answer.carried_out_on is None:
        taking.raise_flag(Flag.MEASURE_PROMISED)
        taking.changes["handling_unit"] = answer.unit or taking.case.unit


def note_agreement(taking: Taking) -> None:
    if taking.facts.get("settled_basis") == "sender_agrees":
        _reply(taking, Answer.Reply.AGREES, taking.day_of("settled_on"), "")


def note_dispute(taking: Taking) -> None:
    """The sender says that it is not settled, and why."""
    reason = taking.words("dispute_reason")
    _reply(taking, Answer.Reply.NOT_SETTLED, taking.day_of("disputed_on"), reason)
    taking.changes["handling_unit"] = taking.case.unit


def carry_out(taking: Taking) -> None:
    """The promise was kept; the proof hangs on the answer that promised it."""
    answer = taking.case.answers.filter(is_void=False).order_by("-id").first()
    if answer is not None:
        answer.carried_out_on = taking.day_of("carried_out_on")
        answer.save(update_fields=["carried_out_on"])
        taking.step.attachments.update(answer=answer)
    taking.changes["handling_unit"] = taking.case.unit


def last_answer(taking: Taking) -> Answer:
    return taking.case.answers.filter(is_void=False).order_by("-id")[0]


def _write(taking: Taking, *, referral: Referral | None, on: date) -> Answer:
    promised = taking.facts.get("promised_for")
    answer = Answer(
        case=taking.case,
        referral=referral,
        unit=referral.to_unit if referral else taking.case.unit,
        unit_name=referral.to_name if referral else "",
        step=taking.step,
        found=taking.words("answer_findings"),
        decided_by=taking.words("answer_decider")[:200],
        measure=taking.words("measure"),
        promised_for=promised if isinstance(promised, date) else None,
        document_number=taking.words("document_number")[:80],
        answered_on=on,
        by=taking.officer,
    )
    proofs = taking.step.attachments.filter(purpose=Attachment.Purpose.PROOF)
    answer.checks, answer.passes = check(answer, asked(taking.case), proofs=proofs.count())
    answer.save(force_insert=True)
    proofs.update(answer=answer)
    return answer


def asked(case: Case) -> str:
    """What the sender wrote: the texts of the first letter and of supplements."""
    roles = [Raising.Role.FIRST, Raising.Role.SUPPLEMENT, Raising.Role.PART]
    rows = case.raisings.filter(role__in=roles).order_by("id")
    return "\n".join(rows.values_list("submission__text", flat=True)[:5])


def _let_out(taking: Taking, answer: Answer, *, told_on: date) -> None:
    """Raises ``AnswerFailsCheckError`` unless it passes or a leader gave a reason."""
    reason = taking.words("override_reason")
    if not answer.passes and answer.overridden_by_id is None:
        if not reason or not _is_leader(taking):
            raise AnswerFailsCheckError(answer)
        answer.override_reason, answer.overridden_by = reason, taking.officer
    answer.told_on = told_on
    answer.told_how = taking.words("told_how") or Answer.How.LETTER
    answer.save(update_fields=["told_on", "told_how", "override_reason", "overridden_by"])


def _is_leader(taking: Taking) -> bool:
    return taking.case.unit_id in reach_of(taking.officer).units([duties.LEADER])


def _reply(taking: Taking, reply: Answer.Reply, on: date, reason: str) -> None:
    answer = taking.case.answers.filter(is_void=False).order_by("-id").first()
    if answer is not None:
        answer.reply, answer.replied_on, answer.reply_reason = reply, on, reason
        answer.save(update_fields=["reply", "replied_on", "reply_reason"])
