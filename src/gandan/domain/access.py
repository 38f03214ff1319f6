"""Who may do what with a case: one function decides, rules in order, the first match wins.

Nothing here reads rows. The caller states who asks (one duty at one unit), what for, and what
it is about; what comes back is allowed or not, which fields, and why.

Order: desk entry, conflict of interest, sealed identity, administrator, ceiling of the class,
unit, assignment, reason, state; what no rule allows is refused.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from gandan.domain import duties
from gandan.domain.confidentiality import Confidentiality, FieldGroup
from gandan.domain.conflicts import Conflict, Relation


class Action(StrEnum):
    """What somebody wants to do. ``SEE`` is to learn that it exists: lists, search, hints."""

    SEE = "see"
    READ = "read"
    READ_SENDER = "read_sender"
    READ_ORIGINAL = "read_original"
    OPEN_IDENTITY = "open_identity"
    COUNT = "count"
    EXPORT = "export"
    REGISTER = "register"
    CORRECT = "correct"
    CLASSIFY = "classify"
    ASSIGN = "assign"
    REFER = "refer"
    HANDLE = "handle"
    SETTLE = "settle"
    DISPUTE = "dispute"


class CaseState(StrEnum):
    """What access asks of the stage of a case."""

    DRAFT = "draft"
    RECEIVED = "received"
    HANDLING = "handling"
    SUSPENDED = "suspended"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, by one duty at one unit.

    ``has_reason``: a reason for a sensitive read was given and will be logged.
    ``holds_slot``: a key slot of the sealed envelope belongs to this person.
    """

    duty: str
    relation: Relation
    conflict: Conflict = Conflict.NONE
    is_assigned: bool = False
    has_reason: bool = False
    holds_slot: bool = False


@dataclass(frozen=True, slots=True)
class Thing:
    """What is asked for."""

    confidentiality: Confidentiality
    state: CaseState


@dataclass(frozen=True, slots=True)
class Decision:
    """``reason`` is a stable code; ``words`` is what the person may be told."""

    allow: bool
    reason: str
    fields: frozenset[FieldGroup] = frozenset()

    @property
    def words(self) -> str:
        return REASONS[self.reason]


REASONS = {
    "desk_entry": "Người ở bàn tiếp nhận được vào sổ mọi đơn.",
    "conflict": "Không có trang này.",
    "sealed": "Danh tính đã niêm phong; chỉ người giữ danh tính mở được.",
    "keeper": "Người giữ danh tính mở niêm phong, có lý do và được ghi nhật ký.",
    "no_slot": "Phong bì này không giao cho người giữ danh tính này.",
    "reason_required": "Ghi lý do trước khi xem; lý do được lưu vào nhật ký.",
    "administrator": "Quản trị viên không xem nội dung đơn.",
    "above_ceiling": "Nhiệm vụ này không được xem loại hồ sơ này.",
    "not_this_duty": "Việc này thuộc nhiệm vụ khác.",
    "other_unit": "Không có trang này.",
    "not_assigned": "Hồ sơ tố cáo chỉ người được giao mới xem.",
    "state": "Hồ sơ đang ở bước không làm được việc này.",
    "allowed": "Được phép.",
}

READS = frozenset({Action.SEE, Action.READ, Action.READ_SENDER, Action.READ_ORIGINAL})
WRITES = frozenset(
    {
        Action.CORRECT,
        Action.CLASSIFY,
        Action.ASSIGN,
        Action.REFER,
        Action.HANDLE,
        Action.SETTLE,
    }
)
ENTERS = frozenset({duties.RECEPTION_OFFICER, duties.HANDLER, duties.FOCAL_POINT})
CEILING = {
    duties.SENDER: Confidentiality.DENUNCIATION,
    duties.RECEPTION_OFFICER: Confidentiality.PERSONAL,
    duties.HANDLER: Confidentiality.DENUNCIATION,
    duties.FOCAL_POINT: Confidentiality.PERSONAL,
    duties.SYNTHESIS_OFFICER: Confidentiality.PERSONAL,
    duties.LEADER: Confidentiality.DENUNCIATION,
    duties.INSPECTOR: Confidentiality.DENUNCIATION,
    duties.SUPERVISOR: Confidentiality.INTERNAL,
    duties.EDITOR: Confidentiality.PUBLIC,
    duties.AUDITOR: Confidentiality.INTERNAL,
    duties.IDENTITY_KEEPER: Confidentiality.PUBLIC,
}
_LOOK = frozenset({Action.SEE, Action.READ, Action.COUNT})
MAY = {
    duties.SENDER: frozenset({Action.SEE, Action.READ, Action.DISPUTE}),
    duties.RECEPTION_OFFICER: READS | {Action.CORRECT, Action.HANDLE, Action.DISPUTE},
    duties.HANDLER: READS
    | {Action.COUNT, Action.EXPORT, Action.DISPUTE}
    | WRITES - {Action.ASSIGN, Action.SETTLE},
    duties.FOCAL_POINT: READS | {Action.COUNT, Action.HANDLE},
    duties.SYNTHESIS_OFFICER: _LOOK | {Action.EXPORT, Action.CLASSIFY},
    duties.LEADER: READS | WRITES | {Action.COUNT, Action.EXPORT},
    duties.INSPECTOR: READS | {Action.COUNT, Action.EXPORT},
    duties.SUPERVISOR: _LOOK,
    duties.EDITOR: frozenset({Action.SEE, Action.READ}),
    duties.AUDITOR: frozenset({Action.SEE, Action.COUNT}),
    duties.IDENTITY_KEEPER: frozenset({Action.SEE, Action.READ}),
}
CHANGES_CLOSED = frozenset({Action.HANDLE, Action.DISPUTE})
CLOSED_STATES = frozenset({CaseState.CLOSED, CaseState.WITHDRAWN})
IN_DRAFT = frozenset({Action.SEE, Action.READ, Action.READ_SENDER, Action.CORRECT})


def decide(asking: Asking, action: Action, thing: Thing) -> Decision:
    """Decide for one duty; see ``decide_for`` for a person with several."""
    for rule in _RULES:
        decision = rule(asking, action, thing)
        if decision is not None:
            return decision
    return Decision(True, "allowed", _fields(asking.duty, action, thing.confidentiality))


def decide_for(askings: Iterable[Asking], action: Action, thing: Thing) -> Decision:
    """Decide for all duties of one person together.

    A conflict in any of them refuses. Else what one duty allows is allowed, with the fields of
    all that do; of several refusals the one that can be mended is told.
    """
    decisions = [decide(asking, action, thing) for asking in askings]
    for decision in decisions:
        if decision.reason == "conflict":
            return decision
    allowed = [decision for decision in decisions if decision.allow]
    if allowed:
        fields = frozenset[FieldGroup]().union(*(decision.fields for decision in allowed))
        return Decision(True, allowed[0].reason, fields)
    mendable = [decision for decision in decisions if decision.reason == "reason_required"]
    return (mendable or decisions or [Decision(False, "other_unit")])[0]


def _desk_entry(asking: Asking, action: Action, thing: Thing) -> Decision | None:
    """A desk takes in everything; of a letter about its own unit it then sees nothing."""
    if action != Action.REGISTER:
        return None
    allow = asking.duty in ENTERS and asking.relation == Relation.OWN
    return Decision(allow, "desk_entry" if allow else "not_this_duty")


def _conflict(asking: Asking, action: Action, thing: Thing) -> Decision | None:
    return None if asking.conflict == Conflict.NONE else Decision(False, "conflict")


def _sealed(asking: Asking, action: Action, thing: Thing) -> Decision | None:
    sealed = thing.confidentiality == Confidentiality.SEALED_IDENTITY
    if not sealed and action != Action.OPEN_IDENTITY:
        return None
    if not sealed or action != Action.OPEN_IDENTITY or asking.duty != duties.IDENTITY_KEEPER:
        return Decision(False, "sealed")
    if not asking.holds_slot:
        return Decision(False, "no_slot")
    if not asking.has_reason:
        return Decision(False, "reason_required")
    return Decision(True, "keeper", frozenset({FieldGroup.IDENTITY}))


def _administrator(asking: Asking, action: Action, thing: Thing) -> Decision | None:
    return Decision(False, "administrator") if asking.duty == duties.ADMINISTRATOR else None


def _ceiling(asking: Asking, action: Action, thing: Thing) -> Decision | None:
    ceiling = CEILING.get(asking.duty, Confidentiality.PUBLIC)
    if thing.confidentiality.rank > ceiling.rank:
        return Decision(False, "above_ceiling")
    # Who denounced is sealed; the original would show the hand that wrote it.
    identifying = action in (Action.READ_SENDER, Action.READ_ORIGINAL)
    if thing.confidentiality == Confidentiality.DENUNCIATION and identifying:
        return Decision(False, "sealed")
    if action not in MAY.get(asking.duty, frozenset()):
        return Decision(False, "not_this_duty")
    return None


def _unit(asking: Asking, action: Action, thing: Thing) -> Decision | None:
    if (asking.duty == duties.SENDER) != (asking.relation == Relation.SENDER):
        return Decision(False, "other_unit")
    if asking.relation in (Relation.OWN, Relation.SENDER):
        return None
    if thing.confidentiality == Confidentiality.PUBLIC and action in _LOOK:
        return None
    if asking.relation != Relation.ABOVE:
        return Decision(False, "other_unit")
    if action in WRITES - {Action.ASSIGN, Action.REFER} or action == Action.DISPUTE:
        return Decision(False, "other_unit")
    # A superior's leader reads and assigns a denunciation; other duties above do not see it.
    denunciation = thing.confidentiality == Confidentiality.DENUNCIATION
    if denunciation and asking.duty != duties.LEADER:
        return Decision(False, "other_unit")
    return None


def _assignment(asking: Asking, action: Action, thing: Thing) -> Decision | None:
    if thing.confidentiality != Confidentiality.DENUNCIATION or asking.is_assigned:
        return None
    if asking.duty in (duties.LEADER, duties.SENDER):
        return None
    return Decision(False, "not_assigned")


def _reason(asking: Asking, action: Action, thing: Thing) -> Decision | None:
    """Sensitive reads: the original, the sender from above, an export of personal data."""
    if asking.has_reason or thing.confidentiality.rank < Confidentiality.PERSONAL.rank:
        return None
    from_above = action == Action.READ_SENDER and asking.relation == Relation.ABOVE
    if from_above or action in (Action.READ_ORIGINAL, Action.EXPORT):
        return Decision(False, "reason_required")
    return None


def _state(asking: Asking, action: Action, thing: Thing) -> Decision | None:
    fits = True
    if thing.state == CaseState.DRAFT:
        fits = action in IN_DRAFT and asking.relation == Relation.OWN
    elif thing.state == CaseState.ARCHIVED:
        fits = action not in WRITES and action != Action.DISPUTE
    elif thing.state in CLOSED_STATES:
        fits = action not in WRITES | {Action.DISPUTE} or action in CHANGES_CLOSED
    return None if fits else Decision(False, "state")


_RULES: tuple[Callable[[Asking, Action, Thing], Decision | None], ...] = (
    _desk_entry,
    _conflict,
    _sealed,
    _administrator,
    _ceiling,
    _unit,
    _assignment,
    _reason,
    _state,
)


def _fields(duty: str, action: Action, confidentiality: Confidentiality) -> frozenset[FieldGroup]:
    """What an allowed action shows."""
    if action == Action.COUNT:
        return frozenset()
    status = frozenset({FieldGroup.STATUS})
    if action == Action.SEE:
        hidden = confidentiality == Confidentiality.DENUNCIATION
        return status if hidden else status | {FieldGroup.SUMMARY}
    if action == Action.READ_ORIGINAL:
        return status | {FieldGroup.ORIGINAL}
    if duty == duties.SENDER:
        return status | {FieldGroup.CONTENT, FieldGroup.RESULT}
    shown = status | {FieldGroup.SUMMARY, FieldGroup.RESULT}
    if action == Action.EXPORT:
        return shown
    shown |= {FieldGroup.CONTENT}
    if duty in (duties.SYNTHESIS_OFFICER, duties.SUPERVISOR, duties.EDITOR):
        return shown
    shown |= {FieldGroup.HANDLING}
    return shown | {FieldGroup.SENDER} if action == Action.READ_SENDER else shown
