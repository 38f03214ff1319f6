"""From a row of named values to an item, with problems for what is wrong in it."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from gandan.core.readers.model import ERROR, KEPT, WARNING, Item, Limits, Problem
from gandan.domain.dates import DateError, read_date
from gandan.vietnamese import clean_controls, nfc, recover

MEANINGS = ("channel", "place", "title", "sender_name", "sender_address", "sender_phone", "unit")


def item_of(
    values: Mapping[str, Any],
    extra: Mapping[str, Any],
    *,
    own_id: str,
    address: str,
    cell: str = "",
    limits: Limits,
    encoding: str = "",
    confidence: float | None = None,
) -> Iterator[Item | Problem]:
    """Yield the problems of a row, then its item; an empty text yields an error only.

    ``cell`` is the address of the date's cell, for a message that a person can follow.
    """
    as_sent = _as_text(values.get("text"))
    identity = _as_text(values.get("id")).strip() or own_id
    if not as_sent.strip():
        kept = "; ".join(f"{k}: {_as_text(v)}" for k, v in {**values, **extra}.items() if v)
        message = "Dòng này không có nội dung đơn. Các ô khác được giữ lại để xem."
        yield Problem("no_text", ERROR, address, message, kept[:KEPT], identity)
        return
    if len(as_sent) > limits.longest_letter:
        message = "Nội dung quá dài cho một đơn. Phần đầu được giữ lại; tách tệp rồi nạp lại."
        yield Problem("too_long", ERROR, address, message, as_sent[:KEPT], identity)
        return
    text, notes = _clean(as_sent)
    day, written, problem = _day(values.get("received_on"), cell or address, identity)
    if problem:
        yield problem
    yield Item(
        id=_one_line(identity)[:200],
        text=text,
        address=address,
        text_as_sent="" if as_sent == text else as_sent,
        received_on=day,
        received_on_as_written=written,
        extra={str(k)[:80]: _plain(v) for k, v in extra.items() if v not in (None, "")},
        encoding=encoding,
        encoding_confidence=confidence,
        notes=notes,
        **{name: _one_line(_as_text(values.get(name)))[:300] for name in MEANINGS},
    )


def _clean(as_sent: str) -> tuple[str, tuple[str, ...]]:
    text, removed = clean_controls(nfc(as_sent))
    notes = [f"Đã bỏ khỏi bản tra cứu: {name}." for name in removed]
    if found := recover(text):
        text = found.text
        notes.append(f"Chữ gõ bằng phông cũ, đã chuyển từ {found.encoding}.")
    return text.strip("\n"), tuple(notes)


def _day(value: Any, cell: str, identity: str) -> tuple[date | None, str, Problem | None]:
    if isinstance(value, datetime):
        return value.date(), value.date().isoformat(), None
    if isinstance(value, date):
        return value, value.isoformat(), None
    written = _one_line(_as_text(value))[:60]
    if not written:
        return None, "", None
    try:
        return read_date(written), written, None
    except DateError as error:
        message = f"{error} Đơn vẫn được giữ, ngày nhận để trống."
        return None, written, Problem(error.code, WARNING, cell, message, written, identity)


def _one_line(text: str) -> str:
    cleaned, _removed = clean_controls(nfc(text))
    return " ".join(cleaned.split())


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, bool | int | float) or value is None:
        return value if not isinstance(value, int) or abs(value) < 2**53 else str(value)
    return _as_text(value)[:2000]
