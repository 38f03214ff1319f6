"""Forms of keys, orders and records."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gandan.core.form_fields import VietnameseDateField
from gandan.sealed.services.ordering import LONGEST, SHORTEST_REASON, Grounds

LARGEST_TEXT = 4 * 1024 * 1024


class TextFileField(forms.FileField):
    """A small text file, read whole."""

    def clean(self, data: Any, initial: Any = None) -> str:
        file = super().clean(data, initial)
        if not file:
            return ""
        if file.size > LARGEST_TEXT:
            raise ValidationError(_("Tệp quá lớn: không phải tệp do gandan ghi."))
        try:
            text: str = file.read().decode("utf-8")
        except UnicodeDecodeError as error:
            raise ValidationError(_("Tệp không phải dạng chữ do gandan ghi.")) from error
        return text


class KeyForm(forms.Form):
    """A keeper's public file and the decision that makes its owner a keeper."""

    file = TextFileField(
        label=_("Tệp khóa công khai (.pub)"),
        help_text=_("Người giữ tạo trên máy không nối mạng: gandan keys new."),
    )
    decision = forms.CharField(
        label=_("Quyết định giao giữ khóa"),
        help_text=_("Số, ngày, cơ quan ra quyết định."),
        max_length=160,
    )
    since = VietnameseDateField(label=_("Giữ từ ngày"))
    until = VietnameseDateField(label=_("Đến trước ngày (không bắt buộc)"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until <= since:
            self.add_error("until", _("Ngày kết thúc phải sau ngày bắt đầu."))
        return data


class ConfirmKeyForm(forms.Form):
    """The digits as they were heard; the page does not show them."""

    digits = forms.CharField(
        label=_("Tám nhóm năm chữ số nghe được"),
        help_text=_("Gọi cho người giữ, nghe đọc từ màn hình trạm rồi gõ lại. Không chép từ tệp."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


class RefuseKeyForm(forms.Form):
    reason = forms.CharField(label=_("Vì sao bác khóa này"), max_length=300)


class EndKeyForm(forms.Form):
    """A keeper leaves office, or lost the key."""

    how = forms.ChoiceField(
        label=_("Việc gì xảy ra"),
        choices=[
            ("ended", _("Thôi giữ (chuyển công tác, nghỉ, thay khóa)")),
            ("lost", _("Mất khóa hoặc quên câu mật khẩu")),
        ],
        widget=forms.RadioSelect,
    )
    on = VietnameseDateField(label=_("Từ ngày"))
    reason = forms.CharField(label=_("Ghi rõ"), max_length=300)


class OrderForm(forms.Form):
    """Reason and legal basis of an opening; both are signed and go to the keepers."""

    envelope = forms.CharField(
        label=_("Mã phong bì"),
        help_text=_("Ở trang vụ việc, dạng NP-XXXX-XXXX."),
        max_length=20,
    )
    case_code = forms.CharField(label=_("Mã vụ việc"), max_length=40)
    reason = forms.CharField(
        label=_("Lý do mở"),
        help_text=_("Vì sao phải biết người tố cáo là ai. Không ghi tên ai ở đây."),
        widget=forms.Textarea(attrs={"rows": 3}),
        min_length=SHORTEST_REASON,
        max_length=1000,
        error_messages={"min_length": _("Ghi lý do đủ rõ, ít nhất 15 ký tự.")},
    )
    basis = forms.CharField(
        label=_("Căn cứ pháp lý"),
        help_text=_("Điều, khoản, tên văn bản."),
        max_length=300,
    )
    until = VietnameseDateField(
        label=_("Lệnh có hiệu lực đến hết ngày"),
        help_text=_("Tối đa 30 ngày. Lệnh chỉ dùng được một lần."),
    )

    def clean_until(self) -> Any:
        day = self.cleaned_data["until"]
        now = timezone.now()
        if day < timezone.localdate(now) or end_of(day) - now > LONGEST:
            raise ValidationError(_("Chọn một ngày từ hôm nay đến 29 ngày nữa."))
        return day

    def grounds(self) -> Grounds:
        data = self.cleaned_data
        return Grounds(data["case_code"], data["reason"], data["basis"], end_of(data["until"]))


def end_of(day: Any) -> datetime:
    """The last moment of a day in Hà Nội."""
    return timezone.make_aware(datetime.combine(day, time.min)) + timedelta(days=1, seconds=-1)


class RecordsForm(forms.Form):
    file = TextFileField(
        label=_("Sổ dùng khóa (.records)"),
        help_text=_("Tệp nằm cạnh khóa riêng ở trạm. Nộp lại tệp cũ không sao."),
    )
