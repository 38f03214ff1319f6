"""Tables of JSON objects: one a line, or a file that is one array."""

import json
import math
from collections.abc import Iterator
from functools import lru_cache
from typing import IO, Any

from gandan.core.readers import columns
from gandan.core.readers.model import Limits, Rows, error, warning
from gandan.core.readers.rows import Place, item_of
from gandan.core.readers.text_files import PIECE, decode_as_sent
from gandan.vietnamese import decode

BLANK = b" \t\r\n"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
LONGEST_WHOLE_NUMBER = 30


class _NotFinite(float):
    """NaN or infinity as written in the file: it is no JSON, and no value of anything."""


class _DuplicateKeyError(ValueError):
    """An object names the same key twice; to take either would drop the other."""


def read_jsonl(source: IO[bytes], size: int, name: str, own: str, limits: Limits) -> Rows:
    head = source.read(4096)
    source.seek(0)
    if head.startswith(UTF16_MARKS) or b"\x00" in head[:64]:
        lines = _whole(source, size, limits)
        if lines is None:
            yield error("too_large", name, "Tệp lớn mà không phải UTF-8. Lưu lại thành UTF-8.")
            return
    elif head.removeprefix(b"\xef\xbb\xbf").lstrip(BLANK).startswith(b"["):
        yield from _array(source, size, name, own, limits)
        return
    else:
        lines = _lines(source, limits)
    rows = 0
    for number, (line, whole) in enumerate(lines, 1):
        if not line.strip():
            continue
        rows += 1
        address = f"{name}, dòng {number}"
        if whole:
            yield from _line(line, Place(f"{own}#{number}", address), limits)
        else:
            message = "Dòng quá dài, không đọc được như một đơn. Phần đầu được giữ lại."
            yield error("line_too_long", address, message, _text(line)[0])
    if not rows:
        yield error("empty", name, "Tệp không có dòng nào.")


def _lines(source: IO[bytes], limits: Limits) -> Iterator[tuple[bytes, bool]]:
    first = True
    while line := source.readline(limits.longest_line + 1):
        rest = line
        while len(rest) > limits.longest_line and not rest.endswith(b"\n"):
            rest = source.readline(limits.longest_line + 1)
        own = line.removeprefix(b"\xef\xbb\xbf") if first else line
        first = False
        yield own, len(line) <= limits.longest_line


def _whole(source: IO[bytes], size: int, limits: Limits) -> Iterator[tuple[bytes, bool]] | None:
    """UTF-16 has line ends of two bytes: decode all, then cut."""
    if size > limits.decoded_at_once:
        return None
    text = decode(source.read()).text
    return ((line.encode("utf-8", "replace"), True) for line in text.split("\n"))


def _text(line: bytes) -> tuple[str, str, float]:
    try:
        return line.decode("utf-8"), "utf-8", 1.0
    except UnicodeDecodeError:
        found = decode(line[:PIECE] if len(line) > PIECE else line)
        return found.text, found.encoding, found.confidence


def _line(line: bytes, place: Place, limits: Limits) -> Rows:
    text, encoding, sure = _text(line)
    try:
        row = _parsed(text)
    except (ValueError, RecursionError) as fault:
        yield error("not_json", place.address, _not_json(fault), text)
        return
    yield from _object(row, text, place, limits, encoding, sure)


def _parsed(text: str) -> Any:
    return json.loads(
        text, parse_constant=_NotFinite, parse_int=_whole_number, object_pairs_hook=_once
    )


def _whole_number(digits: str) -> int | str:
    return int(digits) if len(digits) <= LONGEST_WHOLE_NUMBER else digits


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) != len(pairs):
        raise _DuplicateKeyError
    return row


def _not_json(fault: Exception) -> str:
    if isinstance(fault, _DuplicateKeyError):
        return "Một khóa được ghi hai lần, không rõ lấy giá trị nào. Sửa dòng rồi nạp lại."
    if isinstance(fault, RecursionError):
        return "JSON lồng nhau quá sâu. Dòng được giữ lại; sửa rồi nạp lại."
    where = f" (ký tự {fault.pos + 1})" if isinstance(fault, json.JSONDecodeError) else ""
    return f"Dòng này không phải JSON{where}. Dòng được giữ lại; sửa rồi nạp lại."


def _array(source: IO[bytes], size: int, name: str, own: str, limits: Limits) -> Rows:
    if size > limits.decoded_at_once:
        message = "Mảng JSON quá lớn. Ghi mỗi đơn một dòng (.jsonl) rồi nạp lại."
        yield error("too_large", name, message)
        return
    decoded = decode_as_sent(source.read())
    try:
        rows = _parsed(decoded.text)
    except (ValueError, RecursionError) as fault:
        if isinstance(fault, json.JSONDecodeError) and "\n" in decoded.text.strip():
            # Perhaps not an array of rows, but rows that are arrays: say it line by line.
            yield error("not_json", name, _where(decoded.text, fault), decoded.text)
            return
        yield error("not_json", name, _not_json(fault).replace("Dòng", "Tệp", 1), decoded.text)
        return
    if not rows:
        yield error("empty", name, "Mảng JSON trống, không có đơn nào.")
    for number, row in enumerate(rows, start=1):
        place = Place(f"{own}#{number}", f"{name}, mục {number}")
        written = "" if isinstance(row, dict) else str(row)
        yield from _object(row, written, place, limits, decoded.encoding, decoded.confidence)


def _where(text: str, fault: json.JSONDecodeError) -> str:
    line = text.count("\n", 0, fault.pos) + 1
    return f"Tệp không phải JSON (dòng {line}, ký tự {fault.colno}). Sửa rồi nạp lại."


@lru_cache(maxsize=256)
def _header(keys: tuple[str, ...]) -> columns.Header:
    return columns.read_header(keys)


def _object(
    row: Any, written: str, place: Place, limits: Limits, encoding: str, sure: float
) -> Rows:
    if not isinstance(row, dict):
        message = "Dòng này không phải một đối tượng JSON có cột nội dung."
        yield error("not_an_object", place.address, message, written)
        return
    keys = tuple(row)
    try:
        header = _header(keys)
    except columns.HeaderError as fault:
        kept = written or json.dumps(row, ensure_ascii=False)
        yield error(fault.code, place.address, str(fault), kept)
        return
    for doubt in header.doubts:
        yield warning("two_columns", place.address, doubt)
    finite = {key: _finite(value) for key, value in row.items()}
    if odd := [
        key for key, value in row.items() if isinstance(value, float) and finite[key] is None
    ]:
        names = ", ".join(f"“{key[:60]}”" for key in odd)
        message = f"Giá trị của {names} không phải số (NaN hoặc vô hạn), được coi là để trống."
        yield warning("not_a_number", place.address, message, written)
    values = {meaning: finite[keys[column]] for column, meaning in header.meanings.items()}
    extra = {key: finite[key] for c, key in enumerate(keys) if c not in header.meanings}
    yield from item_of(
        values, extra, _with_cells(place, header), limits, encoding=encoding, confidence=sure
    )


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _with_cells(place: Place, header: columns.Header) -> Place:
    def cell(meaning: str) -> str:
        column = header.column_of(meaning)
        return place.address if column is None else f"{place.address}, “{header.names[column]}”"

    return Place(place.own_id, place.address, cell)
