"""The units' pages in the desk's menu."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gandan.core.navigation import NavItem
from gandan.core.navigation import register as add


def register() -> None:
    add(
        NavItem(
            "units:coverage",
            _("Bố trí cán bộ"),
            "checklist",
            "lead",
            20,
            "",
            ("units:coverage_rows",),
        )
    )
    add(
        NavItem(
            "units:unit_list",
            # The list of all units; elsewhere the same word heads a column of one unit each.
            pgettext_lazy("menu", "Đơn vị"),
            "building",
            "system",
            10,
            "",
            ("units:unit_detail",),
        )
    )
