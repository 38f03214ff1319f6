"""The reception book as a spreadsheet: typed cells, no formula."""

import tempfile
from collections.abc import Sequence
from typing import IO

from django.utils import timezone
from django.utils.translation import gettext as _

from gandan.accounts.models import User
from gandan.core.language import workbook_words
from gandan.core.sheets import Sheet, write_xlsx
from gandan.domain.periods import Period
from gandan.domain.reception import book_columns
from gandan.reception.book import Line


def write_book(
    lines: Sequence[Line],
    *,
    unit_name: str,
    is_synthetic: bool,
    period: Period,
    reason: str,
    by: User,
) -> IO[bytes]:
    """Return an open temporary file that disappears when it is closed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    header = [f"({column.number}) {column.name}" for column in book_columns()]
    notes = [
        (_("Đơn vị"), unit_name),
        (_("Kỳ"), period.label),
        (_("Xuất lúc"), timezone.localtime().strftime("%d/%m/%Y %H:%M")),
        (_("Người xuất"), str(by)),
        (_("Lý do"), reason),
        (_("Cột 4"), _("Phần mềm không lưu giấy tờ tùy thân; ghi tay trên sổ in.")),
    ]
    if is_synthetic:
        notes.append((_("Lưu ý"), _("Dữ liệu mô phỏng. Thành phố không có thật.")))
    sheet = Sheet("Sổ tiếp công dân", header, lines)
    write_xlsx(file, [sheet], notes=notes, words=workbook_words())
    file.seek(0)
    return file
