"""How rows of law read in the language of the page."""

from datetime import date

from django import template
from django.utils.translation import gettext as _

from gandan.core.language import day, is_english, localized
from gandan.domain.deadlines.explanation import WEEKDAYS
from gandan.domain.questions import OpenQuestion
from gandan.law import presenting
from gandan.law.models import LawRow
from gandan.law.tables import Table

register = template.Library()


@register.filter
def law_name(row: LawRow) -> str:
    return presenting.name_of(row)


@register.filter
def law_summary(row: LawRow) -> str:
    return presenting.summary(row)


@register.filter
def law_question(question: OpenQuestion) -> str:
    return localized(question.text, question.text_en)


@register.filter
def full_day(value: date) -> str:
    """Thứ Sáu 28/8/2026; in English Friday 28 Aug 2026."""
    return f"{localized(WEEKDAYS[value.weekday()], f'{value:%A}')} {day(value)}"


@register.simple_tag
def law_basis(row: LawRow) -> str:
    """The articles as an office writes them; on an English page in their English form."""
    if row.table == Table.INSTRUMENT:
        return _("chính văn bản này")
    if not row.article:
        return _("nội bộ")
    return row.article if is_english() else row.basis


@register.simple_tag
def law_force(row: LawRow) -> str:
    """From which day to which the row is in force."""
    if row.valid_to is None:
        return _("từ %(since)s") % {"since": day(row.valid_from)}
    words = _("từ %(since)s đến hết %(until)s")
    return words % {"since": day(row.valid_from), "until": day(row.valid_to)}
