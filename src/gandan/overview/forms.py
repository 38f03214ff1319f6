"""Forms of digests."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gandan.core.form_fields import VietnameseDateField
from gandan.domain.periods import Period, PeriodError, named, read_period

LONGEST_REPORT = 300_000  # characters, some hundred pages
LARGEST_REPORT = 10 * 1024 * 1024


def period_fault(written: str) -> str:
    """What to say when ``written`` names no period."""
    return _("“%(period)s” không phải một kỳ. Ghi như tháng 6/2026 hoặc quý II/2026.") % {
        "period": written[:60]
    }


class DigestForm(forms.Form):
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
    title = forms.CharField(label=_("Tên bản (không bắt buộc)"), required=False, max_length=200)

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


class ReportCheckForm(forms.Form):
    """A report as a file or as text; an earlier one to compare with; the period of the register."""

    file = forms.FileField(
        label=_("Tệp báo cáo"),
        help_text=_("Nhận .docx, .pdf, .xlsx hoặc .txt; tới 10 MB."),
        required=False,
    )
    text = forms.CharField(
        label=_("Hoặc dán nội dung vào đây"),
        required=False,
        max_length=LONGEST_REPORT,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    earlier = forms.FileField(
        label=_("Báo cáo kỳ trước (không bắt buộc)"),
        help_text=_("Để biết đoạn nào chép lại, việc nào mới. Nhiều báo cáo thì nén thành .zip."),
        required=False,
    )
    period = forms.CharField(
        label=_("Kỳ của báo cáo (không bắt buộc)"),
        help_text=_("Ví dụ: quý II/2026. Số đơn trong báo cáo sẽ được so với sổ."),
        required=False,
        max_length=60,
    )

    def clean_file(self) -> Any:
        return _small(self.cleaned_data["file"])

    def clean_text(self) -> str:
        return _lines(self.cleaned_data["text"])

    def clean_earlier(self) -> Any:
        return _small(self.cleaned_data["earlier"])

    def clean_period(self) -> Period | None:
        written: str = self.cleaned_data["period"]
        try:
            return read_period(written) if written else None
        except PeriodError as error:
            raise ValidationError(period_fault(written)) from error

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and bool(data.get("file")) == bool(data.get("text", "").strip()):
            raise ValidationError(_("Chọn một tệp, hoặc dán nội dung: một trong hai."))
        return data


def _lines(text: str) -> str:
    """Browsers send a carriage return with every line end; the report had none."""
    return text.replace("\r\n", "\n")


def _small(file: Any) -> Any:
    if file and file.size > LARGEST_REPORT:
        raise ValidationError(_("Tệp lớn hơn 10 MB. Bỏ ảnh hoặc tách phụ lục rồi thử lại."))
    return file


class ReportTextForm(forms.Form):
    """The text that was checked, sent back to be saved as a file; nothing of it is kept here."""

    text = forms.CharField(max_length=LONGEST_REPORT, widget=forms.Textarea, strip=False)
    name = forms.CharField(max_length=200, required=False)
    earlier = forms.CharField(
        max_length=2 * LONGEST_REPORT, required=False, widget=forms.Textarea, strip=False
    )

    def clean_text(self) -> str:
        return _lines(self.cleaned_data["text"])
