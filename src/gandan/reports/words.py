"""What is wrong with a cell, and how a report stands, in the language of the page."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gandan.core.language import localized
from gandan.domain.reporting import CellError, Measure, Standing

CELL_FAULTS: dict[str, Promise] = {
    "not_a_number": _(
        "“%(written)s” không phải một số. Để trống nếu chưa biết, ghi 0 nếu không có."
    ),
    "negative": _("“%(written)s”: số không được âm."),
    "ambiguous": _("“%(written)s” đọc được hai cách. Ghi 1.250 hoặc 12,5."),
    "decimals": _("“%(written)s”: chỉ tiêu này đếm nguyên, hoặc nhiều nhất hai chữ số lẻ."),
    "too_large": _("“%(written)s” lớn quá mức có thể."),
    "over_hundred": _("“%(written)s”: tỷ lệ không quá 100 %%."),
}
STANDINGS: dict[Standing, Promise] = {
    Standing.AHEAD: _("kỳ chưa kết thúc"),
    Standing.OWED: _("chưa gửi, còn hạn"),
    Standing.MISSING: _("chưa gửi, quá hạn"),
    Standing.RETURNED: _("bị trả lại"),
    Standing.SUBMITTED: _("đã gửi, chờ nhận"),
    Standing.ACCEPTED: _("đã nhận"),
    Standing.CORRECTING: _("đang đính chính"),
}
LOOKS = {
    Standing.AHEAD: "",
    Standing.OWED: "soon",
    Standing.MISSING: "late",
    Standing.RETURNED: "late",
    Standing.SUBMITTED: "ink",
    Standing.ACCEPTED: "done",
    Standing.CORRECTING: "draft",
}


def cell_fault(error: CellError, written: str) -> str:
    return str(CELL_FAULTS[error.code]) % {"written": " ".join(written.split())[:40]}


def measure_word(measure: Measure) -> str:
    return localized(measure.label, measure.label_en)


def standing_word(standing: Standing, late: int) -> str:
    """Where a report stands, and by how many days it is or was late."""
    word = str(STANDINGS[standing])
    if late and standing != Standing.MISSING:
        return str(_("%(word)s, chậm %(days)d ngày") % {"word": word, "days": late})
    if late:
        return str(_("%(word)s %(days)d ngày") % {"word": word, "days": late})
    return word


SOURCE_WORDS: dict[str, Promise] = {
    "register": _("sổ đếm"),
    "entered": _("đơn vị ghi"),
    "computed": _("tính theo công thức"),
}
