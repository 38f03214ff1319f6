"""Whose doings a person oversees: those of people who hold posts in the units in reach."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q

from gandan.units.models import Appointment, Duty
from gandan.units.policy import reach_of

if TYPE_CHECKING:
    from gandan.accounts.models import User

OVERSEERS = (Duty.ADMINISTRATOR, Duty.INSPECTOR)


def done_within(person: "User", field: str, duties: Iterable[str] = OVERSEERS) -> Q:
    """The condition that ``field``, a person, holds or held a post in reach of ``person``.

    Whoever reaches every unit also sees what the server did by itself.
    """
    within = reach_of(person).rows("unit", duties)
    if not within:
        return Q()
    return Q(**{f"{field}__in": Appointment.objects.filter(within).values("person")})


def done_elsewhere(person: "User") -> Q:
    """Entries of the log by people outside the units in reach of ``person``."""
    within = done_within(person, "actor")
    return ~within if within else Q(pk__in=[])
