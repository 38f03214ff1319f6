"""Can a letter be handled? A checklist by kind that says in words what is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from gandan.domain.kinds import Kind
from gandan.domain.provisions import Provision, ProvisionError, provision_fields, shipped_rows

CHECKABLE = "checkable"


@dataclass(frozen=True, kw_only=True)
class Condition(Provision):
    """One thing to look for; ``wanted`` is false for what must not be so.

    ``unless`` names an answer that makes up for it: a letter that denounces with concrete,
    checkable evidence counts without its sender (Law 25/2018/QH14, art. 25.2).
    """

    kinds: frozenset[str]
    name: str
    name_en: str
    missing: str
    wanted: bool
    unless: str


@dataclass(frozen=True)
class Eligibility:
    """``missing``: what stands in the way, in words; ``unknown``: what nobody has looked at."""

    missing: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def is_eligible(self) -> bool:
        return not self.missing and not self.unknown

    @property
    def words(self) -> str:
        if self.missing:
            return "Không đủ điều kiện xử lý. " + " ".join(self.missing)
        if self.unknown:
            return "Chưa kiểm tra: " + "; ".join(self.unknown) + "."
        return "Đủ điều kiện xử lý."


def conditions_for(
    kind: Kind, day: date, conditions: Iterable[Condition] | None = None
) -> tuple[Condition, ...]:
    """The checklist of a kind on ``day``; reflections are handled as petitions."""
    name = "petition" if kind == Kind.REFLECTION else str(kind)
    rows = shipped_conditions() if conditions is None else conditions
    return tuple(row for row in rows if name in row.kinds and row.in_force(day))


def eligibility(
    kind: Kind,
    answers: Mapping[str, bool | None],
    *,
    day: date,
    conditions: Iterable[Condition] | None = None,
) -> Eligibility:
    """Check ``answers`` (by code of the condition; None or absent: not looked at).

    ``answers["checkable"]`` says that a denunciation has concrete, checkable evidence.
    """
    missing, unknown = [], []
    for row in conditions_for(kind, day, conditions):
        answer = answers.get(row.code)
        if kind == Kind.DENUNCIATION and row.unless and answers.get(row.unless):
            continue
        if answer is None:
            unknown.append(row.name)
        elif answer != row.wanted:
            missing.append(row.missing)
    return Eligibility(tuple(missing), tuple(unknown))


def condition_from(row: Mapping[str, Any]) -> Condition:
    """Raises ``ProvisionError``."""
    fields = provision_fields(row)
    try:
        return Condition(
            **fields,
            kinds=frozenset(row["kinds"]),
            name=row["name"],
            name_en=row["name_en"],
            missing=row["missing"],
            wanted=bool(row["wanted"]),
            unless=row["unless"],
        )
    except KeyError as error:
        raise ProvisionError(f"{fields['code']}: thiếu {error.args[0]}") from error


@cache
def shipped_conditions() -> tuple[Condition, ...]:
    return tuple(condition_from(row) for row in shipped_rows("eligibility", "condition"))
