"""Forms of the papers' pages: facts, issue, registers, letterheads."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.core.form_fields import VietnameseDateField
from gandan.documents.filling import FactValueError, FormFact, read_value
from gandan.domain.issuing import SigningMode, authority_lines
from gandan.papers import catalogue
from gandan.papers.fields import field_for
from gandan.papers.models import Letterhead, Paper
from gandan.papers.models.letterheads import MODE_CHOICES
from gandan.papers.models.registers import Secrecy, Urgency
from gandan.papers.papermaking import Signing
from gandan.papers.selectors import signatories
from gandan.papers.services.issuing import Issue
from gandan.papers.services.registering import IncomingLine, OutgoingLine
from gandan.units.policy import REGISTER_DUTIES, reach_of, today
from gandan.units.selectors import UnitNames

PREFIX = "fact_"


def unit_choices(person: User, duties: Iterable[str] = REGISTER_DUTIES) -> list[tuple[str, str]]:
    """The units in reach, by name."""
    names = UnitNames.on(today())
    return [(str(pk), name) for pk, name in names.choices(reach_of(person).units(duties))]


class FactsForm(forms.Form):
    """A field for each fact that a form asks for; ``values`` are what is known."""

    def __init__(
        self, data: Any, *, facts: Iterable[FormFact], values: Mapping[str, Any] | None = None
    ) -> None:
        self.facts = [fact for fact in facts if not fact.is_own]
        initial = {PREFIX + code: value for code, value in (values or {}).items()}
        super().__init__(data, initial=initial)
        for fact in self.facts:
            self.fields[PREFIX + fact.code] = field_for(fact)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for fact in self.facts:
            try:
                read_value(fact, data.get(PREFIX + fact.code))
            except FactValueError:
                self.add_error(PREFIX + fact.code, _wanted(fact))
        return data

    def given(self) -> dict[str, Any]:
        """The values by the codes of the catalogue."""
        return {f.code: self.cleaned_data.get(PREFIX + f.code) for f in self.facts}


def _wanted(fact: FormFact) -> str:
    if fact.columns:
        return str(
            _("Mỗi dòng có %(count)d ô, cách nhau bằng dấu |.") % {"count": len(fact.columns)}
        )
    return str(_("Giá trị không đúng kiểu."))


class DraftForm(FactsForm):
    """The facts of a new paper and the unit that issues it."""

    unit = forms.ChoiceField(label=_("Đơn vị ban hành"))
    source_code = forms.CharField(
        label=_("Số vào sổ hoặc mã vụ việc liên quan (không bắt buộc)"),
        required=False,
        max_length=60,
    )

    def __init__(
        self, data: Any, *, facts: Iterable[FormFact], person: User, duties: Iterable[str]
    ) -> None:
        super().__init__(data, facts=facts)
        self.fields["unit"].choices = unit_choices(person, duties)  # type: ignore[attr-defined]
        self.fields["unit"].initial = str(reach_of(person).home(duties) or "")


class EditForm(FactsForm):
    """The facts and the text of a draft, at the version that was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Lời văn bản"),
        help_text=_(
            "Chữ trong { } lấy từ các ô của trang này. Sửa ở đây chỉ đổi văn bản này, không đổi mẫu."
        ),
        widget=forms.Textarea(attrs={"rows": 24, "class": "form-text"}),
        max_length=60_000,
        strip=False,
    )

    def __init__(self, data: Any, *, paper: Paper, facts: Iterable[FormFact], values: Any) -> None:
        super().__init__(data, facts=facts, values=values)
        self.initial["version"], self.initial["text"] = paper.version, paper.text
        # The facts come first, then the text they go into.
        self.fields["text"] = self.fields.pop("text")


class IssueForm(forms.Form):
    """Number and day are given now; who signs, how, and what stays blank."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    on = VietnameseDateField(label=_("Ngày văn bản"))
    mode = forms.ChoiceField(label=_("Cách ký"), choices=MODE_CHOICES)
    signer_title = forms.CharField(label=_("Chức vụ người ký"), max_length=120)
    signer = forms.CharField(label=_("Người ký"), max_length=120)
    urgency = forms.ChoiceField(label=_("Độ khẩn"), choices=Urgency.choices, required=False)
    copies = forms.IntegerField(label=_("Số lượng bản"), min_value=1, max_value=9_999, initial=1)
    archive_keeper = forms.CharField(
        label=_("Đơn vị, người nhận bản lưu (không bắt buộc)"), required=False, max_length=120
    )
    blanks_stay = forms.BooleanField(
        label=_("Để trống những chỗ còn thiếu, viết tay sau khi in"), required=False
    )

    def __init__(self, data: Any, *, paper: Paper, letterhead: Letterhead, day: date) -> None:
        self.letterhead = letterhead
        people = signatories(paper.unit, day)
        first = people[0] if people else None
        super().__init__(
            data,
            initial={
                "version": paper.version,
                "on": day,
                "mode": letterhead.signing,
                "signer": first.name if first else "",
                "signer_title": first.post if first else letterhead.head_title,
            },
        )
        if not paper.of_form.is_numbered:
            for name in ("urgency", "copies", "archive_keeper"):
                del self.fields[name]
        if catalogue.read_text(paper.text, paper.of_form).signers or paper.of_form.is_personal:
            for name in ("mode", "signer", "signer_title"):
                del self.fields[name]
        self.people = people

    def issue(self) -> Issue:
        data = self.cleaned_data
        mode = SigningMode(data.get("mode") or SigningMode.HEAD)
        lines = authority_lines(
            mode, collective=self.letterhead.collective, head_title=self.letterhead.head_title
        )
        urgency = data.get("urgency") or ""
        return Issue(
            on=data["on"],
            signing=Signing(lines, data.get("signer_title", ""), data.get("signer", "")),
            blanks_stay=data["blanks_stay"],
            urgency=str(Urgency(urgency).label) if urgency else "",
            copies=data.get("copies") or 1,
            archive_keeper=data.get("archive_keeper", ""),
        )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Lý do"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class SecretLineForm(forms.Form):
    """What both registers ask; a secret paper leaves only its line."""

    secrecy = forms.ChoiceField(
        label=_("Độ mật"),
        choices=Secrecy.choices,
        required=False,
        help_text=_("Văn bản mật không được lưu ở đây: chỉ ghi dòng sổ, để trống trích yếu."),
    )
    urgency = forms.ChoiceField(label=_("Độ khẩn"), choices=Urgency.choices, required=False)
    remark = forms.CharField(label=_("Ghi chú"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("secrecy") and (data.get("abstract") or "").strip():
            self.add_error(
                "abstract", _("Văn bản mật: xóa trích yếu. Nội dung chỉ để ở nơi bảo mật.")
            )
        if not data.get("secrecy") and not (data.get("abstract") or "").strip():
            self.add_error("abstract", _("Ghi trích yếu nội dung."))
        return data


class OutgoingForm(SecretLineForm):
    """A paper made elsewhere that needs a number of this office."""

    unit = forms.ChoiceField(label=_("Đơn vị ban hành"))
    type_name = forms.CharField(label=_("Tên loại"), max_length=60, initial="Công văn")
    kind = forms.CharField(
        label=_("Ký hiệu loại (để trống với công văn)"),
        help_text=_("Ví dụ: TB, QĐ, BC"),
        required=False,
        max_length=12,
    )
    abstract = forms.CharField(label=_("Trích yếu nội dung"), required=False, max_length=500)
    issued_on = VietnameseDateField(label=_("Ngày tháng văn bản"))
    signer = forms.CharField(label=_("Người ký"), max_length=120)
    recipients = forms.CharField(label=_("Nơi nhận văn bản"), max_length=1000)
    archive_keeper = forms.CharField(
        label=_("Đơn vị, người nhận bản lưu"), required=False, max_length=120
    )
    copies = forms.IntegerField(label=_("Số lượng bản"), min_value=1, max_value=9_999, initial=1)
    field_order = (
        "unit type_name kind abstract issued_on signer recipients archive_keeper copies "
        "urgency secrecy remark"
    ).split()

    def __init__(
        self, data: Any = None, *, person: User, duties: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["unit"].choices = unit_choices(person, duties)  # type: ignore[attr-defined]

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"].strip()
        if kind and not kind.isalpha():
            raise ValidationError(_("Ký hiệu loại chỉ gồm chữ, như TB hoặc QĐ."))
        return kind

    def line(self) -> OutgoingLine:
        data = {name: value for name, value in self.cleaned_data.items() if name != "unit"}
        return OutgoingLine(**data)


class OutgoingCorrectionForm(forms.Form):
    recipients = forms.CharField(label=_("Nơi nhận văn bản"), max_length=1000)
    archive_keeper = forms.CharField(
        label=_("Đơn vị, người nhận bản lưu"), required=False, max_length=120
    )
    copies = forms.IntegerField(label=_("Số lượng bản"), min_value=1, max_value=9_999)
    remark = forms.CharField(label=_("Ghi chú"), required=False, max_length=300)


class IncomingForm(SecretLineForm):
    """A paper that came in, in the order of the register's columns."""

    unit = forms.ChoiceField(label=_("Đơn vị nhận"))
    arrived_on = VietnameseDateField(label=_("Ngày đến"))
    author = forms.CharField(label=_("Tác giả (nơi gửi)"), max_length=200)
    document_number = forms.CharField(label=_("Số, ký hiệu văn bản"), required=False, max_length=80)
    document_on = VietnameseDateField(label=_("Ngày tháng văn bản"), required=False)
    type_name = forms.CharField(label=_("Tên loại"), required=False, max_length=60)
    abstract = forms.CharField(label=_("Trích yếu nội dung"), required=False, max_length=500)
    receiver = forms.CharField(label=_("Đơn vị hoặc người nhận"), required=False, max_length=200)
    forwarded_on = VietnameseDateField(label=_("Ngày chuyển"), required=False)
    signed_for_by = forms.CharField(label=_("Ký nhận"), required=False, max_length=120)
    due_on = VietnameseDateField(label=_("Hạn trả lời"), required=False)
    source_code = forms.CharField(
        label=_("Số vào sổ hoặc mã vụ việc liên quan"), required=False, max_length=60
    )
    field_order = (
        "unit arrived_on author document_number document_on type_name abstract receiver "
        "forwarded_on signed_for_by due_on source_code urgency secrecy remark"
    ).split()

    def __init__(
        self, data: Any = None, *, person: User, duties: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["unit"].choices = unit_choices(person, duties)  # type: ignore[attr-defined]

    def clean_arrived_on(self) -> date:
        day: date = self.cleaned_data["arrived_on"]
        if day and day > today():
            raise ValidationError(_("Ngày đến không thể sau hôm nay."))
        return day

    def line(self) -> IncomingLine:
        data = {n: v for n, v in self.cleaned_data.items() if n not in {"unit", "source_code"}}
        return IncomingLine(**data)


class ScanForm(forms.Form):
    file = forms.FileField(label=_("Bản quét"), help_text=_("Nhận .pdf, .jpg, .png; tới 40 MB."))


class TextForm(forms.Form):
    text = forms.CharField(
        label=_("Chữ trong bản quét"),
        widget=forms.Textarea(attrs={"rows": 18}),
        required=False,
        max_length=400_000,
    )


class WordingForm(forms.Form):
    """The text of a form, as plain text."""

    after = forms.IntegerField(widget=forms.HiddenInput)
    unit = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Lời mẫu"),
        widget=forms.Textarea(attrs={"rows": 32, "class": "form-text"}),
        max_length=60_000,
        strip=False,
        required=False,
    )
    file = forms.FileField(label=_("Hoặc chọn tệp .txt đã sửa (không bắt buộc)"), required=False)
    note = forms.CharField(label=_("Sửa gì (không bắt buộc)"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file = data.get("file")
        if file is not None:
            data["text"] = _text_of(file)
        if not (data.get("text") or "").strip():
            self.add_error("text", _("Mẫu chưa có chữ nào."))
        return data


def _text_of(file: Any) -> str:
    """The text of an uploaded form; Notepad's mark at its start is left out."""
    if file.size > 200_000:
        raise ValidationError(_("Tệp mẫu lớn quá mức cho phép."))
    try:
        return str(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValidationError(
            _("Tệp không phải chữ UTF-8. Lưu lại dạng UTF-8 rồi chọn lại.")
        ) from error


class LetterheadForm(forms.ModelForm):  # type: ignore[type-arg]
    since = VietnameseDateField(label=_("Dùng từ ngày"))

    class Meta:
        model = Letterhead
        fields = (
            "since",
            "system",
            "superior",
            "issuer",
            "symbol",
            "letter_symbol",
            "place",
            "head_title",
            "authority",
            "collective",
            "signing",
            "basis",
            "address",
            "phone",
            "archive",
            "term",
        )
        help_texts = {
            "symbol": _("Sau tên loại trong số ký hiệu, như UBND trong 05/TB-UBND"),
            "letter_symbol": _("Nếu công văn dùng ký hiệu khác, như UBND-NC"),
            "authority": _("Như “Chủ tịch Ủy ban nhân dân phường Vĩnh Tân”"),
            "collective": _("Như “Ủy ban nhân dân”, “Ban Thường trực”"),
            "archive": _("Như “Lưu: VT, TCD”; để trống thì theo hệ thống"),
            "term": _("Cơ quan Đảng đánh số theo nhiệm kỳ, như 2025-2030"),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("system") == "party" and not data.get("term", "").strip():
            self.add_error("term", _("Cơ quan Đảng đánh số theo nhiệm kỳ: ghi nhiệm kỳ."))
        return data

    def validate_unique(self) -> None:
        """One letterhead a day is kept by the service, which corrects it."""


class SeriesStartForm(forms.Form):
    """Where the paper register stands when an office begins to number here."""

    book = forms.ChoiceField(
        label=_("Sổ"), choices=[("outgoing", _("Văn bản đi")), ("incoming", _("Văn bản đến"))]
    )
    kind = forms.CharField(
        label=_("Ký hiệu loại (chỉ cơ quan Đảng)"), required=False, max_length=12
    )
    last = forms.IntegerField(label=_("Số cuối đã cấp trên sổ giấy"), min_value=1, max_value=99_999)


class SeriesCloseForm(forms.Form):
    on = VietnameseDateField(label=_("Đóng từ ngày"))
    reason = forms.CharField(label=_("Lý do, số quyết định"), max_length=200)
