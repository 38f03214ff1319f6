"""What the sender does with the code on the receipt: says "not settled", and takes it back.

Nobody is signed in here: ``by`` stays empty, the log says the system. What was said comes in as
a letter of its own, so that it has a number, a receipt and clocks like every other letter.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from gandan.audit.services import record
from gandan.casework.models import Answer, Attachment, Case, CaseStep, Submission
from gandan.casework.services import terms
from gandan.casework.services.filing import attach
from gandan.casework.services.joining import standing_case
from gandan.casework.services.registering import Received, register, source_key
from gandan.casework.services.remembering import put_back
from gandan.casework.services.repeating import chain_of, report_again, what_next
from gandan.casework.services.stepping import hold, settle_down
from gandan.casework.services.writing import write_step
from gandan.core import moment
from gandan.domain.kinds import Channel
from gandan.domain.procedure import Procedure, Stage
from gandan.units.models import Unit

TAKEN_BACK_WITHIN = timedelta(hours=24)
# A decision on a complaint is fought by a second complaint or in court, not by a remark.
OPEN_TO_REMARKS = frozenset({Procedure.PETITION, Procedure.FORWARDING})


class NotDisputableError(Exception):
    """The matter has no answer that the sender could object to, or the next round runs already."""


class TooLateToTakeBackError(Exception):
    """More than a day has passed, or somebody has begun to act on it."""


def may_dispute(case: Case) -> bool:
    """Whether the sender may say of this round "not settled"."""
    if Procedure(case.procedure) not in OPEN_TO_REMARKS or case.answered_on is None:
        return False
    if case.stage == Stage.DISPUTED:
        return False
    return chain_of(case)[-1].pk == case.pk


@transaction.atomic
def say_not_settled(
    case: Case, letter: Submission, *, reason: str, uploads: Sequence[Any], key: str
) -> Submission:
    """Open the next round, one level up, on the word of the sender of ``letter``.

    Return the new letter, whose code is for its sender only. The same ``key`` and reason again
    return the same letter. Raises ``NotDisputableError`` and ``filing.FileRefusedError``.
    """
    received = from_sender(letter, reason, purpose="not settled", key=key)
    found = Submission.objects.filter(source_key=received.source_key).first()
    if found is not None:
        return found
    if not may_dispute(case):
        raise NotDisputableError(case.code)
    coming = what_next(case, moment.today())
    at = Unit.objects.get(pk=coming.unit) if coming.unit else case.unit
    said = register(received, unit=at, by=None)
    own = report_again(said, case, by=None)
    attach(own, uploads, purpose=Attachment.Purpose.ENCLOSURE, by=None, submission=said)
    _note_reply(case, reason)
    record("case.not_settled_said", case, by=None, letter=said.code, round=own.round)
    return said


@transaction.atomic
def take_back(said: Submission) -> None:
    """The sender withdraws "not settled"; both rounds stand as before, all rows stay.

    Raises ``TooLateToTakeBackError``.
    """
    own = standing_case(said)
    step = why_it_came(own)
    if step is None or not may_take_back(own, moment.now()):
        raise TooLateToTakeBackError(said.code)
    earlier = own.earlier
    assert earlier is not None
    came = earlier.steps.filter(name="came_back").order_by("-id")[0]
    hold(own)
    put_back(own, step.before)
    back = write_step(own, "report_taken_back", by=None, undoes=step)
    terms.drop(terms.open_clocks(own), [terms.ALL], on=moment.today(), step=back)
    settle_down(own, changes={"stage": str(Stage.CLOSED)}, on=moment.today())
    hold(earlier)
    put_back(earlier, came.before)
    write_step(earlier, "report_taken_back", by=None, facts={"letter": said.code}, undoes=came)
    record("case.report_taken_back", earlier, by=None, letter=said.code)


def may_take_back(own: Case, now: datetime) -> bool:
    """Whether the round that the sender opened lies untouched, for a day, on both desks."""
    step = why_it_came(own)
    if step is None or own.earlier is None or now - step.at > TAKEN_BACK_WITHIN:
        return False
    came = own.earlier.steps.filter(name="came_back").order_by("-id").first()
    if came is None or own.earlier.steps.filter(pk__gt=came.pk).exists():
        return False
    return own.stage == Stage.RECEIVED and not own.steps.filter(pk__gt=step.pk).exists()


def why_it_came(case: Case) -> CaseStep | None:
    """The step by which the sender's own word made this case a further round."""
    if case.round == 1:
        return None
    return case.steps.filter(name="reported_again", by=None).order_by("-id").first()


def from_sender(letter: Submission, text: str, *, purpose: str, key: str) -> Received:
    """Words of the sender of ``letter``, whose particulars need not be typed again.

    The same ``purpose``, ``key`` and words are the same letter.
    """
    return Received(
        text=text,
        received_on=moment.today(),
        channel=Channel.WEB,
        place=letter.place,
        sender_name=letter.sender_name,
        sender_address=letter.sender_address,
        sender_phone=letter.sender_phone,
        source_key=source_key(letter.unit, purpose, letter.code, key, text),
    )


def _note_reply(case: Case, reason: str) -> None:
    answer = case.answers.filter(is_void=False, told_on__isnull=False).order_by("-id").first()
    if answer is not None:
        answer.reply, answer.replied_on = Answer.Reply.NOT_SETTLED, moment.today()
        answer.reply_reason = reason
        answer.save(update_fields=["reply", "replied_on", "reply_reason"])
