"""What the tables do not count, told beside them: letters kept for the record, letters undated."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from gandan.casework.models import Raising
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
    rows = asked.letters.filter(asked.of_units("unit"))
    followed = Raising.objects.filter(submission=OuterRef("pk"), case__is_followed=True)
    kept_only = rows.filter(asked.between("received_on")).exclude(Exists(followed))
    return LeftOut(kept_only.count(), rows.filter(received_on=None).count())
