"""Forms of the desk: a visit in under a minute, its correction, a refusal, the supervisor's view."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.casework.models import KIND_CHOICES
from gandan.core.form_fields import VietnameseDateField, VietnameseSelect
from gandan.core.language import day as written_day
from gandan.core.language import localized_lazy
from gandan.domain.letters import representative_faults
from gandan.domain.reception import shipped_refusals
from gandan.law.selectors import current
from gandan.reception.models import ReceptionSession, Refusal, Visit
from gandan.reception.search import LEAST_SYLLABLES
from gandan.reception.services.receiving import Told, Visitor
from gandan.reception.services.refusing import Refused
from gandan.units.policy import reach_of, today
from gandan.units.selectors import UnitNames
from gandan.vietnamese import syllables

PRIVATE = {"autocomplete": "off", "data-private": ""}


def own_unit_choices(person: User, duties: Iterable[str]) -> list[tuple[str, str]]:
    """One's own desks at which one of ``duties`` counts, by name."""
    names = UnitNames.on(today())
    own = reach_of(person).desks(duties) & names.living
    return [(str(pk), name) for pk, name in names.choices(own)]


class PastDateField(VietnameseDateField):
    """A day that has come: today at the latest."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value > today():
            raise ValidationError(
                _("Ngày này không thể sau hôm nay, %(day)s."), params={"day": written_day(today())}
            )


def people_field(label: Any, required: Any) -> forms.IntegerField:
    """How many come; ``required`` is what is said when nothing is written."""
    return forms.IntegerField(
        label=label,
        initial=1,
        min_value=1,
        max_value=10_000,
        error_messages={
            "required": required,
            "invalid": _("Ghi số người bằng chữ số, như 12."),
            "min_value": _("Số người đến từ 1 trở lên."),
        },
    )


class VisitForm(forms.Form):
    """One visit: what is always asked first, the rest below."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    earlier = forms.CharField(widget=forms.HiddenInput, max_length=24, required=False)
    booking = forms.CharField(widget=forms.HiddenInput, max_length=10, required=False)
    sender_name = forms.CharField(
        label=_("Họ tên"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={**PRIVATE, "autofocus": True}),
    )
    sender_address = forms.CharField(
        label=_("Địa chỉ"), required=False, max_length=300, widget=forms.TextInput(attrs=PRIVATE)
    )
    sender_phone = forms.CharField(
        label=_("Điện thoại (không bắt buộc)"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={**PRIVATE, "inputmode": "tel"}),
    )
    text = forms.CharField(
        label=_("Nội dung"),
        help_text=_("Việc gì, ở đâu. Ghi đúng lời người đến."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=200_000,
        error_messages={"required": _("Ghi ít nhất một câu: việc gì, ở đâu.")},
    )
    kind = forms.ChoiceField(
        label=_("Loại"), required=False, choices=[("", _("Để phân loại sau")), *KIND_CHOICES]
    )
    people = people_field(_("Số người đến"), _("Ghi số người đến; một người thì ghi 1."))
    place = forms.CharField(label=_("Nơi xảy ra (không bắt buộc)"), required=False, max_length=300)
    representatives = forms.CharField(
        label=_("Người đại diện"),
        help_text=_("Khi đến từ hai người. Mỗi dòng một người: họ tên, điện thoại."),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2, **PRIVATE}),
    )
    demand = forms.CharField(label=_("Yêu cầu (không bắt buộc)"), required=False, max_length=500)
    settled_by = forms.CharField(
        label=_("Cơ quan đã giải quyết (không bắt buộc)"), required=False, max_length=300
    )
    remarks = forms.CharField(label=_("Ghi chú (không bắt buộc)"), required=False, max_length=500)
    received_on = PastDateField(
        label=_("Ngày tiếp"), error_messages={"required": _("Ghi ngày tiếp, như 04/9/2026.")}
    )
    session = forms.ChoiceField(label=_("Ai tiếp"), required=False, widget=VietnameseSelect)
    unit = forms.ChoiceField(label=_("Nơi tiếp"))

    FIRST = ("sender_name", "sender_address", "text", "kind", "people", "representatives")
    REST = (
        "sender_phone", "place", "demand", "settled_by", "remarks", "received_on", "session", "unit"
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, person: User, duties: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.made: Visit | None = None
        self.fields["unit"].choices = own_unit_choices(person, duties)  # type: ignore[attr-defined]
        own = ReceptionSession.objects.visible_to(person).receiving()
        desks = reach_of(person).desks(duties)
        self.sessions = {
            str(one.pk): one
            for one in own.filter(unit__in=desks, on__lte=today()).order_by("-on", "starts_at")[:40]
        }
        self.fields["session"].choices = [  # type: ignore[attr-defined]
            ("", _("Cán bộ tiếp công dân, tiếp thường xuyên")),
            *((pk, f"{one.leader}, {written_day(one.on)}") for pk, one in self.sessions.items()),
        ]

    def start_anew(self, made: Visit, key: str) -> None:
        """What was typed becomes another visit than ``made``, which had the same key."""
        self.data, self.made = {**self.data, "key": key}, made

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FIRST]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.REST]

    def clean_representatives(self) -> tuple[tuple[str, str], ...]:
        named = []
        for line in self.cleaned_data["representatives"].splitlines():
            name, _comma, contact = line.partition(",")
            if name.strip():
                named.append((name.strip()[:200], contact.strip()[:300]))
        return tuple(named)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        people, named = data.get("people"), data.get("representatives")
        if people and named:
            day = data.get("received_on") or today()
            if faults := representative_faults(people, len(named), day, current().numbers):
                self.add_error("representatives", " ".join(faults))
        return data

    def told(self) -> Told:
        data = self.cleaned_data
        names = ("kind", "place", "people", "demand", "settled_by", "remarks", "received_on")
        text = data["text"].replace("\r\n", "\n")
        return Told(text=text, **{name: data[name] for name in names})

    def visitor(self) -> Visitor:
        data = self.cleaned_data
        return Visitor(
            data["sender_name"],
            data["sender_address"],
            data["sender_phone"],
            data["representatives"],
        )


class VisitCorrectionForm(forms.Form):
    """What the desk wrote besides the words of the visitor."""

    people = VisitForm.base_fields["people"]
    demand = VisitForm.base_fields["demand"]
    settled_by = VisitForm.base_fields["settled_by"]
    remarks = VisitForm.base_fields["remarks"]


def ground_choices() -> list[tuple[str, Any]]:
    """Each ground once; whether it was in force on the day is checked with the day."""
    names = {row.code: (row.name, row.name_en) for row in shipped_refusals()}
    return [(code, localized_lazy(*both)) for code, both in names.items()]


class NameForm(forms.Form):
    """Whom to look for. It is posted: a name in an address would stay in logs and histories."""

    name = forms.CharField(
        label=_("Họ tên người đến hoặc người gửi"),
        help_text=_("Có dấu hoặc không dấu, từ hai chữ. Lần tìm được ghi vào nhật ký."),
        max_length=100,
        widget=forms.TextInput(attrs={**PRIVATE, "autofocus": True}),
        error_messages={"required": _("Ghi họ tên cần tìm.")},
    )

    def clean_name(self) -> str:
        name: str = " ".join(self.cleaned_data["name"].split())
        if len(syllables(name)) < LEAST_SYLLABLES:
            raise ValidationError(_("Ghi ít nhất hai chữ của họ tên."))
        return name


class RefusalForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    refused_on = PastDateField(
        label=_("Ngày từ chối"), error_messages={"required": _("Ghi ngày, như 04/9/2026.")}
    )
    unit = forms.ChoiceField(label=_("Nơi tiếp"))
    ground = forms.ChoiceField(
        label=_("Căn cứ"),
        choices=[("", _("Chọn căn cứ")), *ground_choices()],
        error_messages={"required": _("Chọn căn cứ từ chối có trong quy định.")},
    )
    explanation = forms.CharField(
        label=_("Đã giải thích cho công dân thế nào"),
        help_text=_("Không ghi họ tên. Người bị từ chối có quyền khiếu nại việc này."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2_000,
        error_messages={"required": _("Ghi rõ đã giải thích lý do cho công dân thế nào.")},
    )
    earlier = forms.CharField(
        label=_("Số đơn trước đó (không bắt buộc)"),
        help_text=_("Như Đ-26-000012, khi từ chối vì việc đã giải quyết."),
        required=False,
        max_length=24,
    )
    notice_number = forms.CharField(
        label=_("Số thông báo từ chối (không bắt buộc)"),
        help_text=_("Mẫu 01/TCD; bắt buộc với hai căn cứ về việc đã giải quyết, đã trả lời."),
        required=False,
        max_length=80,
    )

    def __init__(
        self, data: Any = None, *, person: User, duties: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["unit"].choices = own_unit_choices(person, duties)  # type: ignore[attr-defined]

    def refused(self) -> Refused:
        data = self.cleaned_data
        names = ("ground", "explanation", "notice_number")
        return Refused(data["refused_on"], **{name: data[name].strip() for name in names})


class ViewForm(forms.Form):
    """The supervisor's view of a refusal."""

    decision = forms.ChoiceField(
        label=_("Ý kiến"),
        choices=[
            (str(Refusal.State.UPHELD), _("Từ chối đúng")),
            (str(Refusal.State.OVERTURNED), _("Từ chối sai, mời công dân đến tiếp lại")),
        ],
    )
    view = forms.CharField(
        label=_("Vì sao"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        error_messages={"required": _("Ghi ý kiến của người phụ trách nơi tiếp công dân.")},
    )


class NoticeForm(forms.Form):
    number = forms.CharField(
        label=_("Số thông báo từ chối (mẫu 01/TCD)"),
        max_length=80,
        error_messages={"required": _("Ghi số thông báo, như 12/TB-UBND.")},
    )


class ReasonForm(forms.Form):
    """Why a book with names leaves the software."""

    reason = forms.CharField(
        label=_("Lý do xuất sổ"),
        max_length=200,
        error_messages={"required": _("Ghi lý do xuất sổ: sổ có họ tên, địa chỉ công dân.")},
    )
