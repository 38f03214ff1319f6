"""A case is carried out when all that its decision orders is done, and not before."""

from gandan.casework.execution import decision_of, execution_of
from gandan.casework.execution_words import findings_words
from gandan.casework.services.taking import Taking
from gandan.domain.execution import Finish, contradictions


def agree_carried_out(taking: Taking) -> None:
    _agree(taking, Finish.CARRIED_OUT, "carried_out_on")


def agree_nothing(taking: Taking) -> None:
    _agree(taking, Finish.NOTHING, "reason")


def _agree(taking: Taking, finish: Finish, fact: str) -> None:
    """Raises ``StepNotAllowedError`` where the facts of execution say something else."""
    decision = decision_of(taking.case)
    if decision is None:
        return
    known = execution_of(taking.case, decision)
    found = contradictions(finish, needed=known.needed, ordered=known.ordered, done=known.done)
    if found:
        raise taking.refuse(fact, findings_words(found))
