"""What the app does by itself: the morning's round, mails for new notices, sending."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.jobs import planning
from gandan.jobs.services import Running, enqueue, handler
from gandan.law.selectors import current_rules
from gandan.notices.models import DailyRound, MailWish, Notice
from gandan.notices.services.digesting import OWN_MAIL, tell_due, tell_new
from gandan.notices.services.outbox import due_mails, mail_is_on, send_due_mails
from gandan.notices.transport import MailServer
from gandan.units.models import Appointment, in_force

ROUND, NEW, SEND = "notices.round", "notices.new", "notices.send"
# People find the day's work told when they come in; a server that was off tells it later that day.
SINCE, UNTIL = time(6, 30), time(18)
# Several notices in a row make one mail; what is older than two days the digest has told.
GATHER, OLDEST = timedelta(minutes=5), timedelta(days=2)


def register() -> None:
    handler(ROUND, _("Nhắc việc đến hạn"))(_run_round)
    handler(NEW, _("Soạn thư cho thông báo mới"))(_run_new)
    handler(SEND, _("Gửi thư"))(_run_send)
    planning.every_minute(plan)


def plan(now: datetime) -> None:
    """Queue what the clock asks for; called each minute, by several workers at once."""
    plan_round(now)
    if not mail_is_on():
        return
    if untold(now).exists():
        enqueue(NEW, {}, dedupe_key=NEW)
    if due_mails(now).exists():
        enqueue(SEND, {}, dedupe_key=SEND)


def plan_round(now: datetime) -> None:
    """Queue the round of a working day, once."""
    local = timezone.localtime(now)
    day = local.date()
    if not SINCE <= local.time() < UNTIL or DailyRound.objects.filter(day=day).exists():
        return
    if not current_rules().calendar.is_working_day(day):
        return
    try:
        with transaction.atomic():
            DailyRound.objects.create(day=day, planned_at=now)
            enqueue(ROUND, {"day": day.isoformat()}, dedupe_key=f"{ROUND}:{day}")
    except IntegrityError:
        return


def people_told(day: date) -> QuerySet[User]:
    """Everybody who holds a post on ``day`` and may sign in."""
    held = Appointment.objects.filter(in_force(day)).values("person")
    return User.objects.filter(is_active=True, pk__in=held).order_by("pk")


def untold(now: datetime) -> QuerySet[Notice]:
    """Unread notices of people who want a mail for each and have had none."""
    rows = Notice.objects.filter(
        person__notice_wishes__mail=MailWish.EACH,
        person__is_active=True,
        mail=None,
        created_at__gte=now - OLDEST,
        created_at__lte=now - GATHER,
    )
    return rows.unread().exclude(kind__in=OWN_MAIL).exclude(person__email="")


def _run_round(running: Running) -> dict[str, Any]:
    """Tell each person; a second run after a stop tells only those who were not told."""
    day = date.fromisoformat(running.payload["day"])
    told = mails = 0
    for place, person in enumerate(people_told(day).iterator(), start=1):
        is_told, is_mailed = tell_due(person, day)
        told, mails = told + is_told, mails + is_mailed
        if place % 50 == 0:
            running.progress(place)
    return {"told": told, "mails": mails}


def _run_new(running: Running) -> dict[str, Any]:
    now = timezone.now()
    people = User.objects.filter(pk__in=untold(now).values("person"))
    mails = sum(tell_new(person, untold(now), now) for person in people.order_by("pk"))
    return {"mails": mails}


def _run_send(running: Running) -> dict[str, Any]:
    with MailServer() as server:
        return dict(send_due_mails(server, progress=running.progress))
