"""What reading gives: items, problems, and the limits that untrusted files are read under."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gandan.vietnamese import clean_controls, damage, nfc, search_forms

ERROR, WARNING = "error", "warning"
KEPT = 20_000
MIB = 1024**2
_LONE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Limits:
    """Bounds for one file given to the reader; any may be overridden.

    Sizes are bytes unless they say characters. Crossing one gives a problem that names it; the
    file itself is never touched.

    - ``largest_file``: files beyond it are not opened. Tables are read as a stream.
    - ``letter_file``: the same for files that are one letter (.txt .docx .pdf .eml).
    - ``decoded_at_once``: a table in an old encoding is read as a whole, so it must be smaller.
    - ``longest_letter``: characters of one letter. ``longest_line``: of one line of a table.
    - ``unpacked``, ``members``, ``compression``: of a .zip, .docx or .xlsx; the last is the
      ratio beyond which a part over 10 MiB is a bomb.
    - ``columns``, ``empty_rows``: of a table; reading ends after so many empty rows in a row.
    - ``faults_in_a_row``: errors without a letter between them; then reading ends.
    - ``broken_records``: records of a .csv that may be mended before the rest is given up.
    - ``pages`` of a .pdf; ``parts`` and ``mail_depth`` of an .eml.
    - ``memory``: address space of the child. ``cpu_seconds``: processor time for one file (a
      .jsonl or .csv gets one more for each MiB). ``silent_seconds``: wall time without a row.
    - ``deaths``: members of one .zip that may end their child before the rest is given up.
    - ``output``: all that one child may send.
    """

    largest_file: int = 4 * 1024 * MIB
    letter_file: int = 100 * MIB
    decoded_at_once: int = 100 * MIB
    longest_letter: int = 2 * MIB
    longest_line: int = 8 * MIB
    unpacked: int = 600 * MIB
    members: int = 20_000
    compression: int = 200
    columns: int = 300
    empty_rows: int = 5_000
    faults_in_a_row: int = 20_000
    broken_records: int = 50
    pages: int = 500
    parts: int = 200
    mail_depth: int = 5
    memory: int = 1536 * MIB
    cpu_seconds: int = 60
    silent_seconds: float = 90
    deaths: int = 10
    output: int = 16 * 1024 * MIB


@dataclass(frozen=True)
class Measured:
    """What a register asks of every text, and what takes longest: worked out where it is read.

    ``damage`` is its score in [0, 1]; ``written`` and ``folded`` are its ``search_forms``.
    """

    damage: float
    written: str
    folded: str


def measure(text: str) -> Measured:
    return Measured(damage(text).score, *search_forms(text))


@dataclass(frozen=True)
class Item:
    """One letter as it was found.

    ``text`` is NFC, read from old fonts where needed, without hidden characters; it keeps every
    other character in place. ``text_as_sent`` is what was received. ``address`` is a place that
    a person can find: "đơn.xlsx, trang tính Sheet1, dòng 7". ``extra`` keeps the columns without
    a meaning here, among them labels that an input may carry. ``measured`` is there when it was
    asked for, and belongs to ``text``.
    """

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
    measured: Measured | None = None


@dataclass(frozen=True)
class Problem:
    """Something that could not be read as it stands. ``kept`` is its content, bounded."""

    code: str
    severity: str
    address: str
    message: str
    kept: str = ""
    item_id: str = ""


Rows = Iterator[Item | Problem]


def error(code: str, address: str, message: str, kept: str = "", item_id: str = "") -> Problem:
    return Problem(code, ERROR, address, message, storable(kept[:KEPT]), item_id)


def warning(code: str, address: str, message: str, kept: str = "", item_id: str = "") -> Problem:
    return Problem(code, WARNING, address, message, storable(kept[:KEPT]), item_id)


def storable(text: str) -> str:
    """Text that every database and terminal takes: no lone surrogate, NUL as its picture."""
    return _LONE.sub("\ufffd", text).replace("\x00", "\u2400")


def one_line(text: str) -> str:
    """A name or an address on one line: no hidden character can turn it round."""
    return " ".join(clean_controls(nfc(text))[0].split())


def to_plain(row: Item | Problem) -> dict[str, Any]:
    """The row as JSON values, for the pipe between child and parent."""
    plain = {key: value for key, value in vars(row).items() if value not in ("", (), None, {})}
    if isinstance(row, Item):
        if row.received_on:
            plain["received_on"] = row.received_on.isoformat()
        if row.text_as_sent == row.text:
            del plain["text_as_sent"]
        if row.measured:
            plain["measured"] = [row.measured.damage, row.measured.written, row.measured.folded]
    return plain


def item_from(plain: dict[str, Any]) -> Item:
    plain.setdefault("text_as_sent", plain["text"])
    if day := plain.get("received_on"):
        plain["received_on"] = date.fromisoformat(day)
    plain["notes"] = tuple(plain.get("notes", ()))
    if found := plain.get("measured"):
        plain["measured"] = Measured(*found)
    return Item(**plain)
