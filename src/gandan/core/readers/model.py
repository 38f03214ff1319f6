"""What reading gives: items, problems, and the limits that untrusted files are read under."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

ERROR, WARNING = "error", "warning"
KEPT = 20_000


@dataclass(frozen=True)
class Limits:
    """Bounds for one file. Sizes in bytes, times in seconds."""

    largest_file: int = 2 * 1024**3
    longest_letter: int = 5 * 1024**2
    longest_line: int = 8 * 1024**2
    unpacked: int = 600 * 1024**2
    members: int = 20_000
    compression: int = 250
    columns: int = 300
    empty_rows: int = 5_000
    pages: int = 500
    parts: int = 200
    memory: int = 1536 * 1024**2
    cpu_seconds: int = 60
    silent_seconds: int = 90
    output: int = 4 * 1024**3


@dataclass(frozen=True)
class Item:
    """One letter as it was found. ``text`` is NFC without hidden characters."""

    id: str
    text: str
    address: str
    text_as_sent: str = ""
    received_on: date | None = None
    received_on_as_written: str = ""
    channel: str = ""
    place: str = ""
    title: str = ""
    sender_name: str = ""
    sender_address: str = ""
    sender_phone: str = ""
    unit: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    encoding: str = ""
    encoding_confidence: float | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Problem:
    """Something that could not be read as it stands. ``kept`` is its content, bounded."""

    code: str
    severity: str
    address: str
    message: str
    kept: str = ""
    item_id: str = ""


def to_plain(row: Item | Problem) -> dict[str, Any]:
    """The row as JSON values, for the pipe between child and parent."""
    plain = asdict(row)
    plain["is"] = "item" if isinstance(row, Item) else "problem"
    if isinstance(row, Item) and row.received_on:
        plain["received_on"] = row.received_on.isoformat()
    return plain


def from_plain(plain: dict[str, Any]) -> Item | Problem:
    kind = plain.pop("is")
    if kind == "problem":
        return Problem(**plain)
    if plain["received_on"]:
        plain["received_on"] = date.fromisoformat(plain["received_on"])
    plain["notes"] = tuple(plain["notes"])
    return Item(**plain)
