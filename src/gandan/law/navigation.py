"""The law's pages in the desk's menu."""

from django.utils.translation import gettext_lazy as _

from gandan.core.navigation import NavItem
from gandan.core.navigation import register as add

ROWS = (
    "law:row_detail",
    "law:row_edit",
    "law:row_succeed",
    "law:service_level_new",
    "law:question_answer",
)


def register() -> None:
    add(NavItem("law:row_list", _("Cơ sở pháp lý"), "shield-check", "system", 12, "", ROWS))
    also = ("law:day_edit", "law:year_confirm")
    add(NavItem("law:calendar", _("Lịch làm việc"), "calendar", "system", 14, "", also))
    add(NavItem("law:due", _("Tính hạn"), "clock", "work", 80))
