"""Whose name is kept from lists, books and printed pages (Law 25/2018/QH14, art. 56)."""

from gandan.casework.models import Case
from gandan.domain.kinds import Kind
from gandan.reception.models import Visit

# A mixed letter holds a denunciation until it is split.
PROTECTED = frozenset({str(Kind.DENUNCIATION), str(Kind.MIXED)})


def is_protected(visit: Visit, case: Case | None) -> bool:
    """Whether the name stands on no page: a denunciation, known as one now or at the desk."""
    kinds = {case.kind if case else "", visit.submission.kind}
    return visit.sealed is not None or bool(kinds & PROTECTED)
