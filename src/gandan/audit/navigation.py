"""The log's page in the desk's menu."""

from django.utils.translation import gettext_lazy as _

from gandan.core.navigation import NavItem
from gandan.core.navigation import register as add


def register() -> None:
    also = ("audit:checkpoint_list",)
    add(NavItem("audit:entry_list", _("Nhật ký"), "history", "system", 30, also=also))
