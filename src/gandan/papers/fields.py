"""Form fields for the facts of the catalogue."""

import re
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from gandan.core.form_fields import VietnameseDateField, VietnameseSelect, date_fault
from gandan.core.language import localized_lazy
from gandan.documents.filling import FactKind, FormFact
from gandan.domain.dates import DateError, format_date, read_date

_MOMENT = re.compile(r"(\d{1,2})\s*(?:[:hg]|giờ)\s*(\d{2})?\D{0,12}?(\d{1,4}[/.\-].+)")
LONG_ROWS, TABLE_ROWS = 4, 5


class MomentField(forms.Field):
    """An hour and a day as people write them: 8:30 04/9/2026, 8 giờ 30, ngày 04/9/2026."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values or isinstance(value, datetime):
            return value or None
        found = _MOMENT.fullmatch(str(value).strip()[:40])
        if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
            raise ValidationError(_("Ghi giờ rồi ngày, như 8:30 04/9/2026."), code="moment")
        try:
            day = read_date(found[3])
        except DateError as error:
            raise ValidationError(date_fault(error.code, found[3]), code=error.code) from error
        return datetime(day.year, day.month, day.day, int(found[1]), int(found[2] or 0))  # noqa: DTZ001

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return f"{value.hour}:{value.minute:02d} {format_date(value.date())}"
        return value


class RowsField(forms.CharField):
    """Rows typed as lines, cells with a bar between them."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return "\n".join(" | ".join(row) for row in value)
        return value


class LinesField(forms.CharField):
    """One item a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value


def field_for(fact: FormFact) -> forms.Field:
    """The form field of a fact; every one may stay empty, and is then a blank on paper."""
    name, name_en = (
        fact.name[:1].upper() + fact.name[1:],
        fact.name_en[:1].upper() + fact.name_en[1:],
    )
    common: dict[str, Any] = {"label": localized_lazy(name, name_en), "required": False}
    attrs = {"autocomplete": "off"} if fact.sensitive or fact.tells_sender else {}
    match fact.kind:
        case FactKind.DATE:
            return VietnameseDateField(**common)
        case FactKind.MOMENT:
            return MomentField(**common, help_text=_("Ví dụ: 8:30 04/9/2026"))
        case FactKind.NUMBER:
            return forms.IntegerField(**common, min_value=0, max_value=10**9)
        case FactKind.CHOICE:
            choices = [("", _("Chưa chọn")), *fact.choices.items()]
            return forms.ChoiceField(**common, choices=choices, widget=VietnameseSelect)
        case FactKind.LONG:
            widget = forms.Textarea(attrs={"rows": LONG_ROWS, **attrs})
            return forms.CharField(**common, widget=widget, max_length=20_000)
        case FactKind.LIST:
            widget = forms.Textarea(attrs={"rows": LONG_ROWS, **attrs})
            return LinesField(**common, widget=widget, help_text=_("Mỗi dòng một mục."))
        case FactKind.TABLE:
            widget = forms.Textarea(attrs={"rows": TABLE_ROWS, **attrs})
            hint = format_html('<span lang="vi">{}</span>', " | ".join(fact.columns))
            return RowsField(**common, widget=widget, help_text=hint)
        case _:
            line = forms.TextInput(attrs=attrs)
            return forms.CharField(**common, widget=line, max_length=2_000)
