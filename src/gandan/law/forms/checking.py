"""Filters of the list, a confirmation, an answer to an open question."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gandan.core.form_fields import VietnameseDateField
from gandan.law.forms.rows import MARKS
from gandan.law.tables import Table


class RowFilterForm(forms.Form):
    q = forms.CharField(label=_("Tìm mã, tên, căn cứ"), required=False, max_length=100)
    table = forms.ChoiceField(
        label=_("Bảng"), choices=[("", _("mọi bảng")), *Table.choices], required=False
    )
    mark = forms.ChoiceField(
        label=_("Mức tin cậy"), choices=[("", _("mọi mức")), *MARKS], required=False
    )
    state = forms.CharField(widget=forms.HiddenInput, required=False)


class CheckForm(forms.Form):
    checked_on = VietnameseDateField(label=_("Ngày kiểm tra"))
    source = forms.CharField(
        label=_("Nguồn đã đối chiếu"),
        help_text=_("Số công báo, địa chỉ văn bản hoặc công văn trả lời."),
        max_length=300,
    )
    note = forms.CharField(
        label=_("Ghi chú (không bắt buộc)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, today: date, **kwargs: Any) -> None:
        super().__init__(data, initial={"checked_on": today}, **kwargs)
        self.today = today

    def clean_checked_on(self) -> date:
        day: date = self.cleaned_data["checked_on"]
        if day > self.today:
            raise ValidationError(_("Ngày kiểm tra không thể sau hôm nay."))
        return day


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Trả lời"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    source = forms.CharField(label=_("Nguồn"), max_length=300)
