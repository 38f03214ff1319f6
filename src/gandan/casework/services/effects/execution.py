"""A case is carried out when all that its decision orders is done, and not before."""

from django.utils.translation import gettext as _

from gandan.casework.execution import decision_of, execution_of
from gandan.casework.execution_words import findings_words
from gandan.casework.services.taking import Taking
from gandan.core.language import day as in_words
from gandan.domain.execution import Finish, contradictions


def agree_carried_out(taking: Taking) -> None:
    decision = decision_of(taking.case)
    if decision is not None and decision.on and taking.day_of("carried_out_on") < decision.on:
        words = _("Ngày thực hiện xong phải từ %(day)s, ngày ra quyết định, kết luận.")
        raise taking.refuse("carried_out_on", words % {"day": in_words(decision.on)})
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
