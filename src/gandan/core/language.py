"""How figures, days, periods and names of lists read in the language of the page.

Names in lists that come with the product have an English name beside the Vietnamese one. What
people wrote stays as it is, marked as Vietnamese on an English page. Official papers are made by
``gandan.documents`` and are Vietnamese whatever the page is.
"""

from datetime import date, timedelta
from typing import Protocol

from django.utils.dateformat import format as in_words
from django.utils.functional import lazy
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gandan.core.sheets import Words
from gandan.documents import numbers
from gandan.domain import taxonomy
from gandan.domain.dates import format_date


class Span(Protocol):
    """A period, or a row that has one: half-open ``[since, until)`` and its Vietnamese name."""

    @property
    def label(self) -> str: ...
    @property
    def since(self) -> date: ...
    @property
    def until(self) -> date: ...


def is_english() -> bool:
    return (get_language() or "").startswith("en")


def vi() -> SafeString:
    """``<p{% vi %}>``: the text inside stays Vietnamese, which an English page must say."""
    return SafeString(' lang="vi"' if is_english() else "")


def localized(vietnamese: str, english: str) -> str:
    return english if is_english() else vietnamese


localized_lazy = lazy(localized, str)


def number(value: int | float, decimals: int = 0) -> str:
    """1.248 and 12,4; in English 1,248 and 12.4."""
    text = numbers.number(value, decimals)
    return text.translate(str.maketrans(",.", ".,")) if is_english() else text


def per_cent(figure: str) -> str:
    """12,4 % with a space that does not break; in English 12.4%."""
    return f"{figure}%" if is_english() else f"{figure}{numbers.NBSP}%"


def day(value: date) -> str:
    """04/9/2026; in English 4 Sep 2026, which no reader takes for April."""
    return in_words(value, "j M Y") if is_english() else format_date(value)


def day_of_year(value: date) -> str:
    """04/9; in English 4 Sep."""
    return in_words(value, "j M") if is_english() else format_date(value).rpartition("/")[0]


def period_name(period: Span) -> str:
    """tháng 6/2026, quý II/2026, năm 2026; in English June 2026, Q2 2026, 2026."""
    if not is_english():
        return period.label
    since, until = period.since, period.until
    months = 12 * (until.year - since.year) + until.month - since.month
    if since.day != 1 or until.day != 1:
        months = 0
    if months == 1:
        return in_words(since, "F Y")
    if months == 3 and since.month % 3 == 1:
        return f"Q{since.month // 3 + 1} {since.year}"
    if months == 12 and since.month == 1:
        return str(since.year)
    return f"{day(since)} – {day(until - timedelta(days=1))}"


def typed_period(period: Span) -> str:
    """The period as a person would type it into a form: 2026-06 reads alike everywhere."""
    return f"{period.since:%Y-%m}" if is_english() else period.label


def field_name(slug: str) -> str:
    """The name of a field; "" for "", the slug itself when it is no longer known."""
    try:
        found = taxonomy.field(slug)
    except taxonomy.UnknownTopicError:
        return slug
    return localized(found.name, found.name_en)


def topic_name(field: str, slug: str) -> str:
    try:
        found = taxonomy.topic(field, slug)
    except taxonomy.UnknownTopicError:
        return slug
    return localized(found.name, found.name_en)


def workbook_words() -> Words:
    """What an exported workbook says of itself, in the language of the page."""
    return Words(
        item=_("Mục"),
        detail=_("Chi tiết"),
        notes=_("Ghi chú"),
        page=_("Trang"),
        yes=_("có"),
        no=_("không"),
        cut=_(" … (bị cắt bớt)"),
    )
