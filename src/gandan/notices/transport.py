"""Hand one mail to the mail server, through Django's e-mail backend."""

import smtplib
from contextlib import suppress
from email.utils import format_datetime
from types import TracebackType
from typing import Protocol, Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext_noop

from gandan.notices.models import Mail

FINAL = 500
NOT_SIGNED_IN = frozenset({530, 534, 535, 538})
SILENT = gettext_noop("Máy chủ thư không nhận thư và không nói vì sao.")


class TransportError(Exception):
    """The mail was not taken this time; try again later."""


class MailRefusedError(Exception):
    """The mail server will never take this mail, such as for an address that does not exist."""


class Transport(Protocol):
    def send(self, mail: Mail) -> None:
        """Return when the server has taken the mail. Raises the two errors above."""


class MailServer:
    """One connection for many mails; after a fault the next mail gets a new one."""

    def __init__(self) -> None:
        self._connection = get_connection(fail_silently=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def send(self, mail: Mail) -> None:
        try:
            self._connection.open()
            taken = self._connection.send_messages([message_of(mail)])
        except (OSError, smtplib.SMTPException) as error:
            self._renew()
            raise _fault(error) from error
        if not taken:
            raise TransportError(SILENT)

    def _renew(self) -> None:
        """Leave a conversation that went wrong, politely if the server still listens."""
        with suppress(OSError, smtplib.SMTPException):
            self._connection.close()
        self._connection = get_connection(fail_silently=False)


def message_of(mail: Mail) -> EmailMessage:
    """The mail as it goes out: the same headers and words at each attempt."""
    headers = {
        "Message-ID": message_id(mail),
        "Date": format_datetime(mail.created_at),
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(mail.subject, mail.body, settings.MAIL_FROM, [mail.to], headers=headers)


def message_id(mail: Mail) -> str:
    domain = settings.MAIL_FROM.rpartition("@")[2].rstrip(">")
    return f"<{mail.code}@{domain}>"


def format_day(mail: Mail) -> str:
    return format_datetime(mail.created_at)


def _fault(error: Exception) -> Exception:
    codes = (
        [code for code, _text in error.recipients.values()]
        if isinstance(error, smtplib.SMTPRecipientsRefused)
        else [getattr(error, "smtp_code", 0)]
    )
    words = f"{type(error).__name__}: {error}"[:300]
    # A server that does not know *us* is a fault of the settings, to be mended meanwhile.
    if all(code >= FINAL and code not in NOT_SIGNED_IN for code in codes):
        return MailRefusedError(words)
    return TransportError(words)
