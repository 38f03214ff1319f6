"""The models' page in the desk's menu."""

from django.utils.translation import gettext_lazy as _

from gandan.core.navigation import NavItem
from gandan.core.navigation import register as add


def register() -> None:
    add(NavItem("suggesting:model_list", _("Mô hình gợi ý"), "pencil", "system", 40))
