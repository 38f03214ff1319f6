"""The table of time limits and the row in force on a day (data/time_limits.toml)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gandan.domain.deadlines.vocabulary import Condition, Sense, StartEvent, Subject, TimeUnit
from gandan.domain.provisions import (
    Mark,
    Provision,
    ProvisionError,
    check_no_overlap,
    provision_fields,
)

MOST = 3_660


class UnknownLimitError(KeyError):
    """No row has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        self.message_en = f"There is no time limit with the code {code}."

    def __str__(self) -> str:
        return f"Không có thời hạn mang mã {self.code}."


class NoTimeLimitError(ValueError):
    """The code is known, but no recorded law covers the day."""

    def __init__(self, code: str, day: date) -> None:
        super().__init__(f"Chưa ghi quy định nào về {code} có hiệu lực ngày {day:%d/%m/%Y}.")
        self.code, self.day = code, day
        self.message_en = f"No recorded rule on {code} is in force on {day}."


@dataclass(frozen=True)
class Variant:
    """Another amount when all conditions in ``when`` hold."""

    when: frozenset[Condition]
    amount: int


@dataclass(frozen=True)
class ExtensionRule:
    """How often and by how much a term may be extended, in the unit of its row.

    ``criteria[n]``: how many of the seven criteria the extension number n + 1 needs.
    """

    most: int
    amount: int
    criteria: tuple[int, ...]
    article: str
    mark: Mark


@dataclass(frozen=True)
class SuspensionRule:
    """On which basis suspended days are not counted."""

    article: str
    mark: Mark


@dataclass(frozen=True, kw_only=True)
class TimeLimit(Provision):
    """One row of the table: an amount of time from an event, under one law.

    ``unit_code`` names the unit that set an own service level, "" for everyone.
    """

    name: str
    name_en: str
    subject: Subject
    starts_on: tuple[StartEvent, ...]
    amount: int
    decided_by: StartEvent
    unit: TimeUnit = TimeUnit.DAY
    sense: Sense = Sense.WITHIN
    rolls: bool = True
    variants: tuple[Variant, ...] = ()
    extension: ExtensionRule | None = None
    suspension: SuspensionRule | None = None
    is_internal: bool = False
    unit_code: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        amounts = [self.amount, *(variant.amount for variant in self.variants)]
        if not self.starts_on or min(amounts) < 1 or max(amounts) > MOST:
            raise ProvisionError(f"{self.code}: số lượng phải từ 1 đến {MOST}")
        if not self.article and not self.is_internal:
            raise ProvisionError(f"{self.code}: thiếu căn cứ pháp lý")
        if self.unit_code and not self.is_internal:
            raise ProvisionError(f"{self.code}: đơn vị chỉ tự đặt được mức phục vụ nội bộ")

    @property
    def conditions(self) -> frozenset[Condition]:
        """The conditions that make a difference for this row."""
        return frozenset(c for variant in self.variants for c in variant.when)

    def amount_under(self, conditions: Collection[Condition]) -> int:
        """The amount of the variant that names most of the conditions that hold."""
        holding = [v for v in self.variants if v.when <= frozenset(conditions)]
        return (
            max(holding, key=lambda v: (len(v.when), v.amount)).amount if holding else self.amount
        )


class LimitBook:
    """All rows; immutable. A unit's own row goes before the one for everyone."""

    def __init__(self, limits: Iterable[TimeLimit]) -> None:
        self.limits = tuple(limits)
        self._rows: dict[tuple[str, str], list[TimeLimit]] = defaultdict(list)
        for limit in self.limits:
            self._rows[limit.code, limit.unit_code].append(limit)
        for rows in self._rows.values():
            check_no_overlap(rows)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes in the order of the table."""
        return tuple(dict.fromkeys(limit.code for limit in self.limits))

    def versions(self, code: str, unit_code: str = "") -> tuple[TimeLimit, ...]:
        """The rows of a code, oldest first. Raises ``UnknownLimitError``."""
        rows = self._rows.get((code, unit_code)) or self._rows.get((code, ""))
        if not rows:
            raise UnknownLimitError(code)
        return tuple(sorted(rows, key=lambda row: row.valid_from))

    def on(self, code: str, day: date, unit_code: str = "") -> TimeLimit:
        """The row in force on ``day``.

        Raises ``UnknownLimitError`` and ``NoTimeLimitError``.
        """
        for owner in dict.fromkeys((unit_code, "")):
            for row in self._rows.get((code, owner), ()):
                if row.in_force(day):
                    return row
        if (code, "") not in self._rows and (code, unit_code) not in self._rows:
            raise UnknownLimitError(code)
        raise NoTimeLimitError(code, day)


def limit_from(row: Mapping[str, Any]) -> TimeLimit:
    """Read a row of the data file or of the database. Raises ``ProvisionError``."""
    fields = provision_fields(row)
    try:
        events = tuple(StartEvent(event) for event in row["starts_on"])
        return TimeLimit(
            **fields,
            name=row["name"],
            name_en=row["name_en"],
            subject=Subject(row["subject"]),
            starts_on=events,
            decided_by=StartEvent(row["decided_by"]) if row.get("decided_by") else events[0],
            amount=int(row["amount"]),
            unit=TimeUnit(row.get("unit", TimeUnit.DAY)),
            sense=Sense(row.get("sense", Sense.WITHIN)),
            rolls=bool(row.get("roll", True)),
            variants=tuple(_variant(v) for v in row.get("variants", ())),
            extension=_extension(row["extension"]) if row.get("extension") else None,
            suspension=_suspension(row["suspension"]) if row.get("suspension") else None,
            is_internal=bool(row.get("is_internal", False)),
            unit_code=str(row.get("unit_code", "")),
        )
    except (KeyError, TypeError, ValueError, IndexError) as error:
        if isinstance(error, ProvisionError):
            raise
        raise ProvisionError(f"{fields['code']}: {error}") from error


def _variant(row: Mapping[str, Any]) -> Variant:
    return Variant(frozenset(Condition(name) for name in row["when"]), int(row["amount"]))


def _extension(row: Mapping[str, Any]) -> ExtensionRule:
    amounts = int(row["most"]), int(row["amount"])
    return ExtensionRule(*amounts, tuple(row["criteria"]), str(row["article"]), Mark(row["mark"]))


def _suspension(row: Mapping[str, Any]) -> SuspensionRule:
    return SuspensionRule(str(row["article"]), Mark(row["mark"]))
