"""Keys of keepers and openings in the desk's menu."""

from django.utils.translation import gettext_lazy as _

from gandan.core.navigation import NavItem
from gandan.core.navigation import register as add


def register() -> None:
    key_pages = ("sealed:key_register", "sealed:key_confirm", "sealed:key_end")
    add(NavItem("sealed:key_list", _("Người giữ khóa"), "key", "system", 40, also=key_pages))
    order_pages = ("sealed:order_new", "sealed:order_detail", "sealed:opening_list")
    add(NavItem("sealed:order_list", _("Mở niêm phong"), "lock-open", "lead", 90, also=order_pages))
