"""Forms of what a visitor gives and gets: the list of papers, files, the leader's conclusion."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gandan.casework.step_forms import FilesField
from gandan.core.form_fields import VietnameseDateField
from gandan.reception.forms import PastDateField
from gandan.reception.models import HandedPaper
from gandan.reception.services.concluding import Concluded
from gandan.reception.services.handing import MOST, Handed
from gandan.units.models import Unit
from gandan.units.policy import today
from gandan.units.selectors import UnitNames

SPARE_LINES = 3
LEAST_LINES = 5


class PaperLine(forms.Form):
    """One paper; a line without a name is left out."""

    name = forms.CharField(label=_("Tên tài liệu"), required=False, max_length=200)
    copy = forms.ChoiceField(label=_("Bản"), choices=HandedPaper.Copy.choices, required=False)
    sheets = forms.IntegerField(
        label=_("Số tờ"),
        required=False,
        min_value=1,
        max_value=100_000,
        error_messages={
            "invalid": _("Ghi số tờ bằng chữ số."),
            "min_value": _("Số tờ từ 1 trở lên."),
        },
    )
    condition = forms.CharField(label=_("Tình trạng"), required=False, max_length=100)

    def handed(self) -> Handed | None:
        data = self.cleaned_data
        if not data["name"]:
            return None
        copy = data["copy"] or HandedPaper.Copy.COPY
        return Handed(data["name"], copy, data["sheets"] or 1, data["condition"])


class PaperListForm:
    """The lines of the list, with some empty ones at the end; works without any script."""

    def __init__(self, data: Any = None, *, rows: list[HandedPaper]) -> None:
        given = str((data or {}).get("lines", ""))
        spare = len(rows) + SPARE_LINES
        self.count = int(given) if given.isdigit() else max(LEAST_LINES, spare)
        self.count = min(self.count, MOST)
        first = [
            {"name": r.name, "copy": r.copy, "sheets": r.sheets, "condition": r.condition}
            for r in rows
        ]
        self.lines = [
            PaperLine(
                data,
                prefix=f"p{n}",
                initial=first[n] if n < len(first) else {"copy": HandedPaper.Copy.COPY},
            )
            for n in range(self.count)
        ]

    def is_valid(self) -> bool:
        # Every line is looked at, so that all faults are told at once.
        return not [line for line in self.lines if not line.is_valid()]

    @property
    def errors(self) -> bool:
        return any(line.errors for line in self.lines if line.is_bound)

    def handed(self) -> list[Handed]:
        return [one for line in self.lines if (one := line.handed())]


class FilesForm(forms.Form):
    """Scans and photos of the papers, or pictures of a place."""

    scans = FilesField(
        label=_("Ảnh chụp, bản quét"),
        help_text=_("Tệp .jpg, .png, .pdf, .docx, mỗi tệp đến 25 MB, mỗi lần đến 20 tệp."),
        error_messages={
            "required": _("Chọn ít nhất một tệp."),
            "empty": _("Tệp trống; chọn tệp khác."),
        },
    )


class ConclusionForm(forms.Form):
    """Who does what by when; one task a notice."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    text = forms.CharField(
        label=_("Kết luận"),
        help_text=_("Làm gì, ở đâu, đến mức nào. Không ghi họ tên công dân."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4_000,
        error_messages={"required": _("Ghi kết luận: làm gì, ở đâu.")},
    )
    assigned_unit = forms.ChoiceField(label=_("Giao cho đơn vị"), required=False)
    assigned_name = forms.CharField(
        label=_("Hoặc cơ quan ngoài danh mục"), required=False, max_length=200
    )
    carry_out_by = VietnameseDateField(
        label=_("Xong trước ngày"),
        error_messages={"required": _("Ghi hạn thực hiện, như 04/12/2026.")},
    )
    contact = forms.CharField(
        label=_("Công dân hỏi ai (không bắt buộc)"), required=False, max_length=200
    )
    opinions = forms.CharField(
        label=_("Ý kiến của cơ quan dự tiếp (không bắt buộc)"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=4_000,
    )

    def __init__(self, data: Any = None, *, received_on: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.received_on = received_on
        names = UnitNames.on(today())
        choices = [(str(pk), name) for pk, name in names.choices(frozenset(names.living))]
        self.fields["assigned_unit"].choices = [  # type: ignore[attr-defined]
            ("", _("Chọn đơn vị")),
            *choices,
        ]

    def clean_carry_out_by(self) -> date:
        day: date = self.cleaned_data["carry_out_by"]
        if day < self.received_on:
            raise ValidationError(_("Hạn thực hiện phải sau ngày tiếp."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("assigned_unit") and not data.get("assigned_name"):
            self.add_error("assigned_unit", _("Chọn đơn vị, hoặc ghi tên cơ quan được giao."))
        if data.get("assigned_unit") and data.get("assigned_name"):
            self.add_error("assigned_name", _("Chỉ giao một nơi; để trống một trong hai ô."))
        return data

    def concluded(self) -> Concluded:
        data = self.cleaned_data
        unit = data["assigned_unit"]
        return Concluded(
            text=data["text"].replace("\r\n", "\n"),
            carry_out_by=data["carry_out_by"],
            assigned_unit=Unit.objects.get(pk=int(unit)) if unit else None,
            assigned_name=data["assigned_name"],
            opinions=data["opinions"].replace("\r\n", "\n"),
            contact=data["contact"],
        )


class ToldForm(forms.Form):
    on = PastDateField(
        label=_("Đã báo công dân ngày"),
        error_messages={"required": _("Ghi ngày đã báo, như 04/12/2026.")},
    )


class FinishForm(forms.Form):
    on = PastDateField(
        label=_("Thực hiện xong ngày"),
        error_messages={"required": _("Ghi ngày thực hiện xong, như 04/12/2026.")},
    )
    outcome = forms.CharField(
        label=_("Kết quả"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2_000,
        error_messages={"required": _("Ghi kết quả: đã làm gì, ai xác nhận.")},
    )


class ReportForm(forms.Form):
    """The unit that got the task says that it is done."""

    on = PastDateField(
        label=_("Làm xong ngày"),
        error_messages={"required": _("Ghi ngày làm xong, như 04/12/2026.")},
    )
    text = forms.CharField(
        label=_("Đã làm gì"),
        help_text=_(
            "Làm gì, ở đâu, đến mức nào, ai xác nhận. Nơi kết luận trả lời công dân từ đây."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2_000,
        error_messages={"required": _("Ghi đã làm gì, ai xác nhận.")},
    )
    proofs = FilesField(
        label=_("Minh chứng"),
        help_text=_("Ảnh, biên bản: .jpg, .png, .pdf, .docx, mỗi tệp đến 25 MB."),
        error_messages={
            "required": _("Chọn ít nhất một ảnh hoặc biên bản."),
            "empty": _("Tệp trống; chọn tệp khác."),
        },
    )


class ReturnForm(forms.Form):
    answer = forms.CharField(
        label=_("Còn thiếu gì"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1_000,
        error_messages={"required": _("Ghi còn thiếu gì để đơn vị bổ sung.")},
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Vì sao rút"),
        max_length=300,
        error_messages={"required": _("Ghi vì sao rút kết luận.")},
    )
