"""Forms of the work queue and of a case: filters, officers, flags, subjects, links."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.casework.filters import FIELD_CHOICES
from gandan.casework.models import KIND_CHOICES, Attachment, Case
from gandan.casework.services.assigning import officers_of
from gandan.casework.step_forms import FilesField
from gandan.core.language import localized_lazy
from gandan.domain.eligibility import Condition
from gandan.domain.flags import Flag
from gandan.law.selectors import current
from gandan.units.policy import reach_of, today
from gandan.units.selectors import UnitNames

SORT_CHOICES = [
    ("", _("Hạn gần nhất")),
    ("newest", _("Mới nhận")),
    ("signers", _("Nhiều người ký")),
]


class WorkFilter(forms.Form):
    """The filter above the queue; every value is optional and the whole is an address."""

    kind = forms.ChoiceField(
        label=_("Loại"), required=False, choices=[("", _("Tất cả loại đơn")), *KIND_CHOICES]
    )
    field = forms.ChoiceField(
        label=_("Lĩnh vực"), required=False, choices=[("", _("Tất cả lĩnh vực")), *FIELD_CHOICES]
    )
    unit = forms.ChoiceField(label=_("Đơn vị"), required=False)
    officer = forms.ChoiceField(label=_("Người xử lý"), required=False)
    sort = forms.ChoiceField(label=_("Xếp theo"), required=False, choices=SORT_CHOICES)

    def __init__(self, data: Any, *, person: User, names: UnitNames) -> None:
        super().__init__(data)
        reach = reach_of(person)
        units = [(str(pk), name) for pk, name in names.choices(reach.units())]
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            ("", _("Đơn vị của tôi")),
            *units,
        ]
        people = [(str(p.pk), str(p)) for p in officers_of(sorted(reach.own_units)) if p != person]
        self.fields["officer"].choices = [  # type: ignore[attr-defined]
            ("", _("Mọi người")),
            ("me", _("Tôi")),
            ("nobody", _("Chưa giao ai")),
            *people,
        ]

    def chosen(self) -> dict[str, Any]:
        """What was chosen; a value that is not in the list is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class AssignForm(forms.Form):
    officer = forms.ChoiceField(label=_("Người xử lý"), required=False)

    def __init__(self, data: Any = None, *, units: list[int], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.people = {str(person.pk): person for person in officers_of(units)}
        rows = [(key, str(person)) for key, person in self.people.items()]
        self.fields["officer"].choices = [  # type: ignore[attr-defined]
            ("", _("Chưa giao ai")),
            *rows,
        ]

    def chosen(self) -> User | None:
        return self.people.get(self.cleaned_data["officer"])


class FlagsForm(forms.Form):
    """What a reader of the letter says of the matter; flags set by steps are not offered."""

    flags = forms.MultipleChoiceField(
        label=_("Đặc điểm của đơn, vụ việc"),
        required=False,
        choices=[
            (flag.value, localized_lazy(flag.label, flag.label_en))
            for flag in Flag
            if not flag.is_set_by_work
        ],
        widget=forms.CheckboxSelectMultiple,
    )

    def chosen(self) -> frozenset[Flag]:
        return frozenset(Flag(code) for code in self.cleaned_data["flags"])


class RespondentsForm(forms.Form):
    """Up to three subjects; a person goes with the unit where they work."""

    def __init__(self, data: Any = None, *, case: Case | None = None) -> None:
        super().__init__(data)
        names = UnitNames.on(today())
        rows = [(str(pk), name) for pk, name in names.choices(names.living)]
        choices = [("", _("Không nêu đơn vị")), *rows]
        known = list(case.respondents.order_by("id")) if case else []
        for number in range(1, max(3, len(known) + 1) + 1):
            row = known[number - 1] if number <= len(known) else None
            self.fields[f"unit_{number}"] = forms.ChoiceField(
                label=_("Đơn vị, hoặc nơi người đó làm việc"),
                choices=choices,
                required=False,
                initial=str(row.unit_id or "") if row else "",
            )
            self.fields[f"person_{number}"] = forms.CharField(
                label=_("Người, chức vụ (để trống nếu đơn nói về đơn vị)"),
                required=False,
                max_length=200,
                initial=row.person if row else "",
            )

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        count = len(self.fields) // 2
        return [(self[f"unit_{n}"], self[f"person_{n}"]) for n in range(1, count + 1)]


class RepresentativesForm(forms.Form):
    def __init__(self, data: Any = None, *, case: Case | None = None) -> None:
        super().__init__(data)
        known = list(case.representatives.order_by("id")) if case else []
        for number in range(1, self.most() + 1):
            row = known[number - 1] if number <= len(known) else None
            self.fields[f"name_{number}"] = forms.CharField(
                label=_("Họ tên"), required=False, max_length=200, initial=row.name if row else ""
            )
            self.fields[f"contact_{number}"] = forms.CharField(
                label=_("Địa chỉ, điện thoại"),
                required=False,
                max_length=300,
                initial=row.contact if row else "",
            )

    @staticmethod
    def most() -> int:
        return current().numbers.on("representatives_many", today())

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"name_{n}"], self[f"contact_{n}"]) for n in range(1, self.most() + 1)]

    def people(self) -> list[tuple[str, str]]:
        data = self.cleaned_data
        return [(data[f"name_{n}"], data[f"contact_{n}"]) for n in range(1, self.most() + 1)]


class EligibilityForm(forms.Form):
    """The checklist of a kind: yes, no or not looked at, and the decision."""

    ANSWERS = (("", _("chưa xem")), ("yes", _("có")), ("no", _("không")))

    def __init__(self, data: Any = None, *, conditions: tuple[Condition, ...], case: Case) -> None:
        super().__init__(data)
        self.conditions = conditions
        last = case.eligibility_checks.order_by("-id").first()
        answers = last.answers if last else {}
        for row in conditions:
            known = answers.get(row.code)
            self.fields[row.code] = forms.ChoiceField(
                label=localized_lazy(row.name, row.name_en),
                choices=self.ANSWERS,
                required=False,
                initial="" if known is None else ("yes" if known else "no"),
            )
        if case.kind == "denunciation":
            self.fields["checkable"] = forms.ChoiceField(
                label=_("Nêu rõ người, hành vi vi phạm và chứng cứ cụ thể, kiểm tra được"),
                choices=self.ANSWERS,
                required=False,
            )
        self.fields["decision"] = forms.ChoiceField(
            label=_("Kết luận"),
            choices=[
                ("", _("Theo danh mục")),
                ("yes", _("Đủ điều kiện xử lý")),
                ("no", _("Không đủ điều kiện xử lý")),
            ],
            required=False,
        )
        self.fields["reason"] = forms.CharField(
            label=_("Lý do (phải ghi nếu kết luận khác danh mục)"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def answers(self) -> dict[str, bool | None]:
        read = {"yes": True, "no": False}
        names = [row.code for row in self.conditions]
        if "checkable" in self.fields:
            names.append("checkable")
        return {name: read.get(self.cleaned_data[name]) for name in names}

    def decision(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["decision"])


class FilesForm(forms.Form):
    uploads = FilesField(
        label=_("Tệp"), help_text=_("Ảnh .jpg, .png; .pdf, .docx; tới 25 MB mỗi tệp.")
    )
    purpose = forms.ChoiceField(label=_("Dùng làm"), choices=Attachment.Purpose.choices)
