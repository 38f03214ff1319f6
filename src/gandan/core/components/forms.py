"""What forms and lists say about themselves: what to mend, what narrows the list."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.forms import BaseForm, BoundField
from django.utils.translation import gettext as _

from gandan.core.components.figures import places_to_mend, vn_date
from gandan.core.components.pieces import query_replace

LONGEST_CHOICE = 60


def form_errors(*forms: BaseForm | None, labels: bool = True) -> dict[str, Any]:
    """The summary above a form: how many places to mend, each a link to its field."""
    entries = [e for form in forms if isinstance(form, BaseForm) for e in _entries(form, labels)]
    return {"title": places_to_mend(len(entries)), "entries": entries}


def _entries(form: BaseForm, labels: bool) -> Iterable[dict[str, str]]:
    for error in form.non_field_errors():
        yield {"href": "", "text": str(error)}
    for field in form:
        for error in field.errors:
            label = str(field.label) if labels and not field.is_hidden else ""
            text = f"{label}: {error}" if label else str(error)
            yield {"href": "" if field.is_hidden else f"#{anchor_of(field)}", "text": text}


def anchor_of(field: BoundField) -> str:
    """Where a link to a field goes: its control, or the first of a group of controls."""
    return field.id_for_label or f"{field.auto_id}_0"


def filters_in_use(
    context: Mapping[str, Any], form: BaseForm, keep: str = "sort"
) -> dict[str, Any]:
    """The filters that narrow a list, each with the address of the list without it."""
    data: dict[str, Any] = getattr(form, "cleaned_data", {})
    chosen = [
        {
            "name": field.label,
            "value": _shown(field, data[field.name]),
            "url": query_replace(context, **{field.name: None, "page": None}),
        }
        for field in form
        if data.get(field.name) and field.name not in keep.split() and not field.is_hidden
    ]
    return {"chosen": chosen, "clear": context["request"].path}


def _shown(field: BoundField, value: Any) -> str:
    choices = _flat(getattr(field.field, "choices", ()))
    if str(value) in choices:
        return choices[str(value)]
    if hasattr(value, "isoformat"):
        return vn_date(value)
    if value is True:
        return _("có")
    text = str(value)
    return text if len(text) <= LONGEST_CHOICE else f"{text[:LONGEST_CHOICE]}…"


def _flat(choices: Iterable[Any]) -> dict[str, str]:
    """Choices by value, those inside named groups too."""
    found: dict[str, str] = {}
    for value, name in choices:
        if isinstance(name, list | tuple):
            found.update(_flat(name))
        else:
            found[str(value)] = str(name)
    return found
