"""The register as a spreadsheet: typed cells, no formula, no sender's contact details."""

import tempfile
from collections.abc import Iterator
from datetime import date
from typing import IO, Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gandan.accounts.models import User
from gandan.casework.desk import rows_of
from gandan.casework.models import Case, Submission
from gandan.core.language import field_name, topic_name, workbook_words
from gandan.core.sheets import Sheet, write_xlsx
from gandan.units.selectors import UnitNames

EXPORT_UP_TO = 10_000


def write_submissions(
    rows: QuerySet[Submission], names: UnitNames, *, by: User, query: str
) -> IO[bytes]:
    """Return an open temporary file that disappears when it is closed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    header = [
        _("Số vào sổ"),
        _("Ngày nhận"),
        _("Đơn vị nhận"),
        _("Kênh"),
        _("Loại đơn"),
        _("Lĩnh vực"),
        _("Nội dung chi tiết"),
        _("Phân loại bởi"),
        _("Nơi xảy ra"),
        _("Trích yếu"),
        _("Nội dung"),
    ]
    notes = [
        (_("Xuất lúc"), timezone.localtime().strftime("%d/%m/%Y %H:%M")),
        (_("Người xuất"), str(by)),
        (_("Bộ lọc"), query or _("không lọc")),
    ]
    if rows.filter(unit__is_synthetic=True).exists():
        notes.append((_("Lưu ý"), _("Dữ liệu mô phỏng. Thành phố không có thật.")))
    sheet = Sheet(_("Sổ đơn"), header, _lines(rows, names))
    write_xlsx(file, [sheet], notes=notes, words=workbook_words())
    file.seek(0)
    return file


def _lines(rows: QuerySet[Submission], names: UnitNames) -> Iterator[list[Any]]:
    for row in rows.iterator(chunk_size=1000):
        yield [
            row.code,
            row.received_on,
            names[row.unit_id],
            row.get_channel_display(),
            row.get_kind_display(),
            field_name(row.field),
            topic_name(row.field, row.topic),
            row.get_classified_by_display(),
            row.place,
            row.title,
            row.text,
        ]


def write_work(
    rows: QuerySet[Case], names: UnitNames, *, by: User, day: date, query: str
) -> IO[bytes]:
    """The work queue as a sheet; an open temporary file that disappears when it is closed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    header = [
        _("Mã vụ việc"),
        _("Tên vụ việc"),
        _("Loại"),
        _("Lĩnh vực"),
        _("Giai đoạn"),
        _("Bước tiếp theo"),
        _("Hạn gần nhất"),
        _("Quá hạn (ngày)"),
        _("Đơn vị phụ trách"),
        _("Đơn vị đang giữ"),
        _("Người xử lý"),
        _("Ngày mở"),
        _("Lần thứ"),
        _("Số đơn"),
    ]
    notes = [
        (_("Xuất lúc"), timezone.localtime().strftime("%d/%m/%Y %H:%M")),
        (_("Người xuất"), str(by)),
        (_("Bộ lọc"), query or _("không lọc")),
    ]
    if rows.filter(unit__is_synthetic=True).exists():
        notes.append((_("Lưu ý"), _("Dữ liệu mô phỏng. Thành phố không có thật.")))
    sheet = Sheet(_("Việc"), header, _work_lines(rows, names, day))
    write_xlsx(file, [sheet], notes=notes, words=workbook_words())
    file.seek(0)
    return file


def _work_lines(rows: QuerySet[Case], names: UnitNames, day: date) -> Iterator[list[Any]]:
    cases = list(rows)
    for start in range(0, len(cases), 500):
        for row in rows_of(cases[start : start + 500], day, names):
            case = row.case
            late = (day - case.next_due_on).days if row.is_late and case.next_due_on else None
            yield [
                case.code,
                case.title,
                case.get_kind_display(),
                field_name(case.field),
                case.stage_name,
                row.next,
                case.next_due_on,
                late,
                names[case.unit_id],
                names[case.handling_unit_id],
                str(case.officer or ""),
                case.opened_on,
                case.round,
                row.letters,
            ]
