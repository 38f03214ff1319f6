"""Who may do what with a report: the unit's own people write, the receiving office decides."""

from gandan.accounts.models import User
from gandan.reports.models import ReportRound, UnitReport
from gandan.units.models import Duty
from gandan.units.policy import reach_of

WRITING = (Duty.FOCAL_POINT, Duty.HANDLER, Duty.RECEPTION_OFFICER, Duty.LEADER)
SENDING = (Duty.FOCAL_POINT, Duty.LEADER)
RECEIVING = (Duty.SYNTHESIS_OFFICER, Duty.LEADER)


def may_write(person: User, report: UnitReport) -> bool:
    return reach_of(person).holds(report.unit_id, *WRITING)


def may_send(person: User, report: UnitReport) -> bool:
    return reach_of(person).holds(report.unit_id, *SENDING)


def may_receive(person: User, round_: ReportRound) -> bool:
    return reach_of(person).holds(round_.office_id, *RECEIVING)


def may_open_for(person: User, unit: int) -> bool:
    return reach_of(person).holds(unit, *WRITING)
