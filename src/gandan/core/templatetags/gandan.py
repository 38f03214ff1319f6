"""Tags and filters of the pages; each draws one component of docs/reference/components.md."""

import re
from datetime import date, datetime
from typing import Any

from django import template
from django.http import QueryDict
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gandan.domain.dates import format_date
from gandan.domain.taxonomy import field_name as name_of_field
from gandan.domain.taxonomy import topic_name as name_of_topic
from gandan.vietnamese import fold, syllables

register = template.Library()
SURE, FAIRLY_SURE = 0.9, 0.7
EXCERPT = 220
_UNIT = re.compile(r"(\d) (đơn|vụ|người|hộ|ngày|tháng|phường|%|m|km|ha|lượt|đoàn|đồng|vấn đề)\b")


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon that repeats a word beside it."""
    return format_html(
        '<svg class="i" aria-hidden="true" viewBox="0 0 24 24"><use href="{}#i-{}"/></svg>',
        static("gandan/icons.svg"),
        name,
    )


@register.filter
def vn_date(day: Any) -> str:
    """04/9/2026; "chưa rõ" when there is no date."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    if isinstance(day, str) and day:
        day = date.fromisoformat(day)
    return format_date(day) if isinstance(day, date) else _("chưa rõ")


@register.filter
def vn_datetime(moment: datetime | None) -> str:
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{local:%H:%M} {format_date(local.date())}"


@register.filter
def vn_number(value: Any) -> str:
    """1.248; "chưa có" when it is not known."""
    if value is None or value == "":
        return _("chưa có")
    if isinstance(value, float):
        return f"{value:,.1f}".translate(str.maketrans(",.", ".,"))
    return f"{int(value):,}".replace(",", ".").replace("-", "−")


@register.filter
def vn_percent(share: float | None) -> str:
    if share is None:
        return _("chưa có")
    return f"{100 * share:.1f}".replace(".", ",").removesuffix(",0") + "\u00a0%"


@register.filter
def vn_units(text: Any) -> str:
    """A figure stays on one line with its unit."""
    return _UNIT.sub("\\1\u00a0\\2", str(text))


@register.filter
def change_words(now: int, before: int | None) -> str:
    """The change against the earlier period; small bases are said in counts."""
    if before is None:
        return _("không có kỳ trước để so")
    difference = now - before
    if difference == 0:
        return _("bằng kỳ trước")
    word = _("tăng") if difference > 0 else _("giảm")
    if before < 10:
        return f"{word} {vn_number(abs(difference))} so với {vn_number(before)} kỳ trước"
    return f"{word} {vn_percent(abs(difference) / before)} so với {vn_number(before)} kỳ trước"


@register.filter
def sure(confidence: float | None) -> str:
    """How sure a suggestion is, in a word and a figure."""
    if confidence is None:
        return ""
    word = _("ngờ")
    if confidence >= SURE:
        word = _("chắc")
    elif confidence >= FAIRLY_SURE:
        word = _("khá chắc")
    return f"{word}, {round(100 * confidence)}\u00a0%"


@register.filter
def field_name(slug: str) -> str:
    return name_of_field(slug) if slug else ""


@register.simple_tag
def topic_name(field: str, topic: str) -> str:
    return name_of_topic(field, topic) if topic else ""


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """``mapping[key]``, for keys that a template cannot name."""
    return mapping[key]


@register.filter
def get_or(mapping: Any, key: Any) -> Any:
    """``mapping[key]``, or "chưa có"."""
    return mapping.get(key) or _("chưa có")


@register.simple_tag(takes_context=True)
def query_replace(context: Any, **changes: Any) -> str:
    """The address of this page with some parameters changed; None takes one out."""
    query: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag
def excerpt(text: str, query: str = "", length: int = EXCERPT) -> SafeString:
    """The part of a text around the words looked for, marked; escaped throughout."""
    words = set(syllables(query))
    folded = fold(text)
    if not words or len(folded) != len(text):
        return format_html("{}", _shorten(text, length))
    hits = [m.span() for m in re.finditer(r"[^\W_]+", folded) if m[0] in words]
    start = max(0, hits[0][0] - 60) if hits else 0
    end = min(len(text), start + length)
    pieces: list[Any] = ["…" if start else ""]
    at = start
    for left, right in hits:
        if start <= left and right <= end:
            pieces += [text[at:left], format_html("<mark>{}</mark>", text[left:right])]
            at = right
    pieces += [text[at:end], "…" if end < len(text) else ""]
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _shorten(text: str, length: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0] + "…"


@register.simple_tag
def quoted(text: str, start: int, end: int) -> SafeString:
    """A text with the passage ``[start, end)`` marked."""
    return format_html('{}<mark id="doan">{}</mark>{}', text[:start], text[start:end], text[end:])


@register.filter
def svg(markup: str) -> SafeString:
    """Trust a drawing made by ``gandan.documents.plots``, which escapes its texts."""
    return mark_safe(markup)  # noqa: S308
