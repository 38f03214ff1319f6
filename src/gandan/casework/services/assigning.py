"""Give a case to an officer, or to another one."""

from collections.abc import Sequence

from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.models import Case
from gandan.casework.services.stepping import hold
from gandan.casework.services.writing import write_step
from gandan.casework.telling import tell_given
from gandan.core import moment
from gandan.units.models import Appointment, Duty, in_force

HANDLING_DUTIES = (Duty.HANDLER, Duty.FOCAL_POINT, Duty.RECEPTION_OFFICER, Duty.LEADER)


class NotAnOfficerHereError(ValueError):
    """The person holds no handling duty at the unit that has the case."""


def officers_of(units: Sequence[int]) -> list[User]:
    """People with a handling duty at these units today, by name."""
    held = Appointment.objects.filter(in_force(moment.today()), unit__in=units).select_related(
        "person"
    )
    able = {a.person for a in held if set(a.duties) & set(HANDLING_DUTIES) and a.person.is_active}
    return sorted(able, key=str)


@transaction.atomic
def assign_officer(cases: Sequence[Case], officer: User | None, *, by: User) -> int:
    """Set who handles each case; return how many changed.

    Raises ``NotAnOfficerHereError`` and ``stepping.CaseMovedOnError``.
    """
    count = 0
    for case in cases:
        if case.officer_id == (officer.pk if officer else None):
            continue
        here = [case.unit_id, case.handling_unit_id]
        if officer is not None and officer not in officers_of(here):
            raise NotAnOfficerHereError(str(officer))
        hold(case)
        was, case.officer = case.officer, officer
        case.save(update_fields=["officer"])
        write_step(case, "officer_set", by=by, facts={"officer": officer, "was": was})
        record("case.officer_set", case, by=by, officer=str(officer or ""), was=str(was or ""))
        tell_given(case, officer, by=by)
        count += 1
    return count
