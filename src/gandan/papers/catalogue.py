"""The forms that ship with the product and the facts that they ask for.

Pure: reads package data only. What the law says of a form is in ``gandan.domain.procedure``;
here stands how it is issued, and its text. An office may use its own text instead
(``selectors.wording_for``).
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from gandan.documents.filling import Catalogue, FactKind, FormFact, Template, parse
from gandan.domain.confidentiality import Confidentiality
from gandan.domain.procedure import Form as LegalForm
from gandan.domain.procedure import facts as workflow_facts
from gandan.domain.procedure import forms as legal_forms


class UnknownFormError(LookupError):
    """There is no form of this code."""


class Family(StrEnum):
    COMPLAINT = "complaint"
    DENUNCIATION = "denunciation"
    RECEPTION = "reception"
    HANDLING = "handling"
    OFFICE = "office"


@dataclass(frozen=True)
class Form:
    """A form: ``legal`` is its name, number, law, mark and dates; the rest is how it is issued."""

    legal: LegalForm
    family: Family
    is_personal: bool
    is_numbered: bool
    is_landscape: bool
    hides_sender: bool
    is_printed_once: bool

    @property
    def code(self) -> str:
        return self.legal.code

    @property
    def shipped_text(self) -> str:
        return shipped_text(self.code)

    def forbids_sender(self, data_class: str = "") -> bool:
        """Whether facts that tell who wrote are refused, for a source of ``data_class``."""
        return self.hides_sender or (data_class in _HIDDEN and not self.is_printed_once)

    def in_force(self, day: date) -> bool:
        return self.legal.in_force(day)


_HIDDEN = {one.value for one in Confidentiality if one.is_hidden}


@cache
def facts() -> Catalogue:
    """All facts that a form may name."""
    content = tomllib.loads(_data("facts.toml"))
    found = [
        _fact({**{k: v for k, v in group.items() if k != "facts"}, **row})
        for group in content.values()
        for row in group["facts"]
    ]
    return Catalogue(found)


def _fact(row: dict[str, Any]) -> FormFact:
    choices = row.get("choices", {})
    if source := row.get("choices_of"):
        choices = workflow_facts()[source].choices
    return FormFact(
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"],
        kind=FactKind(row.get("kind", "text")),
        also=tuple(row.get("also", ())),
        meaning=row.get("meaning", ""),
        sample=row["sample"],
        sensitive=row.get("sensitive", False),
        tells_sender=row.get("tells_sender", False),
        is_own=row.get("is_own", False),
        choices=choices,
        columns=tuple(row.get("columns", ())),
    )


@cache
def forms() -> dict[str, Form]:
    """All forms by code, in the order of the file."""
    content = tomllib.loads(_data("forms.toml"))
    legal = legal_forms()
    found = {}
    for own in content["form"]:
        row = {**content["defaults"], **own}
        found[row["code"]] = Form(
            legal=legal[row["code"]],
            family=Family(row["family"]),
            is_personal=row["look"] == "personal",
            is_numbered=row["numbered"],
            is_landscape=row["landscape"],
            hides_sender=row["hides_sender"],
            is_printed_once=row["print_once"],
        )
    return found


def form_of(code: str) -> Form:
    """Raises ``UnknownFormError``."""
    try:
        return forms()[code]
    except KeyError:
        raise UnknownFormError(code) from None


@cache
def shipped_text(code: str) -> str:
    return _data(f"forms/{code}.txt")


def read_text(text: str, form: Form, *, data_class: str = "") -> Template:
    """Read the text of a form. Raises ``documents.filling.TemplateError`` with all faults."""
    return parse(text, facts(), forbids_sender=form.forbids_sender(data_class))


@cache
def shipped_template(code: str) -> Template:
    form = form_of(code)
    return read_text(form.shipped_text, form)


def _data(name: str) -> str:
    return files("gandan.papers").joinpath("data", *name.split("/")).read_text("utf-8")
