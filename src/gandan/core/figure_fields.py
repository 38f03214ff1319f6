"""A form field for figures, and what is wrong with one, in the language of the page."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gandan.domain.reporting import CellError, Measure, read_cell

CELL_FAULTS: dict[str, Promise] = {
    "not_a_number": _(
        "“%(written)s” không phải một số. Để trống nếu chưa biết, ghi 0 nếu không có."
    ),
    "negative": _("“%(written)s”: số không được âm."),
    "ambiguous": _("“%(written)s” đọc được hai cách. Ghi 1.250 hoặc 12,5."),
    "decimals": _("“%(written)s”: chỉ tiêu này đếm nguyên, hoặc nhiều nhất hai chữ số lẻ."),
    "too_large": _("“%(written)s” lớn quá mức có thể."),
    "over_hundred": _("“%(written)s”: tỷ lệ không quá 100 %%."),
}


def cell_fault(error: CellError, written: str) -> str:
    return str(CELL_FAULTS[error.code]) % {"written": " ".join(written.split())[:40]}


class FigureField(forms.CharField):
    """A figure as people type it; a blank stays unknown."""

    def __init__(self, measure: Measure, **kwargs: Any) -> None:
        self.measure = measure
        widget = forms.TextInput(
            attrs={"inputmode": "decimal", "autocomplete": "off", "class": "figure", "size": 10}
        )
        super().__init__(required=False, max_length=40, widget=widget, **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        written = super().clean(value)
        try:
            return read_cell(written, self.measure)
        except CellError as error:
            raise ValidationError(cell_fault(error, written), code=error.code) from error
