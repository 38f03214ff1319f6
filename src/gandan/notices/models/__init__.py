"""What the app keeps: notices, wishes, the outbox, calendar addresses, the days already told."""

from gandan.notices.models.calendars import CalendarAddress
from gandan.notices.models.notices import Notice
from gandan.notices.models.outbox import Mail, MailKind, MailState
from gandan.notices.models.rounds import DailyRound
from gandan.notices.models.wishes import MailWish, Wishes

__all__ = [
    "CalendarAddress",
    "DailyRound",
    "Mail",
    "MailKind",
    "MailState",
    "MailWish",
    "Notice",
    "Wishes",
]
