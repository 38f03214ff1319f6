"""Forms of the schedule: plan sessions, write down what came of one, postpone it."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.core.form_fields import VietnameseDateField, date_fault
from gandan.domain.dates import DateError, read_date
from gandan.reception.forms import own_unit_choices
from gandan.reception.models import ReceptionSession
from gandan.reception.models.sessions import KIND_CHOICES, ROLE_CHOICES
from gandan.reception.services.scheduling import Outcome, Plan
from gandan.units.policy import today

State = ReceptionSession.State
DAYS_AT_MOST = 60


class PlanForm(forms.Form):
    """Several days at once: a schedule is posted for a month or a quarter."""

    unit = forms.ChoiceField(label=_("Đơn vị"))
    leader = forms.CharField(
        label=_("Người tiếp"),
        help_text=_("Chức danh và họ tên, như trên lịch niêm yết."),
        max_length=200,
        error_messages={"required": _("Ghi ai tiếp.")},
    )
    role = forms.ChoiceField(
        label=_("Tính vào số ngày tối thiểu của"),
        choices=[("", _("Không tính")), *ROLE_CHOICES],
        required=False,
    )
    kind = forms.ChoiceField(label=_("Hình thức"), choices=KIND_CHOICES)
    days = forms.CharField(
        label=_("Các ngày tiếp"),
        help_text=_("Cách nhau bằng dấu phẩy: 05/11/2026, 20/11/2026"),
        max_length=1_000,
        error_messages={"required": _("Ghi ít nhất một ngày, như 05/11/2026.")},
    )
    starts_at = forms.TimeField(
        label=_("Từ giờ"),
        initial="08:00",
        input_formats=["%H:%M", "%Hh%M", "%Hh", "%H"],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
        error_messages={
            "required": _("Ghi giờ bắt đầu, như 08:00."),
            "invalid": _("Ghi giờ như 08:00 hoặc 13:30."),
        },
    )
    place = forms.CharField(
        label=_("Nơi tiếp"),
        initial="Trụ sở tiếp công dân",
        max_length=200,
        error_messages={"required": _("Ghi nơi tiếp.")},
    )
    posted_on = VietnameseDateField(label=_("Niêm yết ngày (không bắt buộc)"), required=False)
    content = forms.CharField(
        label=_("Thành phần, nội dung dự kiến (không bắt buộc)"), required=False, max_length=300
    )

    def __init__(
        self, data: Any = None, *, person: User, duties: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["unit"].choices = own_unit_choices(person, duties)  # type: ignore[attr-defined]

    def clean_days(self) -> list[date]:
        found = []
        for written in re.split(r"[,;\n]", self.cleaned_data["days"]):
            if not written.strip():
                continue
            try:
                found.append(read_date(written.strip()))
            except DateError as error:
                raise ValidationError(date_fault(error.code, written)) from error
        if len(found) > DAYS_AT_MOST:
            raise ValidationError(_("Ghi mỗi lần nhiều nhất 60 ngày."))
        return found

    def plan(self) -> Plan:
        names = ("starts_at", "place", "kind", "leader", "role", "content", "posted_on")
        return Plan(**{name: self.cleaned_data[name] for name in names})


class OutcomeForm(forms.Form):
    state = forms.ChoiceField(
        label=_("Kết quả"),
        choices=[
            (str(State.HELD), _("Đã trực tiếp tiếp")),
            (str(State.DELEGATED), _("Ủy quyền cho người khác tiếp")),
            (str(State.MISSED), _("Không tiếp")),
        ],
    )
    received_by = forms.CharField(
        label=_("Người được ủy quyền (nếu ủy quyền)"), required=False, max_length=200
    )
    reason = forms.CharField(
        label=_("Lý do (nếu ủy quyền hoặc không tiếp)"), required=False, max_length=500
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        state = data.get("state")
        if state == State.HELD:
            return data | {"received_by": "", "reason": ""}
        if not data.get("reason"):
            self.add_error("reason", _("Ghi lý do: sổ và báo cáo phải nêu."))
        if state == State.DELEGATED and not data.get("received_by"):
            self.add_error("received_by", _("Ghi ai tiếp thay."))
        if state == State.MISSED:
            data["received_by"] = ""
        return data

    def outcome(self) -> Outcome:
        return Outcome(**self.cleaned_data)


class PostponeForm(forms.Form):
    to = VietnameseDateField(
        label=_("Dời sang ngày"), error_messages={"required": _("Ghi ngày mới, như 04/9/2026.")}
    )
    why = forms.CharField(
        label=_("Lý do chính đáng"),
        max_length=500,
        error_messages={"required": _("Ghi lý do dời buổi tiếp.")},
    )
    posted_on = VietnameseDateField(
        label=_("Thông báo tại nơi tiếp ngày"),
        error_messages={"required": _("Ghi ngày thông báo tại nơi tiếp công dân.")},
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["posted_on"].initial = today()

    def clean_to(self) -> date:
        day: date = self.cleaned_data["to"]
        if day <= self.on:
            raise ValidationError(_("Ngày mới phải sau ngày đã định."))
        return day
