"""The private calendar address of a person, and what a calendar program reads there."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gandan.core import moment
from gandan.core.undo import done
from gandan.notices.due import due_for
from gandan.notices.feed import AHEAD_DAYS, to_ical
from gandan.notices.services import calendars
from gandan.notices.views.wishes import NEW_ADDRESS
from gandan.units.requests import StaffRequest


@require_POST
def calendar_make(request: StaffRequest) -> HttpResponse:
    language = translation.get_language() or "vi"
    secret = calendars.make_address(request.user, language=language)
    path = reverse("notices:calendar_feed", args=[secret])
    request.session[NEW_ADDRESS] = request.build_absolute_uri(path)
    done(request, _("Đã lập địa chỉ lịch. Chép địa chỉ ngay: trang này chỉ hiện một lần."))
    return redirect("notices:settings_edit")


@require_POST
def calendar_revoke(request: StaffRequest) -> HttpResponse:
    if calendars.revoke_address(request.user):
        done(request, _("Đã thu hồi địa chỉ lịch. Phần mềm lịch không đọc được nữa."))
    return redirect("notices:settings_edit")


@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Without signing in: the secret is the key. A revoked one is a page that does not exist."""
    address = calendars.owner_of(secret, moment.today())
    if address is None:
        raise Http404
    with translation.override(address.language):
        due = due_for(address.person, moment.today(), ahead=AHEAD_DAYS)
        content = to_ical(due, stamp=timezone.now(), absolute=request.build_absolute_uri)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = 'inline; filename="gan-dan.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response
