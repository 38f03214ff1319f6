"""The word after a figure, in the number that the figure needs."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from gandan.core.components.figures import vn_number
from gandan.documents.numbers import NBSP

WORDS: Mapping[str, Callable[[int], str]] = {
    "letters": lambda n: ngettext("đơn", "đơn", n),
    "cases": lambda n: ngettext("vụ việc", "vụ việc", n),
    "concerns": lambda n: ngettext("vấn đề", "vấn đề", n),
    "units": lambda n: ngettext("đơn vị", "đơn vị", n),
    "wards": lambda n: ngettext("phường", "phường", n),
    "people": lambda n: ngettext("người", "người", n),
    "signers": lambda n: ngettext("người ký", "người ký", n),
    "heads": lambda n: ngettext("người đứng đầu", "người đứng đầu", n),
    "entries": lambda n: ngettext("mục", "mục", n),
    "places": lambda n: ngettext("chỗ", "chỗ", n),
    "papers": lambda n: ngettext("văn bản", "văn bản", n),
    "tasks": lambda n: npgettext("waiting", "việc", "việc", n),
}


def unit(value: Any, name: str) -> str:
    """The unit of ``value``: one of ``WORDS``, or a word of its own that is used as it is."""
    return WORDS[name](1 if value == 1 else 2) if name in WORDS else name


def counted(value: Any, name: str) -> str:
    """12 đơn; a figure that is not known has no unit."""
    if value is None or value == "":
        return _("chưa có")
    return f"{vn_number(value)}{NBSP}{unit(value, name)}"
