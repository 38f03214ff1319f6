"""The digests and the leader's page in the desk's menu."""

from django.utils.translation import gettext_lazy as _

from gandan.core.navigation import NavItem
from gandan.core.navigation import register as add


def register() -> None:
    add(
        NavItem(
            "overview:digest_list",
            _("Bản tổng hợp"),
            "file-text",
            "synthesis",
            20,
            "t",
            ("overview:digest_detail", "overview:digest_new", "overview:digest_edit"),
        )
    )
    add(
        NavItem(
            "overview:report_check",
            _("Kiểm tra báo cáo"),
            "checklist",
            "synthesis",
            40,
            "k",
            ("overview:report_rules", "overview:report_save"),
        )
    )
    add(NavItem("overview:leader", _("Bảng điều hành"), "layout-dashboard", "lead", 10, "b"))
