"""Files that are one letter each: .txt, .docx, .pdf, .eml."""

import email
import email.policy
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from gandan.core.readers.archive import check_zip
from gandan.core.readers.model import ERROR, KEPT, WARNING, Item, Limits, Problem
from gandan.core.readers.rows import item_of
from gandan.vietnamese import decode

Rows = Iterator[Item | Problem]
ReadPart = Callable[[bytes, str], Rows]


def read_txt(path: Path, name: str, limits: Limits) -> Rows:
    data = path.read_bytes()
    if not data.strip():
        yield Problem("empty", ERROR, name, "Tệp trống, không có chữ nào.")
        return
    decoded = decode(data)
    if decoded.confidence < 0.5:
        message = f"Chưa chắc bảng mã (đoán là {decoded.encoding}). Đơn vẫn được giữ; xem lại chữ."
        yield Problem("unsure_encoding", WARNING, name, message, item_id=name)
    yield from item_of(
        {"text": decoded.text},
        {},
        own_id=name,
        address=name,
        limits=limits,
        encoding=decoded.encoding,
        confidence=decoded.confidence,
    )


def read_docx(path: Path, name: str, limits: Limits) -> Rows:
    """Paragraphs and tables in reading order."""
    from docx import Document
    from docx.table import Table

    try:
        with zipfile.ZipFile(path) as packed:
            if fault := check_zip(packed, limits):
                yield Problem(fault.code, ERROR, name, fault.message)
                return
        document = Document(str(path))
        lines = []
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                lines += ["\t".join(cell.text for cell in row.cells) for row in block.rows]
            else:
                lines.append(block.text)
    except Exception:  # python-docx raises what its parsers raise
        yield Problem("broken_docx", ERROR, name, _broken(path))
        return
    text = "\n".join(lines).strip()
    if not text:
        yield Problem("empty", ERROR, name, "Tệp .docx không có chữ (có thể chỉ có ảnh).")
        return
    yield from item_of({"text": text}, {}, own_id=name, address=name, limits=limits)


def _broken(path: Path) -> str:
    head = path.open("rb").read(8)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "Tệp kiểu cũ (.doc) hoặc có mật khẩu. Lưu lại thành .docx không mật khẩu rồi nạp."
    if head.startswith(b"{\\rtf"):
        return "Đây là tệp .rtf. Lưu lại thành .docx rồi nạp."
    return "Tệp không phải .docx hoặc đã hỏng. Mở bằng Word, lưu lại rồi nạp."


def read_pdf(path: Path, name: str, limits: Limits) -> Rows:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
        pages = len(document)
        texts = [
            document[number].get_textpage().get_text_bounded()
            for number in range(min(pages, limits.pages))
        ]
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        message = (
            "Tệp PDF có mật khẩu. Bỏ mật khẩu rồi nạp lại."
            if locked
            else "Tệp PDF hỏng, không mở được. Xuất lại tệp rồi nạp."
        )
        yield Problem("encrypted" if locked else "broken_pdf", ERROR, name, message)
        return
    if pages > limits.pages:
        message = f"PDF có {pages} trang; chỉ đọc {limits.pages} trang đầu."
        yield Problem("many_pages", WARNING, name, message, item_id=name)
    text = "\n".join(texts).strip()
    if not text:
        message = "PDF chưa có chữ (bản quét). Tệp được giữ; cần gõ hoặc nhận dạng chữ."
        yield Problem("scanned", ERROR, name, message)
        return
    yield from item_of({"text": text}, {}, own_id=name, address=name, limits=limits)


def read_eml(path: Path, name: str, limits: Limits, read_part: ReadPart) -> Rows:
    """The message as one letter; each attachment that can be read as one of its own."""
    try:
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        values, attachments = _mail(message, limits)
    except Exception:  # the parser raises many kinds on hostile mail
        kept = decode(path.read_bytes()[:KEPT]).text
        text = "Thư điện tử hỏng, không tách được. Nội dung thô được giữ lại."
        yield Problem("broken_eml", ERROR, name, text, kept)
        return
    if attachments and not str(values["text"]).strip():
        values["text"] = str(values.get("title") or "")
    yield from item_of(values, {}, own_id=name, address=name, limits=limits)
    for filename, data in attachments:
        yield from read_part(data, f"{name}/{filename}")


def _mail(message: EmailMessage, limits: Limits) -> tuple[dict[str, Any], list[tuple[str, bytes]]]:
    body = message.get_body(preferencelist=("plain", "html"))
    text = ""
    if body is not None:
        payload = body.get_payload(decode=True)
        raw = payload if isinstance(payload, bytes) else b""
        declared = body.get_content_charset() or ""
        text = _declared(raw, declared)
        if body.get_content_subtype() == "html":
            text = _html_text(text)
    attachments = []
    for index, part in enumerate(message.iter_attachments()):
        if index >= limits.parts:
            break
        data = part.get_payload(decode=True)
        filename = (part.get_filename() or "").replace("/", "_").replace("\\", "_")
        if isinstance(data, bytes) and data and filename:
            attachments.append((filename[:120], data))
    date = message["date"]
    sent = getattr(date, "datetime", None)
    values = {
        "text": text,
        "title": str(message["subject"] or ""),
        "received_on": sent.date() if sent else None,
        "sender_name": str(message["from"] or ""),
        "channel": "email",
    }
    return values, attachments


def _declared(raw: bytes, charset: str) -> str:
    """Trust a declared charset only when it reads without faults."""
    try:
        return raw.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return decode(raw).text


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in {"script", "style", "head"}:
            self.hidden += 1
        elif tag in {"p", "br", "div", "li", "tr", "h1", "h2", "h3"}:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style", "head"} and self.hidden:
            self.hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.pieces.append(data)


def _html_text(html: str) -> str:
    parser = _Text()
    parser.feed(html)
    lines = (" ".join(line.split()) for line in "".join(parser.pieces).splitlines())
    return "\n".join(line for line in lines if line)
