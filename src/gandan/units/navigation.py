"""The units' pages in the desk's menu."""

from django.utils.translation import gettext_lazy as _

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
            "units:unit_list", _("Đơn vị"), "building", "system", 10, "", ("units:unit_detail",)
        )
    )
