"""What the list of cases can be narrowed by; each figure on a leader's page is such an address."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import BigIntegerField, ExpressionWrapper, F, Q
from django.utils.translation import gettext_lazy as _

from gandan.casework.late import COUNTED
from gandan.casework.models import KIND_CHOICES, CaseQuerySet, Raising, Turn
from gandan.casework.rates import owed
from gandan.casework.search import SEARCH
from gandan.core.form_fields import VietnameseDateField

# Up to so many letters with a word, their cases are few enough to be sorted.
RARE = 2_000
AT = "raisings__submission"
_CODE = re.compile(r"\S*\d\S*")
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


@dataclass(frozen=True)
class NarrowedCases:
    """``rows`` can be read newest first, ``counted`` are the same to be counted."""

    rows: CaseQuerySet
    counted: CaseQuerySet


def narrowed_cases(rows: CaseQuerySet, form: CaseFilter, day: date) -> NarrowedCases:
    """Apply a filter; a field that is wrong is shown as an error and not applied."""
    form.is_valid()
    chosen: dict[str, Any] = {name: v for name, v in form.cleaned_data.items() if v}
    condition = Q()
    if chosen.get("kind"):
        condition &= Q(kind=chosen["kind"])
    if chosen.get("since"):
        condition &= Q(opened_on__gte=chosen["since"])
    if chosen.get("until"):
        condition &= Q(opened_on__lte=chosen["until"])
    rows = rows.filter(condition & _state(chosen.get("state", ""), day))
    if query := chosen.get("q"):
        return _found(rows, query)
    return NarrowedCases(rows, rows)


def _found(rows: CaseQuerySet, query: str) -> NarrowedCases:
    """Cases of this code, or whose letters hold the words; the index knows names as well.

    Cases found by a rare word are few and are sorted. For a word that many letters hold it is
    quicker to go through the cases as they stand, the newest first, until a page is full: the
    sum keeps databases from fetching all of them by their keys.
    """
    found = SEARCH.found(query)
    held = Raising.objects.filter(found.at("submission")) if found else Raising.objects.none()
    code = query.upper()
    by_code = Q(code=code) if _CODE.fullmatch(query) else Q(pk=None)
    is_common = found is not None and found.is_common
    # The keys themselves, not a query of them: PostgreSQL would take the few for many.
    keys = [] if is_common else list(held.values_list("case_id", flat=True)[: RARE + 1])
    if found is None or (len(keys) <= RARE and not is_common):
        few = rows.filter(by_code | Q(pk__in=keys))
        return NarrowedCases(few, few)
    key = ExpressionWrapper(F("pk") + 0, output_field=BigIntegerField())
    ordered = rows.alias(key=key).filter(key__in=held.values("case"))
    return NarrowedCases(ordered, rows.filter(found.at(AT)).distinct())


def _state(name: str, day: date) -> Q:
    states = {
        "open": Q(turn__in=[one for one in Turn if one != Turn.REST]),
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
