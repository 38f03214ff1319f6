"""What a person was told, and what they owe."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gandan.core import moment
from gandan.core.pages import page_of
from gandan.core.undo import done
from gandan.notices import due
from gandan.notices.models import Notice
from gandan.notices.services import telling
from gandan.notices.services.digesting import ESCALATE_AFTER, late_below
from gandan.notices.services.wishing import wish_of
from gandan.units.requests import StaffRequest


def notice_list(request: StaffRequest) -> HttpResponse:
    rows = Notice.objects.visible_to(request.user)
    only_unread = request.GET.get("xem") != "het"
    if only_unread:
        rows = rows.unread()
    page = page_of(rows.order_by("-created_at", "-id"), request.GET.get("page"))
    context = {
        "page": page,
        "only_unread": only_unread,
        "due": due.due_for(request.user, moment.today(), ahead=wish_of(request.user).days_ahead),
    }
    return render(request, "notices/notice_list.html", context)


@require_POST
def notice_read(request: StaffRequest, code: UUID) -> HttpResponse:
    notice = get_object_or_404(Notice.objects.visible_to(request.user), code=code)
    telling.mark_read([notice])
    return redirect("notices:notice_list")


@require_POST
def notice_read_all(request: StaffRequest) -> HttpResponse:
    count = telling.mark_all_read(request.user)
    text = ngettext(
        "Đã đánh dấu đọc %(count)d thông báo.", "Đã đánh dấu đọc %(count)d thông báo.", count
    )
    done(request, text % {"count": count} if count else _("Không có thông báo chưa đọc."))
    return redirect("notices:notice_list")


def due_list(request: StaffRequest) -> HttpResponse:
    """Everything that a person owes within their days ahead, and what is late below a leader."""
    wish, day = wish_of(request.user), moment.today()
    found = due.due_for(request.user, day, ahead=wish.days_ahead)
    groups = [("late", found.late), ("today", found.today), ("soon", found.soon)]
    context = {
        "due": found,
        "groups": [(name, items) for name, items in groups if items],
        "ahead": wish.days_ahead,
        "below": late_below(request.user, day),
        "below_routes": [source.route for source in due.sources() if source.route],
        "escalated_after": ESCALATE_AFTER.days,
        "most": due.MOST,
    }
    return render(request, "notices/due_list.html", context)
