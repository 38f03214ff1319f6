"""Forms of the register: entry in under a minute, classification, upload."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.casework.filters import FIELD_CHOICES
from gandan.casework.models import CHANNEL_CHOICES, KIND_CHOICES
from gandan.casework.services.classifying import Classification
from gandan.core.form_fields import VietnameseDateField
from gandan.core.language import day as written_day
from gandan.core.language import localized_lazy
from gandan.domain.taxonomy import FIELDS, topics_of
from gandan.units.policy import reach_of, today
from gandan.units.selectors import UnitNames

SIGNERS_FAULTS = {
    "invalid": _("Ghi số người ký bằng chữ số, như 12."),
    "min_value": _("Số người ký từ 1 trở lên; chưa rõ thì để trống."),
    "max_value": _("Số người ký tới 100.000. Xem lại con số này."),
}
LARGEST_UPLOAD = 100 * 1024 * 1024
TOPIC_CHOICES = [
    (
        localized_lazy(field.name, field.name_en),
        [
            (f"{field.slug}/{topic.slug}", localized_lazy(topic.name, topic.name_en))
            for topic in topics_of(field.slug)
        ],
    )
    for field in FIELDS
]


def _units(person: User, duties: Iterable[str]) -> list[tuple[str, str]]:
    """The units whose register one of ``duties`` lets the person write in, by name."""
    names = UnitNames.on(today())
    return [(str(pk), name) for pk, name in names.choices(reach_of(person).units(duties))]


class EntryForm(forms.Form):
    """One letter, visit or call, in the order of the paper form."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    text = forms.CharField(
        label=_("Nội dung"),
        help_text=_("Việc gì, ở đâu. Chép đúng lời người gửi."),
        widget=forms.Textarea(attrs={"rows": 8, "autofocus": True}),
        max_length=200_000,
    )
    place = forms.CharField(
        label=_("Nơi xảy ra (không bắt buộc)"),
        help_text=_("Ví dụ: ngách 12 ngõ 58, tổ 7"),
        required=False,
        max_length=300,
    )
    received_on = VietnameseDateField(
        label=_("Ngày nhận"), error_messages={"required": _("Ghi ngày nhận, như 04/9/2026.")}
    )
    channel = forms.ChoiceField(label=_("Nhận qua"), choices=CHANNEL_CHOICES)
    unit = forms.ChoiceField(label=_("Đơn vị nhận"))
    title = forms.CharField(
        label=_("Trích yếu (không bắt buộc)"),
        help_text=_("Để trống thì lấy câu đầu của nội dung."),
        required=False,
        max_length=300,
    )
    sender_name = forms.CharField(
        label=_("Người gửi (không bắt buộc)"), required=False, max_length=200
    )
    sender_address = forms.CharField(
        label=_("Địa chỉ người gửi (không bắt buộc)"), required=False, max_length=300
    )
    sender_phone = forms.CharField(
        label=_("Điện thoại (không bắt buộc)"), required=False, max_length=60
    )
    signers = forms.IntegerField(
        label=_("Số người ký (không bắt buộc)"),
        required=False,
        min_value=1,
        max_value=100_000,
        error_messages=SIGNERS_FAULTS,
    )

    def __init__(
        self, data: Any = None, *, person: User, duties: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["unit"].choices = _units(person, duties)  # type: ignore[attr-defined]
        self.fields["text"].error_messages["required"] = _("Ghi ít nhất một câu: việc gì, ở đâu.")

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day and day > today():
            raise ValidationError(
                _("Ngày nhận không thể sau hôm nay, %(day)s."),
                params={"day": written_day(today())},
            )
        return day


class CorrectionForm(forms.Form):
    """What may be corrected later; the sender's own text never is."""

    received_on = VietnameseDateField(label=_("Ngày nhận"), required=False)
    channel = forms.ChoiceField(
        label=_("Nhận qua"), choices=[("", _("chưa rõ")), *CHANNEL_CHOICES], required=False
    )
    title = forms.CharField(label=_("Trích yếu"), required=False, max_length=300)
    place = forms.CharField(label=_("Nơi xảy ra"), required=False, max_length=300)
    signers = forms.IntegerField(
        label=_("Số người ký"),
        required=False,
        min_value=1,
        max_value=100_000,
        error_messages=SIGNERS_FAULTS,
    )


class ClassifyForm(forms.Form):
    """Kind, and field with topic in one list, so that they cannot contradict."""

    kind = forms.ChoiceField(label=_("Loại đơn"), choices=KIND_CHOICES)
    topic = forms.ChoiceField(
        label=_("Lĩnh vực và nội dung"), choices=[("", _("Chọn")), *TOPIC_CHOICES], required=False
    )
    field = forms.ChoiceField(
        label=_("Chỉ lĩnh vực"), choices=[("", _("Theo nội dung")), *FIELD_CHOICES], required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("topic") and not data.get("field"):
            raise ValidationError(_("Chọn lĩnh vực hoặc nội dung chi tiết."))
        return data

    def decision(self) -> Classification:
        field, _slash, topic = self.cleaned_data["topic"].partition("/")
        return Classification(self.cleaned_data["kind"], field or self.cleaned_data["field"], topic)


class UploadForm(forms.Form):
    unit = forms.ChoiceField(label=_("Đơn vị nhận đơn"))
    file = forms.FileField(
        label=_("Tệp"),
        help_text=_("Nhận .xlsx, .csv, .jsonl, .txt, .docx, .pdf, .eml hoặc .zip; tới 100 MB."),
        error_messages={
            "required": _("Chọn một tệp rồi bấm “Nạp tệp”."),
            "empty": _("Tệp này trống. Chọn tệp khác."),
        },
    )

    def __init__(self, *args: Any, person: User, duties: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = _units(person, duties)  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_UPLOAD:
            raise ValidationError(
                _("Tệp lớn hơn 100 MB. Chia nhỏ, hoặc nhờ quản trị chạy lệnh gandan import.")
            )
        return file
