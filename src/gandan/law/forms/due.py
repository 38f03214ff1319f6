"""The calculator's question: which term, from when, lengthened or stopped by what."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gandan.core.form_fields import VietnameseDateField
from gandan.core.language import localized_lazy
from gandan.domain.deadlines import Clock, Condition, Extension, LimitBook, Subject, Suspension
from gandan.domain.deadlines.rules import HANOI
from gandan.law.tables import Content


class DueForm(forms.Form):
    """The calculator; the choices follow the rows in force in this office."""

    step = forms.ChoiceField(label=_("Thời hạn"))
    since = VietnameseDateField(label=_("Ngày sự kiện"))
    at = forms.TimeField(
        label=_("Giờ, nếu tính theo giờ (không bắt buộc)"),
        required=False,
        widget=forms.TextInput(attrs={"size": 6}),
    )
    conditions = forms.MultipleChoiceField(
        label=_("Điều kiện (không bắt buộc)"),
        choices=[(c.value, localized_lazy(c.label, c.label_en)) for c in Condition],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    extensions = forms.IntegerField(
        label=_("Số lần gia hạn (không bắt buộc)"), required=False, min_value=0, max_value=9
    )
    suspended_on = VietnameseDateField(
        label=_("Tạm đình chỉ từ ngày (không bắt buộc)"), required=False
    )
    resumed_on = VietnameseDateField(label=_("Tiếp tục từ ngày (không bắt buộc)"), required=False)

    def __init__(self, data: Any = None, *, book: LimitBook, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.book = book
        self.fields["step"].choices = _steps(book)  # type: ignore[attr-defined]

    def clean(self) -> Content:
        data = super().clean() or {}
        if data.get("resumed_on") and not data.get("suspended_on"):
            self.add_error("suspended_on", _("Ghi cả ngày bắt đầu tạm đình chỉ."))
        return data

    def clock(self) -> Clock:
        """Raises ``gandan.domain.deadlines.ClockError`` when the days contradict each other."""
        data = self.cleaned_data
        row = self.book.versions(data["step"])[-1]
        amount = row.extension.amount if row.extension else 1
        stopped = data["suspended_on"]
        moment = datetime.combine(data["since"], data["at"], HANOI) if data["at"] else None
        return Clock(
            data["step"],
            data["since"],
            frozenset(map(Condition, data["conditions"])),
            (Extension(amount),) * (data["extensions"] or 0),
            (Suspension(stopped, data["resumed_on"]),) if stopped else (),
            moment,
        )


def _steps(book: LimitBook) -> list[tuple[Any, list[tuple[str, Any]]]]:
    """The codes under the heading of their subject, in the order of the table."""
    groups: dict[Subject, list[tuple[str, Any]]] = {}
    for code in book.codes:
        row = book.versions(code)[-1]
        words = localized_lazy(f"{code} · {row.name}", f"{code} · {row.name_en}")
        groups.setdefault(row.subject, []).append((code, words))
    return [(localized_lazy(s.label, s.label_en), rows) for s, rows in groups.items()]
