"""Where each column goes in the national database, and the file with the confirmed ones.

The database's format was not seen (docs/reference/reception-and-statistics.md): the file is
made from codes that people of the office entered and confirmed, and says what it leaves out.
"""

import csv
import io
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any

from django.utils.translation import gettext as _

from gandan.core.language import workbook_words
from gandan.core.sheets import FORMULA_STARTS, Sheet, write_xlsx
from gandan.domain.periods import Period
from gandan.domain.statistics import Column, Number, Table, tables
from gandan.statutory.left_out import left_out_of, untold_words, written_before
from gandan.statutory.models import NationalField
from gandan.statutory.pages import Filled
from gandan.statutory.templatetags.statutory import figure


@dataclass(frozen=True)
class Mapped:
    """One column and the code that is current for it; None when nobody entered one."""

    table: Table
    column: Column
    field: NationalField | None

    @property
    def is_confirmed(self) -> bool:
        return bool(self.field and self.field.target and self.field.confirmed_at)

    @property
    def waits(self) -> bool:
        return bool(self.field and self.field.target and not self.field.confirmed_at)


def mapped_columns() -> list[Mapped]:
    """Every column of every table; one query."""
    rows = NationalField.objects.current().select_related("entered_by", "confirmed_by")
    known = {(row.table, row.column): row for row in rows}
    return [
        Mapped(table, column, known.get((table.code, column.number)))
        for table in tables().values()
        for column in table.columns
    ]


@dataclass(frozen=True)
class Coverage:
    confirmed: int
    waiting: int
    columns: int

    @property
    def unmapped(self) -> int:
        """Columns that the file leaves out."""
        return self.columns - self.confirmed

    @classmethod
    def of(cls, mapped: Sequence[Mapped]) -> "Coverage":
        confirmed = sum(one.is_confirmed for one in mapped)
        return cls(confirmed, sum(one.waits for one in mapped), len(mapped))


HEADER = (
    "don_vi", "ten_don_vi", "tu_ngay", "den_het_ngay", "ma_truong", "bieu", "cot", "gia_tri",
    "ghi_chu",
)  # fmt: skip


def export_rows(filled: Filled, mapped: Sequence[Mapped]) -> Iterator[list[Any]]:
    """A row for each unit and confirmed column; a figure that nobody knows stays empty.

    So does a count of 0 where units had written a figure by hand; the last column says so.
    """
    period = filled.chosen.period
    for code in dict.fromkeys(one.table.code for one in mapped if one.is_confirmed):
        grid = filled.grid(code)
        untold = left_out_of(filled.registers.asked, grid.counting).untold
        for line in grid.lines:
            values = line.values()
            written = written_before(grid.counting, line.line, filled.entered)
            for one in mapped:
                if one.table.code == code and one.is_confirmed and one.field is not None:
                    number = one.column.number
                    value, by_hand = values[number], written.get(number)
                    is_untold = line is grid.total and number in grid.counting.amounts
                    yield [
                        line.line.code,
                        line.line.name,
                        period.since.isoformat(),
                        period.last_day.isoformat(),
                        one.field.target,
                        code,
                        number,
                        None if by_hand and not value else _plain(value),
                        _note(by_hand, untold if is_untold else 0),
                    ]


def _note(by_hand: Number | None, untold: int) -> str:
    """What the figure does not hold; "" where there is nothing to say."""
    words = _("không tính %(value)s mà đơn vị ghi tay trong biểu")
    found = [words % {"value": figure(by_hand)}] if by_hand else []
    return "; ".join(found + ([untold_words(untold)] if untold else []))


def _plain(value: Any) -> int | float | None:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral() else float(value)
    return value  # type: ignore[no-any-return]


def write_csv(rows: Iterator[list[Any]]) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read it; texts never begin like a formula."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(HEADER)
    for row in rows:
        writer.writerow([_guarded(value) for value in row])
    return file.getvalue().encode("utf-8-sig")


def _guarded(value: Any) -> Any:
    if isinstance(value, str) and value.lstrip(" \u00a0\u3000").startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def write_workbook(
    rows: Iterator[list[Any]], coverage: Coverage, *, period: Period, by: str
) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    notes = [
        (_("Kỳ"), period.label),
        (_("Người xuất"), by),
        (
            _("Thiếu"),
            _("%(unmapped)d trên %(columns)d cột chưa có mã được xác nhận nên không có ở đây.")
            % {"unmapped": coverage.unmapped, "columns": coverage.columns},
        ),
        (_("Ô trống"), _("Chưa có số, không phải số 0.")),
    ]
    write_xlsx(file, [Sheet("CSDL quốc gia", HEADER, rows)], notes=notes, words=workbook_words())
    file.seek(0)
    return file
