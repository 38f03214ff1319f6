"""With which duties a person acts on a case: of the unit that owns it, or that has it now."""

from gandan.accounts.models import User
from gandan.casework.models import Case
from gandan.units.policy import reach_of

# What the recipient of a referral does; the referring office may write it down for a recipient
# that answers on paper.
RECIPIENT_STEPS = frozenset(
    {"confirm_receipt", "return_letter", "return_again", "receive_answer", "carry_out"}
)
# What nobody does but the unit that has the case now.
HOLDER_STEPS = frozenset({"superior_decides"})


def acting_duties(person: User, case: Case, step: str) -> frozenset[str]:
    """The duties that count for ``step``; empty when the person has none that does."""
    units = set()
    if step not in HOLDER_STEPS:
        units.add(case.unit_id)
    if step in RECIPIENT_STEPS | HOLDER_STEPS:
        units.add(case.handling_unit_id)
    opened = reach_of(person).units_of_duty
    return frozenset(duty for duty, reached in opened.items() if units & reached)


def acts_as_recipient(person: User, case: Case) -> bool:
    """Whether the person has the case before them only because it was referred to them."""
    units = reach_of(person).units()
    return case.handling_unit_id in units and case.unit_id not in units
