"""Who a case is about, and who speaks for the signers of a joint letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.models import Case, Representative, Respondent
from gandan.casework.services.keeping_away import keep_away
from gandan.casework.services.stepping import hold
from gandan.casework.services.writing import write_step
from gandan.domain.letters import representative_faults
from gandan.law.selectors import current
from gandan.units.models import Unit


class RepresentativesError(ValueError):
    """The number of representatives is not what the law says; the message says what is."""


@dataclass(frozen=True)
class Subject:
    """A unit, or a person in words with the unit where they work (None: not in the network)."""

    unit: Unit | None
    person: str = ""


@transaction.atomic
def set_respondents(case: Case, subjects: Sequence[Subject], *, by: User | None) -> None:
    """Say anew who the case is about; an empty list takes all away.

    A denunciation leaves the desk of those it is about. Raises ``keeping_away.NobodyClearError``.
    """
    hold(case)
    case.respondents.all().delete()
    Respondent.objects.bulk_create(
        Respondent(case=case, unit=subject.unit, person=subject.person[:200], by=by)
        for subject in dict.fromkeys(subjects)
        if subject.unit or subject.person
    )
    keep_away(case, by=by)
    # The log says that it was done, not whom it is about: the log is read more widely.
    write_step(case, "respondents_set", by=by)
    record("case.respondents_set", case, by=by, count=len(subjects))


@transaction.atomic
def set_representatives(
    case: Case, people: Sequence[tuple[str, str]], *, by: User, on: date
) -> None:
    """Name the representatives of a joint letter: (name, contact). Raises ``RepresentativesError``."""
    named = [(name.strip(), contact.strip()) for name, contact in people if name.strip()]
    if faults := representative_faults(case.signers or 1, len(named), on, current().numbers):
        raise RepresentativesError(" ".join(faults))
    hold(case)
    case.representatives.all().delete()
    Representative.objects.bulk_create(
        Representative(case=case, name=name[:200], contact=contact[:300], by=by)
        for name, contact in named
    )
    write_step(case, "representatives_set", by=by, facts={"count": len(named)})
    record("case.representatives_set", case, by=by, count=len(named))
