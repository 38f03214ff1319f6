"""A report as a workbook and back: figures by code, faults by cell."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any

from django.utils.translation import gettext as _

from gandan.core.figure_fields import cell_fault
from gandan.core.language import workbook_words
from gandan.core.readers import Item, read_bytes
from gandan.core.sheets import Sheet, write_xlsx
from gandan.domain.reporting import CellError, read_cell
from gandan.reports.cells import Cell, values_of
from gandan.reports.models import UnitReport
from gandan.reports.selectors import Sums
from gandan.reports.words import SOURCE_WORDS, measure_word
from gandan.vietnamese import fold

# Column names that are read back, folded, in both languages of the page.
CODE, VALUE = ("ma", "code"), ("gia tri", "value")


class SheetError(ValueError):
    """The workbook as a whole cannot be read; the message says why."""


@dataclass(frozen=True)
class Fault:
    """``place`` is what the person finds: "dòng 7, DT02"."""

    place: str
    text: str


def write_report(
    report: UnitReport,
    cells: Sequence[Cell],
    figures: Mapping[str, str],
    register: Mapping[str, float],
    notes: Mapping[str, Sequence[str]],
    *,
    unit: str,
    by: str,
) -> IO[bytes]:
    """An open temporary file with one row for each cell of the form.

    ``notes`` by key of the register are what the page says beside a counted figure.
    """
    values = values_of(cells, figures)
    has_notes = any(notes.values())
    header = [
        _("Mã"), _("Nhóm"), _("Chỉ tiêu"), _("Đơn vị tính"), _("Nguồn"), _("Sổ đếm"), _("Giá trị"),
    ]  # fmt: skip
    if has_notes:
        header.append(_("Ghi chú"))
    rows = [
        [
            cell.code,
            cell.heading,
            cell.name,
            measure_word(cell.measure),
            str(SOURCE_WORDS[cell.source]),
            register.get(cell.register_key),
            _number(values.get(cell.code)),
            *(["; ".join(notes.get(cell.register_key, ()))] if has_notes else []),
        ]
        for cell in cells
    ]
    last = [
        (_("Báo cáo"), report.round.version.form.name),
        (_("Kỳ"), report.round.label),
        (_("Đơn vị"), unit),
        (_("Người tải"), by),
        (
            _("Cách dùng"),
            _("Chỉ sửa cột Giá trị rồi nạp lại. Để trống là chưa biết, 0 là không có."),
        ),
    ]
    return _written([Sheet(_("Số liệu"), header, rows)], last)


def write_sums(sums: Sums, *, label: str, hidden: Mapping[int, frozenset[str]]) -> IO[bytes]:
    """The lines of a round: a row for each unit, with who is silent said beside it."""
    header = [_("Đơn vị"), _("Đã gửi"), _("Phải gửi")]
    header += [f"{cell.name} ({measure_word(cell.measure)})" for cell in sums.cells]
    notes = [
        (_("Kỳ"), label),
        (_("Đã gửi"), f"{len(sums.top.reported)}/{len(sums.top.expected)}"),
        (_("Ô trống"), _("Chưa có số, không phải số 0.")),
    ]
    return _written([Sheet(_("Tổng hợp"), header, _lines(sums, hidden))], notes)


def _lines(sums: Sums, hidden: Mapping[int, frozenset[str]]) -> Iterator[list[Any]]:
    for line in [sums.top, *sums.children]:
        row: list[Any] = [sums.names[line.unit], len(line.reported), len(line.expected)]
        for cell in sums.cells:
            is_hidden = cell.code in hidden.get(line.unit, ())
            row.append("< 5" if is_hidden else _number(line.values.get(cell.code)))
        yield row


def _written(sheets: list[Sheet], notes: list[tuple[str, str]]) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    write_xlsx(file, sheets, notes=notes, words=workbook_words())
    file.seek(0)
    return file


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral() else float(value)


def read_figures(
    rows: Sequence[Sequence[str]], cells: Sequence[Cell]
) -> tuple[dict[str, Decimal | None], list[Fault]]:
    """The figures of a returned workbook, by code, and what is wrong with which cell.

    Cells that are not in the workbook are not in the answer. Raises ``SheetError``.
    """
    by_code = {cell.code: cell for cell in cells if cell.is_written}
    computed = {cell.code for cell in cells} - set(by_code)
    start, code_at, value_at = _header(rows)
    found: dict[str, Decimal | None] = {}
    faults: list[Fault] = []
    for number, row in enumerate(rows[start:], start + 1):
        code = row[code_at].strip().upper() if code_at < len(row) else ""
        place = _("dòng %(row)d, %(code)s") % {"row": number, "code": code or "–"}
        if not code or code in computed:
            continue
        if code not in by_code:
            faults.append(Fault(place, _("Mẫu báo cáo không có mã này.")))
        elif code in found:
            faults.append(Fault(place, _("Mã này có hai dòng.")))
        else:
            written = row[value_at].strip() if value_at < len(row) else ""
            try:
                found[code] = read_cell(written, by_code[code].measure)
            except CellError as error:
                faults.append(Fault(place, cell_fault(error, written)))
    return found, faults


def _header(rows: Sequence[Sequence[str]]) -> tuple[int, int, int]:
    for number, row in enumerate(rows[:20]):
        names = [fold(name).strip() for name in row]
        code = next((names.index(name) for name in CODE if name in names), None)
        value = next((names.index(name) for name in VALUE if name in names), None)
        if code is not None and value is not None:
            return number + 1, code, value
    raise SheetError(_("Không thấy dòng tiêu đề có cột Mã và cột Giá trị."))


def sheet_rows(name: str, data: bytes) -> list[list[str]]:
    """The rows of the first table of a workbook, read in the limited child.

    Raises ``SheetError`` with what was wrong.
    """
    problems = []
    for found in read_bytes(name, data, as_report=True):
        if isinstance(found, Item):
            lines = found.text.split("\n")
            tables = found.extra.get("tables") or []
            if not tables:
                break
            first, rows = tables[0]
            return [line.split("\t") for line in lines[first : first + len(rows)]]
        problems.append(found.message)
    raise SheetError(" ".join(problems) or _("Bảng tính không có dòng nào đọc được."))
