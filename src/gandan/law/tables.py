"""The tables of law that ship with the product, as rows for the database and back.

Each table has a reader of ``gandan.domain`` that says whether a row is well formed. Only tables
that cannot break the machine may be edited on the desk; the others are checked there.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gandan.domain import citations, competence, eligibility, letters, reception, statistics
from gandan.domain.deadlines.limits import limit_from
from gandan.domain.deadlines.rules import office_hours_from
from gandan.domain.procedure.forms import form_from
from gandan.domain.procedure.steps import step_from
from gandan.domain.procedure.vocabulary import Procedure
from gandan.domain.provisions import provision_fields, shipped_rows

Content = dict[str, Any]


class Table(models.TextChoices):
    TIME_LIMIT = "time_limit", _("Thời hạn")
    OFFICE_HOURS = "office_hours", _("Giờ làm việc")
    COMPETENCE = "competence", _("Thẩm quyền")
    ELIGIBILITY = "eligibility", _("Điều kiện xử lý đơn")
    LETTERS = "letters", _("Con số về đơn thư")
    MINIMUM = "minimum", _("Số ngày tiếp công dân")
    DELEGATION = "delegation", _("Ủy quyền tiếp công dân")
    REFUSAL = "refusal", _("Căn cứ từ chối tiếp")
    STEP = "step", _("Bước của quy trình")
    FORM = "form", _("Mẫu giấy tờ")
    STATISTICS = "statistics", _("Biểu thống kê")
    INSTRUMENT = "instrument", _("Văn bản")


@dataclass(frozen=True)
class Source:
    """Where the rows of a table ship, and what reads one of them.

    ``read`` raises ``gandan.domain.provisions.ProvisionError`` for a row that is not sound.
    """

    file: str
    array: str
    read: Callable[[Mapping[str, Any]], object]
    is_editable: bool = False


SOURCES: Mapping[str, Source] = {
    Table.TIME_LIMIT: Source("time_limits", "limit", limit_from, is_editable=True),
    Table.OFFICE_HOURS: Source("time_limits", "office", office_hours_from, is_editable=True),
    Table.COMPETENCE: Source("competence", "rule", competence.competence_from, is_editable=True),
    Table.ELIGIBILITY: Source(
        "eligibility", "condition", eligibility.condition_from, is_editable=True
    ),
    Table.LETTERS: Source("letters", "number", letters.number_from, is_editable=True),
    Table.MINIMUM: Source("reception", "minimum", reception.minimum_from, is_editable=True),
    Table.DELEGATION: Source("reception", "delegation", provision_fields),
    Table.REFUSAL: Source("reception", "refusal", provision_fields),
    Table.STEP: Source("workflows", "step", step_from),
    Table.FORM: Source("forms", "form", form_from),
    Table.STATISTICS: Source("statistics", "table", statistics.table_from),
    Table.INSTRUMENT: Source("instruments", "instrument", provision_fields),
}
EDITABLE = frozenset(table for table, source in SOURCES.items() if source.is_editable)
TITLES: Mapping[str, Promise | str] = {table.value: table.label for table in Table}


@dataclass(frozen=True)
class ShippedRow:
    """A row as it comes with the product; ``key`` tells rows of one code apart."""

    table: str
    key: str
    name: str
    name_en: str
    content: Content


def shipped() -> Iterator[ShippedRow]:
    """Every row of every table, in the order of the files."""
    for table, source in SOURCES.items():
        rows = (
            [_office()] if table == Table.OFFICE_HOURS else shipped_rows(source.file, source.array)
        )
        for row in rows:
            yield _row(table, plain(row))


def _office() -> Content:
    text = files("gandan.domain").joinpath("data", "time_limits.toml").read_text("utf-8")
    office: Content = tomllib.loads(text)["office"]
    names = {"name": "Giờ làm việc", "name_en": "Office hours"}
    return {"code": "GIO-LV", **names, "valid_from": date(2014, 7, 1), **office}


def _row(table: str, content: Content) -> ShippedRow:
    key = str(content["code"])
    name, name_en = content.get("name", ""), content.get("name_en", "")
    if table == Table.STEP:
        procedures = [Procedure(code) for code in content["procedures"]]
        key = f"{key}/{'+'.join(procedures)}"
        if len(procedures) == 1:
            name = f"{procedures[0].label}: {name[:1].lower()}{name[1:]}"
            name_en = f"{procedures[0].label_en}: {name_en[:1].lower()}{name_en[1:]}"
    if table == Table.INSTRUMENT:
        name, name_en = citations.in_vietnamese(key), f"{key}: {content['title_en']}"
    return ShippedRow(table, key, name, name_en, content)


def plain(value: Any) -> Any:
    """The value as JSON keeps it: dates written out, everything else as it is."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value
