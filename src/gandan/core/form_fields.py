"""Form fields that read what people here type."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gandan.core.language import is_english
from gandan.domain.dates import EARLIEST, LATEST, DateError, format_date, read_date

FAULTS = {
    "short_year": _("“%(day)s”: ghi năm đủ bốn chữ số."),
    "not_a_date": _("“%(day)s” không phải ngày. Ghi như 04/9/2026."),
    "month_first": _("“%(day)s”: ghi ngày trước, tháng sau, như 25/12/2026."),
    "no_such_day": _("“%(day)s”: không có ngày này."),
    "out_of_range": _("“%(day)s”: năm phải từ %(earliest)s đến %(latest)s."),
}


def date_fault(code: str, written: str) -> str:
    """What is wrong with a day that a person typed, by the code of its ``DateError``."""
    shown = " ".join(written.split()).strip(" .,;")[:40]
    return FAULTS[code] % {"day": shown, "earliest": EARLIEST, "latest": LATEST}


class VietnameseSelect(forms.Select):
    """Names that exist in Vietnamese only, as an English page says of each of them."""

    def is_vietnamese(self, value: Any) -> bool:
        return bool(value)

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        if self.is_vietnamese(value) and is_english():
            option["attrs"]["lang"] = "vi"
        return option


class VietnameseDateField(forms.DateField):
    """A day as 04/9/2026, 4-9-2026 or 2026-09-04; a wrong one says what is wrong with it."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget",
            forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 12}),
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        try:
            return read_date(str(value))
        except DateError as error:
            raise ValidationError(date_fault(error.code, str(value)), code=error.code) from error

    def prepare_value(self, value: Any) -> Any:
        return format_date(value) if isinstance(value, date) else value
