"""The outbox: a mail is queued with what it tells, sent by the job, never lost.

A mail is taken by one conditional UPDATE, handed to the mail server, then marked as sent. A
worker that is killed before the mark leaves a mail whose lease runs out: it is sent again with
the same Message-ID and the same bytes. So a mail is lost never, and sent twice at most once for
each such kill, in a way that a mail server can recognise.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.notices.models import Mail, MailState
from gandan.notices.transport import MailRefusedError, Transport, TransportError

# Longer than the slowest conversation with a mail server (settings.EMAIL_TIMEOUT each step).
LEASE = timedelta(minutes=5)
# Two days of a mail server that is away, as mail servers themselves keep trying.
DELAYS = [timedelta(minutes=m) for m in (1, 2, 5, 10, 30, 60, *[240] * 11)]
GONE = gettext_noop("Người nhận không còn dùng hệ thống.")
UNKNOWN = gettext_noop("Máy xử lý dừng giữa chừng nhiều lần.")


class MailMovedOnError(Exception):
    """Somebody else changed the mail meanwhile, or it is not in the state that this needs."""


def mail_is_on() -> bool:
    """Whether the office has set up a mail server."""
    return bool(settings.MAIL_FROM)


def queue_mail(
    person: User, *, key: str, kind: str, subject: str, body: str, now: datetime
) -> Mail | None:
    """Queue a mail in the caller's transaction; with a ``key`` known already return that one.

    None when there is no mail server or the person has no address.
    """
    if not mail_is_on() or not person.email or not person.is_active:
        return None
    mail, _is_new = Mail.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "person": person,
            "to": person.email,
            "subject": subject,
            "body": body,
            "next_try_at": now,
            "created_at": now,
        },
    )
    return mail


def due_mails(now: datetime) -> QuerySet[Mail]:
    """Mails to send now, and those whose worker was lost."""
    waiting = Q(state=MailState.WAITING, next_try_at__lte=now)
    return Mail.objects.filter(waiting | Q(state=MailState.SENDING, lease_until__lt=now))


def send_due_mails(transport: Transport, *, progress: Callable[[int], Any]) -> dict[str, int]:
    """Send what is due, one mail after another; ``progress`` is told how many were handled."""
    counts = {"sent": 0, "waiting": 0, "ended": 0}
    while mail := take_mail(timezone.now()):
        counts[send_taken(mail, transport)] += 1
        progress(sum(counts.values()))
    return counts


def take_mail(now: datetime) -> Mail | None:
    """Take the mail that has waited longest; None when there is nothing to do."""
    while mail := due_mails(now).order_by("next_try_at", "id").first():
        if mail.attempts > len(DELAYS):
            _end(mail, MailState.DEAD, error=UNKNOWN)
            continue
        held = due_mails(now).filter(pk=mail.pk, attempts=mail.attempts)
        if held.update(
            state=MailState.SENDING, attempts=F("attempts") + 1, lease_until=now + LEASE
        ):
            mail.refresh_from_db()
            return mail
    return None


def send_taken(mail: Mail, transport: Transport) -> str:
    """Send a mail that this worker holds; say whether it is sent, waiting or ended."""
    if not mail.person.is_active:
        _end(mail, MailState.DROPPED, error=GONE)
        return "ended"
    try:
        transport.send(mail)
    except MailRefusedError as error:
        _end(mail, MailState.DEAD, error=str(error))
        return "ended"
    except TransportError as error:
        return _fail(mail, str(error))
    _end(mail, MailState.SENT, error="")
    return "sent"


def _fail(mail: Mail, error: str) -> str:
    if mail.attempts > len(DELAYS):
        _end(mail, MailState.DEAD, error=error)
        return "ended"
    _held(mail).update(
        state=MailState.WAITING,
        lease_until=None,
        error=error[:300],
        next_try_at=timezone.now() + DELAYS[mail.attempts - 1],
    )
    return "waiting"


@transaction.atomic
def _end(mail: Mail, state: MailState, *, error: str) -> None:
    """Mark the end, unless another worker holds the mail by now."""
    if _held(mail).update(
        state=state, lease_until=None, error=error[:300], ended_at=timezone.now()
    ):
        record(f"mail.{state}", mail, by=None, kind=mail.kind, attempts=mail.attempts)


def _held(mail: Mail) -> QuerySet[Mail]:
    return Mail.objects.filter(pk=mail.pk, attempts=mail.attempts, state=mail.state)


@transaction.atomic
def send_again(mail: Mail, *, by: User) -> None:
    """Give a dead mail a new set of attempts, to the address that the person has now.

    Raises ``MailMovedOnError``.
    """
    now = timezone.now()
    if not Mail.objects.filter(pk=mail.pk, state=MailState.DEAD).update(
        state=MailState.WAITING,
        attempts=0,
        to=mail.person.email or mail.to,
        next_try_at=now,
        ended_at=None,
    ):
        raise MailMovedOnError(str(mail))
    record("mail.retried", mail, by=by, kind=mail.kind)


@transaction.atomic
def drop_mail(mail: Mail, *, by: User) -> None:
    """Give a dead mail up; it stays in the list. Raises ``MailMovedOnError``."""
    if not Mail.objects.filter(pk=mail.pk, state=MailState.DEAD).update(state=MailState.DROPPED):
        raise MailMovedOnError(str(mail))
    record("mail.dropped", mail, by=by, kind=mail.kind)
