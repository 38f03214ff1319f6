"""How notices and mails look."""

from collections.abc import Sized
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gandan.notices.models import Mail, MailState
from gandan.notices.services.outbox import GONE, UNKNOWN
from gandan.notices.transport import SILENT
from gandan.notices.words import shown_count

register = template.Library()
LOOKS = {
    MailState.WAITING: "soon",
    MailState.SENDING: "soon",
    MailState.SENT: "done",
    MailState.DEAD: "late",
    MailState.DROPPED: "draft",
}
OWN_WORDS = frozenset({GONE, UNKNOWN, SILENT})


@register.filter
def mail_look(mail: Mail) -> str:
    return LOOKS[MailState(mail.state)]


@register.filter
def mail_error(mail: Mail) -> str:
    """What the mail server said stays as it is; our own words follow the language."""
    return _(mail.error) if mail.error in OWN_WORDS else mail.error


@register.filter
def mail_address(address: str) -> SafeString:
    """An address that may break after its @."""
    name, _at, domain = address.partition("@")
    return format_html("{}@<wbr>{}", name, domain)


@register.filter
def how_many(items: Sized) -> str:
    """12, or "từ 500 trở lên" where a list was cut."""
    return shown_count(len(items))


@register.filter
def clock(moment: datetime) -> str:
    """08:31"""
    return f"{timezone.localtime(moment):%H:%M}"
