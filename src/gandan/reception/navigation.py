"""The reception's pages in the desk's menu."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gandan.core.navigation import NavItem
from gandan.core.navigation import register as add
from gandan.reception.models import Refusal
from gandan.units.models import Duty
from gandan.units.policy import reach_of


def refusals_waiting(person: Any) -> int | None:
    """How many refusals wait for the view of a leader of the same office."""
    reach = reach_of(person)
    if not reach.has(Duty.LEADER):
        return None
    return Refusal.objects.visible_to(person).waiting_for(person).count() or None


ITEMS = (
    NavItem(
        "reception:desk",
        _("Tiếp công dân"),
        "users",
        "work",
        22,
        "i",
        (
            "reception:visit_new",
            "reception:visit_detail",
            "reception:visit_confirmation",
            "reception:visit_papers",
            "reception:visit_files",
            "reception:visitor_find",
            "reception:conclusion_new",
            "reception:conclusion_list",
            "reception:conclusion_detail",
            "reception:task_detail",
        ),
    ),
    NavItem(
        "reception:booking_list",
        _("Lịch hẹn"),
        "clock",
        "work",
        23,
        "",
        ("reception:booking_new", "reception:booking_detail"),
    ),
    NavItem("reception:book", _("Sổ tiếp công dân"), "report", "work", 24),
    NavItem(
        "reception:schedule",
        _("Lịch tiếp công dân"),
        "calendar",
        "work",
        26,
        "",
        ("reception:session_new", "reception:session_detail"),
    ),
    NavItem(
        "reception:refusal_list",
        _("Từ chối tiếp"),
        "ban",
        "work",
        28,
        "",
        ("reception:refusal_new", "reception:refusal_detail"),
        count=refusals_waiting,
    ),
)


def register() -> None:
    for item in ITEMS:
        add(item)
