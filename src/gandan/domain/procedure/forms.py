"""The papers that steps produce: numbers of forms and their basis (data/forms.toml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from gandan.domain.provisions import Provision, provision_fields, shipped_rows


@dataclass(frozen=True, kw_only=True)
class Form(Provision):
    """A paper; ``number`` is the form's own number, "" when the law gives it none."""

    name: str
    name_en: str
    number: str


def form_from(row: Mapping[str, Any]) -> Form:
    return Form(
        **provision_fields(row), name=row["name"], name_en=row["name_en"], number=row["number"]
    )


@cache
def forms() -> dict[str, Form]:
    """All papers by their code."""
    return {row["code"]: form_from(row) for row in shipped_rows("forms", "form")}
