"""What a step remembers: its facts as plain values, and how the case stood before it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.base import File
from django.db import models

from gandan.accounts.models import User
from gandan.casework.models import Answer, Case, Clock, Referral
from gandan.units.models import Unit

# What a step may change and an undo puts back.
CASE_FIELDS = (
    "stage",
    "flags",
    "procedure",
    "kind",
    "field",
    "unit_id",
    "handling_unit_id",
    "officer_id",
    "turn",
    "next_due_on",
    "next_due_code",
    "next_due_kind",
    "is_followed",
    "outcome",
    "result",
    "answered_on",
    "settled_on",
    "carried_out_on",
    "rested_on",
    "round",
    "earlier_id",
    "first_round_id",
    "merged_into_id",
    "title",
)
CLOCK_FIELDS = (
    "conditions",
    "due_on",
    "due_at",
    "days_left",
    "explanation",
    "problem",
    "state",
    "closed_by_id",
    "closed_on",
    "start_on",
)
REFERRAL_FIELDS = (
    "state",
    "is_open",
    "received_on",
    "received_by_id",
    "returned_on",
    "return_reason",
    "answered_on",
    "reminders",
    "reminded_on",
    "escalated_to_id",
)
ANSWER_FIELDS = (
    "told_on",
    "told_how",
    "reply",
    "replied_on",
    "reply_reason",
    "carried_out_on",
    "override_reason",
    "overridden_by_id",
    "is_void",
)


def remember(case: Case) -> dict[str, Any]:
    """How the case, its open clocks, its last referral and its last answer stand now."""
    clocks = case.clocks.filter(state__in=[Clock.State.RUNNING, Clock.State.SUSPENDED])
    referral = case.referrals.order_by("-number")[:1]
    answer = case.answers.filter(is_void=False).order_by("-id")[:1]
    return {
        "case": _values(case, CASE_FIELDS),
        "clocks": _rows(clocks, CLOCK_FIELDS),
        "referrals": _rows(referral, REFERRAL_FIELDS),
        "answers": _rows(answer, ANSWER_FIELDS),
    }


def put_back(case: Case, before: Mapping[str, Any], *, without: Collection[str] = ()) -> None:
    """Restore what ``remember`` kept; rows that came since are the caller's matter.

    Fields named in ``without`` were changed since and stay. Where the unit that owns the case is
    another now and had it before it as well, it is that one that gets it back.
    """
    values = {name: value for name, value in before["case"].items() if name not in without}
    if "unit_id" in without and before["case"]["handling_unit_id"] == before["case"]["unit_id"]:
        values["handling_unit_id"] = case.unit_id
    _restore(case, values)
    for model, name in ((Clock, "clocks"), (Referral, "referrals"), (Answer, "answers")):
        kept = values_of(model, before.get(name, {}))
        for pk, row in model._default_manager.in_bulk(list(kept)).items():
            _restore(row, kept[pk])


def values_of(
    model: type[models.Model], rows: Mapping[str, Mapping[str, Any]]
) -> dict[int, dict[str, Any]]:
    """What was kept of rows of ``model``, by primary key, as the fields hold it."""
    return {int(pk): values_in(model, values) for pk, values in rows.items()}


def plain_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as JSON holds them: days as ISO, units by code, people by user name, files counted."""
    return {name: _plain(value) for name, value in facts.items() if value not in (None, "", [])}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Unit):
        return value.code
    if isinstance(value, User):
        return value.username
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, File):
        return 1
    if isinstance(value, list | tuple | set | frozenset):
        # Files hang on the step; the name of one may be that of a denouncer, and steps are logged.
        if any(isinstance(item, File) for item in value):
            return len(value)
        return [_plain(item) for item in value]
    return str(value)


def _values(row: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    found = {}
    for name in fields:
        value = getattr(row, name)
        found[name] = value.isoformat() if isinstance(value, datetime | date) else value
    return found


def _rows(rows: models.QuerySet[Any], fields: Iterable[str]) -> dict[str, Any]:
    return {str(row.pk): _values(row, fields) for row in rows}


def _restore(row: models.Model, values: Mapping[str, Any]) -> None:
    for name, value in values_in(type(row), values).items():
        setattr(row, name, value)
    row.save(update_fields=[name.removesuffix("_id") for name in values])


def values_in(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON holds them, as the fields of ``model`` do."""
    found = {}
    for name, value in values.items():
        column = model._meta.get_field(name.removesuffix("_id"))
        read = value if name.endswith("_id") else column.to_python(value)  # type: ignore[union-attr]
        found[name] = read
    return found
