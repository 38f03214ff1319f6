"""What a step must be told, by name and type (data/facts.toml)."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cache

from gandan.domain.deadlines import Criterion
from gandan.domain.provisions import shipped_rows


class FactType(StrEnum):
    DATE = "date"
    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    CRITERIA = "criteria"
    UNIT = "unit"
    PERSON = "person"
    FILES = "files"


@dataclass(frozen=True)
class Fact:
    """A named value; ``choices`` maps stored codes to Vietnamese labels."""

    code: str
    type: FactType
    name: str
    name_en: str
    choices: Mapping[str, str] = field(default_factory=dict)

    def fault(self, value: object) -> str:
        """What is wrong with ``value``, in words; "" when it is what the fact wants."""
        if _is_empty(value):
            return f"Thiếu: {self.name}."
        if self.type == FactType.CHOICE and value not in self.choices:
            return f"{self.name}: chọn một trong các mục có sẵn."
        return "" if _FITS[self.type](value) else f"{self.name}: {_WANTED[self.type]}."


def _is_empty(value: object) -> bool:
    if value is None or (isinstance(value, str) and not value.strip()):
        return True
    return isinstance(value, Collection) and not isinstance(value, str) and not value


def _is_date(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _is_criteria(value: object) -> bool:
    if not isinstance(value, Collection) or isinstance(value, str):
        return False
    return {str(item) for item in value} <= {str(c) for c in Criterion}


_FITS: dict[FactType, Callable[[object], bool]] = {
    FactType.DATE: _is_date,
    FactType.TEXT: lambda value: isinstance(value, str),
    FactType.NUMBER: _is_number,
    FactType.CHOICE: lambda value: isinstance(value, str),
    FactType.CRITERIA: _is_criteria,
    FactType.UNIT: lambda value: True,
    FactType.PERSON: lambda value: True,
    FactType.FILES: lambda value: True,
}
_WANTED = {
    FactType.DATE: "ghi ngày như 04/9/2026",
    FactType.TEXT: "ghi bằng chữ",
    FactType.NUMBER: "ghi một số lớn hơn 0",
    FactType.CRITERIA: "chọn trong bảy tiêu chí phức tạp",
}


@cache
def facts() -> dict[str, Fact]:
    """All facts by their code."""
    return {
        row["code"]: Fact(
            row["code"],
            FactType(row["type"]),
            row["name"],
            row["name_en"],
            row.get("choices", {}),
        )
        for row in shipped_rows("facts", "fact")
    }
