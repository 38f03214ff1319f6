"""Which column holds what: the names that files really use.

A name is compared without case, diacritics and punctuation. For each meaning the table below
lists groups of names, best group first: where a file has names of two groups, the better one has
the meaning and the other column is kept as an extra. Names that are not listed are extras too.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gandan.vietnamese import fold

NAMES: dict[str, tuple[str, ...]] = {
    "id": (
        "id ma ma_don ma_so ma_don_thu ma_phan_anh ma_kien_nghi ma_ho_so ma_vu_viec ma_tiep_nhan code",
        "so_den so_vao_so so_don so_don_thu so_tiep_nhan so_cong_van_den so_hieu number "
        "register_number",
        "stt so_thu_tu tt so",
    ),
    "text": (
        "text noi_dung noidung noi_dung_don noi_dung_don_thu noi_dung_phan_anh noi_dung_kien_nghi "
        "noi_dung_phan_anh_kien_nghi noi_dung_y_kien noi_dung_vu_viec noi_dung_thu noi_dung_day_du "
        "nguyen_van van_ban y_kien content body full_text",
        "tom_tat tom_tat_noi_dung noi_dung_tom_tat tom_tat_noi_dung_don mo_ta description message "
        "summary phan_anh kien_nghi noi_dung_chinh",
    ),
    "received_on": (
        "received_on received received_date date_received ngay_nhan ngay_nhan_don ngay_tiep_nhan "
        "ngay_den ngay_vao_so thoi_gian_tiep_nhan",
        "date ngay ngay_thang ngay_thang_nam ngay_tiep ngay_tiep_dan thoi_gian thoi_diem",
        "ngay_gui ngay_viet ngay_viet_don ngay_don sent_on sent created_at created created_on",
    ),
    "channel": (
        "channel kenh kenh_tiep_nhan nguon_tiep_nhan hinh_thuc_tiep_nhan",
        "nguon nguon_don hinh_thuc hinh_thuc_gui source",
    ),
    "place": (
        "place noi_xay_ra noi_xay_ra_vu_viec noi_phan_anh dia_diem dia_ban location vi_tri",
        "noi khu_vuc dia_phuong",
    ),
    "title": ("title tieu_de subject", "trich_yeu ve_viec chu_de"),
    "sender_name": (
        "sender sender_name nguoi_gui ten_nguoi_gui ho_ten_nguoi_gui nguoi_viet_don nguoi_phan_anh "
        "nguoi_kien_nghi nguoi_lam_don",
        "ho_ten ho_va_ten cong_dan name from",
    ),
    "sender_address": (
        "sender_address dia_chi_nguoi_gui dia_chi_nguoi_viet_don dia_chi_nguoi_phan_anh",
        "noi_o noi_cu_tru cho_o cho_o_hien_nay",
    ),
    "sender_phone": (
        "sender_phone phone phone_number telephone dien_thoai so_dien_thoai sdt so_dt",
    ),
    "unit": (
        "unit don_vi_nhan don_vi_tiep_nhan receiving_unit",
        "don_vi co_quan don_vi_xu_ly co_quan_tiep_nhan",
    ),
}
# Beside the sender's name this is where the sender lives; alone it is where the matter is.
ADDRESS = frozenset({"dia_chi", "address"})
_RANKS = {
    name: (meaning, rank)
    for meaning, groups in NAMES.items()
    for rank, group in enumerate(groups)
    for name in group.split()
}


class HeaderError(ValueError):
    """No column holds the text, or two columns claim to; the message is for the person."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Header:
    """``meanings`` by column number; ``doubts`` are sentences on columns that were set aside."""

    names: tuple[str, ...]
    meanings: dict[int, str]
    doubts: tuple[str, ...] = ()

    def column_of(self, meaning: str) -> int | None:
        return next((c for c, m in self.meanings.items() if m == meaning), None)


def normal(name: object) -> str:
    return re.sub(r"[^a-z0-9]+", "_", fold(str(name or "")[:200])).strip("_")


def read_header(cells: Sequence[object]) -> Header:
    """Raises ``HeaderError`` with code no_text_column or two_text_columns."""
    names = tuple(" ".join(str(cell).split()) if cell is not None else "" for cell in cells)
    claims: dict[str, list[tuple[int, int]]] = {}
    for column, (meaning, rank) in _claims([normal(name) for name in names]):
        claims.setdefault(meaning, []).append((rank, column))
    if "text" not in claims:
        raise HeaderError("no_text_column", _no_text(names))
    meanings, doubts = {}, []
    for meaning, found in claims.items():
        best, *others = sorted(found)
        meanings[best[1]] = meaning
        for other in (column for rank, column in others if rank == best[0]):
            doubts.append(_doubt(names[best[1]], names[other], meaning))
    return Header(names, meanings, tuple(doubts))


def _claims(names: Sequence[str]) -> Iterator[tuple[int, tuple[str, int]]]:
    known = {_RANKS[name][0] for name in names if name in _RANKS}
    for column, name in enumerate(names):
        if name in _RANKS:
            yield column, _RANKS[name]
        elif name in ADDRESS:
            yield column, ("sender_address" if known & {"sender_name", "place"} else "place", 1)


def _no_text(names: Sequence[str]) -> str:
    seen = ", ".join(f"“{name[:60]}”" for name in names if name)[:400]
    return (
        f"Không có cột nội dung. Các cột đọc được: {seen or 'không có'}. "
        "Đặt tên cột nội dung là “Nội dung” rồi nạp lại."
    )


def _doubt(first: str, other: str, meaning: str) -> str:
    if meaning == "text":
        raise HeaderError(
            "two_text_columns",
            f"Cột “{first}” và cột “{other}” đều có thể là nội dung đơn. "
            "Đổi tên hoặc gộp một cột rồi nạp lại.",
        )
    return (
        f"Cột “{first}” và cột “{other}” cùng nghĩa: dùng cột “{first}”, "
        f"cột “{other}” được giữ trong phần thông tin thêm."
    )


def is_header(cells: Sequence[object]) -> bool:
    """Whether a row names the columns rather than holding a letter."""
    filled = [name for name in map(normal, cells) if name]
    ranks = [_RANKS[name] for name in filled if name in _RANKS]
    if any(claim == ("text", 0) for claim in ranks):
        return True
    # "Phản ánh" may also be the value of a cell: it needs a second known name, or no other cell.
    named = {meaning for meaning, _rank in ranks}
    return "text" in named and (len(named) > 1 or len(filled) == 1)


def known_names(cells: Sequence[object]) -> int:
    return sum(name in _RANKS or name in ADDRESS for name in map(normal, cells))
