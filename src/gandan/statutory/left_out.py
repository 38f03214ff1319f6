"""What the tables do not count, told beside them: letters kept or undated, decisions untold."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gandan.casework.models import CaseStep, Ordering, Raising
from gandan.core.components.units import counted
from gandan.core.language import number
from gandan.domain.execution import CLOSING, DECIDING, FINISHING, REPLACING
from gandan.domain.statistics import Number
from gandan.domain.statistics_counting import Counting, Register
from gandan.statutory.asking import Asked, steps_of
from gandan.statutory.grids import Entered
from gandan.statutory.lines import Line
from gandan.statutory.templatetags.statutory import figure


@dataclass(frozen=True)
class LeftOut:
    """``untold``: decisions of which nobody wrote what they order."""

    kept_only: int = 0
    undated: int = 0
    untold: int = 0

    def __bool__(self) -> bool:
        return bool(self.kept_only or self.undated or self.untold)


def left_out_of(asked: Asked, counting: Counting) -> LeftOut:
    """Letters of the units that nobody follows, or whose day of receipt nobody knows."""
    if counting.amounts:
        return LeftOut(untold=_untold(asked, counting))
    if counting.register not in {Register.HANDLING, Register.DESK} or not counting.rules:
        return LeftOut()
    rows = asked.letters.filter(asked.of_units("unit"))
    followed = Raising.objects.filter(submission=OuterRef("pk"), case__is_followed=True)
    kept_only = rows.filter(asked.between("received_on")).exclude(Exists(followed))
    return LeftOut(kept_only.count(), rows.filter(received_on=None).count())


def _untold(asked: Asked, counting: Counting) -> int:
    """Decisions of the period; for a table of carrying out, earlier ones that are open as well.

    A case that was closed because there was nothing to carry out has told what its decision
    orders. A replaced decision is not to be carried out, so that table does not lack it.
    """
    cases = asked.cases.standing().filter(asked.of_units("unit"), kind__in=counting.kinds)
    later = steps_of("case").filter(pk__gt=OuterRef("pk"))
    rows = CaseStep.objects.filter(
        ~Exists(Ordering.objects.filter(step=OuterRef("pk"), is_current=True)),
        ~Exists(later.filter(name=CLOSING)),
        name__in=DECIDING,
        undone_by=None,
        on__lt=asked.until,
        case__in=cases.order_by().values("pk"),
    )
    if counting.register != Register.EXECUTING:
        return rows.filter(asked.between("on")).count()
    finished = later.filter(name=FINISHING, on__lt=asked.since)
    replaced = later.filter(name__in=REPLACING, on__lt=asked.until)
    return rows.exclude(Exists(finished)).exclude(Exists(replaced)).count()


def written_before(counting: Counting, line: Line, entered: Entered) -> Mapping[int, Number]:
    """Figures that units wrote in before the register counted the column; they no longer count."""
    found: dict[int, Number] = {}
    for (unit, table, column), row in entered.items():
        is_counted = table == counting.table.code and column in counting.rules
        if is_counted and unit in line.units and row.value is not None:
            found[column] = found.get(column, 0) + row.value
    return dict(sorted(found.items()))


def told_words(left_out: LeftOut, written: Mapping[int, Number]) -> list[str]:
    """Both as sentences, for pages and papers alike; nothing where nothing is left out."""
    parts = []
    if left_out.kept_only:
        kept = _("nhận trong kỳ chỉ lưu sổ, không theo dõi xử lý")
        parts.append(f"{counted(left_out.kept_only, 'letters')} {kept}")
    if left_out.untold:
        parts.append(untold_words(left_out.untold))
    if left_out.undated:
        undated = _("chưa rõ ngày nhận")
        parts.append(f"{counted(left_out.undated, 'letters')} {undated}")
    head = _("Không tính vào biểu:")
    found = [f"{head} {'; '.join(parts)}."] if parts else []
    if written:
        head = _("Số đơn vị ghi tay trước khi sổ đếm các cột này, nay không tính vào biểu:")
        columns = [
            _("cột %(column)s: %(value)s") % {"column": column, "value": figure(value)}
            for column, value in written.items()
        ]
        found.append(f"{head} {'; '.join(columns)}.")
    return found


def untold_words(untold: int) -> str:
    """Without a stop, so that it can stand among others."""
    words = ngettext(
        "%(n)s quyết định, kết luận mà vụ việc chưa ghi phải thi hành những gì",
        "%(n)s quyết định, kết luận mà vụ việc chưa ghi phải thi hành những gì",
        untold,
    )
    return words % {"n": number(untold)}
