"""The briefing pages in the desk's menu."""

from django.utils.translation import gettext_lazy as _

from gandan.core.navigation import NavItem
from gandan.core.navigation import register as add


def register() -> None:
    add(
        NavItem(
            "briefing:pack_list",
            _("Giao ban"),
            "presentation",
            "lead",
            5,
            "",
            (
                "briefing:pack_detail",
                "briefing:pack_new",
                "briefing:pack_annex",
                "briefing:pack_compare",
                "briefing:pack_source",
                "briefing:pack_sentence",
                "briefing:pack_add",
                "briefing:pack_problems",
                "briefing:pack_freeze",
                "briefing:pack_decide",
            ),
        )
    )
    add(
        NavItem(
            "briefing:task_list",
            _("Việc giao ban"),
            "list-check",
            "work",
            47,
            "",
            ("briefing:task_detail",),
        )
    )
