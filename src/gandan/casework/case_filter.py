"""What the list of cases can be narrowed by; each figure on a leader's page is such an address."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.db.models import BigIntegerField, ExpressionWrapper, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gandan.casework.late import COUNTED
from gandan.casework.models import KIND_CHOICES, CaseQuerySet, Raising, Turn
from gandan.casework.rates import owed
from gandan.casework.search import SEARCH
from gandan.core.first_found import first_found
from gandan.core.form_fields import VietnameseDateField
from gandan.core.pages import Keys
from gandan.core.search import Found

NEWEST = (F("opened_on").desc(nulls_last=True), "-id")
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
    """``rows`` can be read newest first, ``counted`` are the same to be counted.

    ``keys`` finds a page of them sooner, where it is known.
    """

    rows: CaseQuerySet
    counted: CaseQuerySet
    keys: Keys | None = None


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
    rows = rows.order_by(*NEWEST)
    if query := chosen.get("q"):
        return _found(rows, query, is_narrowed=bool(set(chosen) - {"q"}))
    return NarrowedCases(rows, rows)


def _found(rows: CaseQuerySet, query: str, *, is_narrowed: bool) -> NarrowedCases:
    """Cases of this code, or whose letters hold the words; the index knows names as well.

    Cases found by a rare word are few and are sorted. For a word that many letters hold it is
    quicker to go through the cases as they stand, the newest first, until a page is full: the
    sum keeps databases from fetching all of them by their keys.
    """
    found = SEARCH.found(query)
    by_code = Q(code=query.upper()) if _CODE.fullmatch(query) else Q(pk=None)
    if found is None or not found.is_common:
        held = list(_raised_by(found).values_list("case_id", flat=True)) if found else []
        few = rows.filter(by_code | Q(pk__in=held))
        return NarrowedCases(few, few)
    key = ExpressionWrapper(F("pk") + 0, output_field=BigIntegerField())
    holding = rows.alias(key=key).filter(key__in=_raised_by(found).values("case"))
    keys = None if is_narrowed else first_found(rows, partial(_held, found), holding)
    return NarrowedCases(holding, rows.filter(found.at(AT)).distinct(), keys)


def _raised_by(found: Found) -> QuerySet[Raising]:
    return Raising.objects.filter(found.at("submission"))


def _held(found: Found, cases: Sequence[int]) -> set[int]:
    """Those of ``cases`` that a found letter raises."""
    links = list(Raising.objects.filter(case__in=cases).values_list("case_id", "submission_id"))
    letters = found.among([letter for _case, letter in links])
    return {case for case, letter in links if letter in letters}


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
