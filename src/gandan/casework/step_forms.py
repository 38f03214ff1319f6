"""The form of a step: exactly the facts that the tables ask for, in their order, and no more."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.casework.models import Answer, Case
from gandan.casework.services.assigning import officers_of
from gandan.casework.services.looking import FileRefusedError, look_into
from gandan.casework.services.stepping import AHEAD
from gandan.core.form_fields import VietnameseDateField
from gandan.core.language import localized
from gandan.domain.deadlines import Criterion
from gandan.domain.procedure import WorkflowStep
from gandan.domain.procedure import facts as known_facts
from gandan.domain.procedure.facts import Fact, FactType
from gandan.units.models import Unit
from gandan.units.selectors import UnitNames

LONG = frozenset(
    {
        "reason",
        "findings",
        "finding_note",
        "return_reason",
        "missing_items",
        "answer_findings",
        "measure",
        "dispute_reason",
        "withdrawn_content",
    }
)
# What a step may be told besides what the tables ask for.
OPTIONAL: Mapping[str, tuple[str, ...]] = {
    "refer": ("request",),
    "refer_again": ("request",),
    "superior_decides": ("request",),
    "receive_answer": (
        "answer_findings",
        "answer_decider",
        "measure",
        "promised_for",
        "proof",
    ),
    "answer_with_explanation": ("told_how", "proof"),
    "answer_with_measure": ("told_how", "proof"),
    "pass_on_answer": ("told_how",),
}
OWN_ANSWERS = frozenset({"answer_with_explanation", "answer_with_measure"})
OPTIONALLY = _("(không bắt buộc)")
OWN_LABELS = {
    "request": _("Yêu cầu trả lời từng ý (không bắt buộc)"),
    "told_how": _("Báo người gửi bằng cách"),
    "override_reason": _("Lý do vẫn gửi dù chưa đạt khi kiểm (lãnh đạo ghi)"),
}


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files in one field, each opened in the limited child; gives a list.

    ``check`` comes before that: whether they are few and small enough.
    """

    def __init__(
        self, *, check: Callable[[list[Any]], object] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(widget=ManyFiles(attrs={"multiple": True}), **kwargs)
        self.check = check

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        files = [super(FilesField, self).clean(item, initial) for item in given if item]
        if self.required and not files:
            raise ValidationError(self.error_messages["required"], code="required")
        if self.check:
            self.check(files)
        return [looked_into(file) for file in files]


class SentFileField(forms.FileField):
    """One file, opened in the limited child."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        return looked_into(file) if file else file


def looked_into(file: Any) -> Any:
    """The same file. Raises ``ValidationError`` where it is not taken in."""
    try:
        look_into(file)
    except FileRefusedError as error:
        raise ValidationError(str(error), code="refused") from error
    return file


class BodyField(forms.MultiValueField):
    """A unit of the network from the list, or another body in words; gives ``Unit`` or str."""

    def __init__(self, *, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        fields = (
            forms.ChoiceField(choices=choices, required=False),
            forms.CharField(required=False),
        )
        widget = BodyWidget(choices, kwargs.get("label", ""))
        super().__init__(fields=fields, widget=widget, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[Any]) -> Any:
        if not data_list:
            return None
        chosen, written = data_list[0], (data_list[1] or "").strip()
        if chosen and written:
            raise ValidationError(_("Chọn trong danh sách, hoặc ghi cơ quan khác; không cả hai."))
        return Unit.objects.filter(pk=int(chosen)).first() if chosen else written


class BodyWidget(forms.MultiWidget):
    template_name = "casework/body_widget.html"

    def __init__(self, choices: list[tuple[str, str]], label: object = "") -> None:
        listed = forms.Select(choices=choices, attrs={"aria-label": label})
        other = forms.TextInput(attrs={"maxlength": 200})
        super().__init__({"unit": listed, "name": other})

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, Unit):
            return [str(value.pk), ""]
        return ["", value or ""]


class StepForm(forms.Form):
    """Built for one step of one case; ``facts`` gives Python values for ``take_step``."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        step: WorkflowStep,
        case: Case,
        person: User,
        day: date,
        names: UnitNames,
        suggested: Unit | None = None,
    ) -> None:
        initial = {"version": case.version, **_initial(step, case, person, day, suggested)}
        super().__init__(data, files, initial=initial, prefix=step.code)
        needed = step.facts_needed(case.flag_set)
        more = [name for name in OPTIONAL.get(step.code, ()) if name not in needed]
        choices = _Choices(case, names)
        for name in (*needed, *more):
            self.fields[name] = choices.field(name, required=name in needed)
        if step.code in OWN_ANSWERS and data is not None:
            # Offered when the first try did not pass.
            self.fields["override_reason"] = choices.field("override_reason", required=False)
        self.order_fields(["version", *needed, *more])

    def facts(self) -> dict[str, Any]:
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return {name: value for name, value in given.items() if value not in (None, "", [])}

    def show_faults(self, faults: Mapping[str, str], words: str) -> None:
        """Put the refusal of a step beside its fields."""
        placed = False
        for name, fault in faults.items():
            if name in self.fields:
                self.add_error(name, fault)
                placed = True
        if not placed:
            self.add_error(None, words)


class _Choices:
    """What the fields of one form choose from, read once."""

    def __init__(self, case: Case, names: UnitNames) -> None:
        self.case, self.names = case, names

    def units(self) -> list[tuple[str, str]]:
        rows = [(str(pk), name) for pk, name in self.names.choices(self.names.living)]
        return [("", str(_("Chọn đơn vị"))), *rows]

    def field(self, name: str, *, required: bool) -> forms.Field:
        if name == "told_how":
            return forms.ChoiceField(label=OWN_LABELS[name], choices=Answer.How.choices)
        if name in OWN_LABELS:
            area = forms.Textarea(attrs={"rows": 3})
            return forms.CharField(
                label=OWN_LABELS[name], required=False, max_length=5000, widget=area
            )
        fact = known_facts()[name]
        label = localized(fact.name, fact.name_en)
        if not required:
            label = f"{label} {OPTIONALLY}"
        return self._of_type(fact, name, {"label": label, "required": required})

    def _of_type(self, fact: Fact, name: str, common: dict[str, Any]) -> forms.Field:
        kind = fact.type
        if kind == FactType.DATE:
            return VietnameseDateField(**common)
        if kind == FactType.NUMBER:
            return forms.IntegerField(min_value=1, max_value=3660, **common)
        if kind == FactType.CHOICE:
            first = ("", _("Chọn"))
            return forms.ChoiceField(choices=[first, *fact.choices.items()], **common)
        if kind == FactType.CRITERIA:
            rows = [(str(c), localized(c.label, c.label_en)) for c in Criterion]
            return forms.MultipleChoiceField(
                choices=rows, widget=forms.CheckboxSelectMultiple, **common
            )
        if kind == FactType.UNIT:
            return BodyField(choices=self.units(), **common)
        if kind == FactType.PERSON:
            return OfficerField(officers_of(_desks(self.case)), **common)
        if kind == FactType.FILES:
            return FilesField(**common)
        widget = forms.Textarea(attrs={"rows": 4}) if name in LONG else None
        longest = 10_000 if name in LONG else 200
        return forms.CharField(max_length=longest, widget=widget, **common)


class OfficerField(forms.ChoiceField):
    """One of the people who may handle the case; gives ``User``."""

    def __init__(self, officers: Iterable[User], **kwargs: Any) -> None:
        self.officers = {str(person.pk): person for person in officers}
        rows = [(key, str(person)) for key, person in self.officers.items()]
        super().__init__(choices=[("", _("Chọn")), *rows], **kwargs)

    def clean(self, value: Any) -> Any:
        key = super().clean(value)
        return self.officers.get(key) if key else None


def _desks(case: Case) -> list[int]:
    return [case.unit_id, case.handling_unit_id]


def _initial(
    step: WorkflowStep, case: Case, person: User, day: date, suggested: Unit | None
) -> dict[str, Any]:
    """Days are today unless they lie ahead; what the register knows is filled in."""
    found: dict[str, Any] = {}
    for name in (*step.facts_needed(case.flag_set), *OPTIONAL.get(step.code, ())):
        fact = known_facts().get(name)
        if fact is None:
            continue
        if name == "received_on":
            found[name] = case.opened_on
        elif fact.type == FactType.DATE and name not in AHEAD:
            found[name] = day
        elif fact.type == FactType.PERSON:
            found[name] = str(case.officer_id or person.pk)
        elif fact.type == FactType.UNIT and suggested is not None:
            found[name] = suggested
    return found
