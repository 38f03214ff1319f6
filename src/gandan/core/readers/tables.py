"""Tables: .jsonl, .json, .csv, .xlsx, one letter a row."""

import csv
import io
import json
import math
import zipfile
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

from gandan.core.readers import columns
from gandan.core.readers.archive import check_zip
from gandan.core.readers.model import ERROR, KEPT, WARNING, Item, Limits, Problem
from gandan.core.readers.rows import item_of
from gandan.vietnamese import decode

Rows = Iterator[Item | Problem]
HEADER_WITHIN = 20
SNIFFED = 20_000


def read_jsonl(source: IO[bytes], name: str, limits: Limits) -> Rows:
    """One JSON object a line; a file that is one JSON array is accepted too."""
    first = source.peek(64)[:64].lstrip(b"\xef\xbb\xbf \t\r\n") if hasattr(source, "peek") else b""
    if first.startswith(b"["):
        yield from _read_array(source, name, limits)
        return
    number = 0
    while line := source.readline(limits.longest_line + 1):
        number += 1
        address = f"{name}, dòng {number}"
        if len(line) > limits.longest_line:
            while line and not line.endswith(b"\n"):
                line = source.readline(limits.longest_line + 1)
            message = "Dòng quá dài, không đọc được như một đơn."
            yield Problem("line_too_long", ERROR, address, message)
            continue
        if line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield from _json_line(line, name, number, address, limits)


def _json_line(line: bytes, name: str, number: int, address: str, limits: Limits) -> Rows:
    decoded = decode(line)
    try:
        row = json.loads(decoded.text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        where = f" (ký tự {error.pos + 1})" if isinstance(error, json.JSONDecodeError) else ""
        message = f"Dòng này không phải JSON{where}. Sửa dòng rồi nạp lại."
        yield Problem("not_json", ERROR, address, message, decoded.text[:KEPT])
        return
    yield from _object(row, name, number, address, limits, decoded.encoding, decoded.confidence)


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no JSON")


def _read_array(source: IO[bytes], name: str, limits: Limits) -> Rows:
    data = source.read(limits.unpacked // 4 + 1)
    if len(data) > limits.unpacked // 4:
        message = "Mảng JSON quá lớn. Ghi mỗi đơn một dòng (.jsonl) rồi nạp lại."
        yield Problem("too_large", ERROR, name, message)
        return
    decoded = decode(data)
    try:
        rows = json.loads(decoded.text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        yield Problem("not_json", ERROR, name, "Tệp không phải JSON.", decoded.text[:KEPT])
        return
    for number, row in enumerate(rows, start=1):
        yield from _object(row, name, number, f"{name}, mục {number}", limits, "utf-8", 1.0)


def _object(
    row: Any, name: str, number: int, address: str, limits: Limits, encoding: str, sure: float
) -> Rows:
    if not isinstance(row, dict):
        message = "Dòng này không phải một đối tượng JSON có cột nội dung."
        yield Problem("not_an_object", ERROR, address, message, str(row)[:KEPT])
        return
    keys = list(row)
    try:
        found = columns.meanings(keys)
    except columns.HeaderError as error:
        kept = json.dumps(row, ensure_ascii=False)[:KEPT]
        yield Problem("no_text_column", ERROR, address, str(error), kept)
        return
    values = {meaning: row[keys[column]] for column, meaning in found.items()}
    extra = {key: row[key] for column, key in enumerate(keys) if column not in found}
    yield from item_of(
        values,
        extra,
        own_id=f"{name}#{number}",
        address=address,
        limits=limits,
        encoding=encoding,
        confidence=sure,
    )


def read_csv(path: Path, name: str, limits: Limits) -> Rows:
    """Comma, semicolon, tab or bar; the encoding is detected on the head of the file."""
    with path.open("rb") as source:
        head = source.read(1 << 20)
        rest = source.read() if len(head) == 1 << 20 else b""
    decoded = decode(head + rest)
    if decoded.confidence < 0.5:
        message = (
            f"Chưa chắc bảng mã của tệp (đoán là {decoded.encoding}). Xem lại chữ sau khi nạp."
        )
        yield Problem("unsure_encoding", WARNING, name, message)
    csv.field_size_limit(limits.longest_letter)
    reader = csv.reader(io.StringIO(decoded.text, newline=""), delimiter=_delimiter(decoded.text))

    def lines() -> Iterator[tuple[int, Sequence[Any]]]:
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                problems.append(f"{error}")
                return
            yield reader.line_num, cells

    problems: list[str] = []
    yield from _table(
        lines(),
        name,
        lambda line: f"{name}, dòng {line}",
        None,
        limits,
        decoded.encoding,
        decoded.confidence,
    )
    for problem in problems:
        message = (
            f"Dừng ở dòng {reader.line_num}: ô quá dài hoặc dấu ngoặc kép không đóng ({problem})."
        )
        yield Problem("csv_broken", ERROR, f"{name}, dòng {reader.line_num}", message)


def _delimiter(text: str) -> str:
    head = text[:SNIFFED].splitlines()[:HEADER_WITHIN]
    return max(",;\t|", key=lambda mark: (sum(line.count(mark) for line in head[:1]), mark == ","))


def read_xlsx(path: Path, name: str, limits: Limits) -> Rows:
    """Every sheet that has a text column; dates as dates, formulas by their last value."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as packed:
            if fault := check_zip(packed, limits):
                yield Problem(fault.code, ERROR, name, fault.message)
                return
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, EOFError):
        message = "Tệp .xlsx hỏng hoặc không phải bảng tính. Mở bằng Excel, lưu lại rồi nạp."
        yield Problem("broken_xlsx", ERROR, name, message)
        return
    read_any = False
    for sheet in book.worksheets:
        title = sheet.title
        rows = (
            (number, cells)
            for number, cells in enumerate(
                sheet.iter_rows(values_only=True, max_col=limits.columns), 1
            )
        )
        first = next(rows, None)
        if first is None:
            continue
        read_any = True
        yield from _table(
            chain([first], rows),
            name,
            lambda line, t=title: f"{name}, trang tính {t}, dòng {line}",
            title,
            limits,
            "",
            None,
        )
    if not read_any:
        yield Problem("empty", ERROR, name, "Bảng tính không có dòng nào.")


def _table(
    rows: Iterator[tuple[int, Sequence[Any]]],
    name: str,
    address_of: Any,
    sheet: str | None,
    limits: Limits,
    encoding: str,
    confidence: float | None,
) -> Rows:
    header, before = _header(rows)
    if header is None:
        if any(any(_filled(cells)) for _line, cells in before):
            yield from _no_header(before, address_of, sheet, name)
        elif sheet is None:
            yield Problem("empty", ERROR, name, "Tệp không có dòng nào.")
        return
    names = list(header)
    try:
        found = columns.meanings(names)
    except columns.HeaderError as error:
        yield Problem("header", ERROR, address_of(before[-1][0]), str(error))
        return
    date_column = next((c for c, m in found.items() if m == "received_on"), None)
    empty = 0
    for line, cells in rows:
        if not any(_filled(cells)):
            empty += 1
            if empty >= limits.empty_rows:
                message = f"Dừng đọc sau {empty} dòng trống liền nhau. Nếu phía dưới còn đơn, xóa các dòng trống rồi nạp lại."
                yield Problem("many_empty_rows", WARNING, address_of(line), message)
                return
            continue
        empty = 0
        values = {m: cells[c] for c, m in found.items() if c < len(cells)}
        extra = {
            str(names[c] or f"cột {c + 1}"): cells[c]
            for c in range(len(cells))
            if c < len(names) and c not in found
        }
        for c in range(len(names), len(cells)):
            if cells[c] not in (None, ""):
                extra[f"cột {c + 1}"] = cells[c]
        cell = (
            f"{address_of(line)}, ô {_letter(date_column)}{line}" if date_column is not None else ""
        )
        yield from item_of(
            values,
            {k: _finite(v) for k, v in extra.items()},
            own_id=f"{name}{'/' + sheet if sheet else ''}#{line}",
            address=address_of(line),
            cell=cell,
            limits=limits,
            encoding=encoding,
            confidence=confidence,
        )


def _header(
    rows: Iterator[tuple[int, Sequence[Any]]],
) -> tuple[Sequence[Any] | None, list[tuple[int, Sequence[Any]]]]:
    before: list[tuple[int, Sequence[Any]]] = []
    for line, cells in islice(rows, HEADER_WITHIN):
        before.append((line, cells))
        if columns.is_header(cells):
            return cells, before
    return None, before


def _no_header(
    before: list[tuple[int, Sequence[Any]]], address_of: Any, sheet: str | None, name: str
) -> Rows:
    line, cells = next((line, cells) for line, cells in before if any(_filled(cells)))
    try:
        columns.meanings(cells)
    except columns.HeaderError as error:
        kept = "\n".join("; ".join(_filled(c)) for _l, c in before)[:KEPT]
        yield Problem("no_text_column", ERROR, address_of(line), str(error), kept)


def _filled(cells: Sequence[Any]) -> list[str]:
    return [str(cell) for cell in cells if cell is not None and str(cell).strip()]


def _finite(value: Any) -> Any:
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def _letter(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
