"""Tables written as text: comma, semicolon, tab or bar between cells, quotes around some."""

import csv
from collections import deque
from collections.abc import Iterator
from typing import IO

from gandan.core.readers.model import KEPT, Limits, Problem, Rows, error, warning
from gandan.core.readers.tables import HEADER_WITHIN, Reading, Row, Table, read_table
from gandan.core.readers.text_files import (
    TextFile,
    TooLargeToDecodeError,
    lines_within,
    open_text,
)

MARKS = ",;\t|"
SNIFFED = 64_000
# A quoted cell that runs over more lines than this has most likely lost its closing quote.
LONGEST_RECORD = 2_000


def read_csv(source: IO[bytes], size: int, name: str, own: str, limits: Limits) -> Rows:
    """``name`` is for people, ``own`` begins the ids of rows that have none."""
    try:
        text = open_text(source, size, limits)
    except TooLargeToDecodeError:
        message = "Bảng lớn mà không phải UTF-8 nên không đọc. Lưu lại thành CSV UTF-8 rồi nạp."
        yield error("too_large", name, message)
        return
    if text.confidence < 0.5:
        message = f"Chưa chắc bảng mã (đoán là {text.encoding}). Xem lại chữ sau khi nạp."
        yield warning("unsure_encoding", name, message)
    records = _Records(text, name, limits)
    table = Table(
        own_id=lambda line: f"{own}#{line}",
        row_address=lambda line: f"{name}, dòng {line}",
        cell_address=lambda line, _column, title: f"{name}, dòng {line}, cột “{title}”",
        limits=limits,
        encoding=text.encoding,
        confidence=text.confidence,
        is_ragged=True,
    )
    state = Reading()
    for row in read_table(iter(records), table, state):
        yield from records.faults()
        yield row
    yield from records.faults()
    if state.header and not state.rows and not records.broken:
        yield error("empty", name, "Tệp chỉ có dòng tên cột, không có đơn nào.")
    elif records.is_blank:
        yield error("empty", name, "Tệp không có dòng nào.")


class _Records:
    """Rows of a .csv. A record whose quote is never closed is set aside with its first line
    only; reading goes on at the next line."""

    def __init__(self, text: TextFile, name: str, limits: Limits) -> None:
        self.name, self.limits = name, limits
        head = text.stream.read(SNIFFED)
        text.stream.seek(0)
        self.mark = _delimiter(head)
        self.lines = lines_within(text.stream, limits.longest_line)
        self.again: deque[tuple[str, bool]] = deque()
        self.taken: list[tuple[str, bool]] = []
        self.found: list[Problem] = []
        self.line = self.broken = 0
        self.is_blank = True
        csv.field_size_limit(limits.longest_line)

    def faults(self) -> list[Problem]:
        found, self.found = self.found, []
        return found

    def __iter__(self) -> Iterator[Row]:
        reader = self._reader()
        while True:
            self.taken = []
            start = self.line + 1
            try:
                cells: list[str] | None = next(reader)
            except StopIteration:
                return
            except (csv.Error, _RecordError):
                reader = self._reader()
                cells = self._leniently()
            self.line += len(self.taken)
            if cells is not None:
                row = Row(start, cells)
                self.is_blank = self.is_blank and row.is_empty
                yield row
            else:
                self._set_aside(start)
                reader = self._reader()

    def _reader(self) -> Iterator[list[str]]:
        if self.broken >= self.limits.broken_records:
            return csv.reader(self._feed(), delimiter=self.mark, quoting=csv.QUOTE_NONE)
        return csv.reader(self._feed(), delimiter=self.mark, strict=True)

    def _leniently(self) -> list[str] | None:
        """A quote in the middle of a cell on one line is no fault; over lines it lost its pair."""
        if len(self.taken) != 1 or not self.taken[0][1]:
            return None
        return next(csv.reader([self.taken[0][0]], delimiter=self.mark))

    def _feed(self) -> Iterator[str]:
        while True:
            following = self.again.popleft() if self.again else next(self.lines, None)
            if following is None:
                return
            self.taken.append(following)
            if not following[1] or len(self.taken) > LONGEST_RECORD:
                raise _RecordError
            yield following[0]

    def _set_aside(self, start: int) -> None:
        """Report the record that began at ``start``; read on at the line after it."""
        (first, whole), *rest = self.taken
        if not whole:
            message = "Dòng quá dài, không đọc được như một đơn. Phần đầu được giữ lại."
            self._report(start, "line_too_long", message, first)
        else:
            message = (
                "Dấu ngoặc kép mở ở dòng này mà không đóng. Dòng được giữ lại để xem; "
                "các dòng sau vẫn được đọc."
            )
            self._report(start, "csv_broken", message, first)
            self.broken += 1
        self.is_blank = False
        self.again.extendleft(reversed(rest))
        self.line -= len(rest)
        if whole and self.broken == self.limits.broken_records:
            message = (
                f"Quá nhiều dòng hỏng dấu ngoặc kép; từ dòng {self.line + 1} mỗi dòng được đọc là "
                "một đơn, dấu ngoặc kép được giữ như chữ. Xem lại các đơn từ đó."
            )
            where = f"{self.name}, dòng {self.line + 1}"
            self.found.append(warning("quotes_ignored", where, message))

    def _report(self, line: int, code: str, message: str, kept: str) -> None:
        self.found.append(error(code, f"{self.name}, dòng {line}", message, kept[:KEPT]))


class _RecordError(Exception):
    """The record cannot be read as it stands."""


def _delimiter(text: str) -> str:
    """The mark that cuts the first lines into equally many cells, and most of them."""
    head = text.splitlines(keepends=True)[:HEADER_WITHIN]

    def judged(mark: str) -> tuple[int, int, bool]:
        try:
            widths = [len(cells) for cells in csv.reader(head, delimiter=mark) if cells]
        except csv.Error:
            widths = []
        widest = max(widths, default=1)
        alike = sum(width == widest for width in widths) if widest > 1 else 0
        return alike, widest, mark == ","

    return max(MARKS, key=judged)
