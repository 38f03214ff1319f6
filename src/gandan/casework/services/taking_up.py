"""A unit that settles takes a referred case into its own register, under its own procedure.

The referral stays open meanwhile; when the unit has answered, its answer goes back as it is.
"""

from datetime import date

from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.codes import next_codes
from gandan.casework.models import Answer, Case, Raising, Referral, Turn
from gandan.casework.procedures import procedure_of
from gandan.casework.services.opening import begin
from gandan.casework.services.stepping import take_step
from gandan.casework.services.writing import write_step
from gandan.core import moment
from gandan.domain.flags import Flag
from gandan.domain.procedure import Stage


class AlreadyTakenUpError(Exception):
    """The referral has a case of its own at the recipient already, or is over."""


class NothingToSendBackError(Exception):
    """The unit's own case has no answer yet."""


@transaction.atomic
def take_up(referral: Referral, *, by: User, on: date) -> Case:
    """Open the recipient's own case for a referral that it has received."""
    outer = referral.case
    unit = referral.to_unit
    if unit is None or referral.state != Referral.State.RECEIVED:
        raise AlreadyTakenUpError(str(referral))
    if Case.objects.filter(came_by=referral).exists():
        raise AlreadyTakenUpError(str(referral))
    flags = {flag for flag in outer.flags if not Flag(flag).is_set_by_work}
    case = Case.objects.create(
        code=next_codes("VV", moment.today().year, 1)[0],
        title=outer.title,
        unit=unit,
        handling_unit=unit,
        opened_on=referral.received_on or on,
        kind=outer.kind,
        field=outer.field,
        procedure=procedure_of(outer.kind, unit.kind),
        flags=sorted({*flags, str(Flag.FORWARDED)}),
        confidentiality=outer.confidentiality,
        signers=outer.signers,
        forwarder=str(referral.from_unit.code),
        came_by=referral,
        is_followed=True,
        turn=Turn.OFFICE,
    )
    Raising.objects.bulk_create(
        Raising(submission=raising.submission, case=case, role=raising.role, by=by)
        for raising in outer.raisings.select_related("submission")
    )
    for respondent in outer.respondents.all():
        respondent.pk, respondent.case = None, case
        respondent.save(force_insert=True)
    step = write_step(case, "taken_up", by=by, on=on, facts={"from": outer.code})
    begin(case, step=step)
    record("case.taken_up", case, by=by, outer=outer.code)
    return case


@transaction.atomic
def send_answer_back(case: Case, *, by: User, on: date) -> None:
    """Give the unit's own answer to the office that referred the matter, word for word.

    Raises ``NothingToSendBackError``; ``StepNotAllowedError`` when the referral is over.
    """
    referral = case.came_by
    answer = case.answers.filter(is_void=False).order_by("-id").first()
    if referral is None or answer is None:
        raise NothingToSendBackError(case.code)
    outer = referral.case
    take_step(outer, "receive_answer", by=by, facts=_facts(answer, on), note=case.code)
    copy = outer.answers.filter(is_void=False).order_by("-id")[0]
    for attachment in answer.attachments.filter(is_void=False):
        attachment.pk, attachment.case, attachment.answer = None, outer, copy
        attachment.step = None
        attachment.save(force_insert=True)
    copy.checks, copy.passes = answer.checks, answer.passes
    copy.save(update_fields=["checks", "passes"])


def _facts(answer: Answer, on: date) -> dict[str, object]:
    return {
        "answer_on": on,
        "document_number": answer.document_number or "không số",
        "answer_findings": answer.found,
        "answer_decider": answer.decided_by,
        "measure": answer.measure,
        "promised_for": answer.promised_for,
    }


def is_waiting_for_answer(referral: Referral) -> bool:
    return Stage(referral.case.stage) in (Stage.REFERRED, Stage.AWAITING_ANSWER)
