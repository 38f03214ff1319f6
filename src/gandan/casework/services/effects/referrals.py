"""Send a case to another body, take it in, send it back, remind; guide a sender once."""

from gandan.casework.competence import accused_in
from gandan.casework.models import Guidance, Referral
from gandan.casework.services.taking import Taking
from gandan.casework.telling import tell_referred
from gandan.domain.conflicts import is_clear, upwards
from gandan.units.hierarchy import Hierarchy
from gandan.units.models import Unit


def send(taking: Taking) -> None:
    """Write the referral down; the case now lies with the recipient."""
    unit, name = taking.body("recipient_unit")
    _check_recipient(taking, unit)
    case = taking.case
    last = case.referrals.order_by("-number").first()
    Referral.objects.create(
        case=case,
        number=last.number + 1 if last else 1,
        from_unit=case.unit,
        to_unit=unit,
        to_name=name,
        step=taking.step,
        reason=taking.words("reason"),
        request=taking.words("request"),
        document_number=taking.words("document_number")[:80],
        sent_on=taking.day_of("referred_on"),
        by=taking.officer,
        named_by_superior=taking.code == "superior_decides",
    )
    taking.changes["handling_unit"] = unit or case.unit
    tell_referred(case, unit, by=taking.officer)


def _check_recipient(taking: Taking, unit: Unit | None) -> None:
    if unit is None:
        return
    if unit == taking.case.unit:
        raise taking.refuse("recipient_unit", "Đơn đang ở chính đơn vị này.")
    check_clear(taking, unit, "recipient_unit")


def check_clear(taking: Taking, unit: Unit, fact: str) -> None:
    """Refuse a unit that the letter is about, or that stands under one."""
    if not is_clear(unit.pk, accused_in(taking.case), Hierarchy.on(taking.day)):
        raise taking.refuse(
            fact,
            "Đơn nói về chính đơn vị này hoặc người của đơn vị: chuyển cấp trên trực tiếp.",
        )


def confirm(taking: Taking) -> None:
    referral = current(taking)
    referral.state = Referral.State.RECEIVED
    referral.received_on = taking.day_of("receipt_on")
    referral.received_by = taking.officer
    referral.save(update_fields=["state", "received_on", "received_by"])


def return_to_sender(taking: Taking) -> None:
    """The recipient sends it back with the reason; the referring office decides anew."""
    _close(taking)
    taking.changes["handling_unit"] = taking.case.unit


def return_to_superior(taking: Taking) -> None:
    """Returned twice: no third try, the common superior names the body."""
    superior, _name = taking.body("superior_unit")
    if superior is not None:
        check_clear(taking, superior, "superior_unit")
        _check_above_both(taking, superior)
    _close(taking)
    taking.changes["handling_unit"] = superior or taking.case.unit


def _check_above_both(taking: Taking, superior: Unit) -> None:
    """Who decides between two units stands above both, or is one of them that stands above."""
    tree = Hierarchy.on(taking.day)
    other = current(taking).to_unit_id
    for unit in (taking.case.unit_id, other):
        if unit is not None and superior.pk not in set(upwards(unit, tree)):
            words = "Phải là cấp trên chung của nơi chuyển và nơi nhận."
            raise taking.refuse("superior_unit", words)


def _close(taking: Taking) -> None:
    referral = current(taking)
    referral.state, referral.is_open = Referral.State.RETURNED, False
    referral.returned_on = taking.day_of("returned_on")
    referral.return_reason = taking.words("return_reason")
    referral.save(update_fields=["state", "is_open", "returned_on", "return_reason"])


def remind(taking: Taking) -> None:
    referral = current(taking)
    superior, _name = taking.body("superior_unit")
    referral.reminders += 1
    referral.reminded_on = taking.day_of("reminded_on")
    referral.escalated_to = superior or referral.escalated_to
    referral.save(update_fields=["reminders", "reminded_on", "escalated_to"])


def guide(taking: Taking) -> None:
    unit, name = taking.body("competent_unit")
    Guidance.objects.create(
        case=taking.case,
        step=taking.step,
        competent_unit=unit,
        competent_name=name,
        document_number=taking.words("document_number")[:80],
        guided_on=taking.day_of("guided_on"),
        by=taking.officer,
    )


def current(taking: Taking) -> Referral:
    """The referral that the case is out on."""
    return taking.case.referrals.order_by("-number")[0]
