"""The words of mails: counts and days, never what a matter is about or whom it names."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gandan.core.components.figures import vn_date
from gandan.notices.due import MOST, Due, Late


@dataclass(frozen=True)
class Words:
    subject: str
    body: str


def digest_words(due: Due, below: Late, *, language: str) -> Words:
    """The morning's mail."""
    with translation.override(language):
        lines = [_("Ngày %(day)s, anh/chị có:") % {"day": vn_date(due.day)}, ""]
        for count, text in (
            (len(due.late), _("%(count)s việc quá hạn")),
            (len(due.today), _("%(count)s việc đến hạn hôm nay")),
            (len(due.soon), _("%(count)s việc sắp đến hạn")),
        ):
            if count:
                lines.append(f"- {text % {'count': shown_count(count)}}")
        if below.count:
            text = _("%(count)s việc quá hạn ở đơn vị phụ trách, lâu nhất từ %(day)s")
            values = {"count": shown_count(below.count), "day": vn_date(below.oldest_on)}
            lines.append(f"- {text % values}")
        subject = _("Gần Dân: nhắc việc ngày %(day)s") % {"day": vn_date(due.day)}
        return Words(subject, _letter(lines))


def new_words(count: int, *, language: str) -> Words:
    """A mail that says that there is something new on the desk."""
    with translation.override(language):
        text = ngettext(
            "Anh/chị có %(count)s thông báo mới.", "Anh/chị có %(count)s thông báo mới.", count
        )
        return Words(_("Gần Dân: thông báo mới"), _letter([text % {"count": count}]))


def shown_count(count: int) -> str:
    """The figure; a list that was cut is said as such."""
    return _("từ %(count)s trở lên") % {"count": MOST} if count >= MOST else str(count)


def _letter(lines: list[str]) -> str:
    where = _("Mở Gần Dân để xem.")
    if settings.CSRF_TRUSTED_ORIGINS:
        where = _("Mở Gần Dân để xem: %(address)s") % {
            "address": f"{settings.CSRF_TRUSTED_ORIGINS[0]}/thong-bao/"
        }
    last = _("Thư tự động, không trả lời. Đổi cách nhận trong mục Thông báo, Cài đặt.")
    return "\n".join([*lines, "", where, "", last, ""])
