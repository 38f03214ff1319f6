"""The registers as a spreadsheet and as the printed book, with the columns of the decree's annex.

Columns of Decree 30/2020/NĐ-CP, art. 16 and Decree 30/2020/NĐ-CP, art. 22 (appendix IV, not read:
to be checked by the office). A register that is kept here must also be printed and bound.
"""

import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gandan.accounts.models import User
from gandan.core.language import workbook_words
from gandan.core.sheets import Sheet, write_xlsx
from gandan.documents import Document, Head, Table, layout, to_pdf
from gandan.domain.dates import format_date
from gandan.domain.issuing import BodySystem, layout_of
from gandan.papers.models import IncomingEntry, Letterhead, OutgoingEntry
from gandan.papers.papermaking import banner_of
from gandan.units.selectors import UnitNames

EXPORT_UP_TO = 10_000
BOOK_UP_TO = 5_000
UNTOLD = "(văn bản mật)"


def write_outgoing(
    rows: QuerySet[OutgoingEntry], names: UnitNames, *, by: User, query: str
) -> IO[bytes]:
    """Return an open temporary file that disappears when it is closed."""
    header = [
        _("Số, ký hiệu văn bản"),
        _("Ngày tháng văn bản"),
        _("Tên loại và trích yếu nội dung"),
        _("Người ký"),
        _("Nơi nhận văn bản"),
        _("Đơn vị, người nhận bản lưu"),
        _("Số lượng bản"),
        _("Ghi chú"),
        _("Đơn vị ban hành"),
    ]
    lines = (
        [
            row.symbol,
            row.issued_on,
            about(row.type_name, row.abstract, row.secrecy),
            row.signer,
            row.recipients,
            row.archive_keeper,
            row.copies,
            _remark(row),
            names[row.unit_id],
        ]
        for row in rows.iterator(chunk_size=1000)
    )
    return _written(_("Sổ văn bản đi"), header, lines, by=by, query=query)


def write_incoming(
    rows: QuerySet[IncomingEntry], names: UnitNames, *, by: User, query: str
) -> IO[bytes]:
    header = [
        _("Ngày đến"),
        _("Số đến"),
        _("Tác giả"),
        _("Số, ký hiệu văn bản"),
        _("Ngày tháng văn bản"),
        _("Tên loại và trích yếu nội dung"),
        _("Đơn vị hoặc người nhận"),
        _("Ngày chuyển"),
        _("Ký nhận"),
        _("Ghi chú"),
        _("Đơn vị nhận"),
    ]
    lines = (
        [
            row.arrived_on,
            row.number,
            row.author,
            row.document_number,
            row.document_on,
            about(row.type_name, row.abstract, row.secrecy),
            row.receiver,
            row.forwarded_on,
            row.signed_for_by,
            row.remark,
            names[row.unit_id],
        ]
        for row in rows.iterator(chunk_size=1000)
    )
    return _written(_("Sổ văn bản đến"), header, lines, by=by, query=query)


def about(type_name: str, abstract: str, secrecy: str) -> str:
    """Type and abstract in one cell; of a secret paper only that it is one."""
    said = UNTOLD if secrecy else abstract
    return " ".join(part for part in (type_name, said) if part)


def _remark(row: OutgoingEntry) -> str:
    return row.remark or ("Đã hủy" if row.is_cancelled else "")


def _written(
    title: str, header: list[str], lines: Iterable[list[Any]], *, by: User, query: str
) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    notes = [
        (_("Xuất lúc"), timezone.localtime().strftime("%d/%m/%Y %H:%M")),
        (_("Người xuất"), str(by)),
        (_("Bộ lọc"), query or _("không lọc")),
    ]
    write_xlsx(file, [Sheet(title, header, lines)], notes=notes, words=workbook_words())
    file.seek(0)
    return file


def outgoing_book(rows: Iterable[OutgoingEntry], letterhead: Letterhead, year: int) -> bytes:
    """The register of outgoing papers of a year, to print and bind."""
    header = (
        "Số, ký hiệu văn bản",
        "Ngày tháng văn bản",
        "Tên loại và trích yếu nội dung văn bản",
        "Người ký",
        "Nơi nhận văn bản",
        "Đơn vị, người nhận bản lưu",
        "Số lượng bản",
        "Ghi chú",
    )
    lines = (
        (
            row.symbol,
            format_date(row.issued_on),
            about(row.type_name, row.abstract, row.secrecy),
            row.signer,
            row.recipients,
            row.archive_keeper,
            str(row.copies),
            _remark(row),
        )
        for row in rows
    )
    return _book("Sổ đăng ký văn bản đi", header, lines, letterhead, year)


def incoming_book(rows: Iterable[IncomingEntry], letterhead: Letterhead, year: int) -> bytes:
    header = (
        "Ngày đến",
        "Số đến",
        "Tác giả",
        "Số, ký hiệu văn bản",
        "Ngày tháng văn bản",
        "Tên loại và trích yếu nội dung",
        "Đơn vị hoặc người nhận",
        "Ngày chuyển",
        "Ký nhận",
        "Ghi chú",
    )
    lines = (
        (
            format_date(row.arrived_on),
            str(row.number),
            row.author,
            row.document_number,
            format_date(row.document_on) if row.document_on else "",
            about(row.type_name, row.abstract, row.secrecy),
            row.receiver,
            format_date(row.forwarded_on) if row.forwarded_on else "",
            row.signed_for_by,
            row.remark,
        )
        for row in rows
    )
    return _book("Sổ đăng ký văn bản đến", header, lines, letterhead, year)


def _book(
    title: str,
    header: tuple[str, ...],
    lines: Iterator[tuple[str, ...]],
    letterhead: Letterhead,
    year: int,
) -> bytes:
    numbers = tuple(f"({n})" for n in range(1, len(header) + 1))
    table = Table("", header, (numbers, *lines), dense=True)
    head = Head(
        letterhead.superior, letterhead.issuer, None, "", None, title, f"Năm {year}", undated=True
    )
    document = Document(head, (table,), banner=banner_of(letterhead.unit), landscape=True)
    return to_pdf(document, layout(layout_of(BodySystem(letterhead.system))))
