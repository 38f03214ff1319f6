"""A person's settings: mail, days ahead, the calendar address."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gandan.core.undo import done
from gandan.notices.forms import WishesForm
from gandan.notices.services.calendars import address_of
from gandan.notices.services.outbox import mail_is_on
from gandan.notices.services.wishing import set_wishes, wish_of
from gandan.units.requests import StaffRequest

NEW_ADDRESS = "new_calendar_address"


def settings_edit(request: StaffRequest) -> HttpResponse:
    wish = wish_of(request.user)
    initial = {
        "address": request.user.email,
        "mail": wish.mail,
        "days_ahead": wish.days_ahead,
        "language": wish.language,
    }
    form = WishesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_wishes(request.user, form.wish(), address=form.cleaned_data["address"])
        done(request, _("Đã lưu cách nhận thông báo."))
        return redirect("notices:settings_edit")
    context = {
        "form": form,
        "mail_is_on": mail_is_on(),
        "calendar": address_of(request.user),
        # Shown on the page after it was made, never again.
        "new_address": request.session.pop(NEW_ADDRESS, ""),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "notices/settings_edit.html", context, status=status)
