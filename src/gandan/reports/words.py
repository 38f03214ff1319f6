"""How a report stands and what its cells measure, in the language of the page."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gandan.core.language import localized
from gandan.domain.reporting import Measure, Standing

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
