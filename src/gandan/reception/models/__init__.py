"""Rows of reception: sessions of leaders, appointments, visits, what they gave and got."""

from gandan.reception.models.bookings import Booking
from gandan.reception.models.conclusions import Conclusion
from gandan.reception.models.handed import HandedPaper
from gandan.reception.models.refusals import Refusal
from gandan.reception.models.sessions import ReceptionSession
from gandan.reception.models.task_reports import TaskReport
from gandan.reception.models.visits import Visit

__all__ = [
    "Booking",
    "Conclusion",
    "HandedPaper",
    "ReceptionSession",
    "Refusal",
    "TaskReport",
    "Visit",
]
