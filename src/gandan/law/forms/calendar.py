"""A day of the calendar, and the notice of a year."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gandan.core.form_fields import VietnameseDateField
from gandan.domain.workdays import DayKind
from gandan.law.models import DAY_KINDS
from gandan.law.services.calendar import DayEntry


class DayForm(forms.Form):
    day = VietnameseDateField(label=_("Ngày"))
    kind = forms.ChoiceField(
        label=_("Loại ngày"), choices=[(str(k), v) for k, v in DAY_KINDS.items()]
    )
    name = forms.CharField(
        label=_("Tên"), help_text=_("Ví dụ: Nghỉ Tết Nguyên đán"), max_length=200
    )
    source = forms.CharField(
        label=_("Căn cứ"),
        help_text=_("Ví dụ: Văn bản 12729/VPCP-KGVX ngày 25/12/2025"),
        max_length=300,
    )
    is_confirmed = forms.BooleanField(
        label=_("Đã có thông báo chính thức"), required=False, initial=True
    )

    def entry(self) -> DayEntry:
        data = self.cleaned_data
        kind = DayKind(data["kind"])
        return DayEntry(data["day"], kind, data["name"], data["source"], data["is_confirmed"])


class YearForm(forms.Form):
    source = forms.CharField(
        label=_("Văn bản thông báo lịch nghỉ"), help_text=_("Số, ngày văn bản"), max_length=300
    )
