"""The bell on top of each page and the outbox in the desk's menu."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gandan.core.navigation import NavItem
from gandan.core.navigation import register as add
from gandan.notices.models import Notice

SHOWN_UP_TO = 99


def unread_count(person: Any) -> int | None:
    """How many notices wait to be read, counted no further than is shown."""
    rows = Notice.objects.unread_of(person).values("pk")
    return rows[:SHOWN_UP_TO].count() or None


def register() -> None:
    also = ("notices:due_list", "notices:settings_edit")
    bell = NavItem(
        "notices:notice_list",
        pgettext_lazy("bell", "Thông báo"),
        "bell",
        "bar",
        10,
        "a",
        also,
        count=unread_count,
    )
    add(bell)
    add(NavItem("notices:mail_list", _("Thư nhắc việc"), "send", "system", 22))
