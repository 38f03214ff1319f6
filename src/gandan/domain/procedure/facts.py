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
        problem = self._problem(value)
        if problem == "missing":
            return f"Thiếu: {self.name}."
        return f"{self.name}: {_WANTED[problem][0]}." if problem else ""

    def fault_en(self, value: object) -> str:
        problem = self._problem(value)
        if problem == "missing":
            return f"Missing: {self.name_en}."
        return f"{self.name_en}: {_WANTED[problem][1]}." if problem else ""

    def _problem(self, value: object) -> str:
        """ "missing", "not_listed", or the type that was wanted; "" when nothing is wrong."""
        if _is_empty(value):
            return "missing"
        if self.type == FactType.CHOICE and value not in self.choices:
            return "not_listed"
        return "" if _FITS[self.type](value) else str(self.type)


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
    "not_listed": ("chọn một trong các mục có sẵn", "choose one of the entries"),
    "date": ("ghi ngày như 04/9/2026", "write a day like 04/9/2026"),
    "text": ("ghi bằng chữ", "write it in words"),
    "number": ("ghi một số lớn hơn 0", "write a number above 0"),
    "choice": ("chọn một trong các mục có sẵn", "choose one of the entries"),
    "criteria": ("chọn trong bảy tiêu chí phức tạp", "choose among the seven criteria"),
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
