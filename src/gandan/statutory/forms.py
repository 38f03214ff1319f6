"""Forms of the statutory tables."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from gandan.core.figure_fields import FigureField
from gandan.domain.reporting import Measure
from gandan.domain.statistics import Column


def _label(column: Column) -> str:
    """Number, heading and unit of count."""
    return f"{column.number}. {column.name} ({column.unit.label})"


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
        self.fields["value"] = FigureField(
            Measure.ITEMS,
            label=_("Số"),
            help_text=_("Để trống là chưa biết, ghi 0 nếu không có."),
        )
        self.order_fields(["value", "note", "after"])


class WholeForm(forms.Form):
    """All columns of a table that a unit writes; ``v_…`` is the version of each that was seen."""

    note = forms.CharField(
        label=_("Số lấy từ đâu"),
        max_length=300,
        validators=[MinLengthValidator(3)],
        help_text=_("Ghi cho những cột vừa điền hoặc sửa; cột không đổi giữ nguyên."),
    )

    def __init__(self, columns: Iterable[Column], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = list(columns)
        for column in self.columns:
            self.fields[f"c_{column.number}"] = FigureField(Measure.ITEMS, label=_label(column))
            self.fields[f"v_{column.number}"] = forms.IntegerField(
                widget=forms.HiddenInput, min_value=0
            )

    @property
    def figures(self) -> list[Any]:
        return [self[f"c_{column.number}"] for column in self.columns]

    @property
    def versions(self) -> list[Any]:
        return [self[f"v_{column.number}"] for column in self.columns]

    def changed(
        self, before: Mapping[int, Decimal | None]
    ) -> dict[int, tuple[Decimal | None, int]]:
        """Columns whose figure is not the one that stands, with the version that was seen."""
        data = self.cleaned_data
        return {
            column.number: (data[f"c_{column.number}"], data[f"v_{column.number}"])
            for column in self.columns
            if data[f"c_{column.number}"] != before.get(column.number)
        }


class TargetForm(forms.Form):
    """An empty code takes back what was entered."""

    target = forms.CharField(
        label=_("Mã trường"),
        max_length=100,
        required=False,
        help_text=_("Đúng như văn bản ghi. Để trống là bỏ mã."),
    )
    source = forms.CharField(
        label=_("Đọc ở văn bản nào, trang nào"),
        max_length=300,
        validators=[MinLengthValidator(3)],
    )
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
