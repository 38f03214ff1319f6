"""The concerns' pages in the desk's menu."""

from django.utils.translation import gettext_lazy as _

from gandan.core.navigation import NavItem
from gandan.core.navigation import register as add


def register() -> None:
    add(
        NavItem(
            "concerns:concern_list",
            _("Vấn đề"),
            "messages",
            "synthesis",
            10,
            "v",
            ("concerns:concern_detail",),
        )
    )
