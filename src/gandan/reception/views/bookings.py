"""Appointments: the list of a day, one appointment with its time, its end, the way back."""

import secrets
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.audit.services import record_read
from gandan.casework.models import Submission
from gandan.core.undo import Undo, done
from gandan.domain.confidentiality import Confidentiality
from gandan.domain.dates import DateError, read_date
from gandan.reception.booking_forms import BookingForm, EndForm, TimeForm
from gandan.reception.models import Booking, ReceptionSession
from gandan.reception.selectors import bookings_of_day, bookings_waiting, next_hour
from gandan.reception.services import booking as services
from gandan.units.models import Unit
from gandan.units.policy import reach_of, today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames


def booking_list(request: StaffRequest) -> HttpResponse:
    """Who comes on a day, by the hour; those that still wait for a time. Names are read here."""
    day = _day(request.GET.get("day", ""))
    coming, waiting = bookings_of_day(request.user, day), bookings_waiting(request.user)
    record_read(
        "bookings.viewed",
        str(day),
        by=request.user,
        data_class=Confidentiality.PERSONAL,
    )
    context = {
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "coming": coming,
        "waiting": waiting,
        "today": today(),
        "unit_name": UnitNames.on(day)[reach_of(request.user).home(request.asked_duties) or 0],
    }
    return render(request, "reception/booking_list.html", context)


def _day(written: str) -> date:
    try:
        return read_date(written) if written else today()
    except DateError:
        return today()


def booking_new(request: StaffRequest) -> HttpResponse:
    duties = request.asked_duties
    initial = {
        "key": secrets.token_hex(16),
        "people": 1,
        "unit": str(reach_of(request.user).home(duties) or ""),
        "session": request.GET.get("session", ""),
        "earlier": request.GET.get("earlier", ""),
    }
    code = (request.POST or request.GET).get("earlier", "")
    earlier = Submission.objects.visible_to(request.user).filter(code=code).first()
    form = BookingForm(request.POST or None, person=request.user, duties=duties, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = _ask(request, form, earlier)
        done(request, _("Đã ghi hẹn; mã hẹn %(slip)s.") % {"slip": made.slip})
        return redirect("reception:booking_detail", slip=made.slip)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "earlier": earlier}
    return render(request, "reception/booking_new.html", context, status=status)


def _ask(request: StaffRequest, form: BookingForm, earlier: Submission | None) -> Booking:
    """Write the wish down and, when a session was chosen, its time."""
    data = form.cleaned_data
    made = services.ask(
        form.wish(),
        unit=Unit.objects.get(pk=int(data["unit"])),
        by=request.user,
        key=data["key"],
        earlier=earlier,
    )
    session = form.sessions.get(data["session"])
    if session and made.state == Booking.State.ASKED:
        hour = data["comes_at"] or next_hour(session, request.user)
        services.give_time(
            made, session, hour, by=request.user, today=today(), version=made.version
        )
    return made


def _get(request: StaffRequest, slip: str) -> Booking:
    rows = Booking.objects.visible_to(request.user)
    related = ("session", "visit__submission", "earlier", "by", "unit")
    return get_object_or_404(rows.select_related(*related), slip=slip)


def booking_detail(request: StaffRequest, slip: str) -> HttpResponse:
    booking = _get(request, slip)
    record_read("bookings.viewed", booking, by=request.user, data_class=Confidentiality.PERSONAL)
    return _page(request, booking)


def _page(
    request: StaffRequest,
    booking: Booking,
    time_form: TimeForm | None = None,
    end_form: EndForm | None = None,
    status: int = 200,
) -> HttpResponse:
    person = request.user
    chosen = {"session": str(booking.session.code)} if booking.session else {}
    context = {
        "booking": booking,
        "unit_name": UnitNames.on(today())[booking.unit_id],
        "time_form": time_form
        or TimeForm(booking=booking, person=person, initial=chosen, auto_id="gio_%s"),
        "end_form": end_form or EndForm(initial={"version": booking.version}, auto_id="het_%s"),
        "form": time_form or end_form,
        "is_today": bool(booking.session and booking.session.on == today()),
    }
    return render(request, "reception/booking_detail.html", context, status=status)


@require_POST
def booking_time(request: StaffRequest, slip: str) -> HttpResponse:
    booking = _get(request, slip)
    form = TimeForm(request.POST, booking=booking, person=request.user, auto_id="gio_%s")
    if form.is_valid() and _give_time(request, booking, form):
        done(request, _("Đã xếp giờ hẹn; lãnh đạo được báo."))
        return redirect("reception:booking_detail", slip=slip)
    return _page(request, _get(request, slip), time_form=form, status=422)


def _give_time(request: StaffRequest, booking: Booking, form: TimeForm) -> bool:
    data = form.cleaned_data
    session: ReceptionSession = form.sessions[data["session"]]
    try:
        services.give_time(
            booking,
            session,
            data["comes_at"] or next_hour(session, request.user, besides=booking),
            by=request.user,
            today=today(),
            version=data["version"],
            reason=data.get("reason", ""),
        )
    except services.NobodyReceivesError:
        form.add_error("session", _("Buổi tiếp này vừa đổi. Chọn buổi khác."))
    except services.BookingMovedOnError:
        form.add_error(None, _("Người khác vừa sửa hẹn này. Xem lại rồi xếp giờ."))
    else:
        return True
    return False


@require_POST
def booking_end(request: StaffRequest, slip: str) -> HttpResponse:
    booking = _get(request, slip)
    form = EndForm(request.POST, auto_id="het_%s")
    if form.is_valid() and _end(request, booking, form):
        undo = Undo(
            reverse("reception:booking_reopen", args=[slip]),
            [("version", str(booking.version))],
        )
        done(request, _("Đã ghi kết thúc hẹn."), undo)
        return redirect("reception:booking_detail", slip=slip)
    return _page(request, _get(request, slip), end_form=form, status=422)


def _end(request: StaffRequest, booking: Booking, form: EndForm) -> bool:
    data = form.cleaned_data
    why, version = data["reason"], data["version"]
    try:
        if data["how"] == Booking.State.CANCELLED:
            services.cancel(booking, reason=why, by=request.user, version=version)
        else:
            services.note_absence(
                booking, reason=why, by=request.user, today=today(), version=version
            )
    except services.NotYetError:
        form.add_error("how", _("Chưa đến ngày hẹn. Người hẹn báo không đến thì hủy hẹn."))
    except services.NoTimeYetError:
        form.add_error("how", _("Hẹn này chưa có giờ. Không cần nữa thì hủy hẹn."))
    except services.BookingMovedOnError:
        form.add_error(None, _("Người khác vừa sửa hẹn này. Xem lại trước khi kết thúc."))
    else:
        return True
    return False


@require_POST
def booking_reopen(request: StaffRequest, slip: str) -> HttpResponse:
    booking = _get(request, slip)
    version = request.POST.get("version", "")
    try:
        services.take_back(
            booking, by=request.user, version=int(version) if version.isdigit() else 0
        )
    except services.BookingMovedOnError:
        done(request, _("Hẹn này vừa được sửa; xem lại."))
    else:
        done(request, _("Đã mở lại hẹn."))
    return redirect("reception:booking_detail", slip=slip)
