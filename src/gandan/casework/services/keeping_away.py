"""A denunciation never lies with those it is about: it moves to the nearest unit above.

Law 25/2018/QH14, arts. 11.2.c and 12. Steps of the workflow tables check the recipient
themselves; here it is the unit that holds the case when it becomes known whom it is about.
"""

from collections.abc import Callable

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.models import Case
from gandan.casework.services.writing import write_step
from gandan.casework.subjects import about
from gandan.core import moment
from gandan.domain.conflicts import is_clear, nearest_clear
from gandan.domain.kinds import KEPT_FROM_ACCUSED
from gandan.units.hierarchy import Hierarchy

Listener = Callable[[Case], None]
_listeners: dict[str, Listener] = {}


def when_kept(name: str, listener: Listener) -> None:
    """Register what an app above forgets of a case that is kept away; once for each name.

    ``listener`` runs in the transaction in which it becomes known whom the case denounces, or
    in which another letter joins it.
    """
    _listeners[name] = listener


class NobodyClearError(Exception):
    """Every unit above is one that the letter is about: it must leave the network on paper."""


def keep_away(case: Case, *, by: User | None) -> None:
    """Move a denunciation away from the units it is about, in the caller's transaction.

    Open referrals to such a unit end. Raises ``NobodyClearError``; nothing is moved then.
    """
    if not is_kept(case):
        return
    _move_away(case, by=by)
    forget(case)


def is_kept(case: Case) -> bool:
    """Whether the case is a denunciation that names a unit."""
    return case.kind in KEPT_FROM_ACCUSED and not about(case).is_nobody


def forget(case: Case) -> None:
    """Take the letters of a kept case out of what was made of them for many readers."""
    if is_kept(case):
        for listener in _listeners.values():
            listener(case)


def _move_away(case: Case, *, by: User | None) -> None:
    accused, tree = about(case), Hierarchy.on(moment.today())
    for referral in case.referrals.filter(is_open=True, to_unit__isnull=False):
        if referral.to_unit_id and not is_clear(referral.to_unit_id, accused, tree):
            referral.state, referral.is_open = referral.State.RECALLED, False
            referral.save(update_fields=["state", "is_open"])
    owner = nearest_clear(case.unit_id, accused, tree)
    if owner is None:
        raise NobodyClearError(case.code)
    holder = case.handling_unit_id
    holder = holder if is_clear(holder, accused, tree) else owner
    if (owner, holder) == (case.unit_id, case.handling_unit_id):
        return
    case.unit_id, case.handling_unit_id, case.officer = owner, holder, None
    case.save(update_fields=["unit", "handling_unit", "officer"])
    # Neither row names the unit left: both are read more widely than the case itself.
    write_step(case, "kept_away", by=by, facts={"to": case.unit})
    record("case.kept_away", case, by=by, to=case.unit.code)
