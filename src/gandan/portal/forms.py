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
FILES_HELP = _(
    "Tới 5 tệp .jpg, .png, .pdf hay .docx, mỗi tệp không quá 10 MB. "
    "Ảnh được lưu không kèm nơi chụp, máy chụp."
)
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


def few_and_small(files: list[Any]) -> None:
    """Raises ``ValidationError`` for more or larger files than the page says."""
    if len(files) > MOST_FILES:
        raise ValidationError(_("Gửi kèm tới 5 tệp. Bỏ bớt rồi gửi lại."))
    for file in files:
        if file.size > LARGEST_FILE:
            raise ValidationError(
                _("Tệp “%(name)s” lớn hơn 10 MB. Gửi ảnh nhỏ hơn."), params={"name": file.name}
            )


SOMETHING = _("Ghi ít nhất một câu: việc gì, ở đâu.")
NOTHING_ADDED = _("Ghi ít nhất một câu: bổ sung điều gì.")
TOO_LONG = _("Ghi gọn trong 20.000 chữ cái. Tài liệu dài thì gửi kèm tệp.")
LONGEST_TEXT = 20_000


def _text(label: Any, example: Any, *, rows: int = 8, missing: Any = SOMETHING) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=example,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows, "autocomplete": "off"}),
        error_messages={"required": missing, "max_length": TOO_LONG},
    )


def _files() -> FilesField:
    return FilesField(
        label=_("Ảnh, tài liệu (không bắt buộc)"),
        help_text=FILES_HELP,
        required=False,
        check=few_and_small,
    )


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
    photos = _files()


class SupplementForm(forms.Form):
    """What the sender adds because an office asked for it."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    text = _text(
        _("Nội dung bổ sung"),
        _("Ví dụ: gửi kèm ảnh giấy chứng nhận; thửa đất ở tổ 7, số nhà 12."),
        rows=6,
        missing=NOTHING_ADDED,
    )
    photos = _files()


class LetterForm(forms.Form):
    """A petition, reflection or request: what, where, to whom; a name only if wanted."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    text = _text(
        _("Sự việc, và ông/bà muốn được giải quyết thế nào"),
        _("Ví dụ: ngõ 58 cứ mưa là ngập đến đầu gối, cống tắc từ đầu năm. Đề nghị nạo vét cống."),
    )
    place = forms.CharField(
        label=_("Xảy ra ở đâu (không bắt buộc)"),
        help_text=_("Ví dụ: ngách 12 ngõ 58, tổ 7"),
        required=False,
        max_length=300,
    )
    unit = forms.ChoiceField(
        label=_("Gửi đến"),
        help_text=_("Không biết nơi nào thì chọn nơi gần nhất; nơi đó chuyển đúng chỗ."),
        error_messages={"required": _("Chọn nơi nhận đơn.")},
    )
    photos = _files()
    name = forms.CharField(label=_("Họ tên (không bắt buộc)"), required=False, max_length=200)
    address = forms.CharField(label=_("Địa chỉ (không bắt buộc)"), required=False, max_length=300)
    phone = forms.CharField(
        label=_("Điện thoại (không bắt buộc)"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    def __init__(self, *given: Any, units: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        chosen = self.fields["unit"]
        chosen.choices = [("", _("Chọn một nơi")), *units]  # type: ignore[attr-defined]

    def words(self) -> str:
        """The letter as it goes into the register."""
        return str(self.cleaned_data["text"])


class ComplaintForm(LetterForm):
    """What the law wants of a complaint (Circular 05/2021/TT-TTCP): who, whom, what, why, demand."""

    text = _text(
        _("Nội dung và lý do khiếu nại"),
        _("Quyết định hoặc việc làm nào, sai ở chỗ nào, từ ngày nào."),
    )
    respondent = forms.CharField(
        label=_("Khiếu nại ai, cơ quan nào, ở đâu"),
        max_length=500,
        error_messages={"required": _("Ghi tên người hoặc cơ quan bị khiếu nại, và địa chỉ.")},
    )
    demand = forms.CharField(
        label=_("Yêu cầu giải quyết"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Ghi điều ông/bà yêu cầu.")},
    )
    name = forms.CharField(
        label=_("Họ tên"),
        max_length=200,
        error_messages={"required": _("Đơn khiếu nại phải có họ tên người khiếu nại.")},
    )
    address = forms.CharField(
        label=_("Địa chỉ"),
        max_length=300,
        error_messages={"required": _("Đơn khiếu nại phải có địa chỉ người khiếu nại.")},
    )
    field_order = (
        "key",
        "text",
        "respondent",
        "demand",
        "place",
        "unit",
        "photos",
        "name",
        "address",
    )

    def words(self) -> str:
        """The law's particulars, each under its name, in the sender's own words."""
        data = self.cleaned_data
        # The letter is Vietnamese whatever the page is.
        parts = (
            ("Đơn khiếu nại", ""),
            ("Người, cơ quan bị khiếu nại", data["respondent"]),
            ("Nội dung và lý do", data["text"]),
            ("Yêu cầu", data["demand"]),
        )
        return "\n\n".join(f"{name}: {words}" if words else name for name, words in parts)


class TipForm(forms.Form):
    """A tip without a name; the return code is made with the form."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=80)
    about = forms.ChoiceField(
        label=_("Việc xảy ra ở cơ quan nào"),
        help_text=_("Cơ quan được chọn không thấy tin này; nơi ở trên cơ quan đó nhận."),
        required=False,
    )
    text = _text(
        _("Việc gì, ai làm, ở đâu, khi nào, xem ở đâu thì thấy"),
        _("Ghi điều kiểm tra được. Không ghi tên mình hay chi tiết khiến người ta đoán ra mình."),
    )

    def __init__(self, *given: Any, units: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        chosen = self.fields["about"]
        chosen.choices = [("", _("Không rõ, hoặc nơi khác")), *units]  # type: ignore[attr-defined]


class MoreForm(CodeForm):
    """The return code, and words to add if any."""

    text = forms.CharField(
        label=_("Bổ sung (không bắt buộc)"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        error_messages={"max_length": TOO_LONG},
    )
