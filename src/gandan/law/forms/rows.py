"""What an editable row of law may say: one form for each table, the basis alike in all."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gandan.core.form_fields import VietnameseDateField
from gandan.core.language import localized_lazy
from gandan.domain.competence import COMPETENT
from gandan.domain.deadlines import Condition, StartEvent, TimeUnit
from gandan.law.models import LawRow
from gandan.law.tables import Content, Table
from gandan.units.models import Mark
from gandan.units.policy import today
from gandan.units.selectors import units_on

MARKS = [(m.value, m.label) for m in Mark if m != Mark.SYNTHETIC]
UNITS = [(u.value, localized_lazy(u.label, u.label_en)) for u in TimeUnit]
EVENTS = [(e.value, localized_lazy(e.label, e.label_en)) for e in StartEvent]
PLACES = [(code, localized_lazy(*names)) for code, names in COMPETENT.items()]
BASIS = ("article", "mark", "doubt", "note")


class BasisForm(forms.Form):
    """What every editable row has; subclasses put the table's own fields first."""

    article = forms.CharField(
        label=_("Căn cứ"),
        help_text=_(
            "Ghi như: Law 02/2011/QH13, art. 28.1. Nhiều căn cứ cách nhau bằng dấu chấm phẩy."
        ),
        max_length=300,
        required=False,
    )
    mark = forms.ChoiceField(label=_("Mức tin cậy"), choices=MARKS)
    doubt = forms.CharField(
        label=_("Điều cần xem (không bắt buộc)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    note = forms.CharField(
        label=_("Ghi chú (không bắt buộc)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason = forms.CharField(
        label=_("Vì sao sửa"),
        help_text=_("Ghi văn bản hoặc lỗi đã thấy; lưu vào lịch sử và nhật ký."),
        max_length=500,
    )
    own: tuple[str, ...] = ()

    def changes(self) -> Content:
        """The fields of the row that this form holds, as its table reads them."""
        names = (*self.own, "article", "mark", "doubt", "note")
        return {name: self.cleaned_data[name] for name in names}

    @classmethod
    def initial_of(cls, row: LawRow) -> Content:
        return {name: row.content.get(name, "") for name in (*cls.own, *BASIS)}


class TimeLimitForm(BasisForm):
    own = ("amount", "unit", "roll", "decided_by")
    amount = forms.IntegerField(label=_("Số lượng"), min_value=1, max_value=3_660)
    unit = forms.ChoiceField(label=_("Đơn vị tính"), choices=UNITS)
    variants = forms.CharField(
        label=_("Mức khác theo điều kiện (không bắt buộc)"),
        help_text=_(
            "Mỗi dòng một mức: điều kiện, dấu hai chấm, số. Điều kiện: complex, remote, dismissal, several_places."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    roll = forms.BooleanField(
        label=_("Ngày cuối là ngày nghỉ thì chuyển sang ngày làm việc"), required=False
    )
    decided_by = forms.ChoiceField(label=_("Luật áp dụng theo ngày"), choices=EVENTS)
    field_order = ["amount", "unit", "variants", "roll", "decided_by"]

    def clean_variants(self) -> list[Content]:
        lines = self.cleaned_data["variants"].splitlines()
        return [_variant(line) for line in lines if line.strip()]

    def changes(self) -> Content:
        return {**super().changes(), "variants": self.cleaned_data["variants"]}

    @classmethod
    def initial_of(cls, row: LawRow) -> Content:
        lines = [f"{' + '.join(v['when'])}: {v['amount']}" for v in row.content.get("variants", ())]
        found = super().initial_of(row) | {"variants": "\n".join(lines)}
        found["unit"] = found["unit"] or TimeUnit.DAY
        found["decided_by"] = found["decided_by"] or row.content["starts_on"][0]
        return found


def _variant(line: str) -> Content:
    """Read "remote + complex: 60". Raises ``ValidationError``."""
    names, _colon, amount = line.partition(":")
    when = [name.strip() for name in names.split("+") if name.strip()]
    known = {str(condition) for condition in Condition}
    if not when or not set(when) <= known or not amount.strip().isdigit():
        raise ValidationError(
            _("Không đọc được dòng “%(line)s”. Ghi như: remote + complex: 60."),
            params={"line": line.strip()[:60]},
        )
    return {"when": when, "amount": int(amount)}


class OfficeHoursForm(BasisForm):
    own = ("late_receipt",)
    hours = forms.CharField(
        label=_("Giờ làm việc"), help_text=_("Ghi như: 08:00-12:00, 13:00-17:00"), max_length=100
    )
    late_receipt = forms.ChoiceField(
        label=_("Gửi sau giờ làm việc"),
        choices=[
            ("next_working_day", _("tính là nhận ngày làm việc tiếp theo")),
            ("same_day", _("tính là nhận trong ngày")),
        ],
    )
    field_order = ["hours", "late_receipt"]

    def changes(self) -> Content:
        spans = [span.strip() for span in self.cleaned_data["hours"].split(",") if span.strip()]
        return {**super().changes(), "hours": spans}

    @classmethod
    def initial_of(cls, row: LawRow) -> Content:
        return super().initial_of(row) | {"hours": ", ".join(row.content["hours"])}


class CompetenceForm(BasisForm):
    own = ("competent", "reason_shown")
    competent = forms.ChoiceField(label=_("Nơi có thẩm quyền"), choices=PLACES)
    reason_shown = forms.CharField(
        label=_("Lý do hiện cho người xử lý"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ["competent", "reason_shown"]

    def changes(self) -> Content:
        found = super().changes()
        return {**found, "reason": found.pop("reason_shown")}

    @classmethod
    def initial_of(cls, row: LawRow) -> Content:
        return super().initial_of(row) | {"reason_shown": row.content["reason"]}


class EligibilityForm(BasisForm):
    own = ("missing",)
    missing = forms.CharField(label=_("Câu hiện khi thiếu"), max_length=300)
    field_order = ["missing"]


class NumberForm(BasisForm):
    own = ("value",)
    value = forms.IntegerField(label=_("Con số"), min_value=1, max_value=10_000)
    field_order = ["value"]


class MinimumForm(BasisForm):
    own = ("days", "per")
    days = forms.IntegerField(label=_("Số ngày"), min_value=1, max_value=31)
    per = forms.ChoiceField(
        label=_("Trong"), choices=[("week", _("mỗi tuần")), ("month", _("mỗi tháng"))]
    )
    field_order = ["days", "per"]


FORMS: dict[str, type[BasisForm]] = {
    Table.TIME_LIMIT: TimeLimitForm,
    Table.OFFICE_HOURS: OfficeHoursForm,
    Table.COMPETENCE: CompetenceForm,
    Table.ELIGIBILITY: EligibilityForm,
    Table.LETTERS: NumberForm,
    Table.MINIMUM: MinimumForm,
}


class StartForm(forms.Form):
    """From which day a new law applies."""

    valid_from = VietnameseDateField(label=_("Luật mới có hiệu lực từ ngày"))


class UnitForm(forms.Form):
    """For which unit a service level of its own is set."""

    unit = forms.ChoiceField(label=_("Đơn vị"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(version.unit.code, version.name) for version in units_on(today())]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]
