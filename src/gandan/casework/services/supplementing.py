"""What an office asked the sender for, and the sender's answer on the public page.

The answer is a letter of its own with number and receipt; it joins the case as a supplement, and
the case goes on by the same step as at the desk. Nobody is signed in: ``by`` stays empty.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction

from gandan.audit.services import record
from gandan.casework.models import Attachment, Case, Submission
from gandan.casework.services.filing import attach
from gandan.casework.services.joining import attach_supplement
from gandan.casework.services.registering import register
from gandan.casework.services.senders import from_sender
from gandan.casework.services.stepping import take_for_sender
from gandan.casework.services.undoing import newest_standing
from gandan.casework.telling import tell_supplemented
from gandan.core import moment
from gandan.domain.procedure import Stage

ANSWERS_TO = "answers_to"


class NotAskedError(Exception):
    """The office does not wait for the sender: it never asked, or has what it asked for."""


@dataclass(frozen=True)
class Asked:
    """What is missing, in the officer's words, and since when the sender was asked."""

    items: str
    on: date | None


def asked_of_sender(case: Case) -> Asked | None:
    """What the case waits for; None while it does not wait for the sender."""
    if case.stage != Stage.AWAITING_SENDER:
        return None
    step = newest_standing(case.steps.order_by("-id"))
    if step is None or step.name != "ask_supplement":
        return Asked("", None)
    return Asked(str(step.facts.get("missing_items", "")), step.on)


@transaction.atomic
def supplement(
    case: Case, letter: Submission, *, text: str, uploads: Sequence[Any], key: str
) -> Submission:
    """Join what the sender of ``letter`` adds to the case that waits for it, and let it go on.

    The same ``key`` and words again return the same letter. Raises ``NotAskedError``,
    ``looking.FileRefusedError``, ``registering.EmptyTextError`` and ``CaseMovedOnError``.
    """
    received = from_sender(letter, text, purpose="supplement", key=key)
    received = replace(received, extra={ANSWERS_TO: letter.code})
    found = Submission.objects.filter(source_key=received.source_key).first()
    if found is not None:
        return found
    if asked_of_sender(case) is None:
        raise NotAskedError(case.code)
    more = register(received, unit=case.unit, by=None)
    attach_supplement(more, case, by=None)
    attach(case, uploads, purpose=Attachment.Purpose.ENCLOSURE, by=None, submission=more)
    take_for_sender(case, "receive_supplement", facts={"supplemented_on": moment.today()})
    record("case.supplemented", case, by=None, letter=more.code, files=len(uploads))
    tell_supplemented(case)
    return more
