"""What the tables do not count, told beside them: letters kept for the record, letters undated."""

from dataclasses import dataclass

from django.db.models import Count, Q

from gandan.casework.models import Submission
from gandan.domain.statistics_counting import Counting, Register
from gandan.statutory.asking import Asked


@dataclass(frozen=True)
class LeftOut:
    kept_only: int
    undated: int

    def __bool__(self) -> bool:
        return bool(self.kept_only or self.undated)


def left_out_of(asked: Asked, counting: Counting) -> LeftOut:
    """Letters of the units that nobody follows, or whose day of receipt nobody knows."""
    if counting.register not in {Register.HANDLING, Register.DESK} or not counting.rules:
        return LeftOut(0, 0)
    rows = asked.letters.filter(unit__in=asked.units)
    unfollowed = asked.between("received_on") & ~Q(
        pk__in=Submission.objects.filter(cases__is_followed=True).values("pk")
    )
    found = rows.aggregate(
        kept_only=Count("pk", filter=unfollowed), undated=Count("pk", filter=Q(received_on=None))
    )
    return LeftOut(found["kept_only"], found["undated"])
