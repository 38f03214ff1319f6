"""Forms of the statutory tables."""

from typing import Any

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from gandan.core.figure_fields import FigureField
from gandan.domain.reporting import Measure
from gandan.domain.statistics import CellUnit, Column

# How exactly a figure of each unit may be written; only money and land have decimals.
_WITH_DECIMALS = {CellUnit.MONEY: Measure.MONEY, CellUnit.LAND: Measure.LAND}


class EnterForm(forms.Form):
    """A blank figure takes back what was written."""

    note = forms.CharField(
        label=_("Số lấy từ đâu"),
        max_length=300,
        validators=[MinLengthValidator(3)],
        help_text=_("Như: sổ thi hành quyết định, báo cáo số 12/BC của phòng tài chính."),
    )
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, column: Column, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measure = _WITH_DECIMALS.get(column.unit, Measure.ITEMS)
        self.fields["value"] = FigureField(
            measure,
            label=_("Số"),
            help_text=_("Để trống là chưa biết, ghi 0 nếu không có."),
        )
        self.order_fields(["value", "note", "after"])
