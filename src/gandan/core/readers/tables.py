"""Tables, whatever file they come from: find the header, then one letter a row."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from gandan.core.readers import columns
from gandan.core.readers.model import Limits, Problem, Rows, error, warning
from gandan.core.readers.rows import Place, as_text, item_of, written_out

HEADER_WITHIN = 20


@dataclass(frozen=True)
class Row:
    """``uncalculated`` maps columns to formulas that have no value in the file."""

    line: int
    cells: Sequence[Any]
    uncalculated: Mapping[int, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.uncalculated and not any(
            cell is not None and str(cell).strip() for cell in self.cells
        )


@dataclass(frozen=True)
class Table:
    """Rows of a sheet or a .csv, and how to say where something stands in it.

    ``is_ragged``: rows may have more or fewer cells than the header, which is worth a word.
    """

    own_id: Callable[[int], str]
    row_address: Callable[[int], str]
    cell_address: Callable[[int, int, str], str]
    limits: Limits
    encoding: str = ""
    confidence: float | None = None
    is_ragged: bool = False


@dataclass
class Reading:
    """How far the reading of a table came; filled while its rows are drawn."""

    header: columns.Header | None = None
    rows: int = 0


def read_table(rows: Iterator[Row], table: Table, state: Reading) -> Rows:
    """Yield what the rows hold; the caller sees in ``state`` whether there was a header."""
    before, rows = _until_header(rows)
    if not before:
        return
    top = before[-1]
    try:
        header = columns.read_header(top.cells if top.cells else ())
        if not columns.is_header(top.cells):
            raise columns.HeaderError("no_text_column", _columns_seen(before))
    except columns.HeaderError as fault:
        # Nothing below an unread header can be understood, so all of it is one error.
        yield error(fault.code, table.row_address(top.line), str(fault), _kept(before))
        return
    state.header = header
    yield from _above(before[:-1], table)
    header, rows = _below(header, rows)
    state.header = header
    for doubt in header.doubts:
        yield warning("two_columns", table.row_address(top.line), doubt)
    yield from _body(rows, header, table, state)


def _until_header(rows: Iterator[Row]) -> tuple[list[Row], Iterator[Row]]:
    """Rows up to the header; without one, the row with most names stands last in its place."""
    before: list[Row] = []
    for row in islice(rows, HEADER_WITHIN):
        if row.is_empty:
            continue
        before.append(row)
        if columns.is_header(row.cells):
            return before, rows
    if before:
        likeliest = max(before, key=lambda row: (columns.known_names(row.cells), _filled(row)))
        before.remove(likeliest)
        before.append(likeliest)
    return before, rows


def _filled(row: Row) -> int:
    return sum(cell is not None and bool(str(cell).strip()) for cell in row.cells)


def _columns_seen(before: Sequence[Row]) -> str:
    try:
        columns.read_header(before[-1].cells)
    except columns.HeaderError as fault:
        return str(fault)
    return "Không thấy dòng tên cột. Ghi tên cột ở dòng đầu, có cột “Nội dung”, rồi nạp lại."


def _kept(rows: Sequence[Row]) -> str:
    ordered = sorted(rows, key=lambda row: row.line)
    return "\n".join("; ".join(as_text(c) for c in row.cells if c is not None) for row in ordered)


def _above(rows: Sequence[Row], table: Table) -> Rows:
    if rows:
        message = f"{len(rows)} dòng phía trên dòng tên cột được coi là tiêu đề của bảng."
        yield warning("title_rows", table.row_address(rows[0].line), message, _kept(rows))


def _below(header: columns.Header, rows: Iterator[Row]) -> tuple[columns.Header, Iterator[Row]]:
    """Take in a second line of names under merged ones, and a line that numbers the columns."""
    first = next(rows, None)
    if first is not None and _names_more(header, first):
        names = [
            sub if sub is not None and str(sub).strip() else name
            for name, sub in zip(
                _padded(header.names, len(first.cells)),
                _padded(first.cells, len(header.names)),
                strict=True,
            )
        ]
        header = columns.read_header(names)
        first = next(rows, None)
    if first is not None and _numbers_columns(first):
        first = next(rows, None)
    return header, rows if first is None else chain([first], rows)


def _padded(cells: Sequence[Any], width: int) -> list[Any]:
    return [*cells, *[None] * (width - len(cells))]


def _names_more(header: columns.Header, row: Row) -> bool:
    text = header.column_of("text")
    below = row.cells[text] if text is not None and text < len(row.cells) else None
    return columns.known_names(row.cells) >= 2 and not str(below or "").strip()


def _numbers_columns(row: Row) -> bool:
    marks = [as_text(cell).strip(" ().") for cell in row.cells if as_text(cell).strip()]
    return len(marks) >= 2 and marks == [str(number) for number in range(1, len(marks) + 1)]


def _body(rows: Iterator[Row], header: columns.Header, table: Table, state: Reading) -> Rows:
    empty = 0
    for row in rows:
        if not row.is_empty:
            empty = 0
            state.rows += 1
            yield from _row(row, header, table)
            continue
        empty += 1
        if empty >= table.limits.empty_rows:
            message = (
                f"Dừng đọc sau {empty} dòng trống liền nhau. "
                "Nếu phía dưới còn đơn, xóa các dòng trống rồi nạp lại."
            )
            yield warning("many_empty_rows", table.row_address(row.line), message)
            return


def _row(row: Row, header: columns.Header, table: Table) -> Rows:
    cells, names = row.cells, header.names
    values = {
        meaning: cells[column] for column, meaning in header.meanings.items() if column < len(cells)
    }
    extra: dict[str, Any] = {}
    for column, cell in enumerate(cells):
        if column in header.meanings or cell is None or cell == "":
            continue
        name = names[column] if column < len(names) and names[column] else f"cột {column + 1}"
        extra[name if name not in extra else f"{name} (cột {column + 1})"] = cell

    def cell_address(meaning: str) -> str:
        column = header.column_of(meaning)
        if column is None:
            return table.row_address(row.line)
        return table.cell_address(row.line, column, names[column])

    place = Place(table.own_id(row.line), table.row_address(row.line), cell_address)
    found = item_of(
        values,
        {**extra, **{_name(names, column): f for column, f in row.uncalculated.items()}},
        place,
        table.limits,
        encoding=table.encoding,
        confidence=table.confidence,
    )
    yield from _uncalculated(row, header, table)
    if table.is_ragged and len(cells) != len(names):
        yield from _ragged(row, values, extra, names, table)
    yield from found


def _name(names: Sequence[str], column: int) -> str:
    return f"công thức {names[column] if column < len(names) else f'cột {column + 1}'}"


def _uncalculated(row: Row, header: columns.Header, table: Table) -> Iterator[Problem]:
    for column, formula in row.uncalculated.items():
        name = header.names[column] if column < len(header.names) else ""
        message = (
            "Ô là công thức chưa có kết quả; công thức được giữ nhưng không tính. "
            "Mở tệp bằng Excel, lưu lại rồi nạp."
        )
        address = table.cell_address(row.line, column, name)
        yield warning("formula_without_value", address, message, formula)


def _ragged(
    row: Row,
    values: Mapping[str, Any],
    extra: Mapping[str, Any],
    names: Sequence[str],
    table: Table,
) -> Iterator[Problem]:
    if len(row.cells) > len(names) and not any(as_text(c) for c in row.cells[len(names) :]):
        return
    message = (
        f"Dòng có {len(row.cells)} ô, bảng có {len(names)} cột: có thể dấu ngăn nằm trong nội dung "
        "mà thiếu ngoặc kép. Đơn vẫn được giữ; xem lại các ô."
    )
    kept = written_out(values, extra)
    yield warning("column_count", table.row_address(row.line), message, kept)
