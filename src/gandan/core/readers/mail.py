"""E-mail: the message is one letter, each attachment that can be read another."""

import email
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from typing import IO, Any

from gandan.core.readers.html_text import html_text
from gandan.core.readers.model import KEPT, Limits, Rows, error, one_line, warning
from gandan.core.readers.rows import Place, item_of
from gandan.vietnamese import decode

ReadPart = Callable[[bytes, str, int], Rows]
# The standard parser's time grows with the square of a header's length.
LONGEST_HEADER = 4_000
PARSED = frozenset({"content-type", "content-disposition", "content-transfer-encoding"})


@dataclass
class _Found:
    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    attachments: list[tuple[str, bytes]] = field(default_factory=list)
    parts: int = 0
    is_cut: bool = False


class _HostileError(ValueError):
    """No mail program writes such a message."""


def read_eml(
    source: IO[bytes], name: str, own: str, limits: Limits, depth: int, read_part: ReadPart
) -> Rows:
    """``read_part`` reads an attachment: its bytes, its name, how deep it lies."""
    raw = source.read()
    try:
        message = email.message_from_bytes(raw)  # its older headers are parsed in linear time
        found = _Found()
        _collect(message, found, limits)
        values = _values(message)
    except MemoryError:
        raise
    except Exception:  # the standard parser raises many kinds on hostile mail
        text = (
            "Thư điện tử hỏng hoặc lồng nhau quá sâu, không tách được. Nội dung thô được giữ lại."
        )
        yield error("broken_eml", name, text, decode(raw[:KEPT]).text, own)
        return
    if found.is_cut:
        text = f"Thư có hơn {limits.parts} phần; các phần sau không được đọc."
        yield warning("many_parts", name, text, item_id=own)
    yield from _letter(values, found, raw, name, own, limits)
    for file_name, data in found.attachments:
        yield from read_part(data, file_name, depth + 1)


def _letter(
    values: dict[str, Any], found: _Found, raw: bytes, name: str, own: str, limits: Limits
) -> Rows:
    text = "\n".join(found.plain).strip("\n")
    if not text.strip():
        text = html_text("\n".join(found.html))
    title = values["title"]
    if not text.strip() and title.strip() and found.attachments:
        text = title
    if not text.strip() and found.attachments:
        message = "Thư không có nội dung; chỉ các tệp đính kèm được đọc."
        yield warning("only_attachments", name, message, item_id=own)
        return
    if not text.strip() and not title.strip():
        message = "Thư không có chủ đề và nội dung. Phần thô được giữ lại để xem."
        yield error("no_text", name, message, decode(raw[:KEPT]).text, own)
        return
    extra = {"thư điện tử người gửi": values.pop("email")}
    yield from item_of({**values, "text": text or title}, extra, Place(own, name), limits)


def _collect(part: Message, found: _Found, limits: Limits) -> None:
    """Walk the parts without recursion into attached messages: they are files of their own."""
    waiting = [part]
    while waiting:
        part = waiting.pop(0)
        found.parts += 1
        if found.parts > limits.parts:
            found.is_cut = True
            return
        if any(len(v) > LONGEST_HEADER for n, v in part.raw_items() if n.lower() in PARSED):
            raise _HostileError
        if part.get_content_maintype() == "multipart":
            nested = part.get_payload()
            if isinstance(nested, list):
                waiting += [inner for inner in nested if isinstance(inner, Message)]
            continue
        _leaf(part, found)


def _leaf(part: Message, found: _Found) -> None:
    file_name = _decoded(part.get_filename() or "").replace("/", "_").replace("\\", "_")[-120:]
    kind, ending = part.get_content_maintype(), part.get_content_subtype()
    if kind == "message":
        attached = part.get_payload()
        inner = attached[0] if isinstance(attached, list) and attached else None
        data = inner.as_bytes() if isinstance(inner, Message) else b""
        found.attachments.append((file_name or f"thư đính kèm {found.parts}.eml", data))
        return
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if not data.strip():
        return
    if kind == "text" and not file_name and part.get_content_disposition() != "attachment":
        where = found.html if ending == "html" else found.plain
        where.append(_declared(data, part.get_content_charset() or ""))
        return
    found.attachments.append((file_name or f"phần {found.parts}.{ending}", data))


def _declared(raw: bytes, charset: str) -> str:
    """Trust a declared charset only when it reads without faults and is no bare default."""
    if charset.lower() not in {"", "us-ascii", "iso-8859-1", "windows-1252"}:
        try:
            return raw.decode(charset)
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    return decode(raw).text


def _values(message: Message) -> dict[str, Any]:
    shown, address = parseaddr(_raw(message, "from"))
    return {
        "title": _decoded(_raw(message, "subject")),
        "received_on": _sent(_raw(message, "date")),
        "sender_name": _decoded(shown) or address,
        "email": address,
        "channel": "email",
    }


def _raw(message: Message, name: str) -> str:
    written = next((str(v) for n, v in message.raw_items() if n.lower() == name), "")
    return " ".join(written[:LONGEST_HEADER].split())


def _decoded(written: str) -> str:
    """A header in words: encoded words are decoded, bare bytes are judged like any text."""
    try:
        pieces = decode_header(written) if "=?" in written else [(written, None)]
        words = [_declared(_bytes(piece), charset or "") for piece, charset in pieces]
    except Exception:  # the standard parser raises many kinds on hostile headers
        words = [_declared(_bytes(written), "")]
    return one_line("".join(words))


def _bytes(piece: str | bytes) -> bytes:
    return piece if isinstance(piece, bytes) else piece.encode("utf-8", "surrogateescape")


def _sent(written: str) -> datetime | str:
    """The sender's own date; what cannot be read is passed on as written and reported."""
    try:
        return parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError):
        return _decoded(written)
