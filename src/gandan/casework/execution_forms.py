"""Forms of what a decision orders and of what was carried out; amounts as people write them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from gandan.casework.execution import Execution
from gandan.casework.execution_words import (
    amount_words,
    done_label,
    finding_words,
    finished_words,
    label,
    unit_word,
)
from gandan.casework.step_forms import SentFileField
from gandan.core.figure_fields import FigureField
from gandan.core.form_fields import VietnameseDateField
from gandan.documents.numbers import number
from gandan.domain.execution import (
    ExecutionError,
    Finding,
    OrderedMeasure,
    amount_of,
    figure_of,
)
from gandan.domain.reporting import Measure
from gandan.domain.statistics import CellUnit

_M = OrderedMeasure
GROUPS = (
    (_("Thu hồi cho Nhà nước"), (_M.RECOVERED_MONEY, _M.RECOVERED_LAND)),
    (
        _("Trả lại cho tổ chức"),
        (_M.MONEY_TO_ORGANIZATIONS, _M.LAND_TO_ORGANIZATIONS, _M.ORGANIZATIONS_RESTORED),
    ),
    (
        _("Trả lại cho cá nhân"),
        (_M.MONEY_TO_INDIVIDUALS, _M.LAND_TO_INDIVIDUALS, _M.INDIVIDUALS_RESTORED),
    ),
    (
        _("Kiến nghị xử lý hành chính"),
        (_M.PEOPLE_SANCTIONED, _M.OFFICIALS_SANCTIONED, _M.ORGANIZATIONS_SANCTIONED),
    ),
    (
        _("Chuyển cơ quan điều tra"),
        (_M.CASES_INVESTIGATED, _M.PEOPLE_INVESTIGATED, _M.OFFICIALS_INVESTIGATED),
    ),
)


class AmountsForm(forms.Form):
    """A field for each measure, named ``m_…``; a blank or 0 is nothing."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def add_amounts(self, measures: Iterable[OrderedMeasure], labels: Mapping[Any, str]) -> None:
        for one in measures:
            measure = Measure.LAND if one.unit == CellUnit.LAND else Measure.ITEMS
            # What counts people, bodies or files says so already.
            measured = one.unit in {CellUnit.MONEY, CellUnit.LAND}
            words = f"{labels[one]} ({unit_word(one.unit)})" if measured else labels[one]
            self.fields[f"m_{one}"] = FigureField(measure, label=words)

    def fields_of(self, measures: Iterable[OrderedMeasure]) -> list[Any]:
        return [self[f"m_{one}"] for one in measures if f"m_{one}" in self.fields]

    @property
    def amounts(self) -> dict[OrderedMeasure, int]:
        """In parts, once the form is valid."""
        return {
            one: amount_of(one, figure)
            for one in OrderedMeasure
            if (figure := self.cleaned_data.get(f"m_{one}"))
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for one in OrderedMeasure:
            figure: Decimal | None = data.get(f"m_{one}")
            try:
                amount_of(one, figure or Decimal())
            except ExecutionError as error:
                self.show(error.findings)
        return data

    def show(self, findings: Iterable[Finding]) -> None:
        """Put each finding beside the figure it is about."""
        for finding in findings:
            name = f"m_{finding.measure}" if finding.measure else None
            self.add_error(name if name in self.fields else None, self.words_of(finding))

    def words_of(self, finding: Finding) -> str:
        return finding_words(finding)


class OrderingForm(AmountsForm):
    needed = forms.ChoiceField(
        label=_("Có nội dung phải thi hành không"),
        choices=[("yes", _("Có")), ("no", _("Không có nội dung phải thi hành"))],
        widget=forms.RadioSelect,
    )
    other = forms.CharField(
        label=_("Nội dung khác phải thi hành (không bắt buộc)"),
        max_length=300,
        required=False,
        help_text=_("Như: cấp lại giấy chứng nhận, xin lỗi công khai. Không ghi tên người."),
    )
    why = forms.CharField(
        label=_("Vì sao ghi lại"),
        max_length=300,
        validators=[MinLengthValidator(3)],
        help_text=_("Như: quyết định sửa đổi số 14/QĐ, nhập nhầm số. Bản trước còn nguyên."),
    )

    def __init__(self, data: Any, *, known: Execution) -> None:
        super().__init__(data, initial=_as_written(known))
        self.known = known
        self.add_amounts(OrderedMeasure, {one: label(one) for one in OrderedMeasure})
        if known.ordering is None:
            del self.fields["why"]

    def words_of(self, finding: Finding) -> str:
        """Where the case ended otherwise, it says so: here nothing else can be mended."""
        return finished_words(finding.fault, self.known.finish) or super().words_of(finding)

    @property
    def is_needed(self) -> bool:
        return bool(self.cleaned_data["needed"] == "yes")

    @property
    def groups(self) -> list[tuple[Any, list[Any]]]:
        return [(title, self.fields_of(measures)) for title, measures in GROUPS]

    @property
    def after(self) -> list[Any]:
        return [self[name] for name in ("other", "why") if name in self.fields]


def _as_written(known: Execution) -> dict[str, Any]:
    found: dict[str, Any] = {"version": known.case.version}
    if known.ordering is not None:
        found |= {"needed": "yes" if known.needed else "no", "other": known.ordering.other}
    return found | {f"m_{one}": typed(one, amount) for one, amount in known.ordered.items()}


def typed(measure: OrderedMeasure, amount: int) -> str:
    """20.000.000 or 12,5: as the field reads it back, in every language."""
    figure = figure_of(measure, amount)
    return number(float(figure), 0 if figure == int(figure) else 1)


class ResultForm(AmountsForm):
    """``ordered`` are the measures of the decision, ``others`` what may come besides."""

    on = VietnameseDateField(label=_("Ngày thi hành"))
    paper = forms.CharField(
        label=_("Giấy tờ chứng minh"),
        max_length=200,
        validators=[MinLengthValidator(3)],
        help_text=_(
            "Như: biên lai số 0123, biên bản bàn giao đất ngày 05/9/2026. Không ghi tên người."
        ),
    )
    file = SentFileField(label=_("Tệp minh chứng (không bắt buộc)"), required=False)
    why_over = forms.CharField(
        label=_("Vì sao nhiều hơn phải thi hành"),
        max_length=300,
        required=False,
        help_text=_("Chỉ ghi khi cộng lại nhiều hơn nội dung phải thi hành."),
    )

    def __init__(self, data: Any, files: Any = None, *, known: Execution, day: Any) -> None:
        initial = {"version": known.case.version, "on": day}
        super().__init__(data, files, initial=initial)
        self.known = known
        self.add_amounts(OrderedMeasure, {one: done_label(one) for one in OrderedMeasure})
        for one, amount in known.left.items():
            left = _("Còn %(amount)s.") % {"amount": amount_words(one, amount)}
            self.fields[f"m_{one}"].help_text = left

    @property
    def ordered(self) -> list[Any]:
        return self.fields_of(self.known.ordered)

    @property
    def others(self) -> list[Any]:
        return self.fields_of(one for one in OrderedMeasure if one not in self.known.ordered)

    @property
    def has_others(self) -> bool:
        """Whether something was written in what stands folded."""
        return any(field.value() for field in self.others)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not self.amounts:
            self.add_error(None, _("Ghi ít nhất một số đã thi hành."))
        return data

    def ask_why(self) -> None:
        words = _("Cộng lại nhiều hơn nội dung phải thi hành. Ghi vì sao, hoặc sửa số.")
        self.add_error("why_over", words)


class ReopenForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(
        label=_("Vì sao mở lại"),
        max_length=300,
        validators=[MinLengthValidator(3)],
        help_text=_(
            "Như: ghi nhầm vụ việc, còn khoản chưa thu. Lý do ở lại trong hồ sơ và nhật ký."
        ),
    )


class AnnulForm(forms.Form):
    why = forms.CharField(
        label=_("Vì sao hủy"),
        max_length=300,
        validators=[MinLengthValidator(3)],
        help_text=_("Dòng bị hủy còn nguyên trong hồ sơ, không tính vào tổng."),
    )
