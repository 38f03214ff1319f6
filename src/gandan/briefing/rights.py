"""Who may do what: the office of the pack writes and decides, the owner of a task reports."""

from gandan.accounts.models import User
from gandan.briefing.models import Pack, Task
from gandan.units.models import Duty
from gandan.units.policy import reach_of

MAKING = (Duty.SYNTHESIS_OFFICER, Duty.LEADER)
REPORTING = (Duty.FOCAL_POINT, Duty.HANDLER, Duty.LEADER, Duty.SYNTHESIS_OFFICER)


def may_make(person: User, scope: int) -> bool:
    """Whether the person makes packs of the unit, and decides on them."""
    return reach_of(person).holds(scope, *MAKING)


def may_write(person: User, pack: Pack) -> bool:
    return pack.is_draft and may_make(person, pack.scope_id)


def may_decide(person: User, pack: Pack) -> bool:
    return not pack.is_draft and may_make(person, pack.scope_id)


def may_report(person: User, task: Task) -> bool:
    """The owner reports; the office that gave the task may write down what it was told."""
    own = reach_of(person).holds(task.owner_id, *REPORTING)
    return task.is_open and (own or may_make(person, task.pack.scope_id))


def may_reopen(person: User, task: Task) -> bool:
    return task.state == Task.State.DONE and may_make(person, task.pack.scope_id)


def may_drop(person: User, task: Task) -> bool:
    return task.is_open and may_make(person, task.pack.scope_id)
