"""The statutory tables in the desk's menu."""

from django.utils.translation import gettext_lazy as _

from gandan.core.navigation import NavItem
from gandan.core.navigation import register as add


def register() -> None:
    add(
        NavItem(
            "statutory:table_list",
            _("Biểu thống kê"),
            "columns",
            "synthesis",
            35,
            "",
            (
                "statutory:table_detail",
                "statutory:cell_rows",
                "statutory:cell_entry",
                "statutory:table_entry",
            ),
        )
    )
    add(
        NavItem(
            "statutory:national_map",
            _("CSDL quốc gia"),
            "database",
            "system",
            45,
            "",
            ("statutory:national_edit",),
        )
    )
