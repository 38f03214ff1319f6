"""Forms of reports: a report's own cells and sections, rounds, indicators, form layouts."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gandan.casework.step_forms import SentFileField
from gandan.core.figure_fields import FigureField
from gandan.core.form_fields import VietnameseDateField, VietnameseSelect
from gandan.core.regime import coded_period, regime_choices
from gandan.domain.periods import HANOI, PeriodError, Span, read_period, span_of
from gandan.domain.reporting import FormulaError, parse_formula
from gandan.reports.cells import Cell
from gandan.reports.models import FormSection, FormVersion, Indicator
from gandan.reports.registered import REGISTER_CHOICES, registered
from gandan.reports.statutory_columns import COLUMNS
from gandan.reports.words import measure_word

LONGEST_SECTION = 20_000
KIND_CHOICES = [
    ("ward", _("xã, phường")),
    ("district", _("quận, huyện")),
    ("department", _("sở, ban, ngành")),
    ("front", _("Mặt trận Tổ quốc")),
    ("organization", _("tổ chức chính trị - xã hội")),
    ("board", _("ban của cấp ủy")),
]


class WritingForm(forms.Form):
    """The cells and sections of one report; ``after`` is the revision that was shown."""

    after = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, cells: Sequence[Cell], sections: Sequence[FormSection], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.cells = [cell for cell in cells if cell.is_written]
        self.sections = list(sections)
        for cell in self.cells:
            label = f"{cell.name} ({measure_word(cell.measure)})"
            self.fields[f"f_{cell.code}"] = FigureField(cell.measure, label=label)
        for section in self.sections:
            self.fields[f"s_{section.order}"] = forms.CharField(
                label=section.title,
                help_text=section.asks,
                required=False,
                max_length=LONGEST_SECTION,
                widget=forms.Textarea(attrs={"rows": 8}),
            )

    @property
    def figures(self) -> dict[str, Decimal | None]:
        return {cell.code: self.cleaned_data.get(f"f_{cell.code}") for cell in self.cells}

    @property
    def words(self) -> dict[str, str]:
        return {str(s.order): self.cleaned_data.get(f"s_{s.order}", "") for s in self.sections}

    def section_fields(self) -> Iterator[forms.BoundField]:
        for section in self.sections:
            yield self[f"s_{section.order}"]


def initial_of(
    cells: Sequence[Cell], figures: Mapping[str, str], words: Mapping[str, str], revision: int
) -> dict[str, Any]:
    """The values that a report's form begins with, as people here write them."""
    shown: dict[str, Any] = {"after": revision}
    for cell in cells:
        if figures.get(cell.code):
            shown[f"f_{cell.code}"] = written_figure(Decimal(figures[cell.code]))
    return shown | {f"s_{order}": text for order, text in words.items()}


def written_figure(value: Decimal) -> str:
    """12,5 and 1.284 in every language: this is what the cell reads back."""
    whole, _point, rest = f"{value:f}".partition(".")
    rest = rest.rstrip("0")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{grouped},{rest}" if rest else grouped


class ReasonForm(forms.Form):
    """A reason: why it is sent back, corrected, or stands as it is."""

    text = forms.CharField(
        label=_("Lý do"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ExplainForm(ReasonForm):
    key = forms.CharField(max_length=120, widget=forms.HiddenInput)
    about = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ProofForm(forms.Form):
    cell = forms.ChoiceField(label=_("Cho chỉ tiêu"), required=False)
    file = SentFileField(label=_("Tệp minh chứng"))

    def __init__(self, cells: Sequence[Cell], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = [("", _("cả báo cáo"))]
        self.fields["cell"].choices = whole + [(c.code, c.name) for c in cells if c.is_written]  # type: ignore[attr-defined]


class SheetForm(forms.Form):
    file = forms.FileField(label=_("Bảng tính .xlsx"))


def version_name(version: FormVersion) -> str:
    return f"{version.form.name}, {_('bản')} {version.number}"


class RoundForm(forms.Form):
    """A period of the reporting regime, or one by its name, or by two instants."""

    version = forms.ModelChoiceField(
        label=_("Mẫu báo cáo"),
        queryset=FormVersion.objects.none(),
        empty_label=_("Chọn mẫu báo cáo"),
    )
    regime = forms.ChoiceField(
        label=_("Kỳ của chế độ báo cáo"),
        required=False,
        help_text=_("Chốt ngày 14, tính từ ngày 15 của kỳ trước. Chọn kỳ khác nếu cắt cách khác."),
    )
    period = forms.CharField(
        label=_("Kỳ theo lịch"),
        required=False,
        max_length=40,
        help_text=_("Như tháng 6/2026, quý II/2026, 2026. Để trống nếu ghi hai mốc ở dưới."),
    )
    label = forms.CharField(label=_("Tên kỳ khi ghi hai mốc"), required=False, max_length=120)
    since_on = VietnameseDateField(label=_("Từ ngày"), required=False)
    until_on = VietnameseDateField(label=_("Đến ngày"), required=False)
    hour = forms.TypedChoiceField(
        label=_("Mốc giờ"),
        coerce=int,
        required=False,
        choices=[(0, _("0 giờ")), (12, _("12 giờ trưa")), (17, _("17 giờ"))],
    )
    kinds = forms.MultipleChoiceField(
        label=_("Đơn vị phải gửi"), choices=KIND_CHOICES, widget=forms.CheckboxSelectMultiple
    )
    due_on = VietnameseDateField(label=_("Gửi chậm nhất ngày"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regime = self.fields["regime"]
        assert isinstance(regime, forms.ChoiceField)
        regime.choices = [("", _("Kỳ khác, ghi ở dưới")), *regime_choices(today)]
        versions = FormVersion.objects.filter(published_at__isnull=False).select_related("form")
        field = self.fields["version"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = versions.order_by("form__name", "-number")
        field.label_from_instance = version_name  # type: ignore[assignment,method-assign]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        try:
            data["span"] = self._span(data)
        except PeriodError as error:
            self.add_error("period", str(error))
        return data

    def _span(self, data: Mapping[str, Any]) -> Span:
        chosen = coded_period(data.get("regime") or "")
        if chosen is not None and not (data.get("period") or data.get("label")):
            return span_of(chosen)
        if chosen is not None:
            raise PeriodError(str(_("Đã chọn kỳ của chế độ báo cáo thì để trống kỳ khác.")))
        if data.get("period"):
            return span_of(read_period(data["period"]))
        if not (data.get("since_on") and data.get("until_on") and data.get("label")):
            raise PeriodError(str(_("Chọn kỳ, hoặc ghi đủ tên kỳ và hai ngày mốc.")))
        at = time(data.get("hour") or 0)
        since = datetime.combine(data["since_on"], at, HANOI)
        return Span(data["label"], since, datetime.combine(data["until_on"], at, HANOI))


class RegisterSelect(VietnameseSelect):
    """Only columns of statutory tables have no English name."""

    def is_vietnamese(self, value: Any) -> bool:
        return value in COLUMNS


class IndicatorForm(forms.ModelForm):  # type: ignore[type-arg]
    since = VietnameseDateField(label=_("Dùng từ ngày"))
    register_key = forms.ChoiceField(
        label=_("Sổ đếm gì"), required=False, choices=REGISTER_CHOICES, widget=RegisterSelect
    )

    class Meta:
        model = Indicator
        fields = (
            "code",
            "name",
            "measure",
            "definition",
            "source",
            "register_key",
            "formula",
            "needs_proof",
            "since",
        )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].strip().upper()
        try:
            codes = parse_formula(code).codes
        except FormulaError:
            codes = ()
        if codes != (code,):
            raise ValidationError(_("Mã gồm chữ cái không dấu và chữ số, như DT01."))
        return code

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        source, key = data.get("source"), data.get("register_key")
        if source == "register" and not key:
            self.add_error("register_key", _("Chọn sổ đếm gì."))
        if source == "computed" and not data.get("formula"):
            self.add_error("formula", _("Ghi công thức."))
        counted = registered(key) if source == "register" and key else None
        if counted is not None and counted.measure != data.get("measure"):
            self.add_error("measure", _("Sổ đếm chỉ tiêu này theo đơn vị tính khác."))
        if data.get("formula"):
            try:
                parse_formula(data["formula"])
            except FormulaError as error:
                self.add_error("formula", str(error))
        return data


class NewForm(forms.Form):
    code = forms.SlugField(label=_("Mã mẫu"), max_length=40, help_text=_("Như dan-van-quy."))
    name = forms.CharField(label=_("Tên báo cáo"), max_length=200)
    basis = forms.CharField(label=_("Căn cứ"), max_length=300, required=False)


class LayoutForm(forms.Form):
    """One line for each cell and section, as it stands in the form; or a workbook with the same."""

    cells = forms.CharField(
        label=_("Chỉ tiêu"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text=_(
            "Mỗi dòng một mã chỉ tiêu. Dòng bắt đầu bằng # là tên nhóm. Thêm ? sau mã nếu không bắt buộc."
        ),
    )
    sections = forms.CharField(
        label=_("Mục viết lời"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Mỗi dòng một mục: tên mục, dấu |, câu hỏi mục đó phải trả lời. Thêm ? ở đầu dòng nếu không bắt buộc."
        ),
    )
    file = forms.FileField(
        label=_("Hoặc nạp từ .xlsx"),
        required=False,
        help_text=_("Trang tính có cột Mã, Nhóm, Bắt buộc; dòng nào có Mục thì là mục viết lời."),
    )
