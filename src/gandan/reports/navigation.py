"""The reports' pages in the desk's menu."""

from django.utils.translation import gettext_lazy as _

from gandan.core.navigation import NavItem
from gandan.core.navigation import register as add


def register() -> None:
    add(
        NavItem(
            "reports:owed_list",
            _("Báo cáo kỳ"),
            "report",
            "work",
            45,
            "",
            ("reports:report_detail", "reports:report_edit", "reports:report_version"),
        )
    )
    add(
        NavItem(
            "reports:round_list",
            _("Báo cáo của đơn vị"),
            "sum",
            "synthesis",
            30,
            "",
            ("reports:round_detail", "reports:round_sums", "reports:report_differences"),
        )
    )
    add(
        NavItem(
            "reports:form_list",
            _("Mẫu báo cáo kỳ"),
            "columns",
            "system",
            40,
            "",
            ("reports:form_detail", "reports:form_edit", "reports:indicator_list"),
        )
    )
