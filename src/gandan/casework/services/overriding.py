"""A leader lets an answer out although it fails the check, and says why."""

from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.models import Answer
from gandan.casework.services.stepping import hold
from gandan.casework.services.writing import write_step
from gandan.units.models import Duty
from gandan.units.policy import reach_of


class NotALeaderError(Exception):
    """Only a leader of the unit that answers for the case may do this."""


class NoReasonError(ValueError):
    """The reason is what makes it a decision."""


@transaction.atomic
def override_check(answer: Answer, reason: str, *, by: User) -> None:
    """Keep the leader's reason with the answer, so that the handler may send it.

    Raises ``NotALeaderError``, ``NoReasonError``, ``stepping.CaseMovedOnError``.
    """
    if answer.case.unit_id not in reach_of(by).units([Duty.LEADER]):
        raise NotALeaderError
    if not reason.strip():
        raise NoReasonError
    hold(answer.case)
    answer.override_reason, answer.overridden_by = reason.strip(), by
    answer.save(update_fields=["override_reason", "overridden_by"])
    write_step(answer.case, "check_overridden", by=by, note=reason)
    record("case.check_overridden", answer.case, by=by, reason=reason)
