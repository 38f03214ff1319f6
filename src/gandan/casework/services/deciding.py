"""Decide whether a letter can be handled, from the checklist of its kind."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.models import Case, EligibilityCheck
from gandan.casework.services.kinds import set_flags
from gandan.casework.services.writing import write_step
from gandan.domain.eligibility import CHECKABLE, Eligibility, eligibility
from gandan.domain.flags import Flag
from gandan.domain.kinds import Kind
from gandan.law.selectors import current

# Without these a letter is anonymous, whatever else it holds.
SENDER = ("sender_name", "sender_address")


class ReasonForDifferingError(ValueError):
    """The decision is another than the checklist comes to, so it needs a reason."""


class NothingCheckedError(ValueError):
    """Conditions were left open; ``open`` names them in words."""

    def __init__(self, found: Eligibility) -> None:
        super().__init__(found.words)
        self.found = found


@transaction.atomic
def decide_eligibility(
    case: Case,
    answers: Mapping[str, bool | None],
    *,
    is_eligible: bool | None,
    reason: str,
    by: User,
    on: date,
) -> EligibilityCheck:
    """Keep the checklist and the decision; None follows the list.

    An anonymous denunciation is never thrown away by itself: with concrete, checkable evidence
    it goes to a check to serve management (Law 25/2018/QH14, art. 25.2), else it is filed.
    Raises ``NothingCheckedError`` and ``ReasonForDifferingError``.
    """
    found = eligibility(Kind(case.kind), answers, day=on, conditions=current().conditions)
    if found.unknown:
        raise NothingCheckedError(found)
    decided = found.is_eligible if is_eligible is None else is_eligible
    agrees = decided == found.is_eligible
    if not agrees and not reason.strip():
        raise ReasonForDifferingError
    check = EligibilityCheck.objects.create(
        case=case,
        kind=case.kind,
        answers={code: answer for code, answer in answers.items() if answer is not None},
        missing=list(found.missing),
        is_eligible=decided,
        agrees_with_list=agrees,
        reason=reason.strip(),
        on=on,
        by=by,
    )
    _note_flags(case, answers, by=by)
    write_step(
        case,
        "eligibility_decided",
        by=by,
        on=on,
        facts={"eligible": decided, "missing": list(found.missing)},
        note=reason,
    )
    record("case.eligibility_decided", case, by=by, eligible=decided, agrees=agrees)
    return check


def _note_flags(case: Case, answers: Mapping[str, bool | None], *, by: User) -> None:
    flags = set(case.flag_set)
    for flag, holds in (
        (Flag.ANONYMOUS, any(answers.get(code) is False for code in SENDER)),
        (Flag.CHECKABLE, bool(answers.get(CHECKABLE))),
    ):
        (flags.add if holds else flags.discard)(flag)
    set_flags(case, frozenset(flags), by=by)
