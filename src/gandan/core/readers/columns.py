"""Which column holds what: the names that files really use, folded."""

import re
from collections.abc import Sequence

from gandan.vietnamese import fold

NAMES: dict[str, list[str]] = {
    "id": (
        "id ma ma_don ma_so so_don so_den so_vao_so code stt so_thu_tu ma_phan_anh ma_ho_so"
    ).split(" "),
    "text": (
        "text noi_dung noidung noi_dung_don noi_dung_phan_anh noi_dung_kien_nghi content body "
        "van_ban tom_tat_noi_dung noi_dung_vu_viec y_kien"
    ).split(" "),
    "received_on": (
        "received_on date ngay ngay_nhan ngay_den ngay_gui ngay_tiep_nhan ngay_thang received "
        "thoi_gian ngay_tiep ngay_nhan_don"
    ).split(" "),
    "channel": "channel kenh nguon kenh_tiep_nhan hinh_thuc nguon_tiep_nhan".split(" "),
    "place": "place noi noi_xay_ra dia_ban dia_diem location vi_tri khu_vuc".split(" "),
    "title": "title tieu_de trich_yeu subject chu_de".split(" "),
    "sender_name": "sender sender_name nguoi_gui ho_ten ho_va_ten ten_nguoi_gui cong_dan".split(
        " "
    ),
    "sender_address": "sender_address dia_chi dia_chi_nguoi_gui address".split(" "),
    "sender_phone": "sender_phone phone dien_thoai so_dien_thoai sdt".split(" "),
    "unit": "unit don_vi don_vi_nhan co_quan don_vi_tiep_nhan don_vi_xu_ly".split(" "),
}
_MEANING = {name: meaning for meaning, names in NAMES.items() for name in names}
# A table may call its text "tóm tắt" when it has no fuller column.
_TEXT_ELSE = ("tom_tat", "mo_ta", "description", "noi_dung_tom_tat", "message", "phan_anh")


class HeaderError(ValueError):
    """No column holds the text, or two columns claim the same meaning."""


def normal(name: object) -> str:
    return re.sub(r"[^a-z0-9]+", "_", fold(str(name or ""))).strip("_")


def meanings(header: Sequence[object]) -> dict[int, str]:
    """Column numbers with their meaning; the others are kept as extras.

    Raises ``HeaderError`` with a sentence for the person.
    """
    found: dict[int, str] = {}
    names = [normal(name) for name in header]
    for column, name in enumerate(names):
        if meaning := _MEANING.get(name):
            if meaning in found.values():
                first = header[next(c for c, m in found.items() if m == meaning)]
                raise HeaderError(
                    f"Cột “{first}” và cột “{header[column]}” đều có thể là một mục. "
                    "Đổi tên một cột rồi nạp lại."
                )
            found[column] = meaning
    if "text" not in found.values():
        for column, name in enumerate(names):
            if name in _TEXT_ELSE:
                found[column] = "text"
                return found
        seen = ", ".join(f"“{name}”" for name in header if str(name or "").strip())[:300]
        raise HeaderError(
            f"Không có cột nội dung. Các cột đọc được: {seen or 'không có'}. "
            "Đặt tên cột nội dung là “Nội dung”."
        )
    return found


def is_header(cells: Sequence[object]) -> bool:
    """Whether a row names the columns rather than holding a letter."""
    names = [normal(cell) for cell in cells]
    known = sum(1 for name in names if name in _MEANING or name in _TEXT_ELSE)
    return known >= 1 and any(_MEANING.get(n) == "text" or n in _TEXT_ELSE for n in names)
