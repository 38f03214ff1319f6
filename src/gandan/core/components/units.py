"""The word after a figure, in the number that the figure needs."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from gandan.core.components.figures import vn_number, vn_percent
from gandan.documents.numbers import NBSP, places_of

SMALL_BASE = 10
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
    "suggestions": lambda n: ngettext("gợi ý", "gợi ý", n),
    "digests": lambda n: ngettext("bản tổng hợp", "bản tổng hợp", n),
    "files": lambda n: ngettext("tệp", "tệp", n),
    "law_rows": lambda n: ngettext("dòng quy định", "dòng quy định", n),
    "days": lambda n: npgettext("days", "ngày", "ngày", n),
    "copies": lambda n: npgettext("copies", "bản sao", "bản sao", n),
    "times": lambda n: ngettext("lần", "lần", n),
    "news": lambda n: ngettext("thông báo chưa đọc", "thông báo chưa đọc", n),
    "notices": lambda n: ngettext("thông báo", "thông báo", n),
    "mails": lambda n: ngettext("thư", "thư", n),
    "visits": lambda n: ngettext("lượt", "lượt", n),
    "delegations": lambda n: ngettext("đoàn", "đoàn", n),
    "conclusions": lambda n: ngettext("kết luận", "kết luận", n),
    "bookings": lambda n: ngettext("hẹn", "hẹn", n),
    "tasks": lambda n: npgettext("waiting", "việc", "việc", n),
}


def unit(value: Any, name: str) -> str:
    """The unit of ``value``: one of ``WORDS``, or a word of its own that is used as it is."""
    return WORDS[name](1 if value == 1 else 2) if name in WORDS else name


def counted(value: Any, name: str) -> str:
    """12 đơn; 8,56 triệu đồng; a figure that is not known has no unit."""
    if value is None or value == "":
        return _("chưa có")
    return f"{vn_number(value, places_of(value))}{NBSP}{unit(value, name)}"


def change_words(now: int, before: int | None, name: str = "") -> str:
    """The change against the earlier period, with the unit; small bases are said in counts."""
    if before is None:
        return _("không có kỳ trước để so")
    if now == before:
        return _("bằng kỳ trước")

    def figure(value: int) -> str:
        return counted(value, name) if name else vn_number(value)

    values = {"change": figure(abs(now - before)), "before": figure(before)}
    if before >= SMALL_BASE:
        values["change"] = vn_percent(abs(now - before) / before)
    if now > before:
        return _("tăng %(change)s so với %(before)s kỳ trước") % values
    return _("giảm %(change)s so với %(before)s kỳ trước") % values
