"""Which workflow table a case follows: from its kind and from what the unit is for."""

from gandan.domain.kinds import Kind
from gandan.domain.procedure import Procedure

# They receive, refer and follow up; they settle only internal matters of their own.
FORWARDING_UNITS = frozenset({"board", "front", "organization"})


def procedure_of(kind: str, unit_kind: str, *, second: bool = False) -> Procedure:
    """The table for a kind ("" when it is not known yet) at a unit of ``unit_kind``.

    The law on denunciations binds every body, whoever settles in the end.
    """
    if kind == Kind.DENUNCIATION:
        return Procedure.DENUNCIATION
    if unit_kind in FORWARDING_UNITS:
        return Procedure.FORWARDING
    if kind == Kind.COMPLAINT:
        return Procedure.COMPLAINT_SECOND if second else Procedure.COMPLAINT_FIRST
    return Procedure.PETITION
