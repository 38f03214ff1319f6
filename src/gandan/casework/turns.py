"""Whose move it is at each stage of the workflow tables."""

from gandan.casework.models import Turn
from gandan.domain.flags import Flag
from gandan.domain.procedure import Procedure, Stage

_WAITING_FOR_THE_SENDER = frozenset({Stage.AWAITING_SENDER, Stage.SUSPENDED})
_WITH_ANOTHER_BODY = frozenset({Stage.REFERRED, Stage.AWAITING_ANSWER, Stage.REPORT_DEMANDED})
_SETTLING = frozenset(
    {Procedure.COMPLAINT_FIRST, Procedure.COMPLAINT_SECOND, Procedure.DENUNCIATION}
)


def turn_at(
    stage: Stage,
    procedure: Procedure,
    flags: frozenset[Flag],
    *,
    outside: bool = False,
    has_clocks: bool = False,
) -> Turn:
    """Who must act next; ``outside``: the other body is not in the network.

    A matter that is settled, or carried out, is finished unless a term still runs, such as the
    one to answer the body that forwarded it.

    After an answer the sender may object: until then nothing is owed, unless a measure was
    promised or the law wants the decision published and carried out.
    """
    finished = stage == Stage.SETTLED or (stage == Stage.CARRIED_OUT and procedure in _SETTLING)
    if stage.is_resting or (finished and not has_clocks):
        return Turn.REST
    if stage in _WITH_ANOTHER_BODY:
        return Turn.OUTSIDE if outside or stage == Stage.REPORT_DEMANDED else Turn.OFFICE
    if stage in _WAITING_FOR_THE_SENDER:
        return Turn.SENDER
    answered = stage in (Stage.ANSWERED, Stage.CARRIED_OUT) and procedure not in _SETTLING
    if answered and Flag.MEASURE_PROMISED not in flags:
        return Turn.SENDER
    return Turn.OFFICE
