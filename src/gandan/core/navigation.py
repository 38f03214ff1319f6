"""What stands in the desk's menu; apps add their pages when they start."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

# "bar" is the line on top of each page, the others are headings of the menu.
GROUPS = ("bar", "work", "synthesis", "lead", "system")
Count = Callable[[object], int | None]


@dataclass(frozen=True)
class NavItem:
    """A page by its task. ``key`` is the letter after g; ``also`` are routes under it."""

    route: str
    label: Promise
    icon: str
    group: str
    order: int
    key: str = ""
    also: tuple[str, ...] = ()
    count: Count | None = None


_items: dict[str, NavItem] = {}


def register(item: NavItem) -> None:
    if item.group not in GROUPS:
        raise ValueError(f"unknown menu group {item.group}")
    _items[item.route] = item


def items() -> list[NavItem]:
    return sorted(_items.values(), key=lambda item: (GROUPS.index(item.group), item.order))
