"""Keys of keepers: who holds one, register, confirm by voice, end."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gandan.audit.signing import log_key
from gandan.core.undo import done
from gandan.sealed import selectors
from gandan.sealed.forms import ConfirmKeyForm, EndKeyForm, KeyForm, RefuseKeyForm
from gandan.sealed.keys import spoken_of_server
from gandan.sealed.models import KeeperKey
from gandan.sealed.services.keeping import (
    KeyRefusedError,
    confirm_key,
    end_key,
    refuse_key,
    register_key,
)
from gandan.units.models import Duty
from gandan.units.policy import reach_of, today
from gandan.units.requests import StaffRequest

FAULTS = {
    "not_a_key": gettext_lazy(
        "Tệp không phải khóa công khai do gandan keys new tạo, hoặc đã bị sửa."
    ),
    "not_a_keeper": gettext_lazy(
        "Đây là khóa người đọc. Người giữ tạo khóa với --body receiving hoặc overseeing."
    ),
    "known": gettext_lazy("Khóa này đã đăng ký."),
    "same_person": gettext_lazy(
        "Người đăng ký không được tự xác nhận. Nhờ người khác gọi cho người giữ."
    ),
    "digits": gettext_lazy(
        "Các nhóm số không khớp. Nghe và gõ lại; nếu vẫn khác thì bác khóa này."
    ),
    "not_waiting": gettext_lazy("Trạng thái khóa vừa thay đổi. Xem lại danh sách."),
}


def key_list(request: StaffRequest) -> HttpResponse:
    keys = KeeperKey.objects.select_related("registered_by", "confirmed_by")
    own = log_key()
    is_administrator = reach_of(request.user).has(Duty.ADMINISTRATOR)
    context = {
        "may_register": is_administrator,
        "may_end": is_administrator,
        "keys": keys.order_by("body", "state", "-valid_since", "id"),
        "readiness": selectors.readiness(today()),
        "alarms": selectors.alarms(request.user),
        "day": today(),
        "server": own,
        "server_spoken": spoken_of_server(own.public),
    }
    return render(request, "sealed/key_list.html", context)


def key_register(request: StaffRequest) -> HttpResponse:
    form = KeyForm(request.POST or None, request.FILES or None, initial={"since": today()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            key = register_key(
                data["file"],
                decision=data["decision"],
                since=data["since"],
                until=data["until"],
                by=request.user,
            )
        except KeyRefusedError as error:
            form.add_error("file", FAULTS[error.code])
        else:
            text = _("Đã đăng ký khóa của %(owner)s. Một người khác gọi cho người giữ để xác nhận.")
            done(request, text % {"owner": key.owner})
            return redirect("sealed:key_list")
    return _page(request, "sealed/key_register.html", {"form": form})


def key_confirm(request: StaffRequest, fingerprint: str) -> HttpResponse:
    """Confirm by the digits that were heard, or refuse the key."""
    key = get_object_or_404(KeeperKey, fingerprint=fingerprint, state=KeeperKey.State.WAITING)
    refusing = request.method == "POST" and "refuse" in request.POST
    form = ConfirmKeyForm(request.POST if request.method == "POST" and not refusing else None)
    refusal = RefuseKeyForm(request.POST if refusing else None)
    try:
        if refusing and refusal.is_valid():
            refuse_key(key, reason=refusal.cleaned_data["reason"], by=request.user)
            done(request, _("Đã bác khóa."))
            return redirect("sealed:key_list")
        if form.is_bound and form.is_valid():
            confirm_key(key, digits=form.cleaned_data["digits"], by=request.user)
            done(
                request,
                _("Khóa đã được xác nhận. Từ nay danh tính được niêm phong cả cho khóa này."),
            )
            return redirect("sealed:key_list")
    except KeyRefusedError as error:
        if form.is_bound:
            form.add_error("digits", FAULTS[error.code])
        else:
            messages.error(request, FAULTS[error.code])
    is_own = key.registered_by == request.user
    context = {"form": form, "refusal": refusal, "key": key, "is_own": is_own}
    return _page(request, "sealed/key_confirm.html", context)


def key_end(request: StaffRequest, fingerprint: str) -> HttpResponse:
    """A keeper leaves or loses the key; the page says what that means for what is sealed."""
    key = get_object_or_404(KeeperKey, fingerprint=fingerprint, state=KeeperKey.State.LIVE)
    form = EndKeyForm(request.POST or None, initial={"on": today(), "how": "ended"})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            end_key(
                key,
                is_lost=data["how"] == "lost",
                on=data["on"],
                reason=data["reason"],
                by=request.user,
            )
        except KeyRefusedError as error:
            messages.error(request, FAULTS[error.code])
        else:
            done(request, _("Khóa thôi dùng. Làm tiếp bước trao ô khóa cho khóa khác cùng bên."))
        return redirect("sealed:key_list")
    others = KeeperKey.objects.live(today()).filter(body=key.body).exclude(pk=key.pk).count()
    return _page(request, "sealed/key_end.html", {"form": form, "key": key, "others": others})


def _page(request: StaffRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    forms = (context["form"], context.get("refusal"))
    wrong = any(form is not None and form.errors for form in forms)
    return render(request, template, context, status=422 if wrong else 200)
