"""What every page of the desk needs: the menu, who is signed in, whether data are synthetic."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gandan.core import navigation
from gandan.core.undo import take_undo

TITLES = {
    "work": "",
    "synthesis": _("Tổng hợp"),
    "lead": _("Điều hành"),
    "system": _("Hệ thống"),
}


def desk(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    may_open = getattr(request, "may_open", lambda route: False)
    match = request.resolver_match
    here = match.view_name if match else ""
    groups: dict[str, list[dict[str, Any]]] = {}
    for item in navigation.items():
        if may_open(item.route):
            groups.setdefault(item.group, []).append(
                {
                    "url": reverse(item.route),
                    "label": item.label,
                    "icon": item.icon,
                    "key": item.key,
                    "current": here == item.route or here in item.also,
                    "count": item.count(user) if item.count else None,
                }
            )
    return {
        "bar": groups.pop("bar", []),
        "nav": [(TITLES[name], entries) for name, entries in groups.items()],
        "undo": take_undo(request),
        "may_search": may_open("casework:submission_list"),
        "post_name": getattr(request, "post_name", ""),
        "synthetic": user.is_synthetic,
        "opened_at": timezone.now(),
    }
