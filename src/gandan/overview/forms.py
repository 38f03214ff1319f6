"""Forms of digests."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gandan.core.form_fields import VietnameseDateField
from gandan.domain.periods import Period, PeriodError, named, read_period


def period_fault(written: str) -> str:
    """What to say when ``written`` names no period."""
    return _("“%(period)s” không phải một kỳ. Ghi như tháng 6/2026 hoặc quý II/2026.") % {
        "period": written[:60]
    }


class PeriodForm(forms.Form):
    """A period from the list, by its name, or by two days."""

    period = forms.CharField(
        label=_("Kỳ"),
        help_text=_("Ví dụ: tháng 6/2026, quý II/2026, năm 2026. Để trống nếu ghi hai ngày."),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"list": "cac-ky", "autocomplete": "off"}),
    )
    since = VietnameseDateField(label=_("Từ ngày (không bắt buộc)"), required=False)
    until = VietnameseDateField(label=_("Đến hết ngày (không bắt buộc)"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        try:
            if since and until:
                data["chosen"] = named(since, until + timedelta(days=1))
            elif data.get("period"):
                data["chosen"] = read_period(data["period"])
            elif not self.errors:
                self.add_error("period", _("Ghi kỳ, hoặc ghi cả hai ngày."))
        except PeriodError:
            if since and until:
                self.add_error("until", _("Kỳ phải kết thúc sau khi bắt đầu."))
            else:
                self.add_error("period", period_fault(data["period"]))
        return data

    def chosen(self) -> Period:
        period: Period = self.cleaned_data["chosen"]
        return period


class DigestForm(PeriodForm):
    title = forms.CharField(label=_("Tên bản (không bắt buộc)"), required=False, max_length=200)


class DigestEditForm(forms.Form):
    title = forms.CharField(
        label=_("Tên bản"), max_length=200, error_messages={"required": _("Ghi tên bản tổng hợp.")}
    )
    foreword = forms.CharField(
        label=_("Lời mở đầu (không bắt buộc)"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    closing = forms.CharField(
        label=_("Kiến nghị (không bắt buộc)"),
        help_text=_("Ghi rõ đơn vị nào, việc gì, trước ngày nào."),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
