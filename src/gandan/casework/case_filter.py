"""What the list of cases can be narrowed by; each figure on a leader's page is such an address."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gandan.casework.late import COUNTED
from gandan.casework.models import KIND_CHOICES, Case, Raising, Submission, Turn
from gandan.casework.rates import owed
from gandan.casework.search import SEARCH
from gandan.core.form_fields import VietnameseDateField

STATE_CHOICES = [
    ("", _("Mọi vụ việc")),
    ("open", _("Chưa xong")),
    ("followed", _("Theo dõi thời hạn")),
    ("answered", _("Đã trả lời")),
    ("settled", _("Đã giải quyết xong")),
    ("owed", _("Phải thực hiện")),
    ("carried_out", _("Đã thực hiện xong")),
    ("late", _("Quá hạn")),
    ("repeated", _("Gửi từ lần 2 trở lên")),
]


class CaseFilter(forms.Form):
    q = forms.CharField(label=_("Mã hoặc tên vụ việc"), required=False, max_length=200)
    state = forms.ChoiceField(label=_("Trạng thái"), required=False, choices=STATE_CHOICES)
    kind = forms.ChoiceField(
        label=_("Loại"), required=False, choices=[("", _("Tất cả loại đơn")), *KIND_CHOICES]
    )
    since = VietnameseDateField(label=_("Mở từ ngày"), required=False)
    until = VietnameseDateField(label=_("Đến hết ngày"), required=False)


def narrowed_cases(rows: QuerySet[Case], form: CaseFilter, day: date) -> QuerySet[Case]:
    """Apply a filter; a field that is wrong is shown as an error and not applied."""
    form.is_valid()
    chosen: dict[str, Any] = {name: v for name, v in form.cleaned_data.items() if v}
    condition = Q()
    if query := chosen.get("q"):
        condition &= Q(code=query.upper()) | Q(pk__in=_named(query))
    if chosen.get("kind"):
        condition &= Q(kind=chosen["kind"])
    if chosen.get("since"):
        condition &= Q(opened_on__gte=chosen["since"])
    if chosen.get("until"):
        condition &= Q(opened_on__lte=chosen["until"])
    return rows.filter(condition & _state(chosen.get("state", ""), day))


def _named(query: str) -> QuerySet[Any, Any]:
    """Cases whose letters hold the words; the index knows the names of cases as well."""
    letters = Submission.objects.filter(SEARCH.matching(query) or Q(pk=None))
    return Raising.objects.filter(submission__in=letters).values("case")


def _state(name: str, day: date) -> Q:
    states = {
        "open": ~Q(turn=Turn.REST),
        "followed": Q(is_followed=True, came_by=None),
        "answered": Q(is_followed=True, came_by=None, answered_on__lte=day),
        "settled": Q(is_followed=True, came_by=None, settled_on__lte=day),
        "owed": Q(is_followed=True, came_by=None) & owed(),
        "carried_out": Q(is_followed=True, came_by=None, carried_out_on__lte=day),
        "late": Q(
            turn__in=[Turn.OFFICE, Turn.OUTSIDE],
            next_due_on__lt=day,
            next_due_kind__in=COUNTED,
        ),
        "repeated": Q(round__gt=1),
    }
    return states.get(name, Q())
