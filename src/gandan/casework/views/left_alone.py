"""Say what a page that acts on many rows left as it was, because the person only reads there."""

from collections.abc import Sequence

from django.contrib import messages
from django.utils.translation import ngettext

from gandan.units.requests import StaffRequest

CODES_SHOWN = 10


def tell_only_read(request: StaffRequest, codes: Sequence[str]) -> None:
    """One message with how many and which; the codes are of rows that the person sees."""
    if not codes:
        return
    shown = ", ".join(codes[:CODES_SHOWN]) + (", …" if len(codes) > CODES_SHOWN else "")
    text = ngettext(
        "Để nguyên %(count)d dòng vì thuộc đơn vị chỉ được xem, không được xử lý: %(codes)s.",
        "Để nguyên %(count)d dòng vì thuộc đơn vị chỉ được xem, không được xử lý: %(codes)s.",
        len(codes),
    )
    messages.error(request, text % {"count": len(codes), "codes": shown})
