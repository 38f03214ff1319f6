"""Form fields that read what people here type."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from gandan.domain.dates import DateError, format_date, read_date


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
            raise ValidationError(str(error), code=error.code) from error

    def prepare_value(self, value: Any) -> Any:
        return format_date(value) if isinstance(value, date) else value
