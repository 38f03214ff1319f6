"""Take facts of execution out of the sums: results one by one, or all with a step taken back."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.execution_words import NOTHING, recorded
from gandan.casework.models import CarriedOut, Case, CaseStep, OrderedAmount, Ordering
from gandan.casework.services.writing import write_step
from gandan.core import moment
from gandan.domain.execution import (
    DECIDING,
    FINISHING,
    Amounts,
    ExecutionError,
    done_parts_too_large,
    summed,
)

# Words of the record, Vietnamese whoever writes it.
STEP_TAKEN_BACK = "Hoàn tác bước thực hiện xong"


def annul_rows(case: Case, rows: QuerySet[CarriedOut], why: str, *, by: User) -> int:
    """Annul those of ``rows`` that stand and put it on record; returns how many they were.

    The caller holds the case and sees that the rest agrees.
    """
    found = list(rows.filter(annulled_at=None))
    if not found:
        return 0
    why = why.strip()[:300]
    CarriedOut.objects.filter(pk__in=[row.pk for row in found]).update(
        annulled_at=moment.now(), annulled_by=by, why_annulled=why
    )
    amounts = summed((row.measure, row.amount) for row in found)
    write_step(case, "execution_annulled", by=by, note=recorded(amounts, why, done=True))
    record("case.execution_annulled", case, by=by, reason=why, **plain_amounts(amounts))
    return len(found)


def why_results_stay(step: CaseStep) -> str:
    """Why a decision cannot be taken back because of its results; "" when it can."""
    if step.name not in DECIDING:
        return ""
    if not CarriedOut.objects.standing().filter(step=step).exists():
        return ""
    return _("Đã ghi kết quả thi hành của bước này; hủy các kết quả ấy trước, rồi hoàn tác.")


def take_execution_back(case: Case, step: CaseStep, *, by: User) -> None:
    """What ``step`` carried goes with it: what a decision orders, what "carried out" told.

    Raises ``ExecutionError`` where people wrote a part, and the step told its whole.
    """
    if step.name == FINISHING:
        rows = CarriedOut.objects.by_the_step().filter(case=case)
        annul_rows(case, rows, STEP_TAKEN_BACK, by=by)
        rest = CarriedOut.objects.standing().filter(case=case)
        if found := done_parts_too_large(summed(rest.values_list("measure", "amount"))):
            raise ExecutionError(*found)
    if step.name in DECIDING:
        _withdraw_ordering(case, step, by=by)


def _withdraw_ordering(case: Case, step: CaseStep, *, by: User) -> None:
    ordering = Ordering.objects.filter(step=step, is_current=True).first()
    if ordering is None:
        return
    Ordering.objects.filter(pk=ordering.pk).update(is_current=False)
    rows = OrderedAmount.objects.filter(ordering=ordering)
    amounts = summed(rows.values_list("measure", "amount"))
    note = recorded(amounts, ordering.other) or NOTHING
    write_step(case, "execution_withdrawn", by=by, on=ordering.decided_on, note=note)
    plain = plain_amounts(amounts)
    record("case.execution_withdrawn", case, by=by, number=ordering.number, **plain)


def plain_amounts(amounts: Amounts) -> dict[str, Any]:
    """Amounts as the log holds them."""
    return {str(measure): amount for measure, amount in amounts.items()}
