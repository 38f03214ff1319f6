"""Opening orders and the book of openings. No page ever shows an identity."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from gandan.core.pages import page_of
from gandan.core.undo import done
from gandan.sealed import selectors
from gandan.sealed.envelope import EnvelopeError
from gandan.sealed.forms import OrderForm, RecordsForm
from gandan.sealed.models import OpeningOrder, OpeningRecord, SealedIdentity
from gandan.sealed.services.ordering import (
    OrderRefusedError,
    order_opening,
    revoke_order,
    take_envelope,
    take_order,
)
from gandan.sealed.services.recording import RecordsRefusedError, import_records
from gandan.units.policy import today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames

WEAK_SHOWN = 100
FAULTS = {
    "case": gettext_lazy("Ghi mã vụ việc."),
    "reason": gettext_lazy("Ghi lý do đủ rõ, ít nhất 15 ký tự."),
    "basis": gettext_lazy("Ghi căn cứ pháp lý."),
    "expiry": gettext_lazy("Chọn một ngày từ hôm nay đến 29 ngày nữa."),
    "used": gettext_lazy("Lệnh đã được dùng để mở. Muốn mở lại cần lệnh mới."),
    "revoked": gettext_lazy("Lệnh đã bị thu hồi."),
    "expired": gettext_lazy("Lệnh đã hết hạn. Nếu vẫn cần, ra lệnh mới."),
}
RECORD_FAULTS = {
    "form": gettext_lazy("Tệp không phải sổ dùng khóa do trạm ghi, hoặc đã bị sửa. Chưa nhận gì."),
    "key": gettext_lazy("Sổ này của một khóa chưa đăng ký ở đây. Chưa nhận gì."),
    "many": gettext_lazy(
        "Sổ quá dài để nhận qua trang này. Nhờ quản trị nhận bằng lệnh gandan sealed."
    ),
}


def order_list(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    page = page_of(selectors.orders_for(request.user), request.GET.get("page"))
    context = {
        "page": page,
        "states": {order.pk: order.state(now) for order in page.rows},
        "alarms": selectors.alarms(request.user),
        "form": RecordsForm(),
    }
    return render(request, "sealed/order_list.html", context)


def order_new(request: StaffRequest) -> HttpResponse:
    """Asked twice: the second page shows what will be signed."""
    if request.method != "POST":
        initial = {"envelope": _code_of(request), "case_code": request.GET.get("case", "")[:40]}
        return _form(request, OrderForm(initial=initial))
    form = OrderForm(request.POST)
    if not form.is_valid():
        return _form(request, form)
    rows = SealedIdentity.objects.visible_to(request.user)
    identity = rows.filter(code=form.cleaned_data["envelope"].strip().upper()).first()
    if identity is None:
        form.add_error("envelope", _("Không có phong bì mang mã này."))
        return _form(request, form)
    if "confirm" not in request.POST or "back" in request.POST:
        return _review(request, form, identity)
    try:
        order = order_opening(identity, form.grounds(), by=request.user)
    except OrderRefusedError as error:
        form.add_error(None, FAULTS[error.code])
        return _form(request, form)
    done(request, _("Đã ký lệnh. Tải lệnh và phong bì, chép sang trạm của người giữ."))
    return redirect("sealed:order_detail", code=order.code)


def _code_of(request: StaffRequest) -> str:
    """The envelope of the handle in the address, if the person may know of it."""
    try:
        handle = UUID(request.GET.get("handle", ""))
    except ValueError:
        return ""
    found = SealedIdentity.objects.visible_to(request.user).filter(handle=handle).first()
    return found.code if found else ""


def _form(request: StaffRequest, form: OrderForm) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "sealed/order_new.html", {"form": form}, status=status)


def _review(request: StaffRequest, form: OrderForm, identity: SealedIdentity) -> HttpResponse:
    if "back" in request.POST:
        return _form(request, OrderForm(initial=form.cleaned_data))
    context = {
        "form": form,
        "identity": identity,
        "expires_at": form.grounds().expires_at,
        "times": selectors.times_opened([identity])[identity.handle],
        "unit_name": UnitNames.on(today())[identity.unit_id],
    }
    return render(request, "sealed/order_review.html", context)


def _get(request: StaffRequest, code: str) -> OpeningOrder:
    return get_object_or_404(selectors.orders_for(request.user), code=code)


def order_detail(request: StaffRequest, code: str) -> HttpResponse:
    order = _get(request, code)
    context = {
        "order": order,
        "state": order.state(timezone.now()),
        "states": OpeningOrder.State,
        "records": order.records.select_related("key").order_by("at", "id"),
        "times": selectors.times_opened([order.identity])[order.identity_id],
        "unit_name": UnitNames.on(today())[order.identity.unit_id],
    }
    return render(request, "sealed/order_detail.html", context)


def order_file(request: StaffRequest, code: str) -> HttpResponse:
    order = _get(request, code)
    try:
        return _file(take_order(order).encode(), f"{order.code}.lenh.txt")
    except OrderRefusedError as error:
        return _refused(request, order, FAULTS[error.code])


@require_POST
def envelope_file(request: StaffRequest, code: str) -> HttpResponse:
    """Taking an envelope away is on record, so it is not a mere link."""
    order = _get(request, code)
    try:
        data = take_envelope(order, by=request.user)
    except OrderRefusedError as error:
        return _refused(request, order, FAULTS[error.code])
    except EnvelopeError:
        return _refused(
            request, order, _("Phong bì không còn ô khóa của đủ hai bên: không mở được.")
        )
    return _file(data, f"{order.identity.code}.gdseal")


@require_POST
def order_revoke(request: StaffRequest, code: str) -> HttpResponse:
    order = _get(request, code)
    try:
        revoke_order(order, by=request.user)
    except OrderRefusedError as error:
        return _refused(request, order, FAULTS[error.code])
    done(request, _("Đã thu hồi lệnh. Báo hai người giữ hủy tệp lệnh đã nhận."))
    return redirect("sealed:order_detail", code=code)


@require_POST
def record_import(request: StaffRequest) -> HttpResponse:
    form = RecordsForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Chọn tệp .records của trạm."))
        return redirect("sealed:order_list")
    try:
        found = import_records(form.cleaned_data["file"], by=request.user)
    except RecordsRefusedError as error:
        messages.error(request, RECORD_FAULTS[error.code])
        return redirect("sealed:order_list")
    text = ngettext("Đã nhận %(count)d biên bản mới.", "Đã nhận %(count)d biên bản mới.", found.new)
    done(request, text % {"count": found.new} if found.new else _("Mọi biên bản đã có từ trước."))
    return redirect("sealed:opening_list")


def opening_list(request: StaffRequest) -> HttpResponse:
    """The book of openings, what is wrong in it, and envelopes with too few slots."""
    records = OpeningRecord.objects.visible_to(request.user)
    records = records.select_related("key", "order", "identity").order_by("-at", "-id")
    page = page_of(records, request.GET.get("page"))
    identities = {one.identity_id: one.identity for one in page.rows if one.identity}
    context = {
        "page": page,
        "times": selectors.times_opened(identities.values()),
        "alarms": selectors.alarms(request.user),
        "weak": selectors.weak_envelopes(request.user, today())[:WEAK_SHOWN],
    }
    return render(request, "sealed/opening_list.html", context)


def _refused(request: StaffRequest, order: OpeningOrder, sentence: Any) -> HttpResponse:
    messages.error(request, sentence)
    return redirect("sealed:order_detail", code=order.code)


def _file(data: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        data,
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )
