"""The register's pages in the desk's menu."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gandan.casework.desk import COUNT_UP_TO, Desk
from gandan.casework.models import Referral
from gandan.core.kept_sql import count_kept
from gandan.core.navigation import NavItem
from gandan.core.navigation import register as add
from gandan.units.models import Duty
from gandan.units.policy import asker, reach_of, today


def work_count(person: Any) -> int | None:
    """How many cases lie on the person's own desk; nothing for those without one."""
    if not reach_of(person).own_units:
        return None
    return Desk.of(person, today()).todo_count() or None


def task_count(person: Any) -> int | None:
    """How many referrals wait to be taken in or answered, for those who do it."""
    reach = reach_of(person)
    if not reach.has(Duty.FOCAL_POINT, Duty.HANDLER):
        return None
    waiting = [Referral.State.SENT, Referral.State.RECEIVED]

    def own() -> Any:
        rows = Referral.objects.visible_to(person)
        return rows.filter(to_unit__in=reach.own_units, state__in=waiting)

    return count_kept(("tasks", asker(person)), own, up_to=COUNT_UP_TO)[0] or None


ITEMS = (
    NavItem(
        "casework:work_list",
        _("Việc hôm nay"),
        "checklist",
        "work",
        5,
        "h",
        ("casework:work_bulk", "casework:case_step"),
        count=work_count,
    ),
    NavItem(
        "casework:referral_list",
        _("Nhiệm vụ được giao"),
        "list-check",
        "work",
        7,
        "m",
        count=task_count,
    ),
    NavItem(
        "casework:submission_list",
        _("Sổ đơn"),
        "inbox",
        "work",
        10,
        "d",
        ("casework:submission_detail", "casework:submission_edit", "casework:submission_receipt"),
    ),
    NavItem("casework:submission_new", _("Ghi đơn mới"), "plus", "work", 20, "n"),
    NavItem(
        "casework:case_list", _("Vụ việc"), "folder", "work", 30, "c", ("casework:case_detail",)
    ),
    NavItem("casework:copy_list", _("Bản sao chờ gộp"), "copy", "work", 40),
    NavItem(
        "casework:import_new",
        _("Nạp tệp"),
        "file-import",
        "work",
        50,
        "",
        ("casework:import_list", "casework:import_detail"),
    ),
    NavItem("casework:late_list", _("Việc quá hạn"), "hourglass", "lead", 20, "q"),
    NavItem(
        "casework:handover_list",
        _("Bàn giao vụ việc"),
        "git-merge",
        "lead",
        60,
        "",
        ("casework:handover_new", "casework:handover_detail"),
    ),
)


def register() -> None:
    for item in ITEMS:
        add(item)
