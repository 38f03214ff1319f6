"""Files that are one letter each and hold plain text."""

from typing import IO

from gandan.core.readers.model import MIB, Limits, Rows, error, warning
from gandan.core.readers.rows import Place, item_of
from gandan.core.readers.text_files import decode_as_sent

BYTES_A_CHARACTER = 4
HEAD = 64_000


def read_txt(source: IO[bytes], size: int, name: str, own: str, limits: Limits) -> Rows:
    if size > limits.longest_letter * BYTES_A_CHARACTER:
        message = (
            f"Tệp chữ lớn {size / MIB:.0f} MB, quá dài cho một đơn. Phần đầu được giữ lại; "
            "tách mỗi đơn một tệp, hoặc chuyển thành bảng có cột “Nội dung”, rồi nạp lại."
        )
        yield error("too_large", name, message, decode_as_sent(source.read(HEAD)).text, own)
        return
    decoded = decode_as_sent(source.read())
    if not decoded.text.strip():
        yield error("empty", name, "Tệp trống, không có chữ nào.", item_id=own)
        return
    if decoded.confidence < 0.5:
        message = f"Chưa chắc bảng mã (đoán là {decoded.encoding}). Đơn vẫn được giữ; xem lại chữ."
        yield warning("unsure_encoding", name, message, item_id=own)
    yield from item_of(
        {"text": decoded.text},
        {},
        Place(own, name),
        limits,
        encoding=decoded.encoding,
        confidence=decoded.confidence,
    )
