"""The register's pages in the desk's menu."""

from django.utils.translation import gettext_lazy as _

from gandan.core.navigation import NavItem
from gandan.core.navigation import register as add


def register() -> None:
    add(
        NavItem(
            "casework:submission_list",
            _("Sổ đơn"),
            "inbox",
            "work",
            10,
            "d",
            (
                "casework:submission_detail",
                "casework:submission_edit",
                "casework:submission_receipt",
            ),
        )
    )
    add(NavItem("casework:submission_new", _("Ghi đơn mới"), "plus", "work", 20, "n"))
    add(
        NavItem(
            "casework:case_list", _("Vụ việc"), "folder", "work", 30, "c", ("casework:case_detail",)
        )
    )
    add(NavItem("casework:copy_list", _("Bản sao chờ gộp"), "copy", "work", 40))
    add(
        NavItem(
            "casework:import_new",
            _("Nạp tệp"),
            "file-import",
            "work",
            50,
            "",
            ("casework:import_list", "casework:import_detail"),
        )
    )
