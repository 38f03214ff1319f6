"""PDF: the text of its pages. Scripts, attachments and links in the file are not touched."""

from typing import IO, Any

from gandan.core.readers.model import Limits, Rows, error, warning
from gandan.core.readers.rows import Place, item_of

# PDFium's marks for a hyphen at a line's end.
SOFT_HYPHENS = ("\x02", "\ufffe")


def read_pdf(source: IO[bytes], name: str, own: str, limits: Limits) -> Rows:
    import pypdfium2  # native code: loaded only where a PDF is read

    try:
        document = pypdfium2.PdfDocument(source)
        count = len(document)
    except pypdfium2.PdfiumError as fault:
        yield _unopened(str(fault), name, own)
        return
    texts = [_page(document, number) for number in range(min(count, limits.pages))]
    blank = [number for number, text in enumerate(texts, 1) if not text.strip()]
    if len(blank) == len(texts):
        message = "PDF chưa có chữ (bản quét). Tệp được giữ; cần gõ hoặc nhận dạng chữ."
        yield error("scanned", name, message, item_id=own)
        return
    if count > limits.pages:
        message = f"PDF có {count} trang; chỉ đọc {limits.pages} trang đầu. Tách tệp rồi nạp lại."
        yield warning("many_pages", name, message, item_id=own)
    if blank:
        pages = ", ".join(map(str, blank[:20]))
        message = f"Trang {pages} không có chữ (có thể là bản quét); các trang khác đã được đọc."
        yield warning("blank_pages", name, message, item_id=own)
    yield from item_of({"text": "\n".join(texts)}, {}, Place(own, name), limits)


def _page(document: Any, number: int) -> str:
    import pypdfium2

    try:
        page = document[number]
        text = str(page.get_textpage().get_text_bounded())
        page.close()
    except pypdfium2.PdfiumError:
        return ""
    for mark in SOFT_HYPHENS:
        text = text.replace(mark, "-")
    return text.replace("\r\n", "\n")


def _unopened(reason: str, name: str, own: str) -> Any:
    if "password" in reason.lower():
        message = "Tệp PDF có mật khẩu. Bỏ mật khẩu rồi nạp lại."
        return error("encrypted", name, message, item_id=own)
    message = "Tệp PDF hỏng, không mở được. Xuất lại tệp rồi nạp."
    return error("broken_pdf", name, message, item_id=own)
