"""Forms of packs and of the tasks that come of them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gandan.casework.step_forms import SentFileField
from gandan.core.form_fields import VietnameseDateField
from gandan.overview.forms import PeriodForm
from gandan.units.models import Unit
from gandan.units.policy import UnitTree, today
from gandan.units.selectors import UnitNames

PART_CHOICES = [
    ("worse", _("Mới và xấu đi")),
    ("late", _("Quá hạn")),
    ("tasks", _("Việc đã kết luận")),
    ("asks", _("Xin ý kiến")),
    ("unknown", _("Chưa biết")),
]


class PackForm(PeriodForm):
    title = forms.CharField(label=_("Tên (không bắt buộc)"), required=False, max_length=200)


class SentenceForm(forms.Form):
    text = forms.CharField(
        label=_("Câu"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Ghi câu. Muốn bỏ câu này thì bấm Bỏ câu.")},
    )
    after = forms.IntegerField(widget=forms.HiddenInput)


class OwnSentenceForm(SentenceForm):
    part = forms.ChoiceField(label=_("Đặt ở phần"))

    field_order = ("part", "text", "after")

    def __init__(self, *args: Any, problems: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["part"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*PART_CHOICES, (_("Trong một vấn đề"), problems)]


class ProblemForm(forms.Form):
    """One change of the list of problems."""

    do = forms.ChoiceField(choices=[(one, one) for one in ("up", "down", "drop", "add")])
    key = forms.CharField(max_length=64)
    reason = forms.CharField(required=False, max_length=600)
    after = forms.IntegerField()


class TitleForm(forms.Form):
    title = forms.CharField(label=_("Tên tài liệu"), max_length=200)


class TaskForm(forms.Form):
    """What was decided: a task with its owner and day."""

    ask = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Việc phải làm"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )
    owner = forms.ChoiceField(label=_("Đơn vị thực hiện"))
    due_on = VietnameseDateField(label=_("Xong trước hết ngày"))

    def __init__(self, *args: Any, scope: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = today()
        units = UnitNames.on(day).choices(UnitTree.on(day).subtree(scope))
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *units]

    def clean_owner(self) -> Unit:
        return Unit.objects.get(pk=self.cleaned_data["owner"])


class ReasonForm(forms.Form):
    ask = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Lý do"), max_length=400)


class ReportForm(forms.Form):
    """What the owner of a task says of it."""

    text = forms.CharField(
        label=_("Đã làm gì"),
        help_text=_("Việc gì, ngày nào, xem ở đâu."),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    file = SentFileField(
        label=_("Minh chứng (không bắt buộc)"),
        help_text=_("Ảnh .jpg, .png, tệp .pdf, .docx hay .zip, tới 25 MB."),
        required=False,
    )
    is_done = forms.BooleanField(label=_("Việc đã xong"), required=False)
