"""The outbox, for the administrator: what waits, what could not be sent, send it again."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.accounts.models import User
from gandan.core.pages import page_of
from gandan.core.undo import done
from gandan.notices.models import Mail, MailState
from gandan.notices.services import outbox
from gandan.units.requests import StaffRequest


def mail_list(request: StaffRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    visible = Mail.objects.visible_to(request.user)
    mails = visible.select_related("person").order_by("-created_at", "-id")
    if state in MailState.values:
        mails = mails.filter(state=state)
    context = {
        "page": page_of(mails, request.GET.get("page")),
        "state": state,
        "states": MailState,
        "dead": visible.filter(state=MailState.DEAD).count(),
        "mail_is_on": outbox.mail_is_on(),
    }
    return render(request, "notices/mail_list.html", context)


@require_POST
def mail_send_again(request: StaffRequest, code: UUID) -> HttpResponse:
    return _changed(request, code, outbox.send_again, _("Thư được xếp gửi lại."))


@require_POST
def mail_drop(request: StaffRequest, code: UUID) -> HttpResponse:
    return _changed(request, code, outbox.drop_mail, _("Đã bỏ thư này."))


def _changed(
    request: StaffRequest, code: UUID, change: Callable[..., None], text: str
) -> HttpResponse:
    mail = get_object_or_404(
        Mail.objects.visible_to(request.user).select_related("person"), code=code
    )
    by: User = request.user
    try:
        change(mail, by=by)
    except outbox.MailMovedOnError:
        messages.warning(request, _("Thư này đã đổi trạng thái. Xem lại danh sách."))
    else:
        done(request, text)
    return redirect("notices:mail_list")
