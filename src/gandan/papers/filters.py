"""What the registers and the list of papers can be narrowed by; a filtered list is an address."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.core.form_fields import VietnameseDateField
from gandan.core.search import SearchIndex
from gandan.papers.forms import unit_choices
from gandan.papers.models import PaperState, Scan
from gandan.papers.search import INCOMING, OUTGOING
from gandan.units.policy import today

OUTGOING_STATES = {
    "standing": Q(is_cancelled=False),
    "cancelled": Q(is_cancelled=True),
    "here": Q(paper__isnull=False),
    "elsewhere": Q(paper=None),
}
INCOMING_STATES = ("to_forward", "due", "late", "to_confirm")


class RegisterFilter(forms.Form):
    """The fields that both registers share."""

    q = forms.CharField(label=_("Tìm"), required=False, max_length=200)
    unit = forms.ChoiceField(label=_("Đơn vị"), required=False)
    since = VietnameseDateField(label=_("Từ ngày"), required=False)
    until = VietnameseDateField(label=_("Đến hết ngày"), required=False)
    source = forms.CharField(label=_("Hồ sơ liên quan"), required=False, max_length=60)

    def __init__(self, data: Any, *, person: User) -> None:
        super().__init__(data)
        choices = [("", _("Mọi đơn vị")), *unit_choices(person)]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]


class OutgoingFilter(RegisterFilter):
    state = forms.ChoiceField(
        label=_("Trạng thái"),
        required=False,
        choices=[
            ("", _("Tất cả")),
            ("standing", _("Còn hiệu lực")),
            ("cancelled", _("Đã hủy")),
            ("here", _("Soạn ở đây")),
            ("elsewhere", _("Soạn nơi khác")),
        ],
    )


class IncomingFilter(RegisterFilter):
    state = forms.ChoiceField(
        label=_("Trạng thái"),
        required=False,
        choices=[
            ("", _("Tất cả")),
            ("to_forward", _("Chưa chuyển")),
            ("due", _("Có hạn trả lời")),
            ("late", _("Quá hạn trả lời")),
            ("to_confirm", _("Bản quét chờ xác nhận chữ")),
        ],
    )


class PaperFilter(forms.Form):
    state = forms.ChoiceField(
        label=_("Trạng thái"), required=False, choices=[("", _("Tất cả")), *PaperState.choices]
    )
    unit = forms.ChoiceField(label=_("Đơn vị"), required=False)
    author = forms.ChoiceField(
        label=_("Người soạn"),
        required=False,
        choices=[("", _("Mọi người")), ("me", _("Tôi soạn"))],
    )
    source = forms.CharField(label=_("Hồ sơ liên quan"), required=False, max_length=60)

    def __init__(self, data: Any, *, person: User) -> None:
        super().__init__(data)
        self.person = person
        choices = [("", _("Mọi đơn vị")), *unit_choices(person)]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Narrowed:
    rows: QuerySet[Any]
    in_use: bool


def narrow_outgoing(rows: QuerySet[Any], form: OutgoingFilter) -> Narrowed:
    condition, chosen = _shared(form, "issued_on", OUTGOING)
    if state := chosen.get("state"):
        condition &= OUTGOING_STATES[state]
    return Narrowed(rows.filter(condition).order_by("-issued_on", "-id"), bool(chosen))


def narrow_incoming(rows: QuerySet[Any], form: IncomingFilter) -> Narrowed:
    condition, chosen = _shared(form, "arrived_on", INCOMING)
    states = {
        "to_forward": Q(forwarded_on=None),
        "due": Q(due_on__isnull=False),
        "late": Q(due_on__lt=today()),
        "to_confirm": Q(
            pk__in=Scan.objects.filter(state=Scan.State.READY, confirmed_by=None).values("entry")
        ),
    }
    if state := chosen.get("state"):
        condition &= states[state]
    return Narrowed(rows.filter(condition).order_by("-arrived_on", "-id"), bool(chosen))


def narrow_papers(rows: QuerySet[Any], form: PaperFilter) -> Narrowed:
    form.is_valid()
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    condition = Q()
    if "state" in chosen:
        condition &= Q(state=chosen["state"])
    if "unit" in chosen:
        condition &= Q(unit_id=int(chosen["unit"]))
    if "author" in chosen:
        condition &= Q(created_by=form.person)
    if "source" in chosen:
        condition &= Q(source_code=chosen["source"].strip())
    return Narrowed(rows.filter(condition).order_by("-id"), bool(chosen))


def _shared(form: RegisterFilter, day: str, index: SearchIndex) -> tuple[Q, dict[str, Any]]:
    """A filter field that is wrong is shown as an error and not applied."""
    form.is_valid()
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    condition = _dates(day, chosen.get("since"), chosen.get("until"))
    if "unit" in chosen:
        condition &= Q(unit_id=int(chosen["unit"]))
    if "source" in chosen:
        condition &= Q(source_code=chosen["source"].strip())
    if "q" in chosen:
        condition &= index.matching(chosen["q"]) or Q(pk=None)
    return condition, chosen


def _dates(field: str, since: date | None, until: date | None) -> Q:
    condition = Q()
    if since:
        condition &= Q(**{f"{field}__gte": since})
    if until:
        condition &= Q(**{f"{field}__lte": until})
    return condition


def known_query(given: QueryDict, form: type[forms.Form]) -> str:
    """The filter part of an address: the form's own fields only, in their order."""
    return urlencode([(n, value) for n in form.base_fields if (value := given.get(n))])
