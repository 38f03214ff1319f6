"""Take in a tip without identity, tell its sender how it stands, take in more.

It is kept as a denunciation of which nobody said who wrote (Law 25/2018/QH14, art. 25.2): the
unit it is about sees nothing, and it lies above that unit from the first moment.
"""

import hashlib
import secrets
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.db.models import F

from gandan.casework.models import Case, Submission, Turn
from gandan.casework.services.joining import attach_supplement, standing_case
from gandan.casework.services.kinds import set_flags, set_kind
from gandan.casework.services.people import Subject, set_respondents
from gandan.casework.services.registering import Received, register, source_key
from gandan.core import moment
from gandan.domain.codes import read_tracking_code, tracking_code
from gandan.domain.flags import Flag
from gandan.domain.kinds import Channel, Kind
from gandan.domain.procedure import Stage
from gandan.portal.models import Tip
from gandan.portal.offices import Offices
from gandan.units.models import Unit

JUST_IN = frozenset({Stage.RECEIVED, Stage.CLASSIFIED})


class TipState(StrEnum):
    """All that the public page says of a tip."""

    RECEIVED = "received"
    LOOKED_AT = "looked_at"
    CLOSED = "closed"


@dataclass(frozen=True)
class Told:
    """What is told, about whom: ``about`` is the unit where it happened, if known."""

    text: str
    place: str = ""
    about: Unit | None = None

    def __repr__(self) -> str:
        """Words of a tip must not reach a log through a traceback."""
        return "Told(…)"


def fresh_code() -> str:
    """A return code for a form; it is shown only when the tip was taken in."""
    return tracking_code(secrets.token_bytes(20))


@transaction.atomic
def take_tip(told: Told, *, code: str) -> Tip:
    """Register the tip above what it is about; the same ``code`` again is the same tip.

    Other words under the same code are added to it, so that none are lost. Raises ``codes.CodeError``, ``offices.NoOfficeError``, ``registering.EmptyTextError``.
    """
    hashed = _hash(code)
    if found := tip_of(code):
        if found.submission.original_text.strip() != told.text.strip():
            add_to_tip(found, told.text)
        return found
    about = told.about.pk if told.about else None
    office = Offices.on(moment.today()).for_tip(about)
    submission = _register(told.text, told.place, office, hashed)
    _keep_secret(standing_case(submission), told.about)
    return Tip.objects.create(code_hash=hashed, submission=submission)


def tip_of(typed: str) -> Tip | None:
    """The tip that a return code opens. Raises ``codes.CodeError``."""
    return Tip.objects.filter(code_hash=_hash(typed)).select_related("submission__unit").first()


def state_of(tip: Tip) -> TipState:
    case = standing_case(tip.submission)
    stage = Stage(case.stage)
    if stage.is_resting or case.turn == Turn.REST:
        return TipState.CLOSED
    return TipState.RECEIVED if stage in JUST_IN else TipState.LOOKED_AT


@transaction.atomic
def add_to_tip(tip: Tip, text: str) -> None:
    """Join more words to the tip; the same words again change nothing.

    A matter that was closed is opened as a new one, about the same unit. Raises
    ``registering.EmptyTextError``.
    """
    case = standing_case(tip.submission)
    at = hashlib.sha256(text.encode()).hexdigest()
    own_key = source_key(case.unit, "tip", tip.code_hash, at)
    if Submission.objects.filter(source_key=own_key).exists():
        return
    more = _register(text, tip.submission.place, case.unit, f"{tip.code_hash}\x1f{at}")
    respondent = case.respondents.filter(unit__isnull=False).select_related("unit").first()
    _keep_secret(standing_case(more), respondent.unit if respondent else None)
    if state_of(tip) == TipState.CLOSED:
        Tip.objects.filter(pk=tip.pk).update(submission=more, additions=F("additions") + 1)
        return
    attach_supplement(more, case, by=None)
    Tip.objects.filter(pk=tip.pk).update(additions=F("additions") + 1)


def _register(text: str, place: str, unit: Unit, key: str) -> Submission:
    received = Received(
        text=text,
        received_on=moment.today(),
        channel=Channel.WEB,
        place=place,
        source_key=source_key(unit, "tip", *key.split("\x1f")),
    )
    return register(received, unit=unit, by=None)


def _keep_secret(case: Case, about: Unit | None) -> None:
    """Say that it is a denunciation without a name, and whom it is about, before anybody reads."""
    set_kind(case, str(Kind.DENUNCIATION), "", by=None)
    set_flags(case, case.flag_set | {Flag.ANONYMOUS}, by=None)
    if about is not None:
        set_respondents(case, [Subject(about)], by=None)


def _hash(typed: str) -> str:
    return hashlib.sha256(read_tracking_code(typed).encode()).hexdigest()
