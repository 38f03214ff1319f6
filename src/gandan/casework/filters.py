"""What a list of submissions can be narrowed by; a filtered list is an address."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.casework.models import (
    CHANNEL_CHOICES,
    KIND_CHOICES,
    CopySuggestion,
    Submission,
    seen_by,
)
from gandan.casework.search import SEARCH
from gandan.core.first_found import first_found
from gandan.core.form_fields import VietnameseDateField
from gandan.core.language import localized_lazy
from gandan.core.pages import Keys, one_after_other
from gandan.domain.taxonomy import FIELDS
from gandan.units.policy import reach_of, today
from gandan.units.selectors import UnitNames

FIELD_CHOICES = [(field.slug, localized_lazy(field.name, field.name_en)) for field in FIELDS]
NEWEST = (F("received_on").desc(nulls_last=True), "-id")
SORTS = {
    "": NEWEST,
    "oldest": (F("received_on").asc(nulls_last=True), "id"),
    "registered": ("-id",),
    "unsure": (F("confidence").asc(nulls_last=True), "-id"),
}
READ_IN_ORDER = ("", "registered")
SORT_CHOICES = [
    ("", _("Mới nhận trước")),
    ("oldest", _("Cũ nhất trước")),
    ("registered", _("Mới vào sổ trước")),
    ("unsure", _("Gợi ý kém chắc trước")),
]
STATE_CHOICES = [
    ("", _("Mọi trạng thái")),
    ("to_confirm", _("Chờ xác nhận gợi ý")),
    ("unclassified", _("Chưa phân loại")),
    ("confirmed", _("Đã xác nhận")),
    ("copies", _("Máy ngờ là bản sao")),
    ("damaged", _("Chữ hỏng")),
    ("undated", _("Chưa rõ ngày nhận")),
]
UNDATED = Q(received_on=None)
STATES = {
    "to_confirm": Q(classified_by=Submission.ClassifiedBy.MACHINE),
    "unclassified": Q(classified_by=Submission.ClassifiedBy.NOBODY),
    "confirmed": Q(classified_by=Submission.ClassifiedBy.PERSON),
    "damaged": Q(is_damaged=True),
    "undated": UNDATED,
}


def suggested_copies(person: User) -> Q:
    """Letters that wait to be joined with another one that ``person`` sees."""
    waiting = Q(copy_suggestion__state=CopySuggestion.State.SUGGESTED)
    return waiting & seen_by(person, "copy_suggestion__original")


class SubmissionFilter(forms.Form):
    """The filter form above the list; every value is optional."""

    q = forms.CharField(label=_("Tìm"), required=False, max_length=200)
    state = forms.ChoiceField(label=_("Trạng thái"), required=False, choices=STATE_CHOICES)
    kind = forms.ChoiceField(
        label=_("Loại đơn"), required=False, choices=[("", _("Tất cả loại đơn")), *KIND_CHOICES]
    )
    field = forms.ChoiceField(
        label=_("Lĩnh vực"), required=False, choices=[("", _("Tất cả lĩnh vực")), *FIELD_CHOICES]
    )
    channel = forms.ChoiceField(
        label=_("Kênh"), required=False, choices=[("", _("Tất cả kênh")), *CHANNEL_CHOICES]
    )
    unit = forms.ChoiceField(label=_("Đơn vị nhận"), required=False)
    since = VietnameseDateField(label=_("Nhận từ ngày"), required=False)
    until = VietnameseDateField(label=_("Đến hết ngày"), required=False)
    batch = forms.UUIDField(required=False, widget=forms.HiddenInput)
    sort = forms.ChoiceField(label=_("Xếp theo"), required=False, choices=SORT_CHOICES)

    def __init__(self, data: Any, *, person: User) -> None:
        super().__init__(data)
        self.person = person
        self.names = UnitNames.on(today())
        units = self.names.choices(reach_of(person).units())
        choices = [("", _("Mọi đơn vị")), *((str(pk), name) for pk, name in units)]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Narrowed:
    """``keys`` finds a page of ``rows`` sooner than the rows are found, where it is known."""

    rows: QuerySet[Submission]
    in_use: bool
    keys: Keys | None = None


def narrow(rows: QuerySet[Submission], form: SubmissionFilter) -> Narrowed:
    """Apply a filter; a field that is wrong is shown as an error and not applied."""
    form.is_valid()
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    condition = Q()
    for name in ("kind", "field", "channel"):
        if name in chosen:
            condition &= Q(**{name: chosen[name]})
    if "unit" in chosen:
        condition &= Q(unit_id=int(chosen["unit"]))
    if "batch" in chosen:
        condition &= Q(batch__code=chosen["batch"])
    if "state" in chosen:
        copies = suggested_copies(form.person)
        condition &= copies if chosen["state"] == "copies" else STATES[chosen["state"]]
    condition &= _dates(chosen.get("since"), chosen.get("until"))
    sort = chosen.get("sort", "")
    ordered = rows.filter(condition).order_by(*SORTS[sort])
    in_use = bool(set(chosen) - {"sort"})
    if "q" not in chosen:
        return Narrowed(ordered, in_use, _oldest(ordered) if sort == "oldest" else None)
    found = SEARCH.found(chosen["q"])
    if found is None:
        return Narrowed(ordered.none(), in_use)
    holding = ordered.filter(found.at("pk"))
    # Only a list that an index has in this order can be looked through from its beginning.
    is_ready = found.is_common and set(chosen) <= {"q", "sort"} and sort in READ_IN_ORDER
    return Narrowed(
        holding, in_use, first_found(ordered, found.among, holding) if is_ready else None
    )


def _oldest(rows: QuerySet[Submission]) -> Keys:
    """PostgreSQL reads the index of the newest from its end, where those without a day come first."""
    dated = rows.exclude(UNDATED).order_by(F("received_on").asc(nulls_first=True), "id")
    return one_after_other(dated, rows.filter(UNDATED).order_by("id"))


def _dates(since: date | None, until: date | None) -> Q:
    condition = Q()
    if since:
        condition &= Q(received_on__gte=since)
    if until:
        condition &= Q(received_on__lte=until)
    return condition
