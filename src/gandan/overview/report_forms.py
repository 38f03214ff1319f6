"""Forms of the page that checks reports."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gandan.domain.periods import Period, PeriodError, read_period
from gandan.overview.forms import period_fault

LONGEST_REPORT = 300_000  # characters, some hundred pages
LARGEST_REPORT = 10 * 1024 * 1024


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
            self.add_error("file", _("Chọn một tệp, hoặc dán nội dung: một trong hai."))
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
