"""The background jobs' page in the desk's menu."""

from django.utils.translation import gettext_lazy as _

from gandan.core.navigation import NavItem
from gandan.core.navigation import register as add


def register() -> None:
    add(NavItem("jobs:job_list", _("Việc nền"), "clock", "system", 20))
