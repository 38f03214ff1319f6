"""The kinds of notices: what each says and where it leads; apps above add theirs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gandan.core.components.figures import vn_date

DIGEST = "due.digest"
LATE_BELOW = "due.late_below"


@dataclass(frozen=True)
class NoticeKind:
    """``text`` may name ``%(subject)s`` and the facts; facts ending in ``_on`` are days.

    ``route`` is the page of notices that have no subject. A notice of a kind that ``replaces``
    takes the place of the unread ones of that kind.
    """

    code: str
    text: Promise
    icon: str = "bell"
    route: str = ""
    replaces: bool = False


_kinds: dict[str, NoticeKind] = {}


def register(kind: NoticeKind) -> None:
    _kinds[kind.code] = kind


def kind_of(code: str) -> NoticeKind | None:
    """The kind, or None for one that no running app knows."""
    return _kinds.get(code)


def words(code: str, facts: Mapping[str, Any]) -> str:
    """The sentence in the language of the reader."""
    kind = _kinds.get(code)
    if kind is None:
        return _("Thông báo không còn hiển thị được.")
    return str(kind.text) % {name: _shown(name, value) for name, value in facts.items()}


def _shown(name: str, value: Any) -> str:
    return vn_date(date.fromisoformat(value)) if name.endswith("_on") and value else str(value)


def address(code: str) -> str:
    kind = _kinds.get(code)
    return reverse(kind.route) if kind and kind.route else ""


OWN = (
    NoticeKind(
        DIGEST,
        gettext_lazy(
            "Việc của anh/chị: quá hạn %(late)s, hôm nay %(today)s, sắp đến hạn %(soon)s."
        ),
        icon="checklist",
        route="notices:due_list",
        replaces=True,
    ),
    NoticeKind(
        LATE_BELOW,
        gettext_lazy("Việc quá hạn ở đơn vị phụ trách: %(late)s, lâu nhất từ %(oldest_on)s."),
        icon="hourglass",
        route="notices:due_list",
        replaces=True,
    ),
)
