"""A reorganization: open cases go to the successor in one recorded batch.

For denunciations that is Law 25/2018/QH14, arts. 12.4, 12.5; other cases follow the same way. The successor's head leads; clocks run on; the sender is told in plain words. What was handed
over can be counted again from the batch: so many left, so many came, each case by name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.models import Case, HandedCase, HandOver, Referral, Turn
from gandan.casework.services.stepping import hold
from gandan.casework.services.writing import write_step
from gandan.units.models import Succession, Unit
from gandan.units.selectors import UnitNames


@dataclass(frozen=True)
class Proposal:
    """Where a case of a unit that ends should go; ``to`` is None when a person must choose."""

    case: Case
    to: int | None
    reason: str


class NothingToHandOverError(Exception):
    """The unit has no open case."""


class NoHeirError(Exception):
    """A case has no successor chosen; the message names the case."""


def open_cases_of(unit: Unit, by: User | None) -> list[Case]:
    """Cases that the unit owns or has before it and that are not at rest.

    What is kept from ``by`` is left for a superior; None is the system itself.
    """
    mine = Q(unit=unit) | Q(handling_unit=unit)
    rows = (
        (Case.objects.not_about(by) if by else Case.objects.all())
        .standing()
        .exclude(turn=Turn.REST)
        .filter(mine)
    )
    return list(rows.select_related("unit", "officer").order_by("opened_on", "id"))


def propose(unit: Unit, on: date, by: User | None) -> list[Proposal]:
    """For each open case the successor, with the reason; the place of the matter decides."""
    links = Succession.objects.filter(predecessor=unit, on__lte=on).order_by("on", "id")
    heirs = [link.successor_id for link in links]
    names = UnitNames.on(on)
    return [_proposal(case, heirs, names) for case in open_cases_of(unit, by)]


def _proposal(case: Case, heirs: Sequence[int], names: UnitNames) -> Proposal:
    if len(heirs) == 1:
        return Proposal(case, heirs[0], "Đơn vị kế thừa duy nhất.")
    if not heirs:
        return Proposal(case, None, "Chưa ghi đơn vị kế thừa: chọn đơn vị tiếp nhận.")
    place = " ".join(
        case.raisings.values_list("submission__place", flat=True).order_by("id")[:3]
    ).casefold()
    named = [heir for heir in heirs if names[heir] and names[heir].casefold() in place]
    if len(named) == 1:
        return Proposal(case, named[0], f"Nơi xảy ra thuộc {names[named[0]]}.")
    return Proposal(case, None, "Nhiều đơn vị kế thừa, nơi xảy ra chưa rõ: chọn đơn vị.")


@transaction.atomic
def hand_over(
    unit: Unit,
    heirs: Mapping[int, Unit],
    *,
    on: date,
    basis: str,
    message: str,
    by: User | None,
    reasons: Mapping[int, str] | None = None,
) -> HandOver:
    """Hand all open cases of ``unit`` over; ``heirs`` maps cases to units by primary key.

    Raises ``NothingToHandOverError`` and ``NoHeirError``; nothing is moved then.
    """
    cases = open_cases_of(unit, by)
    if not cases:
        raise NothingToHandOverError(str(unit))
    if missing := [case.code for case in cases if case.pk not in heirs]:
        raise NoHeirError(", ".join(missing[:5]))
    batch = HandOver.objects.create(
        from_unit=unit, on=on, basis=basis[:200], message=message, by=by
    )
    for case in cases:
        _move(case, unit, heirs[case.pk], batch, (reasons or {}).get(case.pk, ""))
    record("cases.handed_over", str(batch.code), by=by, unit=unit.code, cases=len(cases))
    return batch


def _move(case: Case, unit: Unit, heir: Unit, batch: HandOver, reason: str) -> None:
    hold(case)
    officer = case.officer
    HandedCase.objects.create(
        batch=batch,
        case=case,
        from_unit=unit,
        to_unit=heir,
        reason=reason[:200],
        officer_before=officer,
    )
    if case.unit_id == unit.pk:
        case.unit = heir
    if case.handling_unit_id == unit.pk:
        case.handling_unit = heir
    case.officer = None
    case.save(update_fields=["unit", "handling_unit", "officer"])
    Referral.objects.filter(case=case, to_unit=unit, is_open=True).update(to_unit=heir)
    facts = {"from": unit, "to": heir, "officer": officer}
    write_step(case, "handed_over", by=batch.by, on=batch.on, facts=facts, note=batch.message)
    record("case.handed_over", case, by=batch.by, to=heir.code, batch=str(batch.code))
