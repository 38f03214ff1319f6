"""Days, figures and how sure: written as official letters write them, never without a unit.

The examples are those of a Vietnamese page; ``gandan.core.language`` has the English ones.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gandan.core import language
from gandan.core.language import number, per_cent
from gandan.domain.dates import format_date

SURE, FAIRLY_SURE = 0.9, 0.7
_UNIT = re.compile(
    r"(\d) (?=(?:đơn|vụ|việc|vấn đề|người|hộ|lượt|đoàn|bản|dòng|nguồn|nội dung|đơn vị|phường|xã"
    r"|ngày|giờ|phút|tuần|tháng|quý|năm|điểm|đồng|%|km²?|m²?|ha|KB|MB|GB)(?!\w))"
)


def vn_date(day: Any) -> str:
    """04/9/2026; "chưa rõ" when there is no date."""
    found = _day_of(day)
    return language.day(found) if found else _("chưa rõ")


def typed_date(day: Any) -> str:
    """The day as forms take it: 04/9/2026 on every page; "" when there is none."""
    found = _day_of(day)
    return format_date(found) if found else ""


def vn_day(day: Any, reference: Any = None) -> str:
    """25/8 within the year of ``reference``, else 25/8/2025."""
    found, near = _day_of(day), _day_of(reference)
    if found is None:
        return _("chưa rõ")
    same_year = near is not None and near.year == found.year
    return language.day_of_year(found) if same_year else language.day(found)


def weekday_date(day: Any) -> str:
    """Thứ Sáu 11/9."""
    found = _day_of(day)
    if found is None:
        return _("chưa rõ")
    return f"{_weekdays()[found.weekday()]} {language.day_of_year(found)}"


def vn_datetime(moment: datetime | None) -> str:
    """08:31 25/8/2026, in the time of the office."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{local:%H:%M} {language.day(local.date())}"


def relative_day(day: Any, reference: Any) -> str:
    """How far ``day`` lies from ``reference``: hôm nay, ngày mai, 9 ngày trước."""
    found, today = _day_of(day), _day_of(reference)
    if found is None or today is None:
        return _("chưa rõ")
    away = (found - today).days
    near = {0: _("hôm nay"), -1: _("hôm qua"), 1: _("ngày mai")}
    if away in near:
        return near[away]
    return (_("%(days)s ngày nữa") if away > 0 else _("%(days)s ngày trước")) % {
        "days": number(abs(away))
    }


def due_day(day: Any, reference: Any) -> str:
    """What is left until a due day: Còn 5 ngày, Hôm nay, Quá 9 ngày."""
    found, today = _day_of(day), _day_of(reference)
    if found is None or today is None:
        return _("Chưa có hạn")
    left = (found - today).days
    if left == 0:
        return _("Hôm nay")
    days = abs(left)
    words = ngettext("Quá %(days)s ngày", "Quá %(days)s ngày", days)
    if left > 0:
        words = ngettext("Còn %(days)s ngày", "Còn %(days)s ngày", days)
    return words % {"days": number(days)}


def vn_number(value: Any, places: int = 1) -> str:
    """1.248; 12,4; −10; "chưa có" when it is not known, which is not zero.

    ``places``: how many decimals a figure has that is not whole, as its measure is taken in.
    """
    if value is None or value == "":
        return _("chưa có")
    if isinstance(value, float | Decimal) and value != int(value):
        return number(float(value), places)
    return number(int(value))


def vn_percent(share: float | None) -> str:
    """12,4 % for 0.124; "chưa có" when it is not known."""
    if share is None:
        return _("chưa có")
    figure = number(100 * share, 1)
    return per_cent(figure.removesuffix(",0").removesuffix(".0"))


def vn_units(text: Any) -> SafeString:
    """Keep a figure and its unit on one line; escapes what is not marked safe."""
    return mark_safe(_UNIT.sub("\\1\u00a0", conditional_escape(text)))  # noqa: S308


def sure(confidence: float | None) -> str:
    """How sure a suggestion is, in a word and a figure: khá chắc, 86 %."""
    if confidence is None:
        return ""
    # 0.8999 is not yet "chắc, 90 %": the word and the figure must agree.
    shown = int(100 * confidence + 1e-9)
    word = _("ngờ")
    if shown >= 100 * SURE:
        word = _("chắc")
    elif shown >= 100 * FAIRLY_SURE:
        word = _("khá chắc")
    return f"{word}, {per_cent(str(shown))}"


def file_size(size: int) -> str:
    """12 KB; 3,4 MB."""
    if size < 1_000_000:
        return f"{number(max(1, round(size / 1000)))}\u00a0KB"
    return f"{number(size / 1_000_000, 1)}\u00a0MB"


def places_to_mend(count: int) -> str:
    """The title of a list of errors: a count in words up to five."""
    words = (_("một"), _("hai"), _("ba"), _("bốn"), _("năm"))
    named = words[count - 1] if 0 < count <= len(words) else number(count)
    return ngettext("Còn %(count)s chỗ cần sửa", "Còn %(count)s chỗ cần sửa", count) % {
        "count": named
    }


def _day_of(value: Any) -> date | None:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


def _weekdays() -> tuple[str, ...]:
    return (
        _("Thứ Hai"),
        _("Thứ Ba"),
        _("Thứ Tư"),
        _("Thứ Năm"),
        _("Thứ Sáu"),
        _("Thứ Bảy"),
        _("Chủ Nhật"),
    )
