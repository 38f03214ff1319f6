"""The sources of a pack: each figure is entered with the rows that it counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from gandan.briefing.sentences import Piece
from gandan.documents.numbers import counted, number, places_of


@dataclass(frozen=True)
class Row:
    """What is counted: its code, what may be said of it to all readers, and its part of a sum."""

    code: str
    about: str = ""
    on: date | None = None
    value: Decimal | None = None

    def as_json(self) -> dict[str, Any]:
        row: dict[str, Any] = {"code": self.code}
        if self.about:
            row["about"] = self.about
        if self.on:
            row["on"] = self.on.isoformat()
        if self.value is not None:
            row["value"] = str(self.value)
        return row


@dataclass(frozen=True)
class Entered:
    key: str
    kind: str
    label: str
    unit: str
    total: Decimal
    rows: list[dict[str, Any]]

    def piece(self, unit: str | None = None) -> Piece:
        """The figure with its unit, which opens this source."""
        return Piece(counted(float(self.total), self.unit if unit is None else unit), self.key)

    def bare(self) -> Piece:
        """The figure alone, where the sentence has just named the unit."""
        return Piece(number(float(self.total), places_of(float(self.total))), self.key)


class Book:
    """Collects sources; the same rows under the same name are one source."""

    def __init__(self) -> None:
        self.entries: dict[str, Entered] = {}
        self._known: dict[tuple[str, str, tuple[str, ...]], Entered] = {}

    def enter(self, kind: str, label: str, unit: str, rows: Iterable[Row]) -> Entered:
        found = list(rows)
        known = (kind, label, tuple(row.code for row in found))
        if known in self._known:
            return self._known[known]
        total = sum((Decimal(1) if r.value is None else r.value for r in found), Decimal(0))
        entered = Entered(
            f"n{len(self.entries) + 1}", kind, label, unit, total, [r.as_json() for r in found]
        )
        self.entries[entered.key] = self._known[known] = entered
        return entered
