"""What every row of law carries: its source, how far that was checked, and when it is in force.

Law is dated data (package ``gandan.domain.data``); an administrator may replace any row. The
last day in force is ``valid_to`` itself, as a text says "đến hết ngày 30/6/2026".
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any


class Mark(StrEnum):
    """How far a row has been checked against the text of the law."""

    SEEN = "seen"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"

    @property
    def label(self) -> str:
        return _MARKS[self][0]

    @property
    def label_en(self) -> str:
        return _MARKS[self][1]


_MARKS = {
    Mark.SEEN: ("đã đọc trong văn bản", "read in the text"),
    Mark.SECONDARY: ("theo nguồn dẫn lại", "from a secondary source"),
    Mark.UNVERIFIED: ("chưa kiểm tra", "not checked"),
}


class ProvisionError(ValueError):
    """A row of law is not well formed; the message names the row."""


@dataclass(frozen=True, kw_only=True)
class Provision:
    """The part of a row that is alike in all tables.

    ``article`` is one citation or several (``gandan.domain.citations``), empty for a rule that
    an office sets for itself. ``doubt`` says what must be checked although the text was read.
    """

    code: str
    article: str
    mark: Mark
    valid_from: date
    valid_to: date | None = None
    note: str = ""
    doubt: str = ""

    def __post_init__(self) -> None:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ProvisionError(f"{self.code}: ngày hết hiệu lực trước ngày có hiệu lực")

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def is_certain(self) -> bool:
        """Read in the text itself, and nothing left to check."""
        return self.mark == Mark.SEEN and not self.doubt


def shipped_rows(name: str, table: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``[[table]]`` in ``data/<name>.toml``, with the file's ``[defaults]``."""
    content = _shipped(name)
    defaults = content.get("defaults", {})
    for row in content[table]:
        yield {**defaults, **row}


@cache
def _shipped(name: str) -> dict[str, Any]:
    """The file, read once: pages ask for its rows again and again."""
    text = files("gandan.domain").joinpath("data", f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


def provision_fields(row: Mapping[str, Any]) -> dict[str, Any]:
    """The common fields of a row, read: marks, dates, an empty article.

    Raises ``ProvisionError`` when one of them is missing or is not what it should be.
    """
    code = str(row.get("code", "?"))
    try:
        fields = {
            "code": code,
            "article": str(row.get("article", "")),
            "mark": Mark(row["mark"]),
            "valid_from": as_date(row["valid_from"]),
            "valid_to": as_date(row["valid_to"]) if row.get("valid_to") else None,
            "note": str(row.get("note", "")),
            "doubt": str(row.get("doubt", "")),
        }
    except KeyError as error:
        raise ProvisionError(f"{code}: thiếu {error.args[0]}") from error
    except ValueError as error:
        raise ProvisionError(f"{code}: {error}") from error
    return fields


def as_date(value: object) -> date:
    """A day from a data file or from stored JSON. Raises ``ValueError``."""
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def check_no_overlap(rows: Iterable[Provision]) -> None:
    """Raises ``ProvisionError`` when two rows of one code are in force on one day."""
    latest: dict[str, Provision] = {}
    for row in sorted(rows, key=lambda row: (row.code, row.valid_from)):
        before = latest.get(row.code)
        if before is not None and (before.valid_to is None or before.valid_to >= row.valid_from):
            raise ProvisionError(f"{row.code}: hai dòng cùng có hiệu lực từ {row.valid_from}")
        latest[row.code] = row
