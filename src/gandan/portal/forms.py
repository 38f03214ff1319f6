"""What the public page asks: a code, and why a matter is not settled."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gandan.casework.step_forms import FilesField
from gandan.domain.codes import CodeError, read_tracking_code

LONGEST_REASON = 2_000
MOST_FILES = 5
LARGEST_FILE = 10 * 1024 * 1024
NO_CODE = _("Ghi mã theo dõi in trên giấy biên nhận: 27 chữ và số.")
NOT_A_CODE = _("Mã này thiếu hoặc sai một chữ. Xem lại trên giấy biên nhận: 27 chữ và số.")


class CodeForm(forms.Form):
    """The code on the receipt; spaces, dashes and small letters do not matter."""

    code = forms.CharField(
        label=_("Mã theo dõi"),
        help_text=_("In trên giấy biên nhận. Gõ hoa hay thường, có gạch hay không đều được."),
        max_length=80,
        error_messages={"required": NO_CODE, "max_length": NOT_A_CODE},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "placeholder": "K7M4-2QX9-8RTB-…",
            }
        ),
    )

    def clean_code(self) -> str:
        try:
            return read_tracking_code(self.cleaned_data["code"])
        except CodeError as error:
            raise ValidationError(NOT_A_CODE) from error


class DisputeForm(forms.Form):
    """Why the sender says "not settled"."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = forms.CharField(
        label=_("Chỗ nào chưa được giải quyết?"),
        help_text=_("Ví dụ: mưa tối 20/11 vẫn ngập ngách 12, chưa thấy ai đến nạo cống."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Ghi ít nhất một câu: việc gì chưa xong, hoặc chỗ nào chưa đúng."),
            "max_length": _("Ghi gọn trong 2.000 chữ cái. Tài liệu dài thì gửi kèm tệp."),
        },
    )
    photos = FilesField(
        label=_("Ảnh, tài liệu (không bắt buộc)"),
        help_text=_("Tới 5 tệp .jpg, .png, .pdf hay .docx, mỗi tệp không quá 10 MB."),
        required=False,
    )

    def clean_photos(self) -> Any:
        return few_and_small(self.cleaned_data["photos"])


def few_and_small(files: Any) -> Any:
    """Raises ``ValidationError`` for more or larger files than the page says."""
    if len(files or ()) > MOST_FILES:
        raise ValidationError(_("Gửi kèm tới 5 tệp. Bỏ bớt rồi gửi lại."))
    for file in files or ():
        if file.size > LARGEST_FILE:
            raise ValidationError(
                _("Tệp “%(name)s” lớn hơn 10 MB. Gửi ảnh nhỏ hơn."), params={"name": file.name}
            )
    return files or []
