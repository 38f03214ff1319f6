"""Take a letter in from the public page: into the register, with its files, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from gandan.casework.models import Attachment, Submission
from gandan.casework.services.filing import attach
from gandan.casework.services.joining import standing_case
from gandan.casework.services.registering import Received, register, source_key
from gandan.core import moment
from gandan.domain.kinds import Channel, Kind
from gandan.jobs.services import enqueue
from gandan.units.models import Unit

EXAMINE_AFTER = timedelta(seconds=20)
OFFERED = (Kind.REFLECTION, Kind.PETITION, Kind.QUESTION, Kind.COMPLAINT)


@dataclass(frozen=True)
class HandedIn:
    """What a citizen sends; ``kind`` is what the sender calls it, a person decides later."""

    kind: Kind
    text: str
    place: str = ""
    name: str = ""
    address: str = ""
    phone: str = ""

    def __repr__(self) -> str:
        """A name must not reach a log through a traceback."""
        return "HandedIn(…)"


@transaction.atomic
def hand_in(letter: HandedIn, *, unit: Unit, uploads: Sequence[Any], key: str) -> Submission:
    """Register the letter at ``unit`` and return it with its number and code.

    The same ``key`` with the same words again returns the same letter. Raises
    ``registering.EmptyTextError`` and ``filing.FileRefusedError``; nothing stays then.
    """
    own_key = source_key(unit, "handed in", key, letter.kind, letter.text)
    if found := Submission.objects.filter(source_key=own_key).first():
        return found
    received = Received(
        text=letter.text,
        received_on=moment.today(),
        channel=Channel.WEB,
        place=letter.place,
        sender_name=letter.name,
        sender_address=letter.address,
        sender_phone=letter.phone,
        source_key=own_key,
        extra={"called": str(letter.kind)},
    )
    submission = register(received, unit=unit, by=None)
    purpose = Attachment.Purpose.ENCLOSURE
    case = standing_case(submission)
    attach(case, uploads, purpose=purpose, by=None, submission=submission)
    enqueue(
        "casework.examine",
        {"unit": unit.pk},
        dedupe_key="examine",
        run_after=timezone.now() + EXAMINE_AFTER,
    )
    return submission
