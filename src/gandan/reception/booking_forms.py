"""Forms of appointments: ask for one, give it a time, end it."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.core.form_fields import VietnameseSelect
from gandan.core.language import day as written_day
from gandan.reception.forms import PRIVATE, own_unit_choices, people_field
from gandan.reception.models import Booking, ReceptionSession
from gandan.reception.services.booking import Wish
from gandan.units.policy import reach_of, today

SHOWN_AT_MOST = 60
HOURS = ["%H:%M", "%Hh%M", "%Hh", "%H"]


class SessionChoice(forms.ChoiceField):
    """Sessions to come of one's own office; the chosen one is in ``form.sessions``."""

    widget = VietnameseSelect


def coming_sessions(person: User, day: date, units: Collection[int]) -> list[ReceptionSession]:
    """Sessions of ``units`` that are still to be held, the next first."""
    rows = ReceptionSession.objects.visible_to(person).filter(
        unit__in=units,
        state=ReceptionSession.State.PLANNED,
        on__gte=day,
    )
    return list(rows.order_by("on", "starts_at", "id")[:SHOWN_AT_MOST])


def session_choices(sessions: list[ReceptionSession]) -> list[tuple[str, str]]:
    return [
        (str(one.code), f"{written_day(one.on)} {one.starts_at:%H:%M}, {one.leader}")
        for one in sessions
    ]


def hour_field() -> forms.TimeField:
    return forms.TimeField(
        label=_("Giờ hẹn (không bắt buộc)"),
        help_text=_("Để trống thì xếp sau người hẹn trước."),
        required=False,
        input_formats=HOURS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
        error_messages={"invalid": _("Ghi giờ như 08:00 hoặc 13:30.")},
    )


class BookingForm(forms.Form):
    """Who asks and about what; a session may be chosen at once."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    earlier = forms.CharField(widget=forms.HiddenInput, max_length=24, required=False)
    name = forms.CharField(
        label=_("Họ tên (không bắt buộc)"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={**PRIVATE, "autofocus": True}),
    )
    phone = forms.CharField(
        label=_("Điện thoại (không bắt buộc)"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={**PRIVATE, "inputmode": "tel"}),
    )
    matter = forms.CharField(
        label=_("Việc gì, ở đâu (không bắt buộc)"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, **PRIVATE}),
    )
    people = people_field(_("Số người sẽ đến"), _("Ghi số người sẽ đến; một người thì ghi 1."))
    way = forms.ChoiceField(label=_("Đăng ký"), choices=Booking.Way.choices)
    session = SessionChoice(label=_("Buổi tiếp"), required=False)
    comes_at = hour_field()
    unit = forms.ChoiceField(label=_("Nơi tiếp"))

    def __init__(
        self, data: Any = None, *, person: User, duties: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        sessions = coming_sessions(person, today(), reach_of(person).desks(duties))
        self.sessions = {str(one.code): one for one in sessions}
        self.fields["session"].choices = [  # type: ignore[attr-defined]
            ("", _("Xếp lịch sau")),
            *session_choices(sessions),
        ]
        self.fields["unit"].choices = own_unit_choices(person, duties)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        session = self.sessions.get(data.get("session", ""))
        if session and data.get("unit") and str(session.unit_id) != data["unit"]:
            self.add_error("session", _("Buổi tiếp này không phải của nơi tiếp đã chọn."))
        if data.get("comes_at") and not session and "session" not in self.errors:
            self.add_error("session", _("Chọn buổi tiếp của giờ hẹn."))
        return data

    def wish(self) -> Wish:
        data = self.cleaned_data
        names = ("name", "phone", "people", "matter", "way")
        return Wish(**{name: data[name] for name in names})


class TimeForm(forms.Form):
    """A session and an hour; a reason when the citizen was told another one before."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    session = SessionChoice(
        label=_("Buổi tiếp"), error_messages={"required": _("Chọn một buổi tiếp trong lịch.")}
    )
    comes_at = hour_field()
    reason = forms.CharField(label=_("Lý do dời hẹn"), max_length=300, required=False)

    def __init__(self, data: Any = None, *, booking: Booking, person: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        sessions = coming_sessions(person, today(), [booking.unit_id])
        self.sessions = {str(one.code): one for one in sessions}
        self.fields["session"].choices = [  # type: ignore[attr-defined]
            ("", _("Chọn buổi tiếp")),
            *session_choices(sessions),
        ]
        self.fields["version"].initial = booking.version
        if booking.state == Booking.State.CONFIRMED:
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = _("Ghi vì sao dời hẹn.")
        else:
            del self.fields["reason"]


class EndForm(forms.Form):
    """Why an appointment ends without a visit."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    how = forms.ChoiceField(
        label=_("Kết thúc hẹn"),
        choices=[
            (str(Booking.State.CANCELLED), _("Hủy hẹn")),
            (str(Booking.State.ABSENT), _("Người hẹn không đến")),
        ],
    )
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=300,
        error_messages={"required": _("Ghi lý do, như: người hẹn gọi báo bận.")},
    )
