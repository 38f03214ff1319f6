"""From a row of named values to an item, with problems for what is wrong in it."""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gandan.core.readers.model import (
    KEPT,
    Item,
    Limits,
    Problem,
    Rows,
    error,
    one_line,
    storable,
    warning,
)
from gandan.domain.dates import DateError, read_date
from gandan.vietnamese import clean_controls, nfc, recover

# What is shown of each field, and how long it may be.
FIELDS = {
    "channel": ("kênh", 300),
    "place": ("nơi xảy ra", 300),
    "title": ("tiêu đề", 300),
    "sender_name": ("người gửi", 200),
    "sender_address": ("địa chỉ người gửi", 300),
    "sender_phone": ("điện thoại", 60),
    "unit": ("đơn vị", 300),
}
LONGEST_ID = 200
# Letters that Vietnamese in Unicode has not, and an accented vowel right after a or e: one of them
# stands in nearly every word that was typed with an old font. Looking for them is much quicker
# than ``recover``, which judges every word.
_PERHAPS_OLD_FONT = re.compile(
    "[\x7f-\xbfÄ-ÇËÎ-ÑÖ-ØÛÜÞßä-çëî-ñö-øûüþÿŒœŠšŽžŸƒˆ˜†‡‰‹›€™]|[aAeE][À-ÿ]"
)


@dataclass(frozen=True)
class Place:
    """Where a row stands: its id if it has none of its own, its address, that of a cell."""

    own_id: str
    address: str
    cell: Callable[[str], str] | None = None

    def of(self, meaning: str) -> str:
        return self.cell(meaning) if self.cell else self.address


def item_of(
    values: Mapping[str, Any],
    extra: Mapping[str, Any],
    place: Place,
    limits: Limits,
    *,
    encoding: str = "",
    confidence: float | None = None,
    notes: tuple[str, ...] = (),
) -> Rows:
    """Yield the problems of a row, then its item; a row without text yields an error only."""
    as_sent = _unpaired(as_text(values.get("text")))
    own = one_line(as_text(values.get("id"))) or place.own_id
    identity = storable(own)[:LONGEST_ID]
    if len(as_sent) > limits.longest_letter:
        yield error("too_long", place.of("text"), _too_long(as_sent, limits), as_sent, identity)
        return
    text, text_notes = _clean(as_sent)
    if not text.strip():
        message = "Dòng này không có nội dung đơn. Các ô khác được giữ lại để xem."
        yield error("no_text", place.address, message, written_out(values, extra), identity)
        return
    day, written, fault = _day(values.get("received_on"), place.of("received_on"), identity)
    if fault:
        yield fault
    fields, field_notes, more = _fields(values)
    kept, kept_notes = _extra({**extra, **more})
    yield Item(
        id=identity,
        text=text,
        address=place.address,
        text_as_sent=as_sent,
        received_on=day,
        received_on_as_written=written,
        extra=kept,
        encoding=encoding,
        encoding_confidence=confidence,
        notes=(*notes, *text_notes, *field_notes, *kept_notes),
        measured=None,
        **fields,
    )


def _too_long(text: str, limits: Limits) -> str:
    return (
        f"Nội dung dài {len(text):,} ký tự, tối đa {limits.longest_letter:,} cho một đơn. "
        f"{KEPT:,} ký tự đầu được giữ lại; tách thành nhiều đơn rồi nạp lại."
    ).replace(",", ".")


def _clean(as_sent: str) -> tuple[str, tuple[str, ...]]:
    text, notes = nfc(as_sent), []
    # Before hidden characters go: one of them is TCVN3's letter ư.
    if _PERHAPS_OLD_FONT.search(text) and (found := recover(text)):
        text = found.text
        notes.append(f"Chữ gõ bằng phông cũ, đã chuyển từ {found.encoding}.")
    text, removed = clean_controls(text)
    notes += [f"Đã bỏ khỏi bản tra cứu: {name}." for name in removed]
    return text, tuple(notes)


def _unpaired(text: str) -> str:
    """Half a surrogate pair is no character; nothing can store or send it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _day(value: Any, cell: str, identity: str) -> tuple[date | None, str, Problem | None]:
    if isinstance(value, datetime):
        value = value.date()
    written = storable(one_line(value.isoformat() if isinstance(value, date) else as_text(value)))
    if not written:
        return None, "", None
    try:
        return read_date(written), written[:60], None
    except DateError as fault:
        message = f"{fault} Đơn vẫn được giữ, ngày nhận để trống."
        return None, written[:60], warning(fault.code, cell, message, written, identity)


def _fields(values: Mapping[str, Any]) -> tuple[dict[str, str], list[str], dict[str, str]]:
    """The short fields, notes on what was changed in them, and what did not fit."""
    fields: dict[str, str] = {}
    notes: list[str] = []
    more: dict[str, str] = {}
    for name, (label, longest) in FIELDS.items():
        written = as_text(values.get(name))
        if not written:
            continue
        cleaned, removed = clean_controls(nfc(written))
        line = storable(" ".join(cleaned.split()))
        notes += [f"Đã bỏ khỏi {label}: {hidden}." for hidden in removed]
        if len(line) > longest:
            more[f"{label} (đủ)"] = line
            notes.append(f"Ô {label} dài hơn {longest} ký tự; phần đủ ở thông tin thêm.")
        fields[name] = line[:longest]
    return fields, notes, more


def _extra(extra: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    kept: dict[str, Any] = {}
    notes: list[str] = []
    for name, value in extra.items():
        if value is None or value == "":
            continue
        key = storable(one_line(name))[:80] or "cột không tên"
        plain = _plain(value)
        if isinstance(plain, str) and len(plain) > KEPT:
            plain = plain[:KEPT]
            notes.append(f"Cột “{key}” quá dài; giữ {KEPT} ký tự đầu.")
        kept[_free(key, kept)] = plain
    return kept, notes


def _free(key: str, taken: Mapping[str, Any]) -> str:
    number = 2
    own = key
    while own in taken:
        own, number = f"{key} ({number})", number + 1
    return own


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else str(value)
    if isinstance(value, float) and math.isfinite(value):
        return value
    return storable(as_text(value))


def as_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    return str(value)


def written_out(values: Mapping[str, Any], extra: Mapping[str, Any]) -> str:
    """All filled cells of a row, so that a row that becomes no item is kept."""
    cells = {**values, **extra}
    return "; ".join(f"{name}: {as_text(value)}" for name, value in cells.items() if value)
