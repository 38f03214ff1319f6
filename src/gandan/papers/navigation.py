"""The papers' pages in the desk's menu."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gandan.core.navigation import NavItem
from gandan.core.navigation import register as add
from gandan.papers.selectors import drafts_waiting

_PAPERS = ("paper_detail", "paper_edit", "paper_issue", "paper_end", "form_choose", "paper_new")
_OUTGOING = ("outgoing_new", "outgoing_detail", "outgoing_cancel")
_INCOMING = ("incoming_new", "incoming_detail", "incoming_edit", "scan_detail")
_FORMS = ("form_detail", "form_edit", "form_version")


def register() -> None:
    _item(
        "paper_list",
        pgettext_lazy("papers", "Văn bản"),
        "file-text",
        "work",
        60,
        _PAPERS,
        count=drafts_waiting,
    )
    _item("outgoing_list", _("Sổ văn bản đi"), "send", "work", 62, _OUTGOING)
    _item("incoming_list", _("Sổ văn bản đến"), "mail", "work", 64, _INCOMING)
    _item("form_list", _("Mẫu văn bản"), "versions", "system", 30, _FORMS)
    _item("letterhead_list", _("Tiêu đề và số"), "rubber-stamp", "system", 32, ("letterhead_edit",))


def _item(
    name: str,
    label: object,
    icon: str,
    group: str,
    order: int,
    also: tuple[str, ...],
    **more: object,
) -> None:
    routes = tuple(f"papers:{one}" for one in also)
    add(NavItem(f"papers:{name}", label, icon, group, order, "", routes, **more))  # type: ignore[arg-type]
