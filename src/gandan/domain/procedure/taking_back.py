"""Which steps are taken back together, and what stays because it came after a step."""

from collections.abc import Iterable, Sequence

from gandan.domain.execution import CLOSING, FINISHING

CLOSED = "close"
# From the newest: the moves by which a case says that nothing is left to carry out.
ENDINGS = ((CLOSING,), (FINISHING,), (CLOSED, FINISHING))
_HELD = frozenset({"unit_id", "handling_unit_id", "officer_id"})
# What has a step of its own, which is not the step that is taken back.
_CHANGED_BY = {
    "officer_set": frozenset({"officer_id"}),
    "renamed": frozenset({"title"}),
    "handed_over": _HELD,
    "kept_away": _HELD,
}


def ending(moves: Sequence[str]) -> int:
    """How many of the newest steps ended the execution; ``moves`` are those that moved the case.

    0 where something else came after: that is put right first, or by a further step.
    """
    return next((len(one) for one in ENDINGS if tuple(moves[: len(one)]) == one), 0)


def changed_since(names: Iterable[str]) -> frozenset[str]:
    """What the steps ``names`` changed in a case: no older step puts that back."""
    return frozenset().union(*(_CHANGED_BY.get(name, ()) for name in names))
